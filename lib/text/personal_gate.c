/* The one look that every value gets: is there anything in it that a recogniser could begin with?
 *
 * Digits in runs, @, "://", dots between names, pairs of hexadecimal digits, long codes, and the words that announce a
 * name, a password or an account. Whatever recognisers of personal_*.c start from must be let through here; to let
 * through too much costs time only. */
#include <pthread.h>
#include <string.h>

#include "text/normal.h"
#include "text/personal_hunt.h"
#include "text/utf8.h"

bool personal_gated = true;

enum { DIGITS = 6, NUMERALS = 7, LONG_TOKEN = 15 };

/* In normal form. Pairs of characters that announce what has no digits of its own: */
static const char pairs[] = "微信威信薇信加微加薇扣扣企鹅球球密码口令密钥验证校验授权姓名我叫名叫字叫字是系人件人货人卡人户名真名";
static const char numerals[] = "〇零一幺二三四五六七八九壹贰叁肆伍陆柒捌玖";
static const char roads[] = "路街道巷弄村苑园里胡";
static const char provinces[] = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使";

enum { NUMERAL = 1, PAIR = 2, ROAD = 4, PROVINCE = 8, HAN = 0x3000, HAN_END = 0xa000 };

static uint64_t begins[(HAN_END - HAN) / 64];   /* bit set: the character has a class; small, as every character is looked up */
static unsigned char class_at[HAN_END - HAN];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
mark(uint32_t c, unsigned class)
{
	begins[(c - HAN) >> 6] |= (uint64_t)1 << (c & 63);
	class_at[c - HAN] |= (unsigned char)class;
}

static void
mark_each(const char *set, size_t step, unsigned class)
{
	for (; *set; set += step)
		mark(utf8_get(set), class);
}

static unsigned
class_of(uint32_t c)
{
	return c - HAN < HAN_END - HAN ? class_at[c - HAN] : 0;
}

/* The cue words of personal_cue.c that take what follows them, and beginnings of secrets: their first four letters. The
 * first ACCOUNTS are followed by what may be letters only. */
static const char words[][5] = { "wech", "weix", "wxid", "wx", "vx", "qq", "v", "bear", "pass", "pwd", "toke", "secr", "apik", "key", "acce",
	"otp", "auth", "name", "ghp", "gho", "ghu", "ghs", "ghr", "gith", "akia", "asia", "aroa", "aida", "abia", "acca", "ltai", "akid", "aiza", "eaac", "ya29", "sk", "rk", "pk", "npm", "pypi", "glpa", "xoxb",
	"xoxp", "xoxa", "xoxr", "xoxs", "xapp", "gocs", "whse", "dop", "shpa", "hf", "sg" };

enum { WORDS = sizeof words / sizeof *words, ACCOUNTS = 8, VALUE_NEAR = 24 };

static uint32_t word_key[WORDS];
static uint32_t second[32];             /* for each first letter, the second letters that words have */

/* Whether p[0 .. n) is such a word, and what stands after it, up to end, could be its value. */
static bool
word_takes(const char *p, size_t n, const char *end)
{
	char low[4] = { 0 };
	uint32_t key;
	size_t k = 0;
	if (n > 1 && !(second[p[0] & 31] >> (p[1] & 31) & 1))
		return false;
	for (size_t i = 0; i < n && i < 4; i++)
		low[i] = lower(p[i]);
	memcpy(&key, low, sizeof key);
	while (k < WORDS && word_key[k] != key)
		k++;
	if (k < ACCOUNTS || k == WORDS)
		return k < ACCOUNTS;
	if (n >= LONG_TOKEN)
		return true;
	p += n;
	if (end - p > VALUE_NEAR)
		end = p + VALUE_NEAR;
	if (p < end && (*p == '_' || *p == '-' || *p == '.'))
		return true;
	for (; p < end; p++)
		if (*p == ':' || *p == '=' || is_digit(*p) || (unsigned char)*p >= 0x80 || (end - p > 3 && strncasecmp(p, " is ", 4) == 0))
			return true;
	return false;
}

