#include "desk/route.h"

#include <stdlib.h>

#include "base/mem.h"
#include "desk/replay.h"

struct route {
	struct route_options o;
	struct ruling ruling;
	const char **columns;   /* NULL-ended: what the rules read */
	struct filter filter;
	struct replay *replay;  /* with --replay; has the filter then */
};

static int
bind(void *job, const struct cols *in, struct cols *add, struct fb_err *e)
{
	struct route *r = job;
	const struct cols *slot = &r->ruling.rules->slot;
	for (size_t i = 0; i <= SLOT_ACTION; i++)
		cols_add(add, slice(slot->name[i]));
	cols_add(add, slice("rule"));
	for (size_t i = SLOT_ACTION + 1; i < slot->n; i++)
		cols_add(add, slice(slot->name[i]));
	if (r->o.stamp)
		cols_add(add, slice("rule_m"));
	if (r->o.why)
		cols_add(add, slice("rule_why"));
	if (r->o.ruling.why_not)
		cols_add(add, slice("rule_why_not"));
	return ruling_bind(&r->ruling, in, e);
}

static void *
worker(void *job)
{
	struct route *r = job;
	return clerk_open(r->ruling.index, &r->ruling.options);
}

static void
write_row(const struct route *r, struct clerk *c, struct out *o)
{
	char digest[17];
	for (size_t i = 0; i <= SLOT_ACTION; i++) {
		out_begin(o);
		clerk_slot(c, i, &o->b);
	}
	out_begin(o);
	clerk_by(c, &o->b);
	for (size_t i = SLOT_ACTION + 1; i < r->ruling.rules->slot.n; i++) {
		out_begin(o);
		clerk_slot(c, i, &o->b);
	}
	if (r->o.stamp) {
		hash_hex(r->ruling.rules->digest, digest);
		out_field(o, (struct fb_str){ digest, 8 });
	}
	if (r->o.why)
		out_value(o, buf_str(&c->why));
	if (r->o.ruling.why_not)
		out_value(o, buf_str(&c->why_not));
}

static int
row(void *job, void *w, struct row *x, struct out *o, struct fb_err *e)
{
	const struct route *r = job;
	(void)e;
	clerk_record(w, x->f);
	clerk_judge(w);
	if (r->o.ruling.profile)
		return FB_DROP;
	write_row(r, w, o);
	return 0;
}

/* The first of two steps where rules count: all but the counting. */
static int
row_before(void *job, void *w, struct row *x, struct out *o, struct fb_err *e)
{
	const struct route *r = job;
	(void)o;
	(void)e;
	ruling_before(&r->ruling, w, x->f, x->note);
	return 0;
}

static int
row_after(void *job, struct row *x, struct out *o, struct fb_err *e)
{
	struct route *r = job;
	(void)e;
	struct clerk *c = ruling_after(&r->ruling, x->f, x->note);
	if (r->o.ruling.profile)
		return FB_DROP;
	write_row(r, c, o);
	return 0;
}

static void
unworker(void *job, void *w)
{
	struct route *r = job;
	ruling_return(&r->ruling, w);
}

