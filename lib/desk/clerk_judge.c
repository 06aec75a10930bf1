/* Rules top to bottom, what they set, and how it is written. */
#include <stdlib.h>
#include <time.h>

#include "base/mem.h"
#include "desk/clerk.h"

static bool
has_item(const struct clerk *c, size_t slot, uint32_t item)
{
	if (item < ITEM_BITS)
		return c->items >> item & 1;
	for (size_t i = 0; i < c->slot[slot].n; i++)
		if (c->slot[slot].item[i] == item)
			return true;
	return false;
}

static bool
add_items(struct clerk *c, const struct setting *s)
{
	struct slot_value *v = &c->slot[s->slot];
	bool changed = false;
	for (uint32_t i = 0; i < s->items; i++) {
		if (has_item(c, s->slot, s->item[i]))
			continue;
		v->item = xgrow(v->item, &v->cap, v->n + 1, sizeof *v->item);
		v->item[v->n++] = s->item[i];
		if (s->item[i] < ITEM_BITS)
			c->items |= (uint64_t)1 << s->item[i];
		changed = true;
	}
	return changed;
}

static const struct calendar *
calendar_of(const struct clerk *c, size_t calendar)
{
	return calendar == COLS_NONE ? NULL : c->rules->calendar[calendar].c;
}

/* A look-up that finds nothing sets nothing. */
static bool
set_lookup(struct clerk *c, const struct setting *s)
{
	const struct table *t = &c->rules->table[s->table];
	const struct map_entry *m = map_find(&t->key, clerk_value(c, s->column));
	struct slot_value *v = &c->slot[s->slot];
	if (!m)
		return false;
	if (t->kind == TABLE_SPANS) {
		v->span = &t->span[m->value];
		v->calendar = calendar_of(c, s->calendar);
	} else {
		v->field = t->field[m->value];
	}
	return true;
}

/* One setting of a rule: whether it changed anything. */
static bool
apply_setting(struct clerk *c, const struct setting *s)
{
	struct slot_value *v = &c->slot[s->slot];
	uint64_t bit = (uint64_t)1 << s->slot;
	if (s->kind == SET_ADD)
		return add_items(c, s);
	if (c->set & bit)
		return false;
	if (s->kind == SET_LOOKUP && !set_lookup(c, s))
		return false;
	c->set |= bit;
	if (s->kind == SET_DUE) {
		v->span = &s->span;
		v->calendar = calendar_of(c, s->calendar);
	} else if (s->kind == SET_TEXT) {
		if (c->rules->list[s->slot]) {
			add_items(c, s);
			return s->items || !v->n;
		}
		v->field = s->field;
	}
	return true;
}

/* Only what settings `due` says: of due, of the others, or of both. */
enum which { ONLY_DUE, ALL_BUT_DUE, ALL };

static bool
apply(struct clerk *c, const struct rule *x, enum which which)
{
	bool changed = false, is_default = x == &c->rules->rule[c->rules->rules - 1];
	for (size_t i = 0; i < x->sets; i++) {
		const struct setting *s = &x->set[i];
		if (which != ALL && (s->slot == SLOT_DUE) != (which == ONLY_DUE))
			continue;
		/* The default fills only what is empty. */
		if (is_default && c->slot[s->slot].n && s->kind != SET_ADD)
			continue;
		bool one = apply_setting(c, s);
		if (one && c->options.explain)
			buf_printf(&c->why, " %s", c->rules->slot.name[s->slot]);
		changed = changed || one;
	}
	return changed;
}

/* The earliest deadline of the promises that hold. */
static bool
promised_due(struct clerk *c)
{
	const struct rules *r = c->rules;
	const struct promise *best = NULL;
	struct date ts, due, earliest = { 0 };
	if (!r->promises || !clerk_date(c, COLUMN_TS, &ts))
		return false;
	for (size_t i = 0; i < r->promises; i++) {
		const struct promise *p = &r->promise[i];
		if (clerk_node(c, p->condition) == KNOWN_YES && due_find(&p->span, &ts, clerk_zone(c), calendar_of(c, p->calendar), &due) &&
		    (!best || due.s < earliest.s)) {
			best = p;
			earliest = due;
		}
	}
	if (!best)
		return false;
	c->slot[SLOT_DUE].span = &best->span;
	c->slot[SLOT_DUE].calendar = calendar_of(c, best->calendar);
	c->set |= (uint64_t)1 << SLOT_DUE;
	c->promised = true;
	return true;
}

