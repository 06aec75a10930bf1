#include "text/terms.h"

#include <math.h>
#include <stdlib.h>

#include "base/near.h"
#include "base/num.h"
#include "base/sort.h"
#include "record/date.h"
#include "text/token.h"
#include "text/utf8.h"

enum { SHOWN = 20, EXAMPLE_BYTES = 150 };
enum { TEXT, LANG, NOTE, GROUP };        /* fields of a record */

static const char *const periods[] = { "day", "week", "month", "year" };

/* What is known of a term in a group. */
struct terms_cell {
	uint32_t term, group;           /* indices in the maps */
	uint64_t count, documents, last;        /* last: the record it was met in last */
	char *example;
	double d, z;
};

/* ---- opening ---- */

static int
read_over(struct terms *t, struct fb_err *e)
{
	const char *colon = strrchr(t->over, ':');
	if (!colon || colon == t->over)
		return err_set(e, FB_EUSAGE, "--over %s: a column and a period are wanted, e.g. ts:week", t->over);
	for (t->period = 0; t->period < 4 && strcmp(periods[t->period], colon + 1) != 0;)
		t->period++;
	if (t->period == 4)
		return err_set(e, FB_EUSAGE, "--over %s: the period is day, week, month or year", t->over);
	t->group_column = xstrndup(t->over, (size_t)(colon - t->over));
	return 0;
}

int
terms_open(struct terms *t, struct fb_err *e)
{
	int rc = 0;
	if (t->by && t->over)
		return err_set(e, FB_EUSAGE, "--by and --over: only one of them at a time");
	if (t->over)
		rc = read_over(t, e);
	else if (t->by)
		t->group_column = xstrdup(t->by);
	t->tokens.normal = true;
	if (rc == 0 && !t->tokens.keep)
		rc = tokenize_open(&t->tokens, e);
	if (!t->tokens.only.n)
		t->tokens.keep = ~(1u << TOKEN_PUNCT | 1u << TOKEN_SYMBOL);
	return rc;
}

static void
free_cells(struct terms *t)
{
	for (size_t i = 0; i < t->cell.n; i++)
		free(t->cells[i].example);
	free(t->cells);
}

void
terms_close(struct terms *t)
{
	free_cells(t);
	map_free(&t->term);
	map_free(&t->group);
	map_free(&t->cell);
	free(t->group_column);
	tokenize_close(&t->tokens);
}

static int
bind(void *job, const struct cols *in, struct cols *add, struct fb_err *e)
{
	const struct terms *t = job;
	if (t->group_column && cols_find(in, slice(t->group_column)) == COLS_NONE)
		return cols_missing(in, t->group_column, NULL, e);
	if (t->group_column)
		cols_add(add, slice(t->over ? "period" : t->by));
	cols_add(add, slice("term"));
	cols_add(add, slice("count"));
	cols_add(add, slice("documents"));
	if (t->group_column) {
		cols_add(add, slice("log_odds"));
		cols_add(add, slice("z"));
	}
	if (t->examples)
		cols_add(add, slice("example"));
	return 0;
}

/* ---- terms of a record, on any thread ---- */

static void *
worker(void *job)
{
	(void)job;
	return xcalloc(1, sizeof(struct words));
}

static void
unworker(void *job, void *w)
{
	(void)job;
	words_free(w);
	free(w);
}

void
terms_lines(const struct tokenize *t, struct words *w, struct fb_str text, struct fb_str lang, struct buf *b)
{
	if (strcmp(t->column, "tokens") == 0) {
		for (const char *p = text.p, *end = text.p + text.n; p < end;) {
			const char *q = memchr(p, ' ', (size_t)(end - p));
			struct fb_str token = { p, (size_t)((q ? q : end) - p) };
			if (token.n && !stop_has(&t->stops, token)) {
				buf_slice(b, token);
				buf_char(b, '\n');
			}
			p += token.n + 1;
		}
		return;
	}
	words_of(w, t, text, t->language >= 0 ? t->language : lang.p ? stem_language(lang) : -1);
	for (size_t i = 0; i < w->n; i++) {
		buf_add(b, w->spell.p + w->word[i].at, w->word[i].n);
		buf_char(b, '\n');
	}
}

