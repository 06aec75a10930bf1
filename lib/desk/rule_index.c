#include "desk/rule_index.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"

/* Values of one column for which a condition may hold; `all`: no limit is known. */
struct allowed {
	bool all;
	const struct test **test;       /* equality tests */
	size_t n, cap;
};

enum { MOST_ALLOWED = 256 };

static void
bit_set(uint64_t *set, size_t i)
{
	set[i / 64] |= (uint64_t)1 << i % 64;
}

static bool
same_value(const struct test *a, const struct test *b)
{
	return a->kind == b->kind && (a->kind == VALUE_NUMBER ? a->number == b->number : slice_eq(a->text, b->text));
}

static bool
holds_value(const struct allowed *a, const struct test *t)
{
	for (size_t i = 0; i < a->n; i++)
		if (same_value(a->test[i], t))
			return true;
	return false;
}

static void
allow(struct allowed *a, const struct test *t)
{
	if (holds_value(a, t))
		return;
	a->test = xgrow(a->test, &a->cap, a->n + 1, sizeof *a->test);
	a->test[a->n++] = t;
	if (a->n > MOST_ALLOWED)
		a->all = true;
}

/* A text and a number may be the same value ("5" and 5), so only what both have counts where both are of one kind. */
static bool
one_kind(const struct allowed *a)
{
	for (size_t i = 1; i < a->n; i++)
		if (a->test[i]->kind != a->test[0]->kind)
			return false;
	return true;
}

static void
intersect(struct allowed *a, const struct allowed *b)
{
	size_t n = 0;
	if (!one_kind(a) || !one_kind(b) || (a->n && b->n && a->test[0]->kind != b->test[0]->kind))
		return;
	for (size_t i = 0; i < a->n; i++)
		if (holds_value(b, a->test[i]))
			a->test[n++] = a->test[i];
	a->n = n;
}

static struct allowed
allowed_values(const struct rules *r, uint32_t node, size_t column)
{
	struct allowed a = { .all = true };
	const struct node *x = &r->node[node];
	if (x->kind == NODE_TEST) {
		const struct test *t = &r->test[x->first];
		if (t->from == FROM_COLUMN && t->op == OP_EQ && t->column == column) {
			a.all = false;
			allow(&a, t);
		}
	} else if (x->kind == NODE_OR) {
		a.all = false;
		for (size_t i = 0; i < x->n && !a.all; i++) {
			struct allowed b = allowed_values(r, r->child[x->first + i], column);
			a.all = b.all;
			for (size_t k = 0; k < b.n && !a.all; k++)
				allow(&a, b.test[k]);
			free(b.test);
		}
	} else if (x->kind == NODE_AND) {
		for (size_t i = 0; i < x->n; i++) {
			struct allowed b = allowed_values(r, r->child[x->first + i], column);
			if (!b.all && a.all) {
				free(a.test);
				a = b;
				continue;
			}
			if (!b.all)
				intersect(&a, &b);
			free(b.test);
		}
	}
	return a;
}

/* A number as it is looked up: -0 is 0. */
static struct fb_str
number_key(const double *x)
{
	static const double zero = 0;
	return (struct fb_str){ (const char *)(*x == 0 ? &zero : x), sizeof *x };
}

static size_t
gate_row(struct gate *g, const struct test *t)
{
	bool made;
	struct map_entry *m = t->kind == VALUE_NUMBER ? map_put(&g->number, number_key(&t->number), &made) : map_put(&g->text, t->text, &made);
	if (made)
		m->value = g->rows++;
	return m->value;
}

static void
add_gate(struct rule_index *x, size_t column)
{
	const struct rules *r = x->rules;
	size_t n = r->rules - 1, limited = 0;
	struct gate g = { .column = column, .rows = 1 };
	struct allowed *a = xcalloc(n + 1, sizeof *a);
	for (size_t i = 0; i < n; i++) {
		a[i] = allowed_values(r, r->rule[i].condition, column);
		limited += !a[i].all;
		for (size_t k = 0; k < a[i].n && !a[i].all; k++)
			gate_row(&g, a[i].test[k]);
	}
	if (limited) {
		g.row = xcalloc(g.rows * x->words, sizeof *g.row);
		for (size_t i = 0; i < n; i++) {
			for (size_t k = 0; k < g.rows && a[i].all; k++)
				bit_set(g.row + k * x->words, i);
			for (size_t k = 0; k < a[i].n && !a[i].all; k++)
				bit_set(g.row + gate_row(&g, a[i].test[k]) * x->words, i);
		}
		x->gate = xrealloc(x->gate, x->gates + 1, sizeof *x->gate);
		x->gate[x->gates++] = g;
	}
	for (size_t i = 0; i < n; i++)
		free(a[i].test);
	free(a);
}

