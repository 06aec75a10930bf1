/* --explain OLD NEW: how much of a change between two routed streams is in the data, in the models and in the rules. See
 * report_inside.h.
 *
 * The old stream goes through the new rules, then through the new models and the new rules:
 *
 *     OLD ──rules──▶ OLD with new rules ──model──▶ OLD with new models and rules ──data──▶ NEW
 *
 * Each step is the difference of two counted shares, so that the steps sum to the change. A step whose models or rules are not
 * given is 0, and where the streams say that they were labelled by different ones (sentiment_m, rule_m) that is named. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "desk/report_inside.h"

#include "base/sort.h"
#include "desk/route.h"
#include "learn/classify.h"

enum { OLD, RULED, RELABELLED, NEW, STAGES };

struct explain {
	struct report_job *j;
	const struct stream *s;
	struct tally t[STAGES]; /* RULED and RELABELLED: zeroed where they are the stage before */
	bool made[STAGES];
	char *temporary[2];
};

/* ---- the stages ---- */

static int
temporary(struct explain *x, int k, struct fb_err *e)
{
	if (asprintf(&x->temporary[k], "%s/fb-report.XXXXXX", file_temporary()) < 0)
		return err_sys(e, FB_EIO, "no name for a temporary file");
	int fd = mkstemp(x->temporary[k]);
	if (fd < 0)
		return err_sys(e, FB_ECREATE, "%s", x->temporary[k]);
	close(fd);
	return 0;
}

static int
run_filter(struct explain *x, const struct filter *f, void *job, char *from, const char *to, struct fb_err *e)
{
	struct stream s = *x->s;
	s.file = &from;
	s.files = 1;
	s.output = to;
	s.rejects = NULL;
	s.replace = true;
	return pipeline_run(f, job, &s, e);
}

static int
relabel(struct explain *x, char *from, const char *to, struct fb_err *e)
{
	struct classify_options o = { .models = &x->j->o->new_model };
	struct classify *c = NULL;
	int rc = classify_open(&c, &o, e);
	if (rc == 0) {
		rc = run_filter(x, classify_filter(c), c, from, to, e);
		classify_close(c);
	}
	return rc;
}

static int
reroute(struct explain *x, char *from, const char *to, struct fb_err *e)
{
	struct route_options o = { .rules = x->j->o->new_rules };
	struct route *r = NULL;
	int rc = route_open(&r, &o, e);
	if (rc == 0)
		rc = run_filter(x, route_filter(r), r, from, to, e);
	route_close(r);
	return rc;
}

static int
count_file(struct explain *x, int stage, char *file, struct fb_err *e)
{
	struct report_job j = *x->j;
	struct stream s = *x->s;
	tally_init(&j.tally);
	j.quiet = true;
	s.file = &file;
	s.files = 1;
	s.output = "/dev/null";
	s.rejects = NULL;
	int rc = report_read(&j, &s, e);
	x->t[stage] = j.tally;
	x->made[stage] = true;
	tally_close(&x->t[stage], INT64_MIN);
	return rc < 0 ? rc : 0;
}

/* Old, and old by the new rules and models: as many stages as were asked for. */
static int
make_stages(struct explain *x, struct fb_err *e)
{
	char *old = x->s->file[0], *from = old;
	const struct report_options *o = x->j->o;
	int rc = count_file(x, OLD, old, e);
	for (int k = 0; k < 2 && rc == 0; k++)
		rc = temporary(x, k, e);
	if (rc == 0 && o->new_rules)
		rc = reroute(x, old, x->temporary[0], e);
	if (rc >= 0 && o->new_rules)
		rc = count_file(x, RULED, x->temporary[0], e);
	if (rc >= 0 && o->new_model.n) {
		rc = relabel(x, from, x->temporary[0], e);
		from = x->temporary[0];
		if (rc >= 0 && o->new_rules) {
			rc = reroute(x, from, x->temporary[1], e);
			from = x->temporary[1];
		}
		if (rc >= 0)
			rc = count_file(x, RELABELLED, from, e);
	}
	if (rc >= 0)
		rc = count_file(x, NEW, x->s->file[1], e);
	for (int k = 0; k < 2 && rc >= 0; k++)
		if (!x->t[k ? NEW : OLD].records)
			rc = err_set(e, FB_EDATA, "%s: no records: there is nothing to explain", x->s->file[k]);
	return rc;
}

/* ---- the table ---- */

/* What is held against each other: a share at every stage. */
struct line {
	struct fb_str name, id;
	double share[STAGES];
};

