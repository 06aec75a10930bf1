#include "text/signs.h"

#include <stdbool.h>
#include <string.h>
#include <utf8proc.h>

#include "base/buf.h"
#include "text/normal.h"
#include "text/segment.h"
#include "text/utf8.h"

#define S SIGN_SPACE
#define L SIGN_LETTER
#define D SIGN_DIGIT
#define P SIGN_PUNCT
#define O SIGN_OTHER
const uint8_t sign_ascii[128] = {
	O, O, O, O, O, O, O, O, O, S, S, S, S, S, O, O, O, O, O, O, O, O, O, O, O, O, O, O, S, S, S, S,
	S, P, P, P, O, P, P, P, P, P, P, O, P, P, P, P, D, D, D, D, D, D, D, D, D, D, P, P, O, O, O, P,
	P, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, P, P, P, O, P,
	P, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, P, O, P, O, O,
};
#undef S
#undef L
#undef D
#undef P
#undef O

static bool
is_han(uint32_t c)
{
	return (c >= 0x3400 && c < 0x4dc0) || (c >= 0x4e00 && c < 0xa000) || c == 0x3007 || (c >= 0x20000 && c < 0x40000);
}

static uint8_t
class_of(uint32_t c, uint32_t folded)
{
	if (folded == 0)
		return SIGN_JOIN;
	if (folded < 128)
		return sign_ascii[folded];
	if (is_han(folded))
		return SIGN_HAN;
	if ((folded >= 0x3041 && folded < 0x3100) || (folded >= 0x31f0 && folded < 0x3200))
		return folded == 0x30fb || folded == 0x30a0 ? SIGN_PUNCT : SIGN_KANA;
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
		return SIGN_LETTER;
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		return SIGN_JOIN;
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return SIGN_SPACE;
	case UTF8PROC_CATEGORY_PC:
	case UTF8PROC_CATEGORY_PD:
	case UTF8PROC_CATEGORY_PS:
	case UTF8PROC_CATEGORY_PE:
	case UTF8PROC_CATEGORY_PI:
	case UTF8PROC_CATEGORY_PF:
	case UTF8PROC_CATEGORY_PO:
		return SIGN_PUNCT;
	default:
		return c == 0x85 ? SIGN_SPACE : SIGN_OTHER;
	}
}

struct sign
sign_look(const char *p)
{
	unsigned char lead = (unsigned char)*p;
	if (lead < 0x80)
		return (struct sign){ lead >= 'A' && lead <= 'Z' ? lead | 32u : lead, sign_ascii[lead], 1 };
	uint32_t c = utf8_get(p), folded = normal_char(c);
	uint8_t class = class_of(c, folded);
	/* U+3000 and the like fold to a space; but ´ and other signs that fold to ASCII stay signs. */
	return (struct sign){ folded ? folded : c, class, (uint8_t)utf8_length(lead) };
}

static bool
ascii_alnum(char c)
{
	return (unsigned char)((c | 32) - 'a') < 26 || (unsigned char)(c - '0') < 10;
}

static bool
is_one_of(char c, const char *set)
{
	return c && strchr(set, c) != NULL;
}

static bool
starts_with(const char *p, const char *end, const char *lower)
{
	size_t n = strlen(lower);
	if ((size_t)(end - p) < n)
		return false;
	for (size_t i = 0; i < n; i++)
		if ((p[i] | ((unsigned char)(p[i] - 'A') < 26 ? 32 : 0)) != lower[i])
			return false;
	return true;
}

/* ---- addresses ---- */

static const char *const top_domains[] = { "com", "cn", "net", "org", "edu", "gov", "io", "cc", "top", "xyz", "info", "hk", "tw", "me", "app", "uk", "de",
	"jp", "vip", "tv", "ru", "fr" };

/* The end of a host name of two labels or more at p; *named says whether its last label is a top domain that we know. */
static const char *
host_end(const char *p, const char *end, bool *named)
{
	const char *last = p, *q = p;
	size_t labels = 0;
	for (;;) {
		const char *label = q;
		while (q < end && (ascii_alnum(*q) || (*q == '-' && q > label)))
			q++;
		if (q == label)
			break;
		labels++;
		last = label;
		if (q + 1 >= end || *q != '.' || !ascii_alnum(q[1]))
			break;
		q++;
	}
	*named = false;
	if (labels < 2)
		return NULL;
	for (size_t i = 0; i < sizeof top_domains / sizeof *top_domains; i++)
		*named |= (size_t)(q - last) == strlen(top_domains[i]) && starts_with(last, end, top_domains[i]);
	return q;
}

