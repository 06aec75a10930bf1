#include "text/segment.h"

#include <stdlib.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "text/han.h"
#include "text/signs.h"
#include "text/utf8.h"

const char *const token_kinds[TOKEN_KINDS + 1] = { "han", "latin", "kana", "number", "date", "punct", "symbol", "emoji", "face", "url", "mail",
	"name", "tag", "mark", NULL };

/* The text and where in it we are. */
struct scan {
	struct segment *s;
	const struct lexicon *l;
	const char *text, *end;
};

/* ASCII letters, digits and _: one look-up, for most of a text in a Latin script is spent here. */
static inline bool
ascii_word(char c)
{
	static const bool is_word[256] = { ['0'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, ['_'] = 1,
		['A'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
		['a'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 };
	return is_word[(unsigned char)c];
}

static inline bool
ascii_digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

/* Characters that are dropped or sit on the one before them belong to it. */
static const char *
with_marks(const char *p, const char *end)
{
	while (p < end && (unsigned char)*p >= 0x80) {
		struct sign x = sign_look(p);
		if (x.class != SIGN_JOIN)
			break;
		p += x.n;
	}
	return p;
}

/* The end of the ascii_word characters from p on: 16 at once, for where a word ends cannot be predicted. */
static inline const char *
ascii_run(const char *p, const char *end)
{
#ifdef __SSE2__
	for (; end - p >= 16; p += 16) {
		__m128i v = _mm_loadu_si128((const void *)p), lower = _mm_or_si128(v, _mm_set1_epi8(32));
		__m128i letter = _mm_sub_epi8(lower, _mm_set1_epi8('a')), digit = _mm_sub_epi8(v, _mm_set1_epi8('0'));
		__m128i word = _mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(letter, _mm_set1_epi8(25)), letter),
		    _mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(digit, _mm_set1_epi8(9)), digit), _mm_cmpeq_epi8(v, _mm_set1_epi8('_'))));
		unsigned other = ~(unsigned)_mm_movemask_epi8(word) & 0xffff;
		if (other)
			return p + __builtin_ctz(other);
	}
#endif
	while (p < end && ascii_word(*p))
		p++;
	return p;
}

/* Letters and digits of any width and alphabet, and _, from p on. */
static inline const char *
word_run(const char *p, const char *end)
{
	for (;;) {
		p = ascii_run(p, end);
		if (p == end || (unsigned char)*p < 0x80)
			return p;
		struct sign x = sign_look(p);
		if (x.class != SIGN_LETTER && x.class != SIGN_DIGIT && x.class != SIGN_JOIN)
			return p;
		p += x.n;
	}
}

/* Whether a word that goes up to p has a part more behind a sign: don't, e-book, AT&T. Returns the end of the sign. */
static const char *
word_goes_on(const char *from, const char *p, const char *end)
{
	if ((unsigned char)*p < 0x80 && *p != '\'' && *p != '-' && *p != '&')
		return NULL;
	struct sign x = sign_look(p);
	const char *q = p + x.n;
	if ((x.c != '\'' && x.c != '-' && x.c != '&') || q >= end)
		return NULL;
	struct sign next = sign_look(q);
	if (next.class != SIGN_LETTER && (next.class != SIGN_DIGIT || x.c != '-'))
		return NULL;
	if (*p == '&' && sign_markup(p, end))
		return NULL;
	if (x.c == '&' && (p - from > 2 || (q + 2 < end && ascii_letter((unsigned char)q[1]) && ascii_letter((unsigned char)q[2]))))
		return NULL;
	return q;
}

/* What may end a word: C++, C#, A+. */
static const char *
word_tail(const char *from, const char *p, const char *end)
{
	const char *q = p;
	if (p < end && *p == '#' && p - from == 1)
		q++;
	else
		while (q < end && *q == '+')
			q++;
	return q < end && ascii_word(*q) ? p : q;
}

