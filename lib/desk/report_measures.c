/* Measures that were taken, and what came after them. See report_inside.h.
 *
 * --measures FILE is TSV with the columns date and what, and any of topic, product and dept: whom the measure was for. Of the
 * records of that product, the share that are complaints of that topic (and dept) in the 28 days before the date is held
 * against that from the date on, up to the last day there is, at most 28 days. */
#include <stdlib.h>

#include "base/file.h"
#include "base/near.h"
#include "base/sort.h"
#include "desk/report_inside.h"

enum { MEASURE_DAYS = 28, MEASURES_SHOWN = 5, FIELDS = 5 };

static const char *const columns[FIELDS] = { "date", "what", "topic", "product", "dept" };

struct measure {
	int32_t day;
	struct fb_str what;
	struct cond of, in;     /* complaints; records they are a share of; days not set */
	struct fb_str unmet;    /* what of it no record has: misspelt, perhaps */
	uint64_t line;
};

static size_t
split_line(struct fb_str line, struct fb_str *field, size_t most)
{
	size_t n = 0;
	for (size_t from = 0, i = 0; i <= line.n; i++)
		if (i == line.n || line.p[i] == '\t') {
			if (n < most)
				field[n] = (struct fb_str){ line.p + from, i - from };
			n++;
			from = i + 1;
		}
	return n < most ? n : most;
}

static int
read_columns(struct fb_str line, int *at, const char *path, struct fb_err *e)
{
	struct fb_str f[16];
	size_t n = split_line(line, f, 16);
	for (int k = 0; k < FIELDS; k++)
		at[k] = -1;
	for (size_t i = 0; i < n; i++) {
		int k = 0;
		while (k < FIELDS && !slice_is(f[i], columns[k]))
			k++;
		if (k == FIELDS) {
			const char *near = near_word(f[i], columns, FIELDS);
			return err_at(e, FB_ECONFIG, path, 1, 0, "a measure has date, what, topic, product, dept, not '%.*s'%s%s%s",
			    (int)f[i].n, f[i].p, near ? ": did you mean " : "", near ? near : "", near ? "?" : "");
		}
		at[k] = (int)i;
	}
	if (at[0] < 0 || at[1] < 0)
		return err_at(e, FB_ECONFIG, path, 1, 0, "measures want the columns date and what");
	return 0;
}

/* A value that no record has is one that nothing matches. */
static struct cond
narrowed(struct report *r, struct cond c, enum dim d, struct fb_str value)
{
	uint32_t code = tally_find(r->t, d, value);
	return !value.n ? c : cond_is(c, d, code ? code : name_unmet(r->t, d, value));
}

static int
read_measure(struct report *r, struct fb_str line, const int *at, struct measure *m, struct fb_err *e)
{
	static const enum dim dim[FIELDS] = { 0, 0, DIM_TOPIC, DIM_PRODUCT, DIM_DEPT };
	struct fb_str f[16];
	size_t n = split_line(line, f, 16);
	struct buf day = { 0 };
	buf_slice(&day, at[0] < (int)n ? f[at[0]] : slice(""));
	int rc = day_read("its date", buf_cstr(&day), &m->day, e);
	buf_free(&day);
	if (rc) {
		struct buf why = { 0 };
		buf_text(&why, e->text);
		rc = err_at(e, FB_ECONFIG, r->o->measures, m->line, 0, "%s", buf_cstr(&why));
		buf_free(&why);
		return rc;
	}
	m->what = at[1] < (int)n ? f[at[1]] : slice("");
	m->in = judged_in(r, PERIOD_ALL);
	m->of = negative_in(r, PERIOD_ALL);
	for (int k = 2; k < FIELDS; k++) {
		if (at[k] < 0 || at[k] >= (int)n)
			continue;
		if (f[at[k]].n && !tally_find(r->t, dim[k], f[at[k]]))
			m->unmet = f[at[k]];
		m->of = narrowed(r, m->of, dim[k], f[at[k]]);
		if (dim[k] == DIM_PRODUCT)
			m->in = narrowed(r, m->in, dim[k], f[at[k]]);
	}
	return 0;
}

