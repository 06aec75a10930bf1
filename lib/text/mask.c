#include "text/mask.h"

#include "text/utf8.h"

/* The digit at p: its bytes (1 ASCII, 3 full width U+FF10 …), 0 where there is none. */
static size_t
digit_at(struct fb_str s, size_t i)
{
	if (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		return 1;
	if (i + 3 <= s.n && memcmp(s.p + i, "\xef\xbc", 2) == 0 && (unsigned char)s.p[i + 2] >= 0x90 &&
	    (unsigned char)s.p[i + 2] <= 0x99)
		return 3;
	return 0;
}

/* Digits from i on: how many, and the end in *end. */
static size_t
digits_at(struct fb_str s, size_t i, size_t *end)
{
	size_t n = 0;
	for (size_t k; (k = digit_at(s, i)); n++)
		i += k;
	*end = i;
	return n;
}

/* Between two groups of a long number: one of these, brackets perhaps with a blank or dash beside them. */
static size_t
joint_at(struct fb_str s, size_t i)
{
	size_t n = 0;
	while (i + n < s.n && n < 2 && memchr(" -()", s.p[i + n], 4))
		n++;
	return n;
}

/* A number that starts at i, groups and all, or 0: the end of what is to be masked. */
static size_t
number_end(struct fb_str s, size_t i)
{
	size_t end, total = digits_at(s, i, &end), first = total, groups = 1;
	bool date = first == 4 && (memcmp(s.p + i, "19", 2) == 0 || memcmp(s.p + i, "20", 2) == 0);
	for (size_t last = total; last >= 2;) {
		size_t joint = joint_at(s, end), next;
		last = joint ? digits_at(s, end + joint, &next) : 0;
		if (last < 2)
			break;
		date = date && last == 2 && groups < 3;
		total += last;
		end = next;
		groups++;
	}
	if (groups == 1 ? total >= 5 : total >= 7 && !date)
		return end;
	digits_at(s, i, &end);
	return first >= 5 ? end : 0;
}

static bool
word_char(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '.' || c == '_' || c == '%' || c == '+' ||
	    c == '-';
}

/* An address whose local part starts at i: its end, or 0. */
static size_t
address_end(struct fb_str s, size_t i)
{
	size_t k = i, dot = 0;
	while (k < s.n && word_char(s.p[k]))
		k++;
	if (k == i || k == s.n || s.p[k] != '@')
		return 0;
	size_t at = k++;
	while (k < s.n && word_char(s.p[k]))
		k++;
	while (s.p[k - 1] == '.' || s.p[k - 1] == '-')
		k--;
	for (size_t j = at + 2; j < k; j++)
		if (s.p[j] == '.')
			dot = j;
	return dot && dot + 2 < k ? k : 0;
}

void
mask_text(struct buf *b, struct fb_str s)
{
	for (size_t i = 0; i < s.n;) {
		bool fresh = i == 0 || !word_char(s.p[i - 1]);
		size_t end = fresh ? address_end(s, i) : 0;
		if (end) {
			buf_text(b, "***@***");
			i = end;
			continue;
		}
		size_t plain;
		size_t n = digits_at(s, i, &plain);
		end = n ? number_end(s, i) : 0;
		if (end) {
			buf_text(b, "*****");
			i = end;
			continue;
		}
		size_t step = n ? plain - i : utf8_length((unsigned char)s.p[i]);
		buf_add(b, s.p + i, i + step <= s.n ? step : s.n - i);
		i += step;
	}
}
