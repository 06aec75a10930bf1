/* Words and numbers of a report. See report_inside.h. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/num.h"
#include "desk/report_inside.h"

#define WORD_EN(name, en, zh) en,
#define WORD_ZH(name, en, zh) zh,
static const char *const words[LANGS][WORDS] = {
	[LANG_EN] = { REPORT_WORDS(WORD_EN) },
	[LANG_ZH] = { REPORT_WORDS(WORD_ZH) },
};

struct fb_str
keep(struct report *r, struct buf *b)
{
	struct fb_str s = { arena_copy(&r->text, b->p ? b->p : "", b->n), b->n };
	buf_free(b);
	return s;
}

struct fb_str
say(struct report *r, enum word w, const struct fb_str *arg, size_t n)
{
	struct buf b = { 0 };
	words_fill(&b, words[r->lang][w], arg, n);
	return keep(r, &b);
}

struct fb_str
word(const struct report *r, enum word w)
{
	return slice(words[r->lang][w]);
}

struct fb_str
english(enum word w)
{
	return slice(words[LANG_EN][w]);
}

struct fb_str
join(struct report *r, enum word glue, const struct fb_str *part, size_t n)
{
	struct buf b = { 0 };
	for (size_t i = 0; i < n; i++) {
		if (!part[i].n)
			continue;
		if (b.n)
			buf_text(&b, words[r->lang][glue]);
		buf_slice(&b, part[i]);
	}
	return keep(r, &b);
}

static struct fb_str
format(struct report *r, const char *prefix, const char *fmt, va_list ap, const char *suffix)
{
	char *made;
	if (vasprintf(&made, fmt, ap) < 0)
		made = xstrdup("");
	struct buf b = { 0 };
	buf_text(&b, prefix);
	buf_text(&b, made);
	buf_text(&b, suffix);
	free(made);
	return keep(r, &b);
}

struct fb_str
text(struct report *r, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	struct fb_str s = format(r, "", fmt, ap, "");
	va_end(ap);
	return s;
}

struct fb_str
ref(struct report *r, const char *id, ...)
{
	va_list ap;
	va_start(ap, id);
	struct fb_str s = format(r, r->scope, id, ap, "");
	va_end(ap);
	return text(r, "[%s]", s.p);
}

struct fb_str
strong(struct report *r, struct fb_str rich)
{
	struct buf b = { 0 };
	rich_strong(&b, rich);
	return keep(r, &b);
}

struct fb_str
faint(struct report *r, struct fb_str rich)
{
	struct buf b = { 0 };
	rich_faint(&b, rich);
	return keep(r, &b);
}

struct fb_str
day_words(struct report *r, int32_t day)
{
	struct buf b = { 0 };
	day_text(&b, day, r->lang);
	return keep(r, &b);
}

struct fb_str
period_words(struct report *r, struct period s)
{
	struct buf b = { 0 };
	period_text(&b, s, r->lang);
	return keep(r, &b);
}

/* ---- values ---- */

/* A byte of a value that has a meaning in figure ids, formulas or alerts, or would not be seen; a blank counts at an end and after another. */
static bool
is_hidden(struct fb_str v, size_t i)
{
	unsigned char c = (unsigned char)v.p[i];
	if (c == '%') /* else what is written for a byte could be a value, too */
		return i + 2 < v.n && v.p[i + 1] >= '0' && v.p[i + 1] <= '7' && strchr("0123456789ABCDEF", v.p[i + 2]);
	if (c == ' ')
		return i == 0 || i + 1 == v.n || v.p[i - 1] == ' ';
	return c < ' ' || c == 0x7f || strchr(".<>[]\\", c);
}

struct fb_str
value_id(struct report *r, enum dim d, uint32_t code)
{
	struct fb_str v = tally_value(r->t, d, code);
	struct buf b = { 0 };
	for (size_t i = 0; i < v.n; i++)
		if (is_hidden(v, i))
			buf_printf(&b, "%%%02X", (unsigned char)v.p[i]);
		else
			buf_char(&b, v.p[i]);
	return keep(r, &b);
}

struct fb_str
value_name(struct report *r, enum dim d, uint32_t code)
{
	if (!code)
		return word(r, W_MISSING);
	struct fb_str v = tally_value(r->t, d, code);
	if (d == DIM_CLUSTER && code <= r->t->cluster_cap && r->t->cluster_names[code - 1])
		v = slice(r->t->cluster_names[code - 1]);
	struct buf b = { 0 };
	rich_value(&b, labels_name(r->labels, tally_columns[dim_column[d]], v, r->lang));
	return keep(r, &b);
}

void
count_write(struct buf *b, uint64_t n)
{
	struct buf digits = { 0 };
	num_write(&digits, n);
	for (size_t i = 0; i < digits.n; i++) {
		if (i && (digits.n - i) % 3 == 0)
			buf_char(b, ',');
		buf_char(b, digits.p[i]);
	}
	buf_free(&digits);
}

struct fb_str
count_text(struct report *r, uint64_t n)
{
	struct buf b = { 0 };
	count_write(&b, n);
	return keep(r, &b);
}

struct fb_str
share_text(struct report *r, double share, double of)
{
	struct buf b = { 0 };
	num_fixed(&b, share * 100, of >= 2000 ? 1 : 0);
	buf_text(&b, r->lang == LANG_ZH ? "%" : " %");
	return keep(r, &b);
}

