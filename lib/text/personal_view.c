/* The view that recognisers look at: see personal_hunt.h. */
#include <string.h>

#include "text/personal_hunt.h"
#include "text/utf8.h"

enum { BORDER = 8, NUMERALS = 7 };      /* as many numerals and digits in a run are read as digits */

/* The digit that a Chinese numeral in normal form stands for, -1: none. */
static int
numeral(const char *p)
{
	static const char *const names[10] = { "〇零○", "一壹幺", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖" };
	if ((unsigned char)*p < 0xe2 || (unsigned char)*p > 0xe9)
		return -1;
	for (int d = 0; d < 10; d++)
		for (const char *q = names[d]; *q; q += 3)
			if (memcmp(p, q, 3) == 0)
				return d;
	return -1;
}

/* Behind the run of digits, numerals and single blanks, dashes or dots that begins at i; *digits and *numerals in it. */
static size_t
numeral_run(const struct hunt *h, size_t i, size_t *digits, size_t *numerals)
{
	size_t end = i;
	*digits = *numerals = 0;
	while (i < h->n) {
		if (is_digit(h->p[i])) {
			i++;
			++*digits;
		} else if (numeral(h->p + i) >= 0) {
			i += 3;
			++*numerals;
		} else if (i == end && (h->p[i] == ' ' || h->p[i] == '-' || h->p[i] == '.')) {
			i++;
			continue;
		} else {
			break;
		}
		end = i;
	}
	return end;
}

/* Write runs of numerals as digits, in place: the view only shrinks. */
static void
numerals_fold(struct hunt *h)
{
	char *p = h->text.p + BORDER;
	size_t to = 0;
	for (size_t i = 0; i < h->n;) {
		size_t digits, numerals, end = i;
		if ((unsigned char)p[i] >= 0xe2 || is_digit(p[i]))
			end = numeral_run(h, i, &digits, &numerals);
		bool fold = end > i && numerals && digits + numerals >= NUMERALS;
		size_t k = end > i ? end - i : utf8_length((unsigned char)p[i]);
		for (end = i + k; i < end; to++) {
			int d = fold ? numeral(p + i) : -1;
			h->at[to] = h->at[i];
			p[to] = d >= 0 ? (char)('0' + d) : p[i];
			i += d >= 0 ? 3 : 1;
		}
	}
	h->at[to] = h->at[h->n];
	h->n = to;
	h->text.n = BORDER + to;
}

void
view_make(struct hunt *h, struct fb_str value)
{
	h->value = value;
	h->text.n = 0;
	buf_add(&h->text, "\0\0\0\0\0\0\0\0", BORDER);
	normal_fold_map(value, &h->plain, &h->map);
	h->at = h->map.at;
	for (size_t i = 0; i < h->plain.n; i++) {
		const char *from = value.p + h->at[i];
		char c = h->plain.p[i];
		if (c >= 'a' && c <= 'z' && (*from == c - 32 || (*from == '\xef' && from[1] == '\xbc')))
			h->plain.p[i] = (char)(c - 32);         /* Ａ … Ｚ are EF BC A1 …, ａ … ｚ EF BD 81 … */
	}
	buf_slice(&h->text, buf_str(&h->plain));
	h->n = h->plain.n;
	buf_add(&h->text, "\0\0\0\0\0\0\0\0", BORDER);
	h->p = h->text.p + BORDER;
	numerals_fold(h);
	buf_add(&h->text, "\0\0\0\0\0\0\0\0", BORDER);
	h->p = h->text.p + BORDER;
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