/* Faces that are spelt as words: QAQ, orz, T_T, their letters in either case. */
#define FACE(a, b, c) ((unsigned char)(a) | (unsigned char)(b) << 8 | (unsigned char)(c) << 16)
static inline bool
is_face_word(const char *from, size_t n)
{
	if (n < 2 || n > 3)
		return false;
	switch (FACE(from[0] | 32, from[1] == '_' ? '_' : from[1] | 32, n == 3 ? from[2] | 32 : 0)) {
	case FACE('q', 'a', 'q'): case FACE('q', 'w', 'q'): case FACE('q', 'v', 'q'): case FACE('t', 'a', 't'):
	case FACE('o', 'r', 'z'): case FACE('o', 't', 'z'): case FACE('x', 'd', 0): case FACE('x', 'd', 'd'):
	case FACE('t', '_', 't'): case FACE('o', '_', 'o'): case FACE('u', '_', 'u'): case FACE('q', '_', 'q'):
		return true;
	default:
		return false;
	}
}
#undef FACE

static inline void
add_latin(struct scan *k, const char *from, const char *to)
{
	segment_token(k->s, k->text, from, to, is_face_word(from, (size_t)(to - from)) ? TOKEN_FACE : TOKEN_LATIN);
}

/* What a mail address may have after its first letters and digits. */
static inline bool
mail_sign(char c)
{
	return c == '.' || c == '_' || c == '%' || c == '+' || c == '-' || c == '@';
}

static const char *
digits(const char *p, const char *end)
{
	while (p < end) {
		if (!ascii_digit(*p)) {
			if ((unsigned char)*p < 0x80 || sign_look(p).class != SIGN_DIGIT)
				break;
			p += sign_look(p).n;
		} else {
			p++;
		}
	}
	return p;
}

/* A word of ASCII with a blank or nothing behind it, which most of an English text are. Returns p where there is none. */
static inline const char *
plain_word(struct scan *k, const char *p)
{
	const char *q = ascii_run(p, k->end);
	if (q < k->end && *q != ' ')
		return p;
	add_latin(k, p, q);
	return q < k->end ? q + 1 : q;
}

static const char *
latin(struct scan *k, const char *p)
{
	const char *q = word_run(p, k->end), *r;
	if (q == k->end || *q == ' ') {
		add_latin(k, p, q);
		return q;
	}
	/* A sign that ends a sentence is no part of an address. */
	if ((unsigned char)*q < 0x80 && k->end - q > 1 && q[1] != ' ') {
		if ((*q == ':' || *q == '.') && (r = sign_url(p, k->end)) != NULL) {
			segment_token(k->s, k->text, p, r, sign_abbreviation(p, k->end) == r ? TOKEN_LATIN : TOKEN_URL);
			return r;
		}
		if (mail_sign(*q) && (r = sign_mail(p, k->end)) != NULL) {
			segment_token(k->s, k->text, p, r, TOKEN_MAIL);
			return r;
		}
		if (q - p == 1 && (r = sign_face(k->text, p, k->end)) != NULL) {
			segment_token(k->s, k->text, p, r, TOKEN_FACE);
			return r;
		}
		if (*q == '.' && (r = sign_abbreviation(p, k->end)) != NULL) {
			segment_token(k->s, k->text, p, r, TOKEN_LATIN);
			return r;
		}
	}
	while (q < k->end && (r = word_goes_on(p, q, k->end)) != NULL)
		q = word_run(r, k->end);
	/* v2.3.1 */
	while (k->end - q > 1 && *q == '.' && ascii_digit(q[1]) && ascii_digit(q[-1]))
		q = digits(q + 1, k->end);
	if (q < k->end)
		q = word_tail(p, q, k->end);
	add_latin(k, p, q);
	return q;
}

/* ---- numbers ---- */

static uint32_t
value_of(const char *p, const char *to)
{
	uint32_t v = 0;
	for (; p < to && v < 100000; p += utf8_length((unsigned char)*p))
		v = v * 10 + sign_look(p).c - '0';
	return v;
}

