#include "desk/rules_logic.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

void
logic_open(struct logic *l, const struct rule_index *x)
{
	static const struct clerk_options none = { .why_not = COLS_NONE };
	*l = (struct logic){ .rules = x->rules, .clerk = clerk_open(x, &none) };
	l->field = xcalloc(x->rules->column.n + 1, sizeof *l->field);
}

void
logic_close(struct logic *l)
{
	clerk_close(l->clerk);
	free(l->field);
	buf_free(&l->made);
}

/* A test on nothing but the value of one column of the stream. */
static bool
of_column(const struct test *t, size_t column)
{
	return t->column == column && (t->from == FROM_COLUMN || t->from == FROM_LENGTH || t->from == FROM_HOUR || t->from == FROM_WEEKDAY);
}

/* Whether a literal may be true where the column has the value of an equality test. */
static bool
fits_value(struct logic *l, const struct test *equal, const struct literal *x)
{
	const struct test *t = &l->rules->test[x->test];
	/* 5 may be written 5.0: only what looks at the number is sure. */
	if (equal->kind == VALUE_NUMBER && !(t->from == FROM_COLUMN && t->op != OP_MATCH && t->op != OP_IN && t->kind == VALUE_NUMBER))
		return true;
	l->made.n = 0;
	field_write(&l->made, equal->text);
	memset(l->field, 0, l->rules->column.n * sizeof *l->field);
	l->field[equal->column] = (struct fb_str){ l->made.p ? l->made.p : "", l->made.n };
	clerk_record(l->clerk, l->field);
	return clerk_test(l->clerk, t) != x->negative;
}

struct range {
	double low, high;
	bool low_open, high_open;
};

static void
narrow(struct range *r, enum test_op op, double x, bool negative)
{
	bool below = op == OP_LT || op == OP_LE, open = op == OP_LT || op == OP_GT;
	if (op == OP_EQ && negative)
		return;
	if (negative) {
		below = !below;
		open = !open;
	}
	if ((op == OP_EQ || below) && (x < r->high || (x == r->high && open))) {
		r->high = x;
		r->high_open = op != OP_EQ && open;
	}
	if ((op == OP_EQ || !below) && (x > r->low || (x == r->low && open))) {
		r->low = x;
		r->low_open = op != OP_EQ && open;
	}
}

static bool
is_comparison(const struct test *t)
{
	return (t->kind == VALUE_NUMBER || t->kind == VALUE_DATE) && t->op <= OP_GE && t->from != FROM_SLOT;
}

static bool
same_source(const struct test *a, const struct test *b)
{
	return a->from == b->from && a->kind == b->kind && a->column == b->column && a->index == b->index;
}

static double
right_side(const struct test *t)
{
	return t->kind == VALUE_DATE ? (double)t->date.s : t->number;
}

/* Whether the comparisons with the source of literal `first`, which is one that holds, leave any number. */
static bool
range_is_left(const struct rules *r, const struct literal *x, size_t n, size_t first)
{
	struct range range = { -(double)INFINITY, (double)INFINITY, true, true };
	for (size_t i = 0; i < n; i++) {
		const struct test *t = &r->test[x[i].test];
		if (is_comparison(t) && same_source(t, &r->test[x[first].test]))
			narrow(&range, t->op, right_side(t), x[i].negative);
	}
	return range.low < range.high || (range.low == range.high && !range.low_open && !range.high_open);
}

/* Whether all of the literals may hold at once. */
static bool
consistent(struct logic *l, const struct literal *x, size_t n)
{
	const struct rules *r = l->rules;
	for (size_t i = 0; i < n; i++) {
		const struct test *t = &r->test[x[i].test];
		for (size_t k = 0; k < n; k++) {
			const struct test *u = &r->test[x[k].test];
			if (x[k].test == x[i].test && x[k].negative != x[i].negative)
				return false;
			if (x[i].negative || t->op != OP_EQ || k == i)
				continue;
			if (t->from == FROM_COLUMN && of_column(u, t->column) && !fits_value(l, t, &x[k]))
				return false;
			if (t->from == FROM_SLOT && u->from == FROM_SLOT && u->column == t->column && u->op == OP_EQ && !x[k].negative &&
			    t->kind == VALUE_TEXT && u->kind == VALUE_TEXT && !slice_eq(t->text, u->text))
				return false;
		}
		if (!x[i].negative && is_comparison(t) && !range_is_left(r, x, n, i))
			return false;
	}
	return true;
}