static void
prepare(void)
{
	mark_each(pairs, 6, PAIR);
	mark_each(numerals, 3, NUMERAL);
	mark_each(roads, 3, ROAD);
	mark_each(provinces, 3, PROVINCE);
	/* and what has them as its normal form */
	for (uint32_t c = HAN; c < HAN_END; c++)
		if (normal_bmp[c] != c && class_of(normal_bmp[c]))
			mark(c, class_of(normal_bmp[c]));
	for (size_t k = 0; k < WORDS; k++) {
		memcpy(&word_key[k], words[k], sizeof *word_key);
		second[words[k][0] & 31] |= (uint32_t)1 << (words[k][1] & 31);
	}
}

struct look {
	const char *p;
	size_t n;
	unsigned digits;        /* in the run so far, separators between them */
	unsigned numerals;      /* the same, Chinese numerals and digits */
	unsigned dots;          /* between them */
};

static char
look_byte(const struct look *l, size_t i)
{
	return i < l->n ? l->p[i] : '\0';
}

/* The normal form of the character at i: 0 if it is dropped, 0xffff if only normal_fold knows; *size its bytes. */
static uint32_t
look_form(const struct look *l, size_t i, size_t *size)
{
	unsigned char c = (unsigned char)look_byte(l, i);
	*size = 1;
	if (c < 0x80)
		return c;
	*size = utf8_length(c);
	return c < 0xf0 ? normal_bmp[utf8_get(l->p + i)] : 0xffff;
}

/* ‒ – — ― − ー, which are written for - */
static bool
is_dash(uint32_t form)
{
	return form - 0x2012 < 4 || form == 0x2212 || form == 0x30fc;
}

/* Whether a number of a house may follow: 1, ①, 一, 同. */
static bool
is_house(uint32_t form)
{
	return (form < 0x80 && is_alnum((char)form)) || form == 0xffff || normal_depends(form) || class_of(form) & NUMERAL || form == 0x540c;
}

/* A character of the table at i: whether it may begin something. */
static bool
look_han(struct look *l, size_t i, unsigned class)
{
	size_t k = i + 3, size;
	uint32_t first = normal_bmp[utf8_get(l->p + i)], form = look_form(l, k, &size);
	if (class & PAIR)
		for (const char *q = pairs; *q; q += 6)
			if (utf8_get(q) == first && utf8_get(q + 3) == form)
				return true;
	if (class & ROAD) {
		while (k < l->n && ((form < 0x80 && strchr(" -,", (char)form)) || is_dash(form))) {
			k += size;
			form = look_form(l, k, &size);
		}
		if (k < l->n && is_house(form))
			return true;
	}
	if (class & PROVINCE && is_letter(look_byte(l, i + 3)))
		for (k = i + 4; k < i + 20; k++)
			if (is_digit(look_byte(l, k)))
				return true;
	return false;
}

/* Whether the character u of n bytes at i is not what it looks like: dropped in normal form, or several characters there (¼ is
 * 1⁄4), or a Latin letter, or may become one beside others. Not so the dots of …, and what joins and colours emoji. */
static bool
is_dodge(const struct look *l, size_t i, uint32_t u, size_t n)
{
	uint16_t form = normal_bmp[u];
	if (form == 0)
		return !((i >= 3 && l->p[i - 3] == '\xe2') || (i >= 4 && l->p[i - 4] == '\xf0'));
	if (form == 0xffff)
		return u != 0x2026;
	if (normal_depends(form))
		return is_letter(look_byte(l, i + n)) || (i && is_letter(l->p[i - 1]));
	return form < 0x80 && is_letter((char)form);
}

/* A letter or a dot, with which a digit of another form makes a name or an address. */
static bool
is_named(char c)
{
	return is_letter(c) || c == '.';
}

/* Whether what stands at i, four bytes, lets the value through: letters and digits of other forms, what the normal form drops,
 * and rare Chinese characters; not emoji, nor their colours beside them. */