/* The Han character at p, if it is one of the set: its bytes. */
static size_t
one_of(const char *p, const char *end, const char *set)
{
	if (end - p < 3 || (unsigned char)*p < 0xe4 || (unsigned char)*p > 0xe9)
		return 0;
	for (; *set; set += 3)
		if (memcmp(p, set, 3) == 0)
			return 3;
	return 0;
}

/* 1998年, 3月, 12日, 3月5号, 8时: what makes a date of the digits from .. to, at its end; NULL. */
static const char *
date_end(const struct scan *k, const char *from, const char *to)
{
	size_t n = utf8_count(from, (size_t)(to - from));
	uint32_t v = value_of(from, to);
	bool after_month = from > k->text + 2 && memcmp(from - 3, "月", 3) == 0, after_hour = from > k->text + 2 && memcmp(from - 3, "时", 3) == 0;
	if (one_of(to, k->end, "年") && (n == 4 || (n == 2 && (v >= 50 || v < 10))))
		return to + 3;
	if (one_of(to, k->end, "月") && n <= 2 && v >= 1 && v <= 12)
		return to + 3;
	if (one_of(to, k->end, after_month ? "日号號" : "日") && n <= 2 && v >= 1 && v <= 31)
		return to + 3;
	if (one_of(to, k->end, "时時") && n <= 2 && v <= 24)
		return to + 3;
	if (after_hour && one_of(to, k->end, "分") && n <= 2 && v < 60)
		return to + 3;
	return NULL;
}

/* Further parts behind the digits up to q: 3.14, 1,299, 12:30:45, 2024-03-05, 010-12345678, 3/4. */
static const char *
number_parts(const char *p, const char *q, const char *end, enum token_kind *kind)
{
	size_t first = utf8_count(p, (size_t)(q - p)), parts = 1;
	uint32_t sign = 0;
	while (q < end) {
		struct sign x = sign_look(q);
		const char *from = q + x.n, *to = from < end ? digits(from, end) : from;
		size_t n = utf8_count(from, (size_t)(to - from));
		if (n == 0 || (sign && sign != x.c))
			break;
		bool phone = x.c == '-' && first >= 3 && n >= 3, day = (x.c == '-' || x.c == '/') && n <= 2 && (first == 4 || parts == 2);
		if (x.c == ',' ? n != 3 || first > 3 : x.c == ':' ? n != 2 || first > 2 : x.c == '/' ? false : x.c == '-' ? !phone && !day : x.c != '.')
			break;
		if (x.c == ':' || day)
			*kind = TOKEN_DATE;
		sign = x.c == ',' ? 0 : x.c;
		parts++;
		q = to;
	}
	return q;
}

/* 20多, 8000万, 1.3万余, 300多万 */
static const char *
number_tail(const char *q, const char *end)
{
	size_t n = one_of(q, end, "多余餘");
	if (n && one_of(q + n, end, "万亿萬億") && !one_of(q + 2 * n, end, "克米瓦卡"))
		q += n;
	while ((n = one_of(q, end, "百千万亿萬億")) != 0 && !one_of(q + n, end, "克米瓦卡"))
		q += n;
	return q + one_of(q, end, "多余餘");
}

static const char *
number(struct scan *k, const char *p)
{
	enum token_kind kind = TOKEN_NUMBER;
	const char *q = digits(p, k->end), *r;
	struct segment *s = k->s;
	if (q < k->end && (r = date_end(k, p, q)) != NULL) {
		segment_token(s, k->text, p, r, TOKEN_DATE);
		return r;
	}
	if (q < k->end && *q > ' ' && *q < 0x7f) {
		bool letter_next = *q == '.' && q + 1 < k->end && ascii_letter((unsigned char)q[1]);
		if ((letter_next || ascii_letter((unsigned char)*q)) && (r = sign_url(p, k->end)) != NULL) {
			segment_token(s, k->text, p, r, TOKEN_URL);
			return r;
		}
		if ((mail_sign(*q) || ascii_letter((unsigned char)*q)) && (r = sign_mail(p, k->end)) != NULL) {
			segment_token(s, k->text, p, r, TOKEN_MAIL);
			return r;
		}
	}
	q = number_parts(p, q, k->end, &kind);
	const char *unit = word_run(q, k->end);
	if (unit > q) {
		/* 9:30a.m. */
		bool half_day = unit - q == 1 && ((*q | 32) == 'a' || (*q | 32) == 'p') && k->end - unit > 1 && *unit == '.' && (unit[1] | 32) == 'm';
		q = half_day && (r = sign_abbreviation(q, k->end)) != NULL ? r : unit;
	} else if (q < k->end) {
		struct sign x = sign_look(q);
		if (x.c == '%' || x.c == 0x2030 || x.c == '+' || x.c == 0x2103)
			q += x.n;
		else if (kind == TOKEN_NUMBER)
			q = number_tail(q, k->end);
	}
	bool ordinal = s->found && s->find[s->found - 1].kind == HAN_RUN && p > k->text + 2 && memcmp(p - 3, "第", 3) == 0;
	segment_token(s, k->text, p, q, ordinal ? (int)HAN_ORDINAL : (int)kind);
	return q;
}

