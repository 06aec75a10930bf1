#include "desk/ruling.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/near.h"

/* What ruling_before tells ruling_after of a counter. */
struct counted {
	uint64_t value;
	int64_t ts;
	bool known, add;
};

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

int
ruling_time(const struct ruling_options *o, struct clerk_options *c, struct zone **zone, struct fb_err *e)
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
open_recall(struct ruling *r, const char *state, struct fb_err *e)
{
	if (!r->rules->counters && state)
		return err_set(e, FB_EUSAGE, "--state %s: %s counts nothing: no rule has count() or repeats()", state, r->rules->path);
	if (!r->rules->counters)
		return 0;
	r->recall = recall_open(r->rules, 0);
	return state ? recall_load(r->recall, state, e) : 0;
}

int
ruling_open(struct ruling *r, const char *path, const struct ruling_options *o, struct fb_err *e)
{
	*r = (struct ruling){ .options = { .explain = o->explain, .profile = o->profile, .why_not = COLS_NONE } };
	int code = rules_open(&r->rules, path, e);
	if (code == 0)
		code = ruling_time(o, &r->options, &r->zone, e);
	if (code == 0 && r->rules->needs_now && !o->now)
		code = err_set(e, FB_EUSAGE, "%s uses age: say --now DATE (the clock is never asked)", path);
	if (code == 0 && o->why_not)
		code = find_rule(r->rules, o->why_not, &r->options.why_not, e);
	if (code == 0)
		code = open_recall(r, o->state, e);
	if (code < 0)
		return code;
	r->index = rule_index_open(r->rules);
	r->second = clerk_open(r->index, &r->options);
	r->limited = xcalloc(r->rules->tests + 1, sizeof *r->limited);
	r->cost = xcalloc(r->rules->rules + 1, sizeof *r->cost);
	return 0;
}

void
ruling_close(struct ruling *r)
{
	clerk_close(r->second);
	recall_close(r->recall);
	rule_index_close(r->index);
	rules_close(r->rules);
	zone_close(r->zone);
	free(r->limited);
	free(r->cost);
}

int
ruling_bind(const struct ruling *x, const struct cols *in, struct fb_err *e)
{
	const struct rules *r = x->rules;
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

size_t
ruling_note(const struct ruling *r)
{
	return (r->rules->counters * sizeof(struct counted) + clerk_note(r->index) + 7) / 8 * 8;
}

void
ruling_before(const struct ruling *r, struct clerk *c, const struct fb_str *field, void *note)
{
	struct counted *k = note;
	clerk_record(c, field);
	for (size_t i = 0; i < r->rules->counters; i++)
		k[i] = counted_of(c, &r->rules->counter[i]);
	clerk_prepare(c, k + r->rules->counters);
}

struct clerk *
ruling_after(struct ruling *r, const struct fb_str *field, const void *note)
{
	struct clerk *c = r->second;
	const struct counted *k = note;
	clerk_record(c, field);
	clerk_resume(c, k + r->rules->counters);
	for (size_t i = 0; i < r->rules->counters; i++)
		c->count[i] = k[i].known ? recall_count(r->recall, i, k[i].value, k[i].ts, k[i].add) : -1;
	clerk_judge(c);
	return c;
}

void
ruling_return(struct ruling *r, struct clerk *c)
{
	for (size_t i = 0; i < r->rules->tests; i++)
		r->limited[i] += c->limited[i];
	for (size_t i = 0; i < r->rules->rules; i++) {
		r->cost[i].tried += c->cost[i].tried;
		r->cost[i].held += c->cost[i].held;
		r->cost[i].set += c->cost[i].set;
		r->cost[i].ns += c->cost[i].ns;
	}
	clerk_close(c);
}
