/* The view that recognisers look at: see personal_hunt.h. */
#include <string.h>

#include "text/personal_hunt.h"
#include "text/utf8.h"

enum { NUMERALS = 7 };      /* as many numerals and digits in a run are read as digits */

/* The digit that a Chinese numeral in normal form stands for, -1: none. */
static int
numeral(const char *p)
{
	if ((unsigned char)*p < 0xe2 || (unsigned char)*p > 0xe9)
		return -1;
	switch (utf8_get(p)) {
	case 0x3007: case 0x96f6: case 0x25cb:  /* 〇 零 ○ */
		return 0;
	case 0x4e00: case 0x58f9: case 0x5e7a:  /* 一 壹 幺 */
		return 1;
	case 0x4e8c: case 0x8d30:               /* 二 贰 */
		return 2;
	case 0x4e09: case 0x53c1:               /* 三 叁 */
		return 3;
	case 0x56db: case 0x8086:               /* 四 肆 */
		return 4;
	case 0x4e94: case 0x4f0d:               /* 五 伍 */
		return 5;
	case 0x516d: case 0x9646:               /* 六 陆 */
		return 6;
	case 0x4e03: case 0x67d2:               /* 七 柒 */
		return 7;
	case 0x516b: case 0x634c:               /* 八 捌 */
		return 8;
	case 0x4e5d: case 0x7396:               /* 九 玖 */
		return 9;
	default:
		return -1;
	}
}

/* Whether 一 at p begins a word such as 一直 rather than being a digit. */
static bool
one_of_a_word(const char *p)
{
	static const char goes_on[] = "直个次下定样些点起边般共遍回会旦天年月本节";
	if (memcmp(p, "一", 3) != 0)
		return false;
	for (const char *q = goes_on; *q; q += 3)
		if (memcmp(p + 3, q, 3) == 0)
			return true;
	return false;
}

/* A run of digits, numerals and single blanks, dashes or dots: numerals[from .. to) of it are to be read as digits. */
struct numeral_run {
	size_t from, to, end;
	size_t digits, numerals;
};

/* The run that begins at i. One or two numerals at an end of ASCII digits belong to the text around them. */
static void
numeral_run(const struct hunt *h, size_t i, struct numeral_run *r)
{
	size_t streak = 0, front = 0;
	*r = (struct numeral_run){ .from = i, .to = i, .end = i };
	while (i < h->n) {
		if (is_digit(h->p[i])) {
			if (r->digits++ == 0 && streak < 3) {
				r->from = i;
				front = streak;
			}
			streak = 0;
			i++;
		} else if (numeral(h->p + i) >= 0 && !one_of_a_word(h->p + i)) {
			i += 3;
			r->numerals++;
			streak++;
		} else if (i == r->end && i > r->from && (h->p[i] == ' ' || h->p[i] == '-' || h->p[i] == '.')) {
			i++;
			continue;
		} else {
			break;
		}
		r->end = i;
		if (streak == 0 || streak >= 3)
			r->to = i;
	}
	if (r->digits == 0)
		r->to = r->end;
	r->numerals -= front + (r->to < r->end && r->digits ? streak : 0);
}

/* Bytes of a dash that the normal form leaves as it is (‒ – — ― − ー), or of a dot (·) between digits; 0: none. */
static size_t
dash(const struct hunt *h, size_t i)
{
	const char *p = h->p + i;
	switch ((unsigned char)*p) {
	case 0xe2:
		return (p[1] == '\x80' && p[2] >= '\x92' && p[2] <= '\x95') || (p[1] == '\x88' && p[2] == '\x92') ? 3 : 0;
	case 0xe3:
		return p[1] == '\x83' && p[2] == '\xbc' ? 3 : 0;
	case 0xc2:
		return p[1] == '\xb7' && is_digit(p[-1]) && is_digit(p[2]) ? 2 : 0;
	default:
		return 0;
	}
}

/* Write dashes as such, in place: the view only shrinks. */
static void
dashes_fold(struct hunt *h)
{
	char *p = h->text.p;
	size_t to = VIEW_FROM;
	for (size_t i = VIEW_FROM, n; i < h->n; i += n, to++) {
		n = (unsigned char)p[i] < 0x80 ? 0 : dash(h, i);
		h->at[to] = h->at[i];
		p[to] = n ? '-' : p[i];
		n += n == 0;
	}
	h->at[to] = h->at[h->n];
	h->n = to;
}

/* Write runs of numerals as digits, likewise. */
static void
numerals_fold(struct hunt *h)
{
	char *p = h->text.p;
	size_t to = VIEW_FROM;
	for (size_t i = VIEW_FROM; i < h->n;) {
		struct numeral_run r = { .end = i };
		if ((unsigned char)p[i] >= 0xe2 || is_digit(p[i]))
			numeral_run(h, i, &r);
		bool fold = r.numerals && r.digits + r.numerals >= NUMERALS;
		size_t end = r.end > i ? r.end : i + utf8_length((unsigned char)p[i]);
		for (; i < end; to++) {
			int d = fold && i >= r.from && i < r.to ? numeral(p + i) : -1;
			h->at[to] = h->at[i];
			p[to] = d >= 0 ? (char)('0' + d) : p[i];
			i += d >= 0 ? 3 : 1;
		}
	}
	h->at[to] = h->at[h->n];
	h->n = h->text.n = to;
}

void
view_make(struct hunt *h, struct fb_str value)
{
	static const char border[VIEW_FROM];
	h->value = value;
	h->text.n = h->plain.n = 0;
	normal_fold_map(value, &h->plain, &h->map);
	buf_add(&h->text, border, sizeof border);
	buf_slice(&h->text, buf_str(&h->plain));
	h->n = h->text.n;
	buf_add(&h->text, border, sizeof border);
	h->at = xgrow(h->at, &h->at_cap, h->n + 1, sizeof *h->at);
	memset(h->at, 0, VIEW_FROM * sizeof *h->at);
	memcpy(h->at + VIEW_FROM, h->map.at, (h->plain.n + 1) * sizeof *h->at);
	for (size_t i = VIEW_FROM; i < h->n; i++) {
		const char *from = value.p + h->at[i];
		char c = h->text.p[i];
		if (c >= 'a' && c <= 'z' && (*from == c - 32 || (*from == '\xef' && from[1] == '\xbc')))
			h->text.p[i] = (char)(c - 32);          /* Ａ … Ｚ are EF BC A1 …, ａ … ｚ EF BD 81 … */
	}
	h->p = h->text.p;
	dashes_fold(h);
	numerals_fold(h);
	buf_add(&h->text, border, sizeof border);
	h->p = h->text.p;
}

bool
view_has(const struct hunt *h, size_t i, const char *text)
{
	for (; *text; text++, i++)
		if (i >= h->n || lower(h->p[i]) != *text)
			return false;
	return true;
}

bool
view_ends(const struct hunt *h, size_t i, const char *text)
{
	size_t n = strlen(text);
	return i >= n && view_has(h, i - n, text);
}

size_t
view_token(const struct hunt *h, size_t i)
{
	while (is_alnum(h->p[i]))
		i++;
	return i;
}