static void
judge_default(struct clerk *c)
{
	const struct rules *r = c->rules;
	const struct rule *x = &r->rule[r->rules - 1];
	size_t before = c->why.n;
	if (c->options.explain)
		buf_printf(&c->why, "%sdefault ->", c->why.n ? "; " : "");
	size_t named = c->why.n;
	bool changed = apply(c, x, ALL_BUT_DUE);
	bool due = !(c->set & (uint64_t)1 << SLOT_DUE) && !promised_due(c);
	if (due)
		changed = apply(c, x, ONLY_DUE) || changed;
	if (changed)
		c->by[c->bys++] = (uint32_t)(r->rules - 1);
	if (c->why.n == named)
		c->why.n = before;
	if (c->options.explain && c->promised)
		buf_printf(&c->why, "%spromise -> due", c->why.n ? "; " : "");
}

static uint64_t
clock_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* Rule i may hold: put it to the record. False: no rule below counts. */
static bool
try_rule(struct clerk *c, size_t i)
{
	const struct rule *x = &c->rules->rule[i];
	struct cost *cost = &c->cost[i];
	bool profile = c->options.profile;
	uint64_t start = profile ? clock_ns() : 0;
	bool holds = clerk_node(c, x->condition) == KNOWN_YES;
	if (profile) {
		cost->ns += clock_ns() - start;
		cost->tried++;
		cost->held += holds;
	}
	if (i == c->options.why_not) {
		if (holds)
			buf_text(&c->why_not, "it holds");
		else
			why_fails(c, x->condition, &c->why_not);
	}
	if (!holds)
		return true;
	if (c->options.explain) {
		buf_printf(&c->why, "%s%s: ", c->why.n ? "; " : "", x->name);
		why_holds(c, x->condition, &c->why);
		buf_text(&c->why, " ->");
	}
	if (apply(c, x, ALL)) {
		c->by[c->bys++] = (uint32_t)i;
		cost->set++;
	} else if (c->options.explain) {
		buf_text(&c->why, " nothing new");
	}
	if (x->stop && c->options.explain)
		buf_text(&c->why, " stop");
	return !x->stop;
}

static void
judge_rules(struct clerk *c)
{
	const struct rules *r = c->rules;
	size_t n = r->rules - 1;
	for (size_t w = 0; w < c->index->words; w++)
		for (uint64_t bits = c->options.explain ? UINT64_MAX : c->candidate[w]; bits; bits &= bits - 1) {
			size_t i = w * 64 + (size_t)__builtin_ctzll(bits);
			if (i >= n)
				return;
			const struct rule *x = &r->rule[i];
			bool idle = !x->more && !(x->slots & ~c->set) && !(x->items & ~c->items);
			if (idle && !c->options.explain)
				continue;
			if (!try_rule(c, i)) {
				if (c->options.why_not != COLS_NONE && c->options.why_not > i && c->options.why_not < n)
					buf_printf(&c->why_not, "%s above stops", x->name);
				return;
			}
		}
}

void
clerk_judge(struct clerk *c)
{
	c->set = c->items = 0;
	c->bys = 0;
	c->promised = false;
	c->why.n = c->why_not.n = 0;
	for (size_t i = 0; i < c->rules->slot.n; i++) {
		c->slot[i].n = 0;
		c->slot[i].field = (struct fb_str){ "", 0 };
		c->slot[i].span = NULL;
	}
	if (!c->chosen)
		clerk_choose(c);
	judge_rules(c);
	judge_default(c);
}

static void
write_due(struct clerk *c, struct buf *out)
{
	struct date ts, due;
	const struct slot_value *v = &c->slot[SLOT_DUE];
	if (v->span && clerk_date(c, COLUMN_TS, &ts) && due_find(v->span, &ts, clerk_zone(c), v->calendar, &due))
		date_write(out, &due);
}

void
clerk_slot(struct clerk *c, size_t slot, struct buf *out)
{
	const struct slot_value *v = &c->slot[slot];
	if (slot == SLOT_DUE) {
		write_due(c, out);
		return;
	}
	buf_slice(out, v->field);
	for (size_t i = 0; i < v->n; i++) {
		if (i)
			buf_char(out, ',');
		buf_slice(out, c->rules->item[v->item[i]].field);
	}
}

void
clerk_by(const struct clerk *c, struct buf *out)
{
	size_t start = out->n;
	for (size_t i = 0; i < c->bys; i++) {
		if (i)
			buf_char(out, ',');
		buf_text(out, c->rules->rule[c->by[i]].name);
	}
	if (c->promised)
		buf_text(out, out->n > start ? ",promise" : "promise");
}