static void
add_term(struct terms *a, const struct literal *x, size_t n, const struct literal *y, size_t m)
{
	if (a->n == TERMS_MOST) {
		a->lost = true;
		return;
	}
	a->term = xrealloc(a->term, a->n + 1, sizeof *a->term);
	struct term *t = &a->term[a->n++];
	t->literal = xcalloc(n + m + 1, sizeof *t->literal);
	t->n = n + m;
	if (n)
		memcpy(t->literal, x, n * sizeof *x);
	if (m)
		memcpy(t->literal + n, y, m * sizeof *y);
}

void
terms_free(struct terms *a)
{
	for (size_t i = 0; i < a->n; i++)
		free(a->term[i].literal);
	free(a->term);
	*a = (struct terms){ 0 };
}

/* Alternatives of a and those of b; b is used up. */
static void
either(struct terms *a, struct terms *b)
{
	a->lost = a->lost || b->lost;
	for (size_t i = 0; i < b->n; i++)
		add_term(a, b->term[i].literal, b->term[i].n, NULL, 0);
	terms_free(b);
}

/* Every alternative of a with every one of b; b is used up. */
static void
both(struct logic *l, struct terms *a, struct terms *b)
{
	struct terms product = { .lost = a->lost || b->lost };
	for (size_t i = 0; i < a->n && !product.lost; i++)
		for (size_t k = 0; k < b->n && !product.lost; k++) {
			add_term(&product, a->term[i].literal, a->term[i].n, b->term[k].literal, b->term[k].n);
			struct term *t = &product.term[product.n - 1];
			if (!product.lost && !consistent(l, t->literal, t->n)) {
				free(t->literal);
				product.n--;
			}
		}
	terms_free(a);
	terms_free(b);
	*a = product;
}

static struct terms
normal_form(struct logic *l, uint32_t node, bool negative)
{
	const struct node *x = &l->rules->node[node];
	const uint32_t *child = node_children(l->rules, x);
	struct terms a = { 0 };
	if (x->kind == NODE_TEST) {
		struct literal one = { x->first, negative };
		add_term(&a, &one, 1, NULL, 0);
		return a;
	}
	if (x->kind == NODE_NOT)
		return normal_form(l, *child, !negative);
	bool all = (x->kind == NODE_AND) != negative;
	if (all)
		add_term(&a, NULL, 0, NULL, 0);
	for (uint32_t i = 0; i < x->n; i++) {
		struct terms b = normal_form(l, child[i], negative);
		if (all)
			both(l, &a, &b);
		else
			either(&a, &b);
	}
	return a;
}

struct terms
terms_of(struct logic *l, uint32_t node)
{
	return normal_form(l, node, false);
}

bool
terms_meet(struct logic *l, const struct terms *a, const struct terms *b)
{
	if (a->lost || b->lost)
		return true;
	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < b->n; k++) {
			struct terms t = { 0 };
			add_term(&t, a->term[i].literal, a->term[i].n, b->term[k].literal, b->term[k].n);
			bool meet = consistent(l, t.term[0].literal, t.term[0].n);
			terms_free(&t);
			if (meet)
				return true;
		}
	return false;
}

/* Whether x holds wherever all of t do: t and not x cannot be. What rules set is another thing at another rule. */
static bool
literal_follows(struct logic *l, const struct term *t, struct literal x)
{
	struct terms with = { 0 };
	if (l->rules->test[x.test].from == FROM_SLOT)
		return false;
	x.negative = !x.negative;
	add_term(&with, t->literal, t->n, &x, 1);
	bool follows = !consistent(l, with.term[0].literal, with.term[0].n);
	terms_free(&with);
	return follows;
}

bool
term_implies(struct logic *l, const struct term *t, const struct terms *a)
{
	for (size_t i = 0; i < a->n && !a->lost; i++) {
		bool all = true;
		for (size_t k = 0; k < a->term[i].n && all; k++)
			all = literal_follows(l, t, a->term[i].literal[k]);
		if (all)
			return true;
	}
	return false;
}