static bool
is_phrase(const struct terms *t, const struct row *r)
{
	return (strcmp(t->tokens.column, "text") == 0 || strcmp(t->tokens.column, "tokens") == 0) && note_is_phrase(r->f[NOTE]);
}

/* Terms are handed to seq as lines. */
static int
row(void *job, void *arg, struct row *r, struct out *o, struct fb_err *e)
{
	struct terms *t = job;
	struct buf value = { 0 };
	(void)e;
	if (is_phrase(t, r))
		return 0;
	terms_lines(&t->tokens, arg, field_value(r->f[TEXT], &value), r->f[LANG], &o->b);
	buf_free(&value);
	return 0;
}

/* ---- counting, in stream order ---- */

/* The period that a date falls in; false: it is no date. */
static bool
period_of(const struct terms *t, struct fb_str value, struct buf *label)
{
	struct date d;
	struct civil c;
	if (!date_read(value, &d))
		return false;
	date_fields(&d, &c);
	label->n = 0;
	int64_t days = date_days(c.year, c.month, c.day);
	switch (t->period) {
	case 0:
		buf_printf(label, "%04d-%02d-%02d", c.year, c.month, c.day);
		break;
	case 1: {
		/* ISO 8601: a week belongs to the year of its Thursday */
		int32_t year, month, day;
		int64_t thursday = days - date_weekday(days) + 4;
		date_civil(thursday, &year, &month, &day);
		buf_printf(label, "%04d-W%02d", year, (int)((thursday - date_days(year, 1, 1)) / 7 + 1));
		break;
	}
	case 2:
		buf_printf(label, "%04d-%02d", c.year, c.month);
		break;
	default:
		buf_printf(label, "%04d", c.year);
	}
	return true;
}

static struct terms_cell *
cell_of(struct terms *t, uint32_t term, uint32_t group)
{
	uint32_t key[2] = { term, group };
	bool made;
	struct map_entry *x = map_put(&t->cell, (struct fb_str){ (const char *)key, sizeof key }, &made);
	if (made) {
		t->cells = xgrow(t->cells, &t->cells_cap, t->cell.n, sizeof *t->cells);
		x->value = t->cell.n - 1;
		t->cells[x->value] = (struct terms_cell){ .term = term, .group = group };
	}
	return &t->cells[x->value];
}

/* Where the term stands in the field, letters in either case; 0: at its front, or nowhere as it is spelt. Of an n-gram, its first word. */
static size_t
place_of(struct fb_str term, struct fb_str field)
{
	const char *joint = memchr(term.p, '_', term.n);
	size_t n = joint && joint > term.p ? (size_t)(joint - term.p) : term.n;
	for (size_t at = 0; n && at + n <= field.n; at++)
		if (strncasecmp(field.p + at, term.p, n) == 0)
			return at;
	return 0;
}

/* A place at or before `at` where neither a character nor an escape is cut in two. */
static size_t
whole_before(struct fb_str field, size_t at)
{
	size_t escapes = 0;
	while (at && at < field.n && (field.p[at] & 0xc0) == 0x80)
		at--;
	while (escapes < at && field.p[at - escapes - 1] == '\\')
		escapes++;
	return at - escapes % 2;
}

/* A long field is cut so that the term stands in what is left; … is where it was cut. */
static char *
example_of(struct fb_str field, struct fb_str term)
{
	size_t from = 0, to = field.n;
	if (field.n > EXAMPLE_BYTES) {
		size_t at = place_of(term, field);
		if (at + term.n > EXAMPLE_BYTES)
			from = whole_before(field, at < field.n - EXAMPLE_BYTES / 2 ? at - EXAMPLE_BYTES / 2 : field.n - EXAMPLE_BYTES);
		to = field.n - from > EXAMPLE_BYTES ? whole_before(field, from + EXAMPLE_BYTES) : field.n;
	}
	struct buf b = { 0 };
	buf_text(&b, from ? "…" : "");
	buf_add(&b, field.p + from, to - from);
	buf_text(&b, to < field.n ? "…" : "");
	char *made = xstrndup(buf_str(&b).p, b.n);
	buf_free(&b);
	return made;
}