/* The end of what may follow a host: port, path, query; without signs that rather end the sentence. */
static const char *
path_end(const char *p, const char *end)
{
	const char *q = p;
	while (q < end && *q > ' ' && *q < 0x7f && !is_one_of(*q, "\"<>\\^`{|}"))
		q++;
	while (q > p && is_one_of(q[-1], ".,;:!?'()[]*"))
		q--;
	return q;
}

const char *
sign_url(const char *p, const char *end)
{
	bool named;
	for (int i = 0; i < 3 && (*p | 32) >= 'f' && (*p | 32) <= 'h'; i++) {
		static const char *const schemes[] = { "http://", "https://", "ftp://" };
		size_t n = strlen(schemes[i]);
		if (starts_with(p, end, schemes[i]) && p + n < end && ascii_alnum(p[n]))
			return path_end(p + n, end);
	}
	const char *q = host_end(p, end, &named);
	if (!q || !(named || starts_with(p, end, "www.")))
		return NULL;
	return q < end && (*q == '/' || *q == '?' || *q == ':') ? path_end(q, end) : q;
}

const char *
sign_mail(const char *p, const char *end)
{
	const char *q = p;
	bool named;
	while (q < end && (ascii_alnum(*q) || is_one_of(*q, "._%+-")))
		q++;
	if (q == p || q == end || *q != '@')
		return NULL;
	return host_end(q + 1, end, &named);
}

/* ---- words with dots ---- */

/* U.S. a.k.a. U.S.A: single letters, each with its dot, of two on the last with or without one. */
static const char *
dotted_letters(const char *p, const char *end)
{
	size_t n = 0;
	while (end - p > 1 && ascii_alnum(*p) && !(*p >= '0' && *p <= '9') && p[1] == '.') {
		p += 2;
		n++;
	}
	if (n < 2)
		return NULL;
	bool last = p < end && ascii_alnum(*p) && (end - p == 1 || !ascii_alnum(p[1]));
	return p + last;
}

const char *
sign_abbreviation(const char *p, const char *end)
{
	/* Whatever their last dot; and what stands before .js and .NET. Longer ones before those that they begin with. */
	static const char *const known[] = { "ph.d", "e.g", "i.e", "a.m", "p.m", "u.s", "u.k", "m.sc", "b.sc", "b.tech", "m.tech", "b.ed",
		"m.ed", "ed.d", "m.phil", "d.phil", "ll.b", "ll.m", "asp.net", "vb.net", "ado.net", "ml.net", ".net" };
	const char *q = dotted_letters(p, end);
	if (q)
		return q;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if ((*p | 32) != (*known[i] | 32) || !starts_with(p, end, known[i]))
			continue;
		q = p + strlen(known[i]);
		if (q < end && ascii_alnum(*q))
			continue;
		return q < end && *q == '.' && q[-1] != 't' && q[-1] != 'T' ? q + 1 : q;
	}
	for (q = p; q < end && (ascii_alnum(*q) || *q == '_');)
		q++;
	return q > p && starts_with(q, end, ".js") && (end - q == 3 || !ascii_alnum(q[3])) ? q + 3 : NULL;
}

/* ---- names, tags, brackets ---- */

enum { NAME_LONGEST = 20, TAG_LONGEST = 32 };

/* The end of at most `most` letters, digits, Han and _ at p; *ascii says that all were ASCII. */
static const char *
word_end(const char *p, const char *end, size_t most, bool *ascii)
{
	*ascii = true;
	for (size_t i = 0; p < end && i < most; i++) {
		struct sign s = sign_look(p);
		if (*p != '_' && *p != '-' && s.class != SIGN_LETTER && s.class != SIGN_DIGIT && s.class != SIGN_HAN && s.class != SIGN_KANA)
			break;
		*ascii &= *p > 0;
		p += s.n;
	}
	return p;
}

const char *
sign_name(const char *text, const char *p, const char *end)
{
	bool ascii;
	if (p > text && ascii_alnum(p[-1]))
		return NULL;
	const char *q = p + 1;
	while (q < end && (ascii_alnum(*q) || *q == '_' || *q == '-'))
		q++;
	if (q > p + 1)
		return q;
	/* A name in Chinese has no end but a blank or a colon. */
	q = word_end(p + 1, end, NAME_LONGEST, &ascii);
	if (q == p + 1 || q == end)
		return q == end && q > p + 1 ? q : NULL;
	struct sign after = sign_look(q);
	return after.class == SIGN_SPACE || after.c == ':' ? q : NULL;
}

