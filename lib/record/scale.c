#include "record/scale.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "record/row.h"

/* The number before and after '-' in s; false where s is no range. */
static bool
range(struct fb_str s, double *low, double *high)
{
	const char *dash = s.n > 1 ? memchr(s.p + 1, '-', s.n - 1) : NULL;
	return dash && num_read((struct fb_str){ s.p, (size_t)(dash - s.p) }, low) &&
	    num_read((struct fb_str){ dash + 1, (size_t)(s.p + s.n - dash) - 1 }, high) && *low <= *high;
}

int
scale_open(struct scale *s, const struct opt_list *rules, struct fb_err *e)
{
	*s = (struct scale){ .rule = xcalloc(rules->n, sizeof *s->rule) };
	for (size_t i = 0; i < rules->n; i++) {
		const char *eq = strrchr(rules->v[i], '=');
		struct scale_rule *r = &s->rule[s->n++];
		struct fb_str from = { rules->v[i], eq ? (size_t)(eq - rules->v[i]) : 0 }, to = slice(eq ? eq + 1 : "");
		bool spread = range(from, &r->low, &r->high) && r->low < r->high && range(to, &r->to_low, &r->to_high);
		if (!spread)
			r->value = from;
		if (!from.n || (!spread && !num_read(to, &r->to_low)))
			return err_set(e, FB_EUSAGE, "--scale '%s': it is VALUE=NUMBER, as in 好评=5, or a range stretched to another, 0-10=1-5", rules->v[i]);
	}
	return 0;
}

void
scale_close(struct scale *s)
{
	free(s->rule);
}

/* Append x with up to two decimals. */
static void
write_number(struct buf *b, double x)
{
	num_fixed(b, x, 2);
	while (b->p[b->n - 1] == '0')
		b->n--;
	b->n -= b->p[b->n - 1] == '.';
}

static bool
take(struct fb_str *s, const char *word)
{
	size_t n = strlen(word);
	if (s->n < n || memcmp(s->p, word, n) != 0)
		return false;
	s->p += n;
	s->n -= n;
	return true;
}

/* ★★★★☆, ⭐⭐⭐: how many; 0: it is none. */
static int
count_stars(struct fb_str s)
{
	int n = 0;
	while (take(&s, "★") || take(&s, "⭐"))
		n++;
	while (take(&s, "☆") || take(&s, "\xef\xb8\x8f"))
		;
	return s.n ? 0 : n;
}

/* 五星, 五星好评: how many. */
static int
chinese_stars(struct fb_str s)
{
	static const char *const digit[] = { "一", "二", "三", "四", "五", "两" };
	for (int i = 0; i < 6; i++) {
		struct fb_str rest = s;
		if (take(&rest, digit[i]) && (take(&rest, "星") || take(&rest, "颗星")))
			return i == 5 ? 2 : i + 1;
	}
	return 0;
}

static bool
is_grade(struct fb_str s)
{
	static const char *const words[] = { "好评", "中评", "差评", "非常满意", "满意", "比较满意", "一般", "不满意", "非常不满意", "很满意", "很不满意",
		"好", "中", "差", "good", "neutral", "bad", "positive", "negative", "推荐", "不推荐", "力荐", "还行", "较差", "很差" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (slice_is(s, words[i]))
			return true;
	return false;
}

/* The number that s begins with, and how many bytes it has; 0: none. */
static size_t
leading_number(struct fb_str s, double *x)
{
	size_t n = 0;
	while (n < s.n && ((s.p[n] >= '0' && s.p[n] <= '9') || s.p[n] == '.'))
		n++;
	while (n && s.p[n - 1] == '.')
		n--;
	return n && num_read((struct fb_str){ s.p, n }, x) ? n : 0;
}

/* Numbers, and what may stand after them. */
static enum scale_kind
number(struct fb_str s, struct buf *b)
{
	double x, of;
	size_t n = leading_number(s, &x);
	struct fb_str rest = { s.p + n, s.n - n };
	if (!n)
		return SCALE_NONE;
	if (rest.n == 0) {
		buf_slice(b, s);
		return x <= 5 ? SCALE_PLAIN : x <= 10 ? SCALE_TEN : x <= 100 ? SCALE_HUNDRED : SCALE_NONE;
	}
	(void)take(&rest, " ");
	bool stars = slice_is(rest, "星") || slice_is(rest, "颗星") || slice_is(rest, "stars") || slice_is(rest, "star") || slice_is(rest, "星级") ||
	    slice_is(rest, "★") || slice_is(rest, "Stars") || slice_is(rest, "Star");
	bool points = slice_is(rest, "分");
	bool out_of = (take(&rest, "/") || take(&rest, "out of ")) && (take(&rest, " "), leading_number(rest, &of) == rest.n) && rest.n;
	if ((stars || points || (out_of && of >= 5 && of <= 5)) && x <= 5) {
		buf_add(b, s.p, n);
		return points ? SCALE_PLAIN : SCALE_STARS;
	}
	if (points && x <= 100) {
		buf_add(b, s.p, n);
		return x <= 10 ? SCALE_TEN : SCALE_HUNDRED;
	}
	field_write(b, s);
	return slice_is(rest, "%") || (out_of && of > 10) ? SCALE_HUNDRED : out_of && of > 5 ? SCALE_TEN : SCALE_NONE;
}

enum scale_kind
scale_write(const struct scale *s, struct fb_str value, struct buf *b)
{
	double x = 0;
	bool is_number = s->n && num_read(value, &x);
	if (!s->n && value.n == 1 && *value.p >= '0' && *value.p <= '5') {
		buf_char(b, *value.p);
		return SCALE_PLAIN;
	}
	for (size_t i = 0; i < s->n; i++) {
		const struct scale_rule *r = &s->rule[i];
		if (r->value.p ? slice_eq(r->value, value) : is_number && x >= r->low && x <= r->high) {
			write_number(b, r->value.p ? r->to_low : r->to_low + (x - r->low) * (r->to_high - r->to_low) / (r->high - r->low));
			return SCALE_MAPPED;
		}
	}
	int stars = count_stars(value);
	if (!stars)
		stars = chinese_stars(value);
	if (stars && stars <= 5) {
		buf_char(b, (char)('0' + stars));
		return SCALE_STARS;
	}
	enum scale_kind kind = number(value, b);
	if (kind == SCALE_NONE && !leading_number(value, &x)) {
		field_write(b, value);
		return value.n && is_grade(value) ? SCALE_GRADE : SCALE_NONE;
	}
	return kind;
}

void
scale_mixed(const uint64_t count[SCALE_KINDS], struct buf *b)
{
	static const char *const name[SCALE_KINDS] = { "", "plain numbers up to 5", "stars", "grades like 好评", "numbers up to 10", "up to 100", "" };
	int scales = 0;
	for (int k = SCALE_STARS; k <= SCALE_HUNDRED; k++)
		scales += count[k] > 0;
	/* A scale to 100 has some values up to 10. */
	scales -= count[SCALE_TEN] && count[SCALE_HUNDRED] >= count[SCALE_TEN];
	/* Plain small numbers fit any numeric scale, but not beside grades alone. */
	if (scales + (scales == 1 && count[SCALE_GRADE] && count[SCALE_PLAIN]) < 2)
		return;
	for (int k = SCALE_PLAIN; k <= SCALE_HUNDRED; k++)
		if (count[k])
			buf_printf(b, "%s%llu %s", b->n ? ", " : "", (unsigned long long)count[k], name[k]);
}
