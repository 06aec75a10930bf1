/* The examples of a rules file, run. */
#include <stdlib.h>

#include "desk/check_in.h"

/* The columns of an example as fields; false where no rule reads one, which is said. */
static bool
take_given(struct check *c, const struct rules *r, const struct example *x, struct fb_str *field, struct buf *scratch)
{
	scratch->n = 0;
	size_t room = 0;
	for (size_t i = 0; i < x->givens; i++)
		room += 2 * x->given[i].value.n;
	buf_more(scratch, room + 1);
	memset(field, 0, r->column.n * sizeof *field);
	for (size_t i = 0; i < x->givens; i++) {
		const struct given *g = &x->given[i];
		size_t column = cols_find(&r->column, g->column), start = scratch->n;
		if (column == COLS_NONE && !column_is_standard(g->column)) {
			const char *near = column_near(g->column, &r->column);
			check_finding(c, r, x->at, "the example gives column '%.*s', which no rule reads%s%s%s", (int)g->column.n, g->column.p,
			    near ? ": did you mean " : "", near ? near : "", near ? "?" : "");
			return false;
		}
		if (column == COLS_NONE)
			continue;
		field_write(scratch, g->value);
		field[column] = (struct fb_str){ scratch->p + start, scratch->n - start };
	}
	return true;
}

static bool
among(struct fb_str list, struct fb_str item)
{
	for (size_t from = 0, i = 0; i <= list.n; i++)
		if (i == list.n || list.p[i] == ',') {
			if (slice_eq((struct fb_str){ list.p + from, i - from }, item))
				return true;
			from = i + 1;
		}
	return false;
}

static void
check_wanted(struct check *c, struct clerk *k, const struct wanted *w)
{
	const struct rules *r = k->rules;
	size_t slot = cols_find(&r->slot, w->column);
	struct buf got = { 0 }, scratch = { 0 }, by = { 0 };
	if (slot == COLS_NONE) {
		check_finding(c, r, w->at, "no rule sets '%.*s'", (int)w->column.n, w->column.p);
		return;
	}
	clerk_slot(k, slot, &got);
	clerk_by(k, &by);
	struct fb_str v = field_value(buf_str(&got), &scratch);
	if (w->among ? !among(v, w->value) : !slice_eq(v, w->value))
		check_finding(c, r, w->at, "%s is '%.*s' here (by %s), not '%.*s'%s", r->slot.name[slot], (int)v.n, v.p,
		    by.n ? buf_cstr(&by) : "no rule", (int)w->value.n, w->value.p, w->among ? " among others" : "");
	buf_free(&got);
	buf_free(&scratch);
	buf_free(&by);
}

void
check_examples(struct check *c, const struct rule_index *x, const struct check_options *o)
{
	const struct rules *r = x->rules;
	struct clerk *k = clerk_open(x, &o->clerk);
	struct fb_str *field = xcalloc(r->column.n + 1, sizeof *field);
	struct buf scratch = { 0 };
	for (size_t i = 0; i < r->counters; i++)
		k->count[i] = -1;
	for (size_t i = 0; i < r->rules; i++)
		for (size_t n = 0; n < r->rule[i].examples; n++) {
			const struct example *example = &r->rule[i].example[n];
			c->examples++;
			if (!take_given(c, r, example, field, &scratch))
				continue;
			clerk_record(k, field);
			clerk_judge(k);
			for (size_t w = 0; w < example->n; w++)
				check_wanted(c, k, &example->wanted[w]);
		}
	buf_free(&scratch);
	free(field);
	clerk_close(k);
}