/* ---- the rest ---- */

/* A sign, repeated as often as it is. */
static const char *
punct(struct scan *k, const char *p, const struct sign *x)
{
	const char *q = p + x->n, *r;
	uint8_t kind = x->class == SIGN_PUNCT ? TOKEN_PUNCT : TOKEN_SYMBOL;
	struct segment *s = k->s;
	if ((r = sign_face(k->text, p, k->end)) != NULL)
		kind = TOKEN_FACE;
	else if (*p == '@' && (r = sign_name(k->text, p, k->end)) != NULL)
		kind = TOKEN_NAME;
	else if (*p == '#' && (r = sign_tag(p, k->end)) != NULL)
		kind = TOKEN_TAG;
	else if (*p == '.' && k->end - p > 3 && (p[1] | 32) == 'n' && (p == k->text || !ascii_word(p[-1])) &&
	    (r = sign_abbreviation(p, k->end)) != NULL)
		kind = TOKEN_LATIN;
	else if ((*p == '&' || *p == '<') && (r = sign_markup(p, k->end)) != NULL)
		kind = TOKEN_SYMBOL;
	else if (*p == '[')
		r = sign_bracket(p, k->end, &kind);
	if (r) {
		segment_token(s, k->text, p, r, kind);
		return r;
	}
	while (k->end - q >= x->n && *q == *p && memcmp(q, p, x->n) == 0)
		q += x->n;
	q = with_marks(q, k->end);
	segment_token(s, k->text, p, q, kind);
	return q;
}

/* The signs of Chinese text, U+3001 – U+301F and U+FF01 – U+FF5E: most tokens that are no words. Returns p where it is none of
 * them, or may begin a face. */
static inline const char *
chinese_sign(struct scan *k, const char *p)
{
	unsigned char lead = (unsigned char)p[0], next = (unsigned char)p[1], last = (unsigned char)p[2];
	const char *q = p + 3;
	if (lead == 0xe3 ? next != 0x80 || last < 0x81 || last > 0x9f || (last >= 0x84 && last <= 0x87)
	                 : lead != 0xef || next != 0xbc || sign_ascii[(last - 0x81 + '!') & 127] != SIGN_PUNCT || last == 0x88)
		return p;
	while (k->end - q >= 3 && q[0] == p[0] && q[1] == p[1] && q[2] == p[2])
		q += 3;
	if (q < k->end && ((unsigned char)*q == 0xe2 || (unsigned char)*q == 0xef || (unsigned char)*q == 0xcc || (unsigned char)*q == 0xcd))
		q = with_marks(q, k->end);
	segment_token(k->s, k->text, p, q, TOKEN_PUNCT);
	return q;
}

static const char *
kana(struct scan *k, const char *p)
{
	const char *q = p;
	while (q < k->end && (unsigned char)*q >= 0x80) {
		struct sign x = sign_look(q);
		if (x.class != SIGN_KANA && x.class != SIGN_JOIN)
			break;
		q += x.n;
	}
	segment_token(k->s, k->text, p, q, TOKEN_KANA);
	return q;
}