static struct tally *
stage_of(struct explain *x, int k)
{
	while (!x->made[k])
		k--;
	return &x->t[k];
}

/* The share that `value` of a dimension (0: any) has at a stage: complaints of judged records, or of departments all records. */
static double
share_at(struct report *r, struct explain *x, int stage, enum dim d, struct fb_str value)
{
	r->t = stage_of(x, stage);
	struct cond of = d == DIM_DEPT ? all_in(r, PERIOD_ALL) : negative_in(r, PERIOD_ALL);
	struct cond in = d == DIM_DEPT ? all_in(r, PERIOD_ALL) : judged_in(r, PERIOD_ALL);
	if (value.n) {
		uint32_t code = tally_find(r->t, d, value);
		if (!code)
			return 0;
		of = cond_is(of, d, code);
	}
	double n = (double)tally_count(r->t, &in);
	return n > 0 ? (double)tally_count(r->t, &of) / n : 0;
}

static struct line
line_of(struct report *r, struct explain *x, enum dim d, struct fb_str value, struct fb_str name, struct fb_str id)
{
	struct line l = { .name = name, .id = id };
	for (int k = 0; k < STAGES; k++)
		l.share[k] = share_at(r, x, k, d, value);
	return l;
}

static int
by_change(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	double dx = fabs(x->share[NEW] - x->share[OLD]), dy = fabs(y->share[NEW] - y->share[OLD]);
	if (dx != dy)
		return dx > dy ? -1 : 1;
	return slice_cmp(x->id, y->id);
}

static void
put_line(struct report *r, struct block *b, const struct line *l)
{
	static const char *const step[STAGES] = { "", ".rules", ".model", ".data" };
	static const char *const how[STAGES] = { "", "old stream by the new rules - old stream",
		"old stream by new models and rules - old stream by the new rules", "new stream - old stream by new models and rules" };
	double x[3], total = 1000 * (l->share[NEW] - l->share[OLD]);
	int64_t tenths[3];
	struct fb_str cell[6] = { l->name };
	for (int k = 0; k < 3; k++)
		x[k] = 1000 * (l->share[k + 1] - l->share[k]);
	stats_round(x, 3, total, tenths);
	cell[1] = derived(r, l->share[OLD], NO_INTERVAL, 6, share_text(r, l->share[OLD], 2000), slice("share in the old stream"), "%s.old", l->id.p);
	for (int k = 1; k < STAGES; k++)
		cell[1 + k] = derived(r, x[k - 1] / 1000, NO_INTERVAL, 6, points_text(r, tenths[k - 1]), slice(how[k]), "%s%s", l->id.p, step[k]);
	cell[5] = derived(r, l->share[NEW], NO_INTERVAL, 6, share_text(r, l->share[NEW], 2000), slice("share in the new stream"), "%s.new", l->id.p);
	for (int k = 0; k < 6; k++)
		block_cell(b, cell[k]);
}

/* The values of a dimension in the old or new stream, with their shares at each stage; largest change first. */
static struct line *
lines_of(struct report *r, struct explain *x, enum dim d, size_t *n)
{
	struct map seen = { 0 };
	struct line *l = NULL;
	size_t cap = 0;
	*n = 0;
	for (int k = 0; k < STAGES; k++) {
		struct tally *t = stage_of(x, k);
		for (size_t i = 0; i < t->names[d].map.n; i++) {
			bool made;
			struct fb_str v = t->names[d].map.entry[i].key;
			map_put(&seen, v, &made);
			if (!made)
				continue;
			r->t = t;
			struct fb_str name = value_name(r, d, (uint32_t)i + 1);
			struct fb_str id = text(r, "explain.%s.%s", tally_columns[dim_column[d]], value_id(r, d, (uint32_t)i + 1).p);
			l = xgrow(l, &cap, *n + 1, sizeof *l);
			l[(*n)++] = line_of(r, x, d, v, name, id);
		}
	}
	map_free(&seen);
	if (*n)
		sort_items(l, *n, sizeof *l, by_change);
	return l;
}

static void
table(struct report *r, const struct line *l, size_t n, enum word caption, enum word first)
{
	static const enum word column[] = { W_EXPLAIN_OLD, W_EXPLAIN_RULES, W_EXPLAIN_MODEL, W_EXPLAIN_DATA, W_EXPLAIN_NEW };
	struct block *b = doc_block(&r->doc, BLOCK_TABLE, word(r, caption));
	block_column(b, word(r, first).p, false);
	for (size_t i = 0; i < 5; i++)
		block_column(b, word(r, column[i]).p, true);
	for (size_t i = 0; i < n; i++)
		put_line(r, b, &l[i]);
}