static bool
look_four(const struct look *l, size_t i)
{
	unsigned char two = (unsigned char)look_byte(l, i + 1), three = (unsigned char)look_byte(l, i + 2), four = (unsigned char)look_byte(l, i + 3);
	if (l->p[i] != '\xf0' || two != 0x9f || (three >= 0x84 && three <= 0x8b && three != 0x87) || three == 0xaf)
		return true;
	return three == 0x8f && four >= 0xbb && (i < 4 || l->p[i - 4] != '\xf0');
}

/* Whether what stands at i, neither ASCII nor Han, lets the value through; *size its bytes. */
static bool
look_other(struct look *l, size_t i, size_t *size)
{
	unsigned char lead = (unsigned char)l->p[i], two = (unsigned char)look_byte(l, i + 1), three = (unsigned char)look_byte(l, i + 2);
	uint32_t u = utf8_get(l->p + i), form;
	*size = utf8_length(lead);
	if (lead == 0xef && two == 0xbc && (three == 0x8c || three == 0x81 || three == 0x9f || three == 0x9b)) {
		l->digits = l->numerals = l->dots = 0;          /* ，！？； are the most of it */
		return false;
	}
	if (lead >= 0xf0) {
		l->digits = l->numerals = l->dots = 0;
		return look_four(l, i);
	}
	form = normal_bmp[u];
	if (is_dodge(l, i, u, *size) || class_of(form))
		return true;            /* signs that stand for Chinese characters too */
	if (form - '0' < 10) {          /* wide, circled, raised */
		l->digits++;
		l->numerals++;
		return is_named(look_byte(l, i + *size)) || (i && is_named(l->p[i - 1]));
	}
	if (form == 0x25cb) {           /* ○, written for 〇 */
		l->digits = l->dots = 0;
		l->numerals++;
		return false;
	}
	if (lead == 0xef && (two == 0xbc || two == 0xbd)) {
		if (two == 0xbc && three == 0x9a && (look_byte(l, i + 3) == '/' || look_byte(l, i + 5) == '\x8f'))
			return true;            /* http：// */
		if (two == 0xbc ? three >= 0xa0 && three <= 0xba : three >= 0x81 && three <= 0x9a)
			return true;            /* full-width letters and ＠ are rare in ordinary text */
		if (two == 0xbc && three == 0x8e) {
			if ((i && is_alnum(l->p[i - 1]) && is_alnum(look_byte(l, i + 3))) || (l->digits && ++l->dots == 3))
				return true;    /* ． */
		} else if (three != 0x88 && three != 0x89 && three != 0x8d && form != 0x30fc) {
			l->digits = l->numerals = l->dots = 0;
		}
	}
	return u == 0x2024 || u == 0xfe52;      /* dots that nobody writes */
}

/* The first byte of a letter of two bytes. */
static bool
is_accented(char c)
{
	return (unsigned char)c >= 0xc3 && (unsigned char)c < 0xd5;
}

/* What may follow the :: of an IPv6 address; ¼ and the like begin with digits in normal form. */
static bool
is_address(char c)
{
	return is_alnum(c) || (unsigned char)c >= 0x80 || strchr("/%", c) != NULL;
}

/* Whether a digit of any form is at i. */
static bool
digit_at(const struct look *l, size_t i)
{
	unsigned char c = (unsigned char)look_byte(l, i);
	return is_digit((char)c) || (c >= 0x80 && c < 0xf0 && (unsigned)normal_bmp[utf8_get(l->p + i)] - '0' < 10);
}

