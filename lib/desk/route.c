#include "desk/route.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/near.h"
#include "desk/clerk.h"
#include "desk/recall.h"

struct route {
	struct route_options o;
	struct rules *rules;
	struct rule_index *index;
	struct clerk_options clerk_options;
	struct zone *zone;
	const char **columns;           /* NULL-ended: what the rules read */
	struct filter filter;
	uint64_t *limited;              /* by test, of all workers */
	struct recall *recall;          /* of rules that count; NULL */
	struct clerk *second;           /* the clerk of seq() */
};

/* What row() tells seq() of a counter. */
struct counted {
	uint64_t value;
	int64_t ts;
	bool known, add;
};

static int
check_columns(const struct rules *r, const struct cols *in, struct fb_err *e)
{
	for (size_t i = 0; i < r->column.n; i++) {
		struct fb_str name = slice(r->column.name[i]);
		if (column_is_standard(name) || cols_find(in, name) != COLS_NONE || cols_find(&r->slot, name) != COLS_NONE)
			continue;
		uint64_t line, column;
		const char *near = column_near(name, in);
		rules_place(r, r->column_at[i], &line, &column);
		return err_at(e, FB_ECONFIG, r->path, line, column, "no column '%s' in the stream%s%s%s", r->column.name[i],
		    near ? ": did you mean " : ", and it is no standard one", near ? near : "", near ? "?" : "");
	}
	return 0;
}

static int
bind(void *job, const struct cols *in, struct cols *add, struct fb_err *e)
{
	struct route *r = job;
	const struct cols *slot = &r->rules->slot;
	for (size_t i = 0; i <= SLOT_ACTION; i++)
		cols_add(add, slice(slot->name[i]));
	cols_add(add, slice("rule"));
	for (size_t i = SLOT_ACTION + 1; i < slot->n; i++)
		cols_add(add, slice(slot->name[i]));
	if (r->o.stamp)
		cols_add(add, slice("rule_m"));
	if (r->o.why)
		cols_add(add, slice("rule_why"));
	if (r->o.why_not)
		cols_add(add, slice("rule_why_not"));
	return check_columns(r->rules, in, e);
}

static void *
worker(void *job)
{
	struct route *r = job;
	return clerk_open(r->index, &r->clerk_options);
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
	for (size_t i = SLOT_ACTION + 1; i < r->rules->slot.n; i++) {
		out_begin(o);
		clerk_slot(c, i, &o->b);
	}
	if (r->o.stamp) {
		hash_hex(r->rules->digest, digest);
		out_field(o, (struct fb_str){ digest, 8 });
	}
	if (r->o.why)
		out_value(o, buf_str(&c->why));
	if (r->o.why_not)
		out_value(o, buf_str(&c->why_not));
}

static int
row(void *job, void *w, struct row *x, struct out *o, struct fb_err *e)
{
	(void)e;
	clerk_record(w, x->f);
	clerk_judge(w);
	write_row(job, w, o);
	return 0;
}

/* What a counter will want to know of this record. */
static struct counted
counted_of(struct clerk *c, const struct counter *x)
{
	struct counted k = { 0 };
	struct fb_str key = clerk_value(c, x->key);
	struct date ts;
	if (!key.n || !clerk_date(c, COLUMN_TS, &ts))
		return k;
	if (x->repeats) {
		struct fb_str other = clerk_value(c, x->other);
		if (!other.n)
			return k;
		c->scratch.n = 0;
		buf_slice(&c->scratch, key);
		buf_char(&c->scratch, '\x1f');
		buf_slice(&c->scratch, other);
		key = buf_str(&c->scratch);
	}
	k.value = hash_bytes(key.p, key.n);
	k.ts = date_instant(&ts, clerk_zone(c));
	k.known = true;
	k.add = x->condition == NODE_NONE || clerk_node(c, x->condition) == KNOWN_YES;
	return k;
}

/* The first of two steps where rules count: all but the counting. */
static int
row_before_counting(void *job, void *w, struct row *x, struct out *o, struct fb_err *e)
{
	struct route *r = job;
	struct clerk *c = w;
	struct counted *k = x->note;
	(void)o;
	(void)e;
	clerk_record(c, x->f);
	for (size_t i = 0; i < r->rules->counters; i++)
		k[i] = counted_of(c, &r->rules->counter[i]);
	clerk_prepare(c, k + r->rules->counters);
	return 0;
}

static int
count_row(void *job, struct row *x, struct out *o, struct fb_err *e)
{
	struct route *r = job;
	struct clerk *c = r->second;
	const struct counted *k = x->note;
	(void)e;
	clerk_record(c, x->f);
	clerk_resume(c, k + r->rules->counters);
	for (size_t i = 0; i < r->rules->counters; i++)
		c->count[i] = k[i].known ? recall_count(r->recall, i, k[i].value, k[i].ts, k[i].add) : -1;
	clerk_judge(c);
	write_row(r, c, o);
	return 0;
}