/* Forget the rarest terms, so that at most half of TERMS_MOST are left. */
static void
forget(struct terms *t)
{
	struct map term = t->term;
	struct terms_cell *old = t->cells;
	size_t left, cells = t->cell.n;
	uint64_t floor = t->short_by;
	do {
		floor++;
		left = 0;
		for (size_t i = 0; i < term.n; i++)
			left += term.entry[i].value > floor;
	} while (left > TERMS_MOST / 2);
	map_free(&t->cell);
	t->term = (struct map){ 0 };
	t->cells = NULL;
	t->cells_cap = 0;
	for (size_t i = 0; i < cells; i++) {
		const struct map_entry *x = &term.entry[old[i].term];
		if (x->value <= floor) {
			free(old[i].example);
			continue;
		}
		struct map_entry *kept = map_put(&t->term, x->key, NULL);
		kept->value = x->value;
		uint32_t id = (uint32_t)(kept - t->term.entry);
		struct terms_cell *c = cell_of(t, id, old[i].group);
		*c = old[i];
		c->term = id;
	}
	free(old);
	map_free(&term);
	t->short_by = floor;
}

static void
count_term(struct terms *t, struct fb_str term, uint32_t group, struct fb_str field)
{
	struct map_entry *x = map_put(&t->term, term, NULL);
	x->value++;
	struct terms_cell *c = cell_of(t, (uint32_t)(x - t->term.entry), group);
	c->count++;
	c->documents += c->last != t->record;
	c->last = t->record;
	if (t->examples && !c->example)
		c->example = example_of(field, term);
}

static int
seq(void *job, struct row *r, struct out *o, struct fb_err *e)
{
	struct terms *t = job;
	struct fb_str group = { "", 0 };
	struct buf label = { 0 };
	if (is_phrase(t, r)) {
		t->phrases++;
		return FB_DROP;
	}
	if (t->group_column)
		group = r->f[GROUP];
	if (t->over && !period_of(t, group, &label)) {
		t->undated++;
		return FB_DROP;
	}
	if (t->over)
		group = buf_str(&label);
	struct map_entry *g = map_put(&t->group, group, NULL);
	uint32_t id = (uint32_t)(g - t->group.entry);
	buf_free(&label);
	if (t->group.n > TERMS_GROUPS)
		return err_set(e, FB_EDATA, "column %s has more than %d different values: name one that makes fewer groups", t->group_column, TERMS_GROUPS);
	t->record++;
	for (const char *p = o->b.p, *end = o->b.p + o->b.n; p < end;) {
		const char *q = memchr(p, '\n', (size_t)(end - p));
		count_term(t, (struct fb_str){ p, (size_t)(q - p) }, id, r->f[TEXT]);
		g->value++;
		p = q + 1;
	}
	if (t->term.n > TERMS_MOST)
		forget(t);
	return FB_DROP;
}

/* ---- what is written ---- */

void
terms_log_odds(double yi, double ni, double yj, double nj, double *d, double *z)
{
	double all = ni + nj, a = TERMS_PRIOR * (yi + yj) / all;
	double rest_i = ni + TERMS_PRIOR - yi - a, rest_j = nj + TERMS_PRIOR - yj - a;
	*d = *z = 0;
	if (rest_i <= 0 || rest_j <= 0 || yi + yj <= 0)
		return;
	*d = num_log((yi + a) / rest_i) - num_log((yj + a) / rest_j);
	*z = *d / sqrt(1 / (yi + a) + 1 / (yj + a));
}

struct order {
	const struct terms *t;
	const struct terms_cell *c;
};