static bool
look_ascii(struct look *l, size_t i)
{
	char c = l->p[i], before = i ? l->p[i - 1] : '\0', after = look_byte(l, i + 1);
	switch (c) {
	case '@':
		return (unsigned char)before > ' ' && (unsigned char)after > ' ';
	case ':':
		if (after == '/')
			return look_byte(l, i + 2) == '/';
		if (after == ':')
			return is_hex(before) || (unsigned char)before >= 0x80 || is_address(look_byte(l, i + 2));
		if (is_hex(before) && is_hex(after))
			for (size_t k = i + 2; k < i + 6; k++)
				if (look_byte(l, k) == ':' || !is_hex(look_byte(l, k)))
					return look_byte(l, k) == ':';
		break;
	case '.':
		if (is_alnum(before) && is_alnum(after) && (is_letter(before) || is_letter(after)))
			return true;
		/* an accented letter before or behind it */
		if (i > 1 && is_accented(l->p[i - 2]) && is_letter(after))
			return true;
		if (is_alnum(before) && is_accented(after))
			return true;
		if (l->digits && digit_at(l, i + 1))
			return ++l->dots == 3;
		return false;
	case '-':
		if (after == '-' && look_byte(l, i + 2) == '-')
			return true;
		if (i >= 3 && l->p[i - 3] == '-' && look_byte(l, i + 3) == '-' && is_hex(before) && is_hex(after))
			return true;
		return false;
	case ' ':
	case '(':
	case ')':
		return false;
	default:
		break;
	}
	l->digits = l->numerals = l->dots = 0;
	return false;
}

/* Letters and digits from i on; *size their number. */
static bool
look_token(struct look *l, size_t i, size_t *size)
{
	size_t k = i, digits = 0, front = 0, last = 0, letters = 0, first = 0;
	for (; k < l->n && is_alnum(l->p[k]); k++) {
		bool digit = is_digit(l->p[k]);
		digits += digit;
		front += front == k - i && digit;
		first += first == k - i && !digit;
		last = digit ? last + 1 : 0;
		letters = digit ? 0 : letters + 1;
	}
	size_t n = *size = k - i;
	l->digits += (unsigned)front;
	l->numerals += (unsigned)front;
	if (l->digits >= DIGITS || l->numerals >= NUMERALS)
		return true;
	if (digits == n)
		return false;
	l->digits = l->numerals = (unsigned)last;
	l->dots = 0;
	if (digits && (digits >= 5 || n >= LONG_TOKEN))
		return true;
	/* 0086.0ee8.0086: a hardware address as routers write it */
	if (digits && n == 4 && i && l->p[i - 1] == '.')
		return true;
	if (n >= 3 && memcmp(l->p + i, "eyJ", 3) == 0)
		return true;
	/* qq46²²²: a number may go on in other digits; 138…0wx: a word may begin behind a number, too. */
	if (digits && first && (unsigned char)look_byte(l, k) >= 0x80 && word_takes(l->p + i, first, l->p + l->n))
		return true;
	return word_takes(l->p + i, n, l->p + l->n) || (digits && letters && word_takes(l->p + k - letters, letters, l->p + l->n));
}

bool
personal_gate(struct fb_str value)
{
	struct look l = { .p = value.p, .n = value.n };
	pthread_once(&once, prepare);
	if (!personal_gated)
		return true;
	for (size_t i = 0, size; i < l.n; i += size) {
		unsigned char c = (unsigned char)l.p[i];
		size = 1;
		if (c >= 0xe3 && c <= 0xe9) {
			uint32_t u = utf8_get(l.p + i);
			size = 3;
			if (begins[(u - HAN) >> 6] >> (u & 63) & 1) {
				unsigned class = class_of(u);
				if (look_han(&l, i, class))
					return true;
				if (class & NUMERAL) {
					l.digits = l.dots = 0;
					if (++l.numerals >= NUMERALS)
						return true;
					continue;
				}
			}
			if (u - 0x3130 < 0x2d0)
				return true;    /* ㆒ ㈱ ㊔ ㎏, and letters of Hangul that are dropped */
			if (u != 0x3000 && u != 0x30fc)
				l.digits = l.numerals = l.dots = 0;
		} else if (is_alnum((char)c)) {
			if (look_token(&l, i, &size))
				return true;
		} else if (c < 0x80) {
			if (look_ascii(&l, i))
				return true;
		} else if (look_other(&l, i, &size) || l.digits >= DIGITS || l.numerals >= NUMERALS) {
			return true;
		}
	}
	return false;
}
