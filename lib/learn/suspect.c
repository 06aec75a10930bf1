#include "learn/suspect.h"

#include <stdlib.h>

#include "base/num.h"
#include "base/par.h"
#include "base/sort.h"
#include "learn/confident.h"
#include "learn/crossfit.h"
#include "learn/labelled.h"

enum { FEW = 5000, PAIRS = 5 };         /* records below which more folds are made; kinds of mistakes that are named */

static const char *const added[] = { "suspect", "suspect_label", "suspect_p", "suspect_why" };
enum { ADDED = sizeof added / sizeof *added };

struct job {
	struct labelled l;              /* first: the filter's functions know only this */
	const struct eval_options *o;
	const struct stream *s;
	struct filter filter;
	struct buf *said;
	struct confident c;
	struct map same;                /* records by text and label; empty where no text was read */
	uint64_t *group;                /* [n] */
	size_t old[ADDED];              /* columns to be replaced */
	int (*bind)(void *job, const struct cols *in, struct cols *add, struct fb_err *e);
};

static int
bind(void *arg, const struct cols *in, struct cols *add, struct fb_err *e)
{
	struct job *j = arg;
	for (int i = 0; i < ADDED; i++) {
		j->old[i] = cols_find(in, slice(added[i]));
		if (j->old[i] != COLS_NONE && !j->s->replace)
			return err_set(e, FB_EDATA, "column '%s' is there already: --replace writes a new one", added[i]);
	}
	return j->bind(arg, in, add, e);
}

/* Texts and labels, counted. */
static struct fb_str
same_key(uint64_t key[2], uint64_t group, uint32_t label)
{
	key[0] = group;
	key[1] = label;
	return (struct fb_str){ (const char *)key, 2 * sizeof *key };
}

/* Of each text the label that most records with it have; of two that are equal, the one that the models like better (they say the
 * same of equal texts). A record with another label is a suspect too, whatever the models say. */
static void
add_contradictions(struct job *j)
{
	const struct labelled *l = &j->l;
	struct map most = { 0 };
	uint64_t key[2];
	bool *there = xcalloc(l->n + 1, sizeof *there);
	for (size_t i = 0; i < j->c.suspects; i++)
		there[j->c.suspect[i].record] = true;
	for (size_t i = 0; i < l->n; i++) {
		struct map_entry *m = map_put(&most, (struct fb_str){ (const char *)&j->group[i], sizeof j->group[i] }, NULL);
		uint32_t given = l->label[i], best = m->value ? (uint32_t)m->value - 1 : given;
		uint64_t of_given = map_find(&j->same, same_key(key, j->group[i], given))->value;
		uint64_t of_best = map_find(&j->same, same_key(key, j->group[i], best))->value;
		const float *p = l->p + i * l->known;
		bool better = of_given > of_best || (of_given == of_best && p[given] > p[best]);
		m->value = (better ? given : best) + 1;
	}
	for (size_t i = 0; i < l->n; i++) {
		uint32_t best = (uint32_t)map_find(&most, (struct fb_str){ (const char *)&j->group[i], sizeof j->group[i] })->value - 1;
		const float *p = l->p + i * l->known;
		if (!there[i] && best != l->label[i])
			confident_add(&j->c, (struct suspicion){ (uint32_t)i, best, p[best], p[l->label[i]] });
	}
	confident_sort(&j->c);
	map_free(&most);
	free(there);
}

static int
train(struct job *j, struct fb_err *e)
{
	struct labelled *l = &j->l;
	struct dataset d;
	uint64_t key[2];
	size_t jobs = par_jobs(j->s->jobs);
	int rc = labelled_dataset(l, &d, jobs, e);
	if (rc == 0) {
		l->known = l->labels.n;
		l->p = xmalloc(l->n * l->known * sizeof *l->p);
		crossfit_all(&d, l->n < FEW ? 10 : 5, 0, jobs, l->p);
		j->group = d.group;
		d.group = NULL;
		for (size_t i = 0; i < l->n; i++)
			map_put(&j->same, same_key(key, j->group[i], l->label[i]), NULL)->value++;
	}
	dataset_free(&d);
	return rc;
}

static void
write_row(const struct job *j, size_t row, struct buf *b)
{
	const char *p = j->l.row[row].p, *end = p + j->l.row[row].n;
	size_t written = 0;
	for (size_t c = 0;; c++) {
		const char *tab = memchr(p, '\t', (size_t)(end - p)), *stop = tab ? tab : end;
		bool old = false;
		for (int i = 0; i < ADDED; i++)
			old |= j->old[i] == c;
		if (!old) {
			if (written++)
				buf_char(b, '\t');
			buf_add(b, p, (size_t)(stop - p));
		}
		if (!tab)
			return;
		p = tab + 1;
	}
}

static void
write_side(const struct job *j, const char *what, uint32_t label, float p, struct buf *b)
{
	buf_printf(b, "%s ", what);
	field_write(b, j->l.labels.entry[label].key);
	if (label >= j->l.known) {
		buf_text(b, ": no probability is known for it");
		return;
	}
	buf_text(b, ": p ");
	num_fixed(b, (double)p, 3);
	buf_text(b, ", threshold ");
	num_fixed(b, j->c.threshold[label], 3);
}