static struct fb_str
measure_words(struct report *r, const struct measure *m)
{
	struct period before = { m->day - MEASURE_DAYS, m->day - 1 }, after = { m->day, m->day + MEASURE_DAYS - 1 };
	struct cond c[4] = { cond_days(m->of, before), cond_days(m->in, before), cond_days(m->of, after), cond_days(m->in, after) };
	double n[4];
	struct buf what = { 0 }, unmet = { 0 };
	if (after.last > r->t->last_day)
		for (int i = 2; i < 4; i++)
			c[i].days.last = r->t->last_day;
	for (int i = 0; i < 4; i++)
		n[i] = (double)tally_count(r->t, &c[i]);
	bool clear = stats_shares_p(n[2], n[3], n[0], n[1]) < .05;
	enum word verdict = !clear ? W_NOT_CLEAR : n[2] / n[3] < n[0] / n[1] ? W_CLEARLY_LESS : W_CLEARLY_MORE;
	rich_value(&what, m->what);
	rich_value(&unmet, m->unmet);
	struct fb_str came = m->unmet.n ? SAY(r, W_MEASURE_UNMET, keep(r, &unmet)) : word(r, verdict);
	return SAY(r, W_MEASURE, keep(r, &what), day_words(r, m->day),
	    share_of(r, c[0], c[1], true, "measure.%llu.before.share", (unsigned long long)m->line),
	    share_of(r, c[2], c[3], true, "measure.%llu.after.share", (unsigned long long)m->line), came);
}

static int
by_day(const void *a, const void *b)
{
	const struct measure *x = a, *y = b;
	if (x->day != y->day)
		return x->day > y->day ? -1 : 1;
	return x->line < y->line ? -1 : 1;
}

/* The measures up to the last covered day, the latest first. */
static int
read_measures(struct report *r, struct fb_str text, struct measure **out, size_t *n, struct fb_err *e)
{
	size_t cap = 0;
	int at[FIELDS], rc = 0;
	*n = 0;
	for (uint64_t number = 1; text.n && rc == 0; number++) {
		const char *end = memchr(text.p, '\n', text.n);
		size_t k = end ? (size_t)(end - text.p) : text.n;
		struct fb_str line = { text.p, k && text.p[k - 1] == '\r' ? k - 1 : k };
		text.p += k + (end != NULL);
		text.n -= k + (end != NULL);
		if (number == 1) {
			rc = read_columns(line, at, r->o->measures, e);
			continue;
		}
		struct measure m = { .line = number };
		if (!line.n || (rc = read_measure(r, line, at, &m, e)))
			continue;
		if (m.day > r->days.last)
			continue;
		*out = xgrow(*out, &cap, *n + 1, sizeof **out);
		(*out)[(*n)++] = m;
	}
	if (*n)
		sort_items(*out, *n, sizeof **out, by_day);
	return rc;
}

int
section_measures(struct report *r, struct fb_err *e)
{
	struct buf text = { 0 };
	struct measure *m = NULL;
	size_t n = 0;
	if (!r->o->measures || !has(r, COL_SENTIMENT) || !period_days(r->days))
		return 0;
	int rc = file_read(r->o->measures, &text, e);
	if (rc == 0)
		rc = read_measures(r, buf_str(&text), &m, &n, e);
	if (rc == 0 && n) {
		struct fb_str line[MEASURES_SHOWN];
		n = n < MEASURES_SHOWN ? n : MEASURES_SHOWN;
		for (size_t i = 0; i < n; i++)
			line[i] = measure_words(r, &m[i]);
		doc_heading(&r->doc, 2, "measures", word(r, W_MEASURES).p);
		struct block *b = doc_block(&r->doc, BLOCK_LIST, (struct fb_str){ NULL, 0 });
		for (size_t i = 0; i < n; i++)
			block_line(b, line[i]);
	}
	free(m);
	buf_free(&text);
	return rc;
}