static int
bind_profile(void *job, const struct cols *in, struct cols *add, struct fb_err *e)
{
	struct route *r = job;
	static const char *const names[] = { "rule", "line", "tried", "held", "set", "ns", "share" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		cols_add(add, slice(names[i]));
	return ruling_bind(&r->ruling, in, e);
}

/* A line a rule, the dearest first. */
static int
end_profile(void *job, struct out *o, struct fb_err *e)
{
	struct route *r = job;
	const struct rules *rules = r->ruling.rules;
	size_t n = rules->rules - 1;
	uint64_t total = 0;
	uint32_t *order = xcalloc(n + 1, sizeof *order);
	(void)e;
	if (r->ruling.recall) {
		ruling_return(&r->ruling, r->ruling.second);
		r->ruling.second = NULL;
	}
	for (uint32_t i = 0; i < n; i++) {
		uint32_t k = i;
		total += r->ruling.cost[i].ns;
		for (; k && r->ruling.cost[order[k - 1]].ns < r->ruling.cost[i].ns; k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
	for (size_t i = 0; i < n; i++) {
		const struct cost *c = &r->ruling.cost[order[i]];
		const struct rule *x = &rules->rule[order[i]];
		uint64_t line, column, number[4] = { c->tried, c->held, c->set, c->ns };
		rules_place(rules, x->at, &line, &column);
		o->first = true;
		out_field(o, slice(x->name));
		out_fixed(o, (double)line, 0);
		for (size_t k = 0; k < 4; k++)
			out_fixed(o, (double)number[k], 0);
		out_fixed(o, total ? (double)c->ns / (double)total : 0, 4);
		buf_char(&o->b, '\n');
	}
	free(order);
	return 0;
}

static int
open_replay(struct route *r, struct fb_err *e)
{
	const struct route_options *o = &r->o;
	if (o->why || o->stamp || o->ruling.why_not || o->ruling.profile || o->ruling.state)
		return err_set(e, FB_EUSAGE, "--replay writes a table of what changes: --why, --why-not, --stamp, --profile and --state do not go with it");
	if (o->replay && o->replay_from)
		return err_set(e, FB_EUSAGE, "--replay compares with rules, --replay-from with a column: one of them");
	return replay_open(&r->replay, &r->ruling, &o->ruling, o->replay, o->replay_from, o->max_flips, e);
}

int
route_open(struct route **out, const struct route_options *o, struct fb_err *e)
{
	enum { HEAP = 256 << 10 };      /* what a shop's rules take */
	mem_ahead(HEAP);
	struct route *r = xcalloc(1, sizeof *r);
	r->o = *o;
	r->o.ruling.explain = o->why || o->ruling.why_not;
	int code = ruling_open(&r->ruling, o->rules, &r->o.ruling, e);
	if (code == 0 && (o->replay || o->replay_from))
		code = open_replay(r, e);
	else if (code == 0 && o->max_flips)
		code = err_set(e, FB_EUSAGE, "--max-flips goes with --replay or --replay-from");
	if (code < 0) {
		route_close(r);
		return code;
	}
	const struct cols *column = &r->ruling.rules->column;
	r->columns = xcalloc(column->n + 1, sizeof *r->columns);
	for (size_t i = 0; i < column->n; i++)
		r->columns[i] = column->name[i];
	r->filter = (struct filter){ .maybe = r->columns, .bind = bind, .worker = worker, .row = row, .unworker = unworker };
	if (r->ruling.recall) {
		r->filter.row = row_before;
		r->filter.seq = row_after;
		r->filter.note = ruling_note(&r->ruling);
	}
	if (o->ruling.profile) {
		r->filter.shape = SHAPE_NEW;
		r->filter.bind = bind_profile;
		r->filter.end = end_profile;
	}
	*out = r;
	return 0;
}

void
route_close(struct route *r)
{
	if (!r)
		return;
	replay_close(r->replay);
	ruling_close(&r->ruling);
	free(r->columns);
	free(r);
}

const struct filter *
route_filter(const struct route *r)
{
	return r->replay ? replay_filter(r->replay) : &r->filter;
}

void *
route_job(struct route *r)
{
	return r->replay ? (void *)r->replay : r;
}

int
route_save(struct route *r, struct fb_err *e)
{
	return r->o.ruling.state ? recall_save(r->ruling.recall, e) : 0;
}

uint64_t
route_limited(const struct route *r, struct fb_err *e)
{
	const struct rules *rules = r->ruling.rules;
	uint64_t sum = 0;
	for (size_t i = 0; i < rules->tests; i++) {
		const struct test *t = &rules->test[i];
		uint64_t line, column, limited = r->ruling.limited[i] + (r->ruling.second ? r->ruling.second->limited[i] : 0);
		if (limited && !sum) {
			rules_place(rules, t->at, &line, &column);
			err_at(e, FB_REFUSE, rules->path, line, column, "%.*s", (int)t->shown.n, t->shown.p);
		}
		sum += limited;
	}
	return sum;
}

int
route_check(const char *path, const struct route_options *o, const struct opt_list *models, const struct opt_list *columns,
    struct check *c, struct fb_err *e)
{
	struct rules *r = NULL;
	struct zone *zone = NULL;
	struct check_options options = { .models = models, .columns = columns, .clerk = { .why_not = COLS_NONE }, .quiet = stream_args.quiet };
	int code = rules_open(&r, path, e);
	if (code == 0)
		code = ruling_time(&o->ruling, &options.clerk, &zone, e);
	if (code == 0)
		code = rules_check(r, &options, c, e);
	rules_close(r);
	zone_close(zone);
	return code;
}