static void
write_suspicion(const struct job *j, const struct suspicion *x, struct buf *b)
{
	uint64_t key[2];
	buf_char(b, '\t');
	num_fixed(b, (double)x->p - (double)x->given, 4);
	buf_char(b, '\t');
	field_write(b, j->l.labels.entry[x->label].key);
	buf_char(b, '\t');
	num_fixed(b, (double)x->p, 4);
	buf_char(b, '\t');
	write_side(j, "given", j->l.label[x->record], x->given, b);
	write_side(j, "; likely", x->label, x->p, b);
	const struct map_entry *same = j->group ? map_find(&j->same, same_key(key, j->group[x->record], x->label)) : NULL;
	if (same)
		buf_printf(b, "; the same text has that label in %llu other record%s", (unsigned long long)same->value,
		    same->value == 1 ? "" : "s");
	buf_char(b, '\n');
}

static void
write_header(const struct job *j, struct buf *b)
{
	const struct cols *h = &j->l.header;
	size_t written = 0;
	for (size_t c = 0; c < h->n; c++) {
		bool old = false;
		for (int i = 0; i < ADDED; i++)
			old |= j->old[i] == c;
		if (!old)
			buf_printf(b, "%s%s", written++ ? "\t" : "", h->name[c]);
	}
	for (int i = 0; i < ADDED; i++)
		buf_printf(b, "%s%s", written++ ? "\t" : "", added[i]);
	buf_char(b, '\n');
}

static void
write_all(const struct job *j, struct buf *b)
{
	const struct labelled *l = &j->l;
	bool *done = xcalloc(l->all + 1, sizeof *done);
	if (!j->s->names.n)
		write_header(j, b);
	for (size_t i = 0; i < j->c.suspects && (!j->o->n || i < j->o->n); i++) {
		const struct suspicion *x = &j->c.suspect[i];
		size_t row = l->at[x->record];
		write_row(j, row, b);
		write_suspicion(j, x, b);
		done[row] = true;
	}
	for (size_t row = 0; j->o->all && row < l->all; row++)
		if (!done[row]) {
			write_row(j, row, b);
			buf_text(b, "\t\t\t\t\n");
		}
	free(done);
}

struct pair {
	uint64_t n;
	size_t given, likely;
};

static int
more_first(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	return x->n < y->n ? 1 : x->n > y->n ? -1 : 0;
}

static void
say(const struct job *j, struct buf *b)
{
	const struct labelled *l = &j->l;
	size_t K = l->labels.n, n = 0;
	struct pair *pair = xcalloc(K * K, sizeof *pair);
	for (size_t i = 0; i < j->c.suspects; i++)
		pair[l->label[j->c.suspect[i].record] * K + j->c.suspect[i].label].n++;
	for (size_t at = 0; at < K * K; at++)
		if (pair[at].n)
			pair[n++] = (struct pair){ pair[at].n, at / K, at % K };
	sort_items(pair, n, sizeof *pair, more_first);
	buf_printf(b, "%zu of %zu labels look wrong; an estimate of all that are wrong, the models' own mistakes among them, is ", j->c.suspects, l->n);
	num_fixed(b, j->c.wrong, 0);
	buf_text(b, " (");
	num_fixed(b, 100 * j->c.wrong / (double)l->n, 1);
	buf_text(b, " %)");
	for (size_t i = 0; i < n && i < PAIRS; i++) {
		struct fb_str given = l->labels.entry[pair[i].given].key, likely = l->labels.entry[pair[i].likely].key;
		buf_printf(b, "%s %.*s that looks like %.*s %llu", i ? "," : ":", (int)given.n, given.p, (int)likely.n, likely.p,
		    (unsigned long long)pair[i].n);
	}
	if (n > PAIRS)
		buf_text(b, " …");
	free(pair);
}

static int
end(void *arg, struct out *o, struct fb_err *e)
{
	struct job *j = arg;
	int rc = labelled_check(&j->l, LABELLED_LEAST, e);
	if (rc == 0 && !j->o->answer)
		rc = train(j, e);
	if (rc)
		return rc;
	confident_find(&j->c, j->l.p, j->l.label, j->l.n, j->l.known, j->l.labels.n);
	if (j->group)
		add_contradictions(j);
	write_all(j, &o->b);
	say(j, j->said);
	return 0;
}

int
suspect_run(const struct eval_options *o, const struct stream *s, struct buf *said, struct fb_err *e)
{
	struct job j = { .l = { .target = o->truth, .columns = &o->columns, .answer = o->answer, .rows = true }, .o = o, .s = s,
		.said = said };
	int rc = labelled_filter(&j.l, &j.filter, e);
	if (rc)
		return rc;
	j.bind = j.filter.bind;
	j.filter.bind = bind;
	j.filter.end = end;
	rc = pipeline_run(&j.filter, &j, s, e);
	confident_free(&j.c);
	map_free(&j.same);
	free(j.group);
	labelled_free(&j.l);
	return rc;
}