/* Whether two streams carry different digests in a column. */
static bool
differs(struct explain *x, enum dim d)
{
	const struct map *a = &x->t[OLD].names[d].map, *b = &x->t[NEW].names[d].map;
	bool same = a->n == b->n;
	for (size_t i = 0; i < a->n && same; i++)
		same = map_find(b, a->entry[i].key) != NULL;
	return !same && a->n && b->n;
}

static void
build(struct report *r, struct explain *x)
{
	static const struct {
		enum dim dim;
		enum word caption, first;
	} part[] = { { DIM_TOPIC, W_EXPLAIN_TOPICS, W_COL_TOPIC }, { DIM_DEPT, W_EXPLAIN_DEPTS, W_COL_DEPT } };
	struct line all = line_of(r, x, DIM_SENTIMENT, slice(""), word(r, W_EXPLAIN_ALL), slice("explain.negative.share"));
	int64_t tenths[3];
	double step[3];
	for (int k = 0; k < 3; k++)
		step[k] = 1000 * (all.share[k + 1] - all.share[k]);
	stats_round(step, 3, 1000 * (all.share[NEW] - all.share[OLD]), tenths);
	bool models = differs(x, DIM_SENTIMENT_M) && !x->j->o->new_model.n, rules = differs(x, DIM_RULE_M) && !x->j->o->new_rules;
	struct fb_str lead = models || rules ? SAY(r, W_EXPLAIN_LEAD_MIXED, share_text(r, all.share[OLD], 2000), share_text(r, all.share[NEW], 2000),
	    points_text(r, tenths[0] + tenths[1] + tenths[2])) : SAY(r, W_EXPLAIN_LEAD, share_text(r, all.share[OLD], 2000), share_text(r, all.share[NEW], 2000),
	    points_text(r, tenths[2]), points_text(r, tenths[1]), points_text(r, tenths[0]));
	doc_block(&r->doc, BLOCK_TITLE, word(r, W_EXPLAIN))->note = xstrdup(SAY(r, W_AGAINST, slice(x->s->file[1]), slice(x->s->file[0])).p);
	doc_block(&r->doc, BLOCK_LEAD, lead);
	r->doc.title = xstrdup(word(r, W_EXPLAIN).p);
	r->doc.subject = xstrdup(lead.p);
	doc_heading(&r->doc, 2, "explain", word(r, W_NUMBERS).p);
	table(r, &all, 1, W_EXPLAIN, W_SENTIMENT);
	for (size_t i = 0; i < 2; i++) {
		size_t n;
		struct line *l = lines_of(r, x, part[i].dim, &n);
		if (n)
			table(r, l, n, part[i].caption, part[i].first);
		free(l);
	}
	if (models)
		doc_block(&r->doc, BLOCK_NOTE, word(r, W_EXPLAIN_NO_MODEL));
	if (rules)
		doc_block(&r->doc, BLOCK_NOTE, word(r, W_EXPLAIN_NO_RULES));
	doc_block(&r->doc, BLOCK_NOTE, word(r, W_EXPLAIN_NOTE));
	r->t = &x->t[NEW];
}

static int
write_out(struct report_job *j, struct report *r, struct fb_err *e)
{
	struct outfile f = { .fd = -1 };
	struct buf out = { 0 };
	report_write(j, r, &out);
	int rc = outfile_open(&f, j->output, OUTFILE_PUBLIC, e);
	if (rc == 0)
		rc = outfile_write(&f, out.p, out.n, e);
	if (rc == 0)
		rc = outfile_commit(&f, e);
	outfile_abandon(&f);
	buf_free(&out);
	return rc;
}

int
explain_run(struct report_job *j, const struct stream *s, struct fb_err *e)
{
	struct explain x = { .j = j, .s = s };
	if (s->files != 2 || strcmp(s->file[0], "-") == 0)
		return err_set(e, FB_EUSAGE, "--explain wants two files: the old stream and the new one");
	int rc = make_stages(&x, e);
	if (rc == 0) {
		struct report_job of_new = *j;
		of_new.tally = x.t[NEW];
		struct report r = report_new(&of_new);
		build(&r, &x);
		rc = write_out(j, &r, e);
		report_free(&r);
	}
	for (int k = 0; k < STAGES; k++)
		if (x.made[k])
			tally_free(&x.t[k]);
	for (int k = 0; k < 2; k++) {
		if (x.temporary[k])
			unlink(x.temporary[k]);
		free(x.temporary[k]);
	}
	return rc;
}