const char *
sign_tag(const char *p, const char *end)
{
	bool ascii;
	const char *q = word_end(p + 1, end, TAG_LONGEST, &ascii);
	if (q > p + 1 && q < end && *q == '#')
		return q + 1;
	for (q = p + 1; q < end && (ascii_alnum(*q) || *q == '_');)
		q++;
	return q > p + 1 ? q : NULL;
}

/* Whether p[0 .. n) is one of these words, blanks between them. */
static bool
one_word_of(const char *words, const char *p, size_t n)
{
	for (const char *w = words; *w; w += strspn(w, " ")) {
		size_t m = strcspn(w, " ");
		if (m == n && strncasecmp(w, p, n) == 0)
			return true;
		w += m;
	}
	return false;
}

const char *
sign_markup(const char *p, const char *end)
{
	static const char tags[] = "br p div span b i u em strong font a li ul ol td tr", names[] = "amp lt gt quot apos nbsp middot hellip mdash ldquo rdquo";
	bool tag = *p == '<', number = !tag && end - p > 1 && p[1] == '#';
	const char *from = p + 1 + (number || (tag && end - p > 1 && p[1] == '/')), *q = from;
	while (q < end && q - from < 8 && ascii_alnum(*q))
		q++;
	if (number ? q < from + 2 || !((*from >= '0' && *from <= '9') || *from == 'x') : !one_word_of(tag ? tags : names, from, (size_t)(q - from)))
		return NULL;
	q += tag && q < end && *q == '/';
	return q < end && *q == (tag ? '>' : ';') ? q + 1 : NULL;
}

const char *
sign_bracket(const char *p, const char *end, uint8_t *kind)
{
	bool ascii, capital = false, other = false;
	const char *q = word_end(p + 1, end, NAME_LONGEST, &ascii);
	if (q == p + 1 || q == end || *q != ']')
		return NULL;
	size_t letters = utf8_count(p + 1, (size_t)(q - p - 1));
	for (const char *r = p + 1; r < q; r++) {
		capital |= (unsigned char)(*r - 'A') < 26;
		other |= (unsigned char)(*r - 'a') < 26;
	}
	if (ascii && capital && !other && letters >= 2)
		*kind = TOKEN_MARK;
	else if (!ascii && letters <= 5)
		*kind = TOKEN_EMOJI;
	else
		return NULL;
	return q + 1;
}

/* ---- faces ---- */

/* Written out; longer ones before those that they begin with. */
static const char *const faces[] = { ":'-(", ":'(", ":-)", ":-(", ":-D", ":-P", ":-p", ":-/", ":-O", ":-o", ":-|", ":-*", ":)", ":(", ":D", ":P",
	":p", ":O", ":o", ":/", ":|", ":*", ";-)", ";-(", ";)", ";D", ";P", "=)", "=(", "=D", "=P", "</3", "<3", "^_^", "^.^", "^-^", "^o^",
	"^O^", "^^", "-_-", "-.-", "=_=", "=.=", ">_<", ">.<", ">_>", "<_<", "@_@", "*_*", "+_+", "$_$", "~_~", ";_;", "._.", "→_→", "←_←",
	"≧▽≦", "≧ω≦", "╥﹏╥", "ಠ_ಠ", "¬_¬", "°_°", "•_•" };

static bool
before_is_word(const char *text, const char *p)
{
	return p > text && ascii_alnum(p[-1]);
}

/* Whether a written face may begin so: most signs end here. */
static inline bool
may_be_written(const char *p, const char *end)
{
	switch (*p) {
	case ':': case ';': case '=': case '<': case '^': case '>':
		return end - p > 1;
	case '-': case '.': case '@': case '*': case '+': case '$': case '~':
		return end - p > 1 && (p[1] == '_' || p[1] == '.');
	case '\xc2': case '\xe0':
		return true;
	case '\xe2':   /* but not the quotes, dashes and dots of E2 80 */
		return p[1] != '\x80' || p[2] == '\xa2';
	default:
		return false;
	}
}