void
gate_pass(const struct rule_index *x, const struct gate *g, struct fb_str value, uint64_t *into)
{
	double number;
	size_t text_row = 0, number_row = 0;
	const struct map_entry *m = map_find(&g->text, value);
	if (m)
		text_row = m->value;
	if (g->number.n && num_read(value, &number) && (m = map_find(&g->number, number_key(&number))))
		number_row = m->value;
	const uint64_t *a = g->row + text_row * x->words, *b = g->row + number_row * x->words;
	for (size_t i = 0; i < x->words; i++)
		into[i] &= a[i] | b[i];
}

/* Tests on expressions, one of which must hold wherever node holds: how many, and which; 0: nothing is known. */
static size_t
required(const struct rule_index *x, uint32_t node, uint32_t *test, size_t most)
{
	const struct rules *r = x->rules;
	const struct node *k = &r->node[node];
	size_t n = 0;
	if (k->kind == NODE_TEST) {
		const struct test *t = &r->test[k->first];
		if (t->from != FROM_COLUMN || t->op != OP_MATCH || !regex_need(r->regex[t->index])->n || !most)
			return 0;
		test[0] = k->first;
		return 1;
	}
	if (k->kind == NODE_OR) {
		for (size_t i = 0; i < k->n; i++) {
			size_t more = required(x, r->child[k->first + i], test + n, most - n);
			if (!more)
				return 0;
			n += more;
		}
	} else if (k->kind == NODE_AND) {
		uint32_t *other = xcalloc(most + 1, sizeof *other);
		for (size_t i = 0; i < k->n; i++) {
			size_t more = required(x, r->child[k->first + i], other, most);
			if (more && (!n || more < n)) {
				memcpy(test, other, more * sizeof *test);
				n = more;
			}
		}
		free(other);
	}
	return n;
}

static void
add_scan(struct rule_index *x, size_t column)
{
	const struct rules *r = x->rules;
	struct text_scan s = { .column = column, .rules = xcalloc(x->words, sizeof *s.rules) };
	const struct need **need = xcalloc(r->tests + 1, sizeof *need);
	s.test = xcalloc(r->tests + 1, sizeof *s.test);
	for (size_t i = 0; i < r->tests; i++) {
		const struct test *t = &r->test[i];
		if (t->from != FROM_COLUMN || t->op != OP_MATCH || t->column != column)
			continue;
		need[s.n] = regex_need(r->regex[t->index]);
		x->scan_of[i] = (uint32_t)x->scans;
		x->place[i] = (uint32_t)s.n;
		s.test[s.n++] = (uint32_t)i;
	}
	s.needles = needles_open(need, s.n);
	free(need);
	x->scan = xrealloc(x->scan, x->scans + 1, sizeof *x->scan);
	x->scan[x->scans++] = s;
}

static void
add_waits(struct rule_index *x)
{
	enum { MOST = 64 };
	const struct rules *r = x->rules;
	uint32_t test[MOST];
	for (size_t i = 0; i + 1 < r->rules; i++) {
		size_t n = required(x, r->rule[i].condition, test, MOST);
		if (!n)
			bit_set(x->ungated, i);
		for (size_t k = 0; k < n; k++) {
			if (!x->waits[test[k]])
				x->waits[test[k]] = xcalloc(x->words, sizeof **x->waits);
			bit_set(x->waits[test[k]], i);
			bit_set(x->scan[x->scan_of[test[k]]].rules, i);
		}
	}
}

struct rule_index *
rule_index_open(const struct rules *r)
{
	struct rule_index *x = xcalloc(1, sizeof *x);
	x->rules = r;
	x->words = r->rules / 64 + 1;
	x->ungated = xcalloc(x->words, sizeof *x->ungated);
	x->waits = xcalloc(r->tests + 1, sizeof *x->waits);
	x->scan_of = xcalloc(r->tests + 1, sizeof *x->scan_of);
	x->place = xcalloc(r->tests + 1, sizeof *x->place);
	memset(x->scan_of, 0xff, (r->tests + 1) * sizeof *x->scan_of);
	for (size_t c = 0; c < r->column.n; c++) {
		bool equal = false, match = false;
		for (size_t i = 0; i < r->tests; i++)
			if (r->test[i].from == FROM_COLUMN && r->test[i].column == c) {
				equal = equal || r->test[i].op == OP_EQ;
				match = match || r->test[i].op == OP_MATCH;
			}
		if (equal)
			add_gate(x, c);
		if (match)
			add_scan(x, c);
	}
	add_waits(x);
	return x;
}

void
rule_index_close(struct rule_index *x)
{
	if (!x)
		return;
	for (size_t i = 0; i < x->gates; i++) {
		map_free(&x->gate[i].text);
		map_free(&x->gate[i].number);
		free(x->gate[i].row);
	}
	for (size_t i = 0; i < x->scans; i++) {
		needles_close(x->scan[i].needles);
		free(x->scan[i].test);
		free(x->scan[i].rules);
	}
	for (size_t i = 0; i < x->rules->tests; i++)
		free(x->waits[i]);
	free(x->gate);
	free(x->scan);
	free(x->ungated);
	free(x->waits);
	free(x->scan_of);
	free(x->place);
	free(x);
}
