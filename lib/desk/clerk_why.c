/* Why a condition holds or does not, in the words of the rules file. */
#include "desk/clerk.h"

static void
put_test(const struct test *t, bool negative, struct buf *out)
{
	struct fb_str s = t->shown;
	if (!negative) {
		buf_slice(out, s);
	} else if (!t->shown_op || t->op == OP_LT || t->op == OP_LE || t->op == OP_GT || t->op == OP_GE) {
		buf_text(out, "not ");
		buf_slice(out, s);
	} else {
		buf_add(out, s.p, t->shown_op);
		buf_text(out, t->op == OP_IN ? "not " : "!");
		buf_add(out, s.p + t->shown_op, s.n - t->shown_op);
	}
}

/* What a column holds, where a test on it failed: at most 40 characters. */
static void
put_value(struct clerk *c, const struct test *t, struct buf *out)
{
	if (t->from != FROM_COLUMN || t->op == OP_MATCH)
		return;
	struct fb_str v = clerk_value(c, t->column);
	size_t n = 0, shown = 0;
	while (n < v.n && (shown < 40 || ((unsigned char)v.p[n] & 0xc0) == 0x80))
		shown += ((unsigned char)v.p[n++] & 0xc0) != 0x80;
	buf_text(out, v.n ? " (it is " : " (it is empty");
	buf_add(out, v.p, n);
	buf_text(out, n < v.n ? "…)" : ")");
}

static void
explain(struct clerk *c, uint32_t node, bool holds, bool negative, struct buf *out)
{
	const struct node *x = &c->rules->node[node];
	const uint32_t *child = node_children(c->rules, x);
	if (x->kind == NODE_TEST) {
		put_test(&c->rules->test[x->first], negative, out);
		if (!holds)
			put_value(c, &c->rules->test[x->first], out);
		return;
	}
	if (x->kind == NODE_NOT) {
		explain(c, *child, holds, !negative, out);
		return;
	}
	if (!x->n) {
		buf_text(out, negative ? "never" : "always");
		return;
	}
	/* The node is `wanted`: an and that holds does so by all its parts, one that does not by any; an or the other way. */
	bool wanted = holds != negative, first = true;
	bool every = wanted ? x->kind == NODE_AND : x->kind == NODE_OR;
	for (uint32_t i = 0; i < x->n; i++) {
		if ((clerk_node(c, child[i]) == KNOWN_YES) != wanted)
			continue;
		if (!first)
			buf_text(out, ", ");
		first = false;
		explain(c, child[i], holds, negative, out);
		if (!every)
			return;
	}
}

void
why_holds(struct clerk *c, uint32_t node, struct buf *out)
{
	explain(c, node, true, false, out);
}

void
why_fails(struct clerk *c, uint32_t node, struct buf *out)
{
	explain(c, node, false, false, out);
}