static int
by_count(const void *a, const void *b)
{
	const struct order *x = a, *y = b;
	if (x->c->count != y->c->count)
		return x->c->count > y->c->count ? -1 : 1;
	return slice_cmp(x->t->term.entry[x->c->term].key, y->t->term.entry[y->c->term].key);
}

/* Groups by name, within them by z. */
static int
by_group(const void *a, const void *b)
{
	const struct order *x = a, *y = b;
	if (x->c->group != y->c->group)
		return slice_cmp(x->t->group.entry[x->c->group].key, y->t->group.entry[y->c->group].key);
	if (x->c->z > y->c->z || x->c->z < y->c->z)
		return x->c->z > y->c->z ? -1 : 1;
	return by_count(a, b);
}

static void
write_cell(struct out *o, const struct terms *t, const struct terms_cell *c)
{
	o->first = true;
	if (t->group_column)
		out_field(o, t->group.entry[c->group].key);
	out_value(o, t->term.entry[c->term].key);
	out_begin(o);
	num_write(&o->b, c->count);
	out_begin(o);
	num_write(&o->b, c->documents);
	if (t->group_column) {
		out_fixed(o, c->d, 3);
		out_fixed(o, c->z, 2);
	}
	if (t->examples)
		out_field(o, slice(c->example));
	buf_char(&o->b, '\n');
}

static int
by_name(const void *a, const void *b)
{
	const struct order *x = a, *y = b;
	return slice_cmp(x->t->group.entry[x->c->group].key, y->t->group.entry[y->c->group].key);
}

/* Each cell's ratio: against all other groups, or the periods before. x is sorted by group. */
static void
weigh_groups(struct terms *t, const struct order *x, size_t n)
{
	double all = 0, before = 0;
	uint64_t *seen = xcalloc(t->term.n, sizeof *seen);
	for (size_t i = 0; i < t->group.n; i++)
		all += (double)t->group.entry[i].value;
	for (size_t i = 0, next; i < n; i = next) {
		double words = (double)t->group.entry[x[i].c->group].value;
		for (next = i; next < n && x[next].c->group == x[i].c->group; next++) {
			struct terms_cell *c = &t->cells[x[next].c - t->cells];
			double count = (double)c->count, total = (double)t->term.entry[c->term].value;
			if (t->over && before > 0)
				terms_log_odds(count, words, (double)seen[c->term], before, &c->d, &c->z);
			else if (!t->over && all > words)
				terms_log_odds(count, words, total - count, all - words, &c->d, &c->z);
		}
		for (size_t k = i; k < next; k++)
			seen[x[k].c->term] += x[k].c->count;
		before += words;
	}
	free(seen);
}

static int
end(void *job, struct out *o, struct fb_err *e)
{
	struct terms *t = job;
	size_t n = t->cell.n, shown = 0;
	uint64_t most = t->n ? t->n : t->group_column ? SHOWN : UINT64_MAX;
	struct order *x = xcalloc(n, sizeof *x);
	(void)e;
	for (size_t i = 0; i < n; i++)
		x[i] = (struct order){ t, &t->cells[i] };
	if (t->group_column && n) {
		sort_items(x, n, sizeof *x, by_name);
		weigh_groups(t, x, n);
	}
	if (n)
		sort_items(x, n, sizeof *x, t->group_column ? by_group : by_count);
	for (size_t i = 0; i < n; i++) {
		if (i && x[i].c->group != x[i - 1].c->group)
			shown = 0;
		if (shown < most && (!t->group_column || x[i].c->z > 0)) {
			write_cell(o, t, x[i].c);
			shown++;
		}
	}
	free(x);
	return 0;
}

struct filter
terms_filter(struct terms *t)
{
	t->tokens.need[0] = t->tokens.column;
	t->maybe[LANG - 1] = "lang";
	t->maybe[NOTE - 1] = "note";
	t->maybe[GROUP - 1] = t->group_column;
	return (struct filter){ .need = t->tokens.need, .maybe = t->maybe, .bind = bind, .worker = worker, .row = row, .seq = seq, .end = end,
		.unworker = unworker, .shape = SHAPE_NEW };
}