/* Characters that are dropped belong to the token that ends here, or are one. */
static const char *
joiners(struct scan *k, const char *p)
{
	const char *q = with_marks(p, k->end);
	struct token *last = k->s->found ? &k->s->find[k->s->found - 1] : NULL;
	if (last && k->text + last->at + last->n == p)
		last->n += (uint32_t)(q - p);
	else
		segment_token(k->s, k->text, p, q, TOKEN_SYMBOL);
	return q;
}

static const char *
mixed(struct scan *k, const char *p)
{
	const char *q = p + lexicon_mixed_at(k->l, p, k->end);
	if (q > p)
		segment_token(k->s, k->text, p, q, (unsigned char)*p < 0x80 ? TOKEN_LATIN : TOKEN_HAN);
	return q;
}

static const char *
beyond_ascii(struct scan *k, const char *p)
{
	struct sign x = sign_look(p);
	const char *q;
	uint8_t kind;
	switch (x.class) {
	case SIGN_SPACE:
		return p + x.n;
	case SIGN_LETTER:
		return x.c < 128 && (q = mixed(k, p)) > p ? q : latin(k, p);
	case SIGN_DIGIT:
		return (q = mixed(k, p)) > p ? q : number(k, p);
	case SIGN_HAN:
		/* A run of no length has a mixed word at its front. */
		if ((q = han_run(k->s, k->l, k->text, p, k->end)) > p || (q = mixed(k, p)) > p)
			return q;
		break;
	case SIGN_KANA:
		return kana(k, p);
	case SIGN_JOIN:
		return joiners(k, p);
	case SIGN_PUNCT:
		return punct(k, p, &x);
	case SIGN_OTHER:
		/* ～ and other wide signs are as their narrow ones. */
		if (x.c < 128)
			return punct(k, p, &x);
		break;
	default:
		break;
	}
	if ((q = sign_face(k->text, p, k->end)) != NULL) {
		segment_token(k->s, k->text, p, q, TOKEN_FACE);
		return q;
	}
	q = sign_emoji(p, k->end, &kind);
	segment_token(k->s, k->text, p, q, kind);
	return q;
}

/* Whether a mixed word may begin at this ASCII character. */
static inline bool
starts_mixed(const struct lexicon *l, const char *p, const char *end)
{
	unsigned char first = (unsigned char)*p, second = end - p > 1 ? (unsigned char)p[1] : 0;
	if (first >= 'A' && first <= 'Z')
		first |= 32;
	if (second >= 'A' && second <= 'Z')
		second |= 32;
	return l->mixed_start[first][second / 8] >> second % 8 & 1;
}

void
segment_run(struct segment *s, const struct lexicon *l, struct fb_str text)
{
	const char *p = text.p, *end = text.p + text.n;
	struct scan k = { s, l, text.p, end };
	s->n = s->found = 0;
	han_begin(s, text.n);
	while (p < end) {
		unsigned char c = (unsigned char)*p;
		if (c >= 0x80) {
			const char *q = c >= 0xe4 && c < 0xea ? han_run(s, l, text.p, p, end) : c >= 0xe3 ? chinese_sign(&k, p) : p;
			p = q > p ? q : beyond_ascii(&k, p);
			continue;
		}
		uint8_t class = sign_ascii[c];
		const char *plain = class == SIGN_LETTER && !l->user_mixed.n ? plain_word(&k, p) : p;
		if (plain > p) {
			p = plain;
		} else if (class == SIGN_SPACE) {
			p++;
		} else if (class == SIGN_LETTER || class == SIGN_DIGIT) {
			const char *q = starts_mixed(l, p, end) ? mixed(&k, p) : p;
			p = q > p ? q : class == SIGN_LETTER ? latin(&k, p) : number(&k, p);
		} else {
			struct sign x = { c, class, 1 };
			p = punct(&k, p, &x);
		}
	}
	han_cut(s, l, text.p);
}

void
segment_free(struct segment *s)
{
	free(s->token);
	free(s->find);
	han_end(s);
	*s = (struct segment){ 0 };
}
