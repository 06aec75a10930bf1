/* Values of a record, and what tests say of them. */
#include <stdlib.h>

#include "base/hash.h"
#include "base/num.h"
#include "desk/clerk.h"
#include "desk/script.h"
#include "text/utf8.h"

struct fb_str
clerk_value(struct clerk *c, size_t column)
{
	struct column_value *x = &c->column[column];
	if (!x->ready) {
		struct fb_str f = c->field[column];
		x->v = f.p ? field_value(f, &x->scratch) : (struct fb_str){ "", 0 };
		x->ready = true;
	}
	return x->v;
}

const struct zone *
clerk_zone(const struct clerk *c)
{
	if (c->options.zone)
		return c->options.zone;
	size_t usual = rules_calendar(c->rules, slice(""));
	return usual == COLS_NONE ? NULL : calendar_zone(c->rules->calendar[usual].c);
}

bool
clerk_date(struct clerk *c, size_t column, struct date *d)
{
	struct fb_str v = clerk_value(c, column);
	return v.n && date_read(v, d);
}

static bool
compare_numbers(enum test_op op, double a, double b)
{
	switch (op) {
	case OP_EQ: return a == b;
	case OP_LT: return a < b;
	case OP_LE: return a <= b;
	case OP_GT: return a > b;
	case OP_GE: return a >= b;
	default: return false;
	}
}

/* A column's or slot's value against what stands on the right. */
static bool
test_value(struct clerk *c, const struct test *t, struct fb_str v)
{
	double x;
	struct date d;
	switch (t->kind) {
	case VALUE_TEXT:
		return slice_eq(v, t->text);
	case VALUE_NUMBER:
		return num_read(v, &x) && compare_numbers(t->op, x, t->number);
	default:
		if (!date_read(v, &d))
			return false;
		int64_t left = date_instant(&d, clerk_zone(c)), right = date_instant(&t->date, clerk_zone(c));
		return t->op == OP_LT ? left < right : t->op == OP_LE ? left <= right : t->op == OP_GT ? left > right : left >= right;
	}
}

static bool
test_match(struct clerk *c, const struct test *t, size_t number)
{
	const struct rule_index *x = c->index;
	if (x->scan_of[number] != UINT32_MAX) {
		size_t s = x->scan_of[number];
		if (!c->scanned[s]) {
			needles_scan(x->scan[s].needles, clerk_value(c, t->column), &c->scan_room[s]);
			c->scanned[s] = true;
		}
		if (!needles_found(x->scan[s].needles, &c->scan_room[s], x->place[number]))
			return false;
	}
	int got = regex_match(c->rules->regex[t->index], c->room, clerk_value(c, t->column));
	if (got < 0)
		c->limited[number]++;
	return got > 0;
}

static struct fb_str
slot_text(struct clerk *c, size_t slot)
{
	struct buf raw = { 0 };
	clerk_slot(c, slot, &raw);
	c->scratch.n = 0;
	struct fb_str v = field_value(buf_str(&raw), &c->scratch);
	if (v.p == raw.p) {
		buf_add(&c->scratch, raw.p, raw.n);
		v = buf_str(&c->scratch);
	}
	buf_free(&raw);
	return v;
}

static bool
test_number(const struct test *t, bool known, double x)
{
	return known && compare_numbers(t->op, x, t->number);
}

static bool
test_date(struct clerk *c, const struct test *t)
{
	struct date d;
	struct civil f;
	if (!clerk_date(c, t->column, &d))
		return false;
	switch (t->from) {
	case FROM_OPEN:
		return calendar_is_open(c->rules->calendar[t->index].c,
		    date_instant(&d, c->options.zone || d.has_zone ? c->options.zone : calendar_zone(c->rules->calendar[t->index].c)));
	case FROM_AGE:
		return test_number(t, c->options.has_now, (double)(date_instant(&c->options.now, clerk_zone(c)) - date_instant(&d, clerk_zone(c))));
	case FROM_HOUR:
		date_fields(&d, &f);
		return test_number(t, d.has_time, f.hour);
	default:
		date_fields(&d, &f);
		return test_number(t, true, date_weekday(date_days(f.year, f.month, f.day)));
	}
}

/* The same records tomorrow: XXH3 of salt and id against the share of the 2^64 values that it may have. */
static bool
test_sample(struct clerk *c, const struct test *t)
{
	struct fb_str id = clerk_value(c, t->column);
	if (!id.n || t->number <= 0)
		return false;
	c->scratch.n = 0;
	buf_slice(&c->scratch, t->text);
	buf_char(&c->scratch, '\x1f');
	buf_slice(&c->scratch, id);
	return (double)(hash_bytes(c->scratch.p, c->scratch.n) >> 11) < t->number * 0x1p53;
}

bool
clerk_test(struct clerk *c, const struct test *t)
{
	const struct rules *r = c->rules;
	switch (t->from) {
	case FROM_COLUMN:
		if (t->op == OP_MATCH)
			return test_match(c, t, (size_t)(t - r->test));
		if (t->op == OP_IN)
			return map_find(&r->table[t->index].key, clerk_value(c, t->column)) != NULL;
		return test_value(c, t, clerk_value(c, t->column));
	case FROM_SLOT: {
		struct fb_str v = slot_text(c, t->column);
		if (t->op == OP_IN)
			return map_find(&r->table[t->index].key, v) != NULL;
		if (t->op != OP_MATCH)
			return test_value(c, t, v);
		int got = regex_match(r->regex[t->index], c->room, v);
		c->limited[t - r->test] += got < 0;
		return got > 0;
	}
	case FROM_LANG: {
		struct fb_str v = clerk_value(c, t->column);
		if (!v.n)
			v = slice(script_lang(clerk_value(c, cols_find(&r->column, slice("text")))));
		return t->op == OP_IN ? map_find(&r->table[t->index].key, v) != NULL : test_value(c, t, v);
	}
	case FROM_LENGTH: {
		struct fb_str v = clerk_value(c, t->column);
		return test_number(t, true, (double)utf8_count(v.p, v.n));
	}
	case FROM_SAMPLE:
		return test_sample(c, t);
	case FROM_COUNT:
		return test_number(t, c->count[t->index] >= 0, (double)c->count[t->index]);
	case FROM_REPEATS:
		return c->count[t->index] >= 2;
	default:
		return test_date(c, t);
	}
}
