/* Conditions: the grammar in fb-rules(5), by recursive descent, straight into nodes. */
#include <stdlib.h>

#include "base/near.h"
#include "base/num.h"
#include "desk/rules_build.h"

static int read_or(struct builder *b, uint32_t *node);

static const char *const weekday[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

/* "sat" or 6; hours and lengths are numbers; ages are spans. */
static int
number_value(struct builder *b, struct test *t)
{
	struct fb_str v = b->l.value;
	int64_t seconds;
	t->kind = VALUE_NUMBER;
	if (t->from == FROM_WEEKDAY)
		for (int d = 0; d < 7; d++)
			if (slice_is(v, weekday[d])) {
				t->number = d + 1;
				return 0;
			}
	if (t->from == FROM_AGE) {
		if (!span_seconds(v, &seconds))
			return lex_expected(&b->l, "an age such as 90m, 36h, 3d or 2w");
		t->number = (double)seconds;
		return 0;
	}
	if (num_read(v, &t->number))
		return 0;
	return lex_expected(&b->l, t->from == FROM_WEEKDAY ? "a weekday (mon … sun, or 1 … 7)" : "a number");
}

/* The value on the right side of an operator, which is the current token. */
static int
right_value(struct builder *b, struct test *t)
{
	struct lexer *l = &b->l;
	if (l->token == TOKEN_EQ)
		return lex_expected(l, "a value (= is written once)");
	if (!lex_is_value(l))
		return lex_expected(l, "a value");
	if (l->token == TOKEN_WORD && (lex_is(l, "and") || lex_is(l, "or") || lex_is(l, "not")))
		return lex_expected(l, "a value (quoted, if it is that word)");
	if (l->token == TOKEN_WORD && *l->value.p == '@' && t->op == OP_EQ)
		return lex_expected(l, "a value ('in @FILE' compares with the lines of a file)");
	t->text = l->value;
	if (t->from != FROM_COLUMN && t->from != FROM_LANG)
		return number_value(b, t);
	if (t->op == OP_EQ) {
		bool number = l->token == TOKEN_WORD && num_read(l->value, &t->number);
		t->kind = number ? VALUE_NUMBER : VALUE_TEXT;
		return 0;
	}
	if (num_read(l->value, &t->number)) {
		t->kind = VALUE_NUMBER;
		return 0;
	}
	if (date_read(l->value, &t->date)) {
		t->kind = VALUE_DATE;
		return 0;
	}
	return lex_expected(l, "a number or a date (order is of numbers and dates)");
}

/* "left op value", for --why. */
static void
show(struct builder *b, struct test *t, const struct left *x, const char *op, size_t start, size_t end)
{
	struct fb_str left = lex_raw(&b->l, x->start, x->end), right = lex_raw(&b->l, start, end);
	size_t n = strlen(op), room = left.n + n + 2 + right.n;
	char *s = arena_get(&b->r->arena, room), *to = s;
	to = mempcpy(to, left.p, left.n);
	t->shown_op = n ? (uint32_t)left.n + 1 : 0;
	if (n) {
		*to++ = ' ';
		to = mempcpy(to, op, n);
		*to++ = ' ';
	}
	to = mempcpy(to, right.p, right.n);
	for (char *c = s; c < to; c++)
		if (*c == '\n' || *c == '\r' || *c == '\t')
			*c = ' ';
	t->shown = (struct fb_str){ s, (size_t)(to - s) };
}

static uint32_t
negated(struct builder *b, uint32_t node)
{
	return build_node(b, NODE_NOT, &node, 1);
}

/* How much a counter must remember to decide a comparison with n. */
static void
counter_keeps(struct builder *b, const struct test *t)
{
	if (t->from != FROM_COUNT)
		return;
	struct counter *c = &b->r->counter[t->index];
	double most = t->number + 2;
	uint32_t keep = most < 2 ? 2 : most > 1000 ? 1000 : (uint32_t)most;
	if (keep > c->keep)
		c->keep = keep;
}

static int
compare(struct builder *b, const struct left *x, uint32_t *node)
{
	static const struct {
		enum token token;
		enum test_op op;
		const char *sign;
	} ops[] = { { TOKEN_EQ, OP_EQ, "=" }, { TOKEN_NE, OP_EQ, "!=" }, { TOKEN_LT, OP_LT, "<" }, { TOKEN_LE, OP_LE, "<=" },
		{ TOKEN_GT, OP_GT, ">" }, { TOKEN_GE, OP_GE, ">=" } };
	struct test t = x->t;
	size_t k = 0;
	enum token token = b->l.token;
	while (ops[k].token != token)
		k++;
	t.op = ops[k].op;
	int code = lex_next(&b->l);
	if (code == 0)
		code = right_value(b, &t);
	if (code < 0)
		return code;
	if (t.from == FROM_COUNT && (t.number < 0 || t.number > 900))
		return lex_expected(&b->l, "a count from 0 to 900");
	size_t start = b->l.start, end = b->l.at;
	if ((code = lex_next(&b->l)) < 0)
		return code;
	show(b, &t, x, ops[k].sign[0] == '!' ? "=" : ops[k].sign, start, end);
	counter_keeps(b, &t);
	*node = build_test(b, &t);
	if (token == TOKEN_NE)
		*node = negated(b, *node);
	return 0;
}

static int
match(struct builder *b, const struct left *x, uint32_t *node)
{
	struct rules *r = b->r;
	struct test t = x->t;
	struct fb_err why = { 0 };
	bool caseless, negative = b->l.token == TOKEN_NOT_MATCH;
	size_t start = b->l.at, at = 0, end;
	if (t.from != FROM_COLUMN)
		return lex_wrong(&b->l, b->l.start, "~ compares the value of a column, not a number");
	while (b->l.text.p[start] == ' ' || b->l.text.p[start] == '\t')
		start++;
	int code = lex_regex(&b->l, &t.text, &caseless);
	if (code < 0)
		return code;
	end = (size_t)(t.text.p - b->l.text.p) + t.text.n + 1 + caseless;
	t.op = OP_MATCH;
	t.number = caseless;
	t.index = r->regexes;
	for (size_t i = 0; i < r->tests; i++)
		if (r->test[i].op == OP_MATCH && r->test[i].number == t.number && slice_eq(r->test[i].text, t.text))
			t.index = r->test[i].index;
	if (t.index == r->regexes) {
		struct regex *re;
		if (regex_open(&re, t.text, caseless, &at, &why) < 0)
			return lex_wrong(&b->l, (size_t)(t.text.p - b->l.text.p) + at, "%s", why.text);
		r->regex = xgrow(r->regex, &r->regex_cap, r->regexes + 1, sizeof *r->regex);
		r->regex[r->regexes++] = re;
	}
	show(b, &t, x, "~", start, end);
	*node = build_test(b, &t);
	if (negative)
		*node = negated(b, *node);
	return 0;
}

/* (a, b, c) is the same as … = a or … = b or … = c. */
static int
in_values(struct builder *b, const struct left *x, uint32_t *node)
{
	uint32_t *child = NULL;
	size_t n = 0, cap = 0;
	int code = lex_next(&b->l);
	while (code == 0) {
		struct test t = x->t;
		t.op = OP_EQ;
		if ((code = right_value(b, &t)) < 0)
			break;
		show(b, &t, x, "=", b->l.start, b->l.at);
		counter_keeps(b, &t);
		child = xgrow(child, &cap, n + 1, sizeof *child);
		child[n++] = build_test(b, &t);
		if ((code = lex_next(&b->l)) < 0 || b->l.token != TOKEN_COMMA)
			break;
		code = lex_next(&b->l);
	}
	if (code == 0)
		code = lex_pass(&b->l, TOKEN_CLOSE, "a comma or the closing parenthesis of the list");
	if (code == 0)
		*node = build_node(b, NODE_OR, child, n);
	free(child);
	return code;
}

static int
in_list(struct builder *b, const struct left *x, uint32_t *node)
{
	struct lexer *l = &b->l;
	struct test t = x->t;
	int code = lex_next(l);
	if (code < 0)
		return code;
	if (l->token == TOKEN_OPEN)
		return in_values(b, x, node);
	if (l->token != TOKEN_WORD || *l->value.p != '@')
		return lex_expected(l, "a list such as (a, b) or a file such as @vip.txt");
	if (t.from != FROM_COLUMN && t.from != FROM_LANG)
		return lex_wrong(l, l->start, "a file of values is for columns; write numbers in parentheses");
	t.op = OP_IN;
	code = build_table(b, (struct fb_str){ l->value.p + 1, l->value.n - 1 }, TABLE_LIST, l->start, &t.index);
	if (code < 0)
		return code;
	show(b, &t, x, "in", l->start, l->at);
	*node = build_test(b, &t);
	return lex_next(l);
}

static int
read_test(struct builder *b, uint32_t *node)
{
	struct lexer *l = &b->l;
	struct left x;
	if (lex_is(l, "always")) {
		*node = build_node(b, NODE_AND, NULL, 0);
		return lex_next(l);
	}
	int code = left_read(b, &x);
	if (code < 0)
		return code;
	if (x.t.op == OP_HOLDS) {
		show(b, &x.t, &x, "", x.end, x.end);
		*node = build_test(b, &x.t);
		return 0;
	}
	if (l->token >= TOKEN_EQ && l->token <= TOKEN_GE)
		return compare(b, &x, node);
	if (l->token == TOKEN_MATCH || l->token == TOKEN_NOT_MATCH)
		return match(b, &x, node);
	if (lex_is(l, "in"))
		return in_list(b, &x, node);
	if (lex_is(l, "not")) {
		if ((code = lex_next(l)) < 0)
			return code;
		if (!lex_is(l, "in"))
			return lex_expected(l, "'in'");
		if ((code = in_list(b, &x, node)) == 0)
			*node = negated(b, *node);
		return code;
	}
	return lex_expected(l, "an operator (= != < <= > >= ~ !~ in, not in)");
}

static int
read_factor(struct builder *b, uint32_t *node)
{
	struct lexer *l = &b->l;
	bool negative = false;
	size_t start = l->start;
	int code = 0;
	while (code == 0 && lex_is(l, "not")) {
		negative = !negative;
		code = lex_next(l);
	}
	if (code < 0)
		return code;
	if (l->token == TOKEN_OPEN) {
		if (++b->depth > DEEPEST_CONDITION)
			return lex_wrong(l, start, "parentheses nest more than %d deep", DEEPEST_CONDITION);
		if ((code = lex_next(l)) == 0 && (code = read_or(b, node)) == 0)
			code = lex_pass(l, TOKEN_CLOSE, "'and', 'or' or a closing parenthesis");
		b->depth--;
	} else {
		code = read_test(b, node);
	}
	if (code == 0 && negative)
		*node = negated(b, *node);
	return code;
}

/* One or more of a lower level with `word` between them. */
static int
read_chain(struct builder *b, uint32_t *node, const char *word, enum node_kind kind, int (*lower)(struct builder *, uint32_t *))
{
	uint32_t *child = NULL;
	size_t n = 0, cap = 0;
	int code;
	do {
		uint32_t one;
		if (n && (code = lex_next(&b->l)) < 0)
			break;
		if ((code = lower(b, &one)) < 0)
			break;
		child = xgrow(child, &cap, n + 1, sizeof *child);
		child[n++] = one;
	} while (lex_is(&b->l, word));
	if (code == 0)
		*node = build_node(b, kind, child, n);
	free(child);
	return code;
}

static int
read_and(struct builder *b, uint32_t *node)
{
	return read_chain(b, node, "and", NODE_AND, read_factor);
}

static int
read_or(struct builder *b, uint32_t *node)
{
	return read_chain(b, node, "or", NODE_OR, read_and);
}

int
condition_inner(struct builder *b, uint32_t *node)
{
	return read_or(b, node);
}

int
condition_read(struct builder *b, uint32_t *node)
{
	b->depth = 0;
	return read_or(b, node);
}
