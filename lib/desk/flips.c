#include "desk/flips.h"

#include <stdlib.h>

#include "base/num.h"
#include "base/sort.h"
#include "desk/replay.h"
#include "record/date.h"

void
flips_column(struct flips *f, const char *name, bool time, bool load)
{
	f->column = xgrow(f->column, &f->column_cap, f->columns + 1, sizeof *f->column);
	f->column[f->columns++] = (struct flips_column){ name, time, load };
}

static void
add_example(struct flips *f, struct flip *x)
{
	x->count++;
	if (x->shown == FLIP_EXAMPLES)
		return;
	if (x->shown++)
		buf_char(&x->examples, ',');
	if (f->id.p)
		buf_slice(&x->examples, f->id);
	else
		buf_printf(&x->examples, "line %ju", (uintmax_t)f->line);
}

void
flips_record(struct flips *f, struct fb_str id, uint64_t line)
{
	f->records++;
	f->id = id;
	f->line = line;
	f->differs = false;
}

static struct buf
pair_key(size_t column, struct fb_str a, struct fb_str b)
{
	struct buf key = { 0 };
	buf_printf(&key, "%zu\t", column);
	buf_slice(&key, a);
	buf_char(&key, '\t');
	buf_slice(&key, b);
	return key;
}

static struct map_entry *
entry(struct map *m, size_t column, struct fb_str a, struct fb_str b, bool *made)
{
	struct buf key = pair_key(column, a, b);
	struct map_entry *x = map_put(m, buf_str(&key), made);
	buf_free(&key);
	return x;
}

static bool
known_pair(const struct flips *f, size_t column, struct fb_str a, struct fb_str b)
{
	struct buf key = pair_key(column, a, b);
	bool known = map_find(&f->pairs, buf_str(&key)) != NULL;
	buf_free(&key);
	return known;
}

static struct fb_str
kept(struct flips *f, struct fb_str s)
{
	return (struct fb_str){ arena_copy(&f->arena, s.p, s.n), s.n };
}

static void
add_flip(struct flips *f, size_t column, struct fb_str from, struct fb_str to)
{
	bool made;
	/* A full table takes no new pair but "…": one a column. */
	if (f->n >= FLIPS_MOST && !known_pair(f, column, from, to))
		from = to = slice("…");
	struct map_entry *m = entry(&f->pairs, column, from, to, &made);
	if (made) {
		m->value = f->n;
		f->flip = xgrow(f->flip, &f->cap, f->n + 1, sizeof *f->flip);
		f->flip[f->n++] = (struct flip){ .column = column, .from = kept(f, from), .to = kept(f, to) };
	}
	add_example(f, &f->flip[m->value]);
}

static void
add_load(struct flips *f, size_t column, struct fb_str value, bool after)
{
	bool made;
	if (f->load_n >= FLIPS_MOST)
		value = slice("…");
	struct map_entry *m = entry(&f->loads, column, value, slice(""), &made);
	if (made) {
		m->value = f->load_n;
		f->of = xgrow(f->of, &f->load_cap, f->load_n + 1, sizeof *f->of);
		f->of[f->load_n++] = (struct load){ .column = column, .value = kept(f, value) };
	}
	*(after ? &f->of[m->value].after : &f->of[m->value].before) += 1;
}

/* How a deadline moved, in words; NULL: not. */
static const char *
movement(struct fb_str before, struct fb_str after)
{
	static const char *const earlier[] = { "earlier by up to 1h", "earlier by up to 4h", "earlier by up to 24h", "earlier by more than 24h" };
	static const char *const later[] = { "later by up to 1h", "later by up to 4h", "later by up to 24h", "later by more than 24h" };
	struct date a, b;
	if (slice_eq(before, after))
		return NULL;
	bool had = date_read(before, &a), has = date_read(after, &b);
	if (!had || !has)
		return has ? "there is one now" : had ? "there is none any more" : "other text";
	int64_t by = b.s - a.s, size = by < 0 ? -by : by;
	size_t i = size <= 3600 ? 0 : size <= 4 * 3600 ? 1 : size <= DATE_DAY ? 2 : 3;
	return !by ? NULL : by < 0 ? earlier[i] : later[i];
}

void
flips_compare(struct flips *f, size_t column, struct fb_str before, struct fb_str after)
{
	const struct flips_column *c = &f->column[column];
	if (c->load) {
		add_load(f, column, before, false);
		add_load(f, column, after, true);
	}
	if (c->time) {
		const char *moved = movement(before, after);
		if (!moved)
			return;
		add_flip(f, column, slice(""), slice(moved));
	} else if (slice_eq(before, after)) {
		return;
	} else {
		add_flip(f, column, before, after);
	}
	if (!f->differs)
		add_example(f, &f->any);
	f->changed += !f->differs;
	f->differs = true;
}

static int
by_count(const void *a, const void *b)
{
	const struct flip *x = a, *y = b;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	int order = slice_cmp(x->from, y->from);
	return order ? order : slice_cmp(x->to, y->to);
}

static int
by_value(const void *a, const void *b)
{
	const struct load *x = a, *y = b;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return slice_cmp(x->value, y->value);
}

static void
put_count(struct out *o, bool known, uint64_t n)
{
	out_begin(o);
	if (known)
		num_write(&o->b, n);
}

static void
line(const struct flips *f, struct out *o, const char *what, const char *column, const struct flip *x, const struct load *l)
{
	static const struct flip none;
	x = x ? x : &none;
	o->first = true;
	out_field(o, slice(what));
	out_field(o, slice(column));
	out_field(o, l ? l->value : x->from);
	out_field(o, l ? (struct fb_str){ "", 0 } : x->to);
	put_count(o, !l, x->count);
	if (l)
		out_field(o, (struct fb_str){ "", 0 });
	else
		out_fixed(o, f->records ? (double)x->count / (double)f->records : 0, 4);
	put_count(o, l, l ? l->before : 0);
	put_count(o, l, l ? l->after : 0);
	out_field(o, l ? (struct fb_str){ "", 0 } : buf_str(&x->examples));
	buf_char(&o->b, '\n');
}

void
flips_write(struct flips *f, struct out *o)
{
	struct flip all = { .count = f->records };
	line(f, o, "records", "", &all, NULL);
	line(f, o, "changed", "", &f->any, NULL);
	if (f->n)
		sort_items(f->flip, f->n, sizeof *f->flip, by_count);
	if (f->load_n)
		sort_items(f->of, f->load_n, sizeof *f->of, by_value);
	for (size_t i = 0; i < f->n; i++) {
		const struct flips_column *c = &f->column[f->flip[i].column];
		line(f, o, c->time ? "due" : "flip", c->name, &f->flip[i], NULL);
	}
	for (size_t i = 0; i < f->load_n; i++)
		line(f, o, "load", f->column[f->of[i].column].name, NULL, &f->of[i]);
}

void
flips_free(struct flips *f)
{
	for (size_t i = 0; i < f->n; i++)
		buf_free(&f->flip[i].examples);
	buf_free(&f->any.examples);
	free(f->flip);
	free(f->of);
	free(f->column);
	map_free(&f->pairs);
	map_free(&f->loads);
	arena_free(&f->arena);
}