struct fb_str
interval_text(struct report *r, double lo, double hi, int decimals)
{
	struct buf b = { 0 };
	buf_text(&b, r->lang == LANG_ZH ? "（" : " (");
	num_fixed(&b, lo, decimals);
	buf_text(&b, "–");
	num_fixed(&b, hi, decimals);
	buf_text(&b, r->lang == LANG_ZH ? "）" : ")");
	return keep(r, &b);
}

struct fb_str
points_text(struct report *r, int64_t tenths)
{
	struct buf b = { 0 };
	buf_text(&b, tenths < 0 ? "−" : tenths > 0 ? "+" : "±");
	num_fixed(&b, (double)(tenths < 0 ? -tenths : tenths) / 10, 1);
	return keep(r, &b);
}

struct fb_str
signed_text(struct report *r, int64_t n)
{
	return text(r, "%s%s", n < 0 ? "−" : n > 0 ? "+" : "±", count_text(r, (uint64_t)(n < 0 ? -n : n)).p);
}

int64_t
rounded(double x)
{
	return (int64_t)(x < 0 ? x - .5 : x + .5);
}

/* ---- conditions ---- */

struct cond
all_in(const struct report *r, struct period days)
{
	return cond_days(r->base, days);
}

struct cond
heard_in(const struct report *r, struct period days)
{
	return has(r, COL_TEXT) ? cond_is(all_in(r, days), DIM_KIND, KIND_TEXT) : all_in(r, days);
}

struct cond
judged_in(const struct report *r, struct period days)
{
	return cond_not(heard_in(r, days), DIM_SENTIMENT, 0);
}

struct cond
negative_in(const struct report *r, struct period days)
{
	return cond_is(heard_in(r, days), DIM_SENTIMENT, SENTIMENT_NEGATIVE);
}

/* ---- figures ---- */

static struct fb_str
shown(struct report *r, const struct figure *f, struct fb_str as)
{
	struct buf b = { 0 };
	rich_figure(&b, doc_figure(&r->doc, f), as.p);
	return keep(r, &b);
}

#define ID_OF(r, id) \
	char *name; \
	do { \
		va_list ap; \
		va_start(ap, id); \
		name = (char *)(uintptr_t)format(r, (r)->scope, id, ap, "").p; \
		va_end(ap); \
	} while (0)

struct fb_str
count_of(struct report *r, struct cond c, const char *id, ...)
{
	ID_OF(r, id);
	struct figure f = { .id = name, .kind = FIGURE_COUNT, .of = c, .num = tally_count(r->t, &c), .lo = 1, .hi = 0 };
	f.value = (double)f.num;
	return shown(r, &f, count_text(r, f.num));
}

struct fb_str
share_beside(struct report *r, struct cond num, struct cond den, double other, bool interval, const char *id, ...)
{
	ID_OF(r, id);
	struct figure f = { .id = name, .kind = FIGURE_SHARE, .of = num, .in = den, .num = tally_count(r->t, &num),
		.den = tally_count(r->t, &den), .decimals = 4 };
	if (!f.den)
		return slice("–");
	struct interval w = stats_wilson((double)f.num, (double)f.den);
	f.value = (double)f.num / (double)f.den;
	f.lo = w.lo;
	f.hi = w.hi;
	double of = (double)f.den < other ? (double)f.den : other;
	struct fb_str s = share_text(r, f.value, of);
	if (interval)
		s = text(r, "%s%s", s.p, interval_text(r, w.lo * 100, w.hi * 100, of >= 2000).p);
	return shown(r, &f, s);
}

struct fb_str
mean_of(struct report *r, struct cond c, enum dim d, const char *id, ...)
{
	ID_OF(r, id);
	struct moments m = tally_moments(r->t, &c, d);
	struct figure f = { .id = name, .kind = FIGURE_MEAN, .of = c, .mean = d, .num = m.n, .decimals = 4 };
	if (!m.n)
		return slice("–");
	/* One rating says nothing of how others would rate; none is below 0. */
	struct interval i = m.n > 1 ? stats_mean((double)m.sum / 100, m.squares, (double)m.n) : NO_INTERVAL;
	f.value = (double)m.sum / 100 / (double)m.n;
	f.lo = i.lo < 0 ? 0 : i.lo;
	f.hi = i.hi;
	struct buf b = { 0 };
	num_fixed(&b, f.value, 1);
	struct fb_str s = keep(r, &b);
	return shown(r, &f, f.lo > f.hi ? s : text(r, "%s%s", s.p, interval_text(r, f.lo, f.hi, 1).p));
}

struct fb_str
derived(struct report *r, double value, struct interval i, int decimals, struct fb_str as, struct fb_str how, const char *id, ...)
{
	ID_OF(r, id);
	struct figure f = { .id = name, .kind = FIGURE_DERIVED, .value = value, .lo = i.lo, .hi = i.hi, .decimals = decimals,
		.how = (char *)(uintptr_t)how.p };
	return shown(r, &f, as);
}

void
left_out(struct report *r, enum word section, const char *column)
{
	r->left_out = xgrow(r->left_out, &r->left_cap, r->left + 1, sizeof *r->left_out);
	r->left_out[r->left++] = (struct left){ section, column };
}

bool
has(const struct report *r, enum column c)
{
	return r->t->has[c];
}