static void
unworker(void *job, void *w)
{
	struct route *r = job;
	struct clerk *c = w;
	for (size_t i = 0; i < r->rules->tests; i++)
		r->limited[i] += c->limited[i];
	clerk_close(c);
}

static int
find_rule(const struct rules *r, const char *name, size_t *found, struct fb_err *e)
{
	const char **all = xcalloc(r->rules, sizeof *all);
	for (*found = 0; *found < r->rules && strcmp(r->rule[*found].name, name) != 0; ++*found)
		all[*found] = r->rule[*found].name;
	const char *near = *found == r->rules ? near_word(slice(name), all, r->rules) : NULL;
	free(all);
	if (*found < r->rules - 1)
		return 0;
	if (*found == r->rules - 1)
		return err_set(e, FB_EUSAGE, "--why-not default: default always holds; name a rule with a condition");
	return err_set(e, FB_EUSAGE, "--why-not %s: no rule of that name in %s%s%s%s", name, r->path, near ? ": did you mean " : "",
	    near ? near : "", near ? "?" : "");
}

/* --tz and --now. */
static int
read_time(const struct route_options *o, struct clerk_options *c, struct zone **zone, struct fb_err *e)
{
	struct fb_err why = { 0 };
	if (o->tz && zone_open(zone, o->tz, &why) < 0)
		return err_set(e, FB_EUSAGE, "--tz: %s", why.text);
	c->zone = *zone;
	if (o->now && !date_read(slice(o->now), &c->now))
		return err_set(e, FB_EUSAGE, "--now %s: a date such as 2024-03-05 or 2024-03-05T14:02:00+08:00 is wanted", o->now);
	c->has_now = o->now != NULL;
	return 0;
}

static int
read_options(struct route *r, struct fb_err *e)
{
	struct clerk_options *c = &r->clerk_options;
	*c = (struct clerk_options){ .explain = r->o.why || r->o.why_not, .why_not = COLS_NONE };
	int code = read_time(&r->o, c, &r->zone, e);
	if (code < 0)
		return code;
	if (r->rules->needs_now && !c->has_now)
		return err_set(e, FB_EUSAGE, "%s uses age: say --now DATE (the clock is never asked)", r->rules->path);
	return r->o.why_not ? find_rule(r->rules, r->o.why_not, &c->why_not, e) : 0;
}

static int
open_recall(struct route *r, struct fb_err *e)
{
	if (!r->rules->counters && r->o.state)
		return err_set(e, FB_EUSAGE, "--state %s: %s counts nothing: no rule has count() or repeats()", r->o.state, r->rules->path);
	if (!r->rules->counters)
		return 0;
	r->recall = recall_open(r->rules, 0);
	return r->o.state ? recall_load(r->recall, r->o.state, e) : 0;
}

int
route_open(struct route **out, const struct route_options *o, struct fb_err *e)
{
	struct route *r = xcalloc(1, sizeof *r);
	r->o = *o;
	int code = rules_open(&r->rules, o->rules, e);
	if (code == 0)
		code = read_options(r, e);
	if (code == 0)
		code = open_recall(r, e);
	if (code < 0) {
		route_close(r);
		return code;
	}
	r->index = rule_index_open(r->rules);
	r->limited = xcalloc(r->rules->tests + 1, sizeof *r->limited);
	r->columns = xcalloc(r->rules->column.n + 1, sizeof *r->columns);
	for (size_t i = 0; i < r->rules->column.n; i++)
		r->columns[i] = r->rules->column.name[i];
	r->filter = (struct filter){ .maybe = r->columns, .bind = bind, .worker = worker, .row = row, .unworker = unworker };
	if (r->recall) {
		r->filter.row = row_before_counting;
		r->filter.seq = count_row;
		r->filter.note = r->rules->counters * sizeof(struct counted) + clerk_note(r->index);
		r->second = clerk_open(r->index, &r->clerk_options);
	}
	*out = r;
	return 0;
}

void
route_close(struct route *r)
{
	if (!r)
		return;
	clerk_close(r->second);
	recall_close(r->recall);
	rule_index_close(r->index);
	rules_close(r->rules);
	zone_close(r->zone);
	free(r->columns);
	free(r->limited);
	free(r);
}

const struct filter *
route_filter(const struct route *r)
{
	return &r->filter;
}

int
route_save(struct route *r, struct fb_err *e)
{
	return r->o.state ? recall_save(r->recall, e) : 0;
}

uint64_t
route_limited(const struct route *r, struct fb_err *e)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < r->rules->tests; i++) {
		const struct test *t = &r->rules->test[i];
		uint64_t line, column, limited = r->limited[i] + (r->second ? r->second->limited[i] : 0);
		if (limited && !sum) {
			rules_place(r->rules, t->at, &line, &column);
			err_at(e, FB_REFUSE, r->rules->path, line, column, "%.*s", (int)t->shown.n, t->shown.p);
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
		code = read_time(o, &options.clerk, &zone, e);
	if (code == 0)
		code = rules_check(r, &options, c, e);
	rules_close(r);
	zone_close(zone);
	return code;
}