static const char *
written_face(const char *text, const char *p, const char *end)
{
	for (size_t i = 0; i < sizeof faces / sizeof *faces; i++) {
		if (*p != *faces[i] || p[1] != faces[i][1])
			continue;
		size_t n = strlen(faces[i]);
		const char *q = p + n;
		if ((size_t)(end - p) < n || memcmp(p, faces[i], n) != 0)
			continue;
		/* "8:/", "note:D": no faces; nor is ":/" before a path, nor ")" that closes what was opened. */
		if ((ascii_alnum(q[-1]) || q[-1] == '/') && q < end && (ascii_alnum(*q) || *q == '/' || (unsigned char)*q >= 0x80))
			continue;
		if (before_is_word(text, p) && (faces[i][0] == ':' || faces[i][0] == '=') && (ascii_alnum(q[-1]) || q[-1] == '/' || (unsigned char)(p[-1] - '0') < 10))
			continue;
		while (q < end && q[-1] == *q && is_one_of(*q, ")("))
			q++;
		return q;
	}
	return NULL;
}

/* Signs that make a face of what stands in parentheses. */
static bool
in_faces(uint32_t c)
{
	static const char strong[] = "^_▽ω￣≧≦﹏ಠ◕‿╯╰□皿益゜Д°´`･・﹃︿▔∀ヮᴗ๑•ㅂ♡♥><";
	char p[5] = { 0 };
	p[utf8_put(p, c)] = '\0';
	return strstr(strong, p) != NULL;
}

static const char *
face_arms(const char *q, const char *end)
{
	static const char arms[] = "╯╰ノﾉヽ╮╭┐┌︵┻━┳─و✧☆★づっツ彡ゞ٩۶凸";
	for (int i = 0; i < 8 && q < end && (unsigned char)*q >= 0x80; i++) {
		char p[5] = { 0 };
		size_t n = utf8_length((unsigned char)*q);
		memcpy(p, q, n);
		if (!strstr(arms, p))
			break;
		q += n;
	}
	return q;
}

static const char *
round_face(const char *p, const char *end, size_t open)
{
	size_t signs = 0, strong = 0, i = 0;
	bool letter = false;
	for (p += open; p < end && i < 16; i++) {
		struct sign s = sign_look(p);
		uint32_t c = utf8_get(p);
		bool face = in_faces(c);
		if (s.c == ')')
			return signs >= 2 && strong ? face_arms(p + s.n, end) : NULL;
		bool alnum = s.class == SIGN_LETTER || s.class == SIGN_DIGIT;
		if (s.class == SIGN_SPACE || s.c == '(' || (s.class == SIGN_HAN && !face) || (alnum && letter && c < 128) ||
		    (s.class == SIGN_DIGIT && s.c != '0' && s.c != '3'))
			return NULL;
		letter = alnum && c < 128;
		signs += !letter;
		strong += face;
		p += s.n;
	}
	return NULL;
}

const char *
sign_face(const char *text, const char *p, const char *end)
{
	if (*p == '(')
		return round_face(p, end, 1);
	if (end - p >= 3 && memcmp(p, "（", 3) == 0)
		return round_face(p, end, 3);
	/* T^T, Q_Q, T.T: a letter, a mouth, the letter again */
	if (end - p >= 3 && ascii_alnum(*p)) {
		bool ends = end - p == 3 || !ascii_alnum(p[3]);
		return is_one_of(*p, "TtQqUuOo0") && is_one_of(p[1], "^._-") && p[2] == *p && ends && !before_is_word(text, p) &&
		    (p[1] != '.' || *p == 'T') && (p[1] != '-' || *p == 'T') ? p + 3 : NULL;
	}
	return may_be_written(p, end) ? written_face(text, p, end) : NULL;
}

const char *
sign_emoji(const char *p, const char *end, uint8_t *kind)
{
	utf8proc_int32_t state = 0, last = (utf8proc_int32_t)utf8_get(p);
	int bound = utf8proc_get_property(last)->boundclass;
	const char *q = p + utf8_length((unsigned char)*p);
	bool emoji = last >= 0x2190 && (bound == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC || bound == UTF8PROC_BOUNDCLASS_REGIONAL_INDICATOR);
	while (q < end && (unsigned char)*q >= 0x80) {
		utf8proc_int32_t next = (utf8proc_int32_t)utf8_get(q);
		/* An Arabic number mark would take what follows it, a word or a blank, into its cluster. */
		if (utf8proc_get_property(last)->boundclass == UTF8PROC_BOUNDCLASS_PREPEND || utf8proc_grapheme_break_stateful(last, next, &state))
			break;
		q += utf8_length((unsigned char)*q);
		emoji |= next == 0xfe0f;
		last = next;
	}
	*kind = emoji ? TOKEN_EMOJI : TOKEN_SYMBOL;
	return q;
}
