/* Conditions: the grammar in fb-rules(5), by recursive descent, straight into nodes. */
#include <stdlib.h>

#include "base/near.h"
#include "base/num.h"
#include "desk/rules_build.h"

static int read_or(struct builder *b, uint32_t *node);

/* What a test reads: its left side. */
struct left {
	struct test t;
	size_t start, end;      /* in the file */
};

static const char *const weekday[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

static bool
is_value(const struct lexer *l)
{
	return l->token == TOKEN_WORD || l->token == TOKEN_STRING;
}

static int
next_is(struct lexer *l, enum token token, const char *wanted)
{
	return l->token == token ? lex_next(l) : lex_expected(l, wanted);
}

static int
column_name(struct builder *b, size_t *column)
{
	if (!is_value(&b->l) || !b->l.value.n)
		return lex_expected(&b->l, "the name of a column");
	*column = build_column(b, b->l.value, b->l.start);
	return lex_next(&b->l);
}

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
	if (!is_value(l))
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
	struct buf s = { 0 };
	struct fb_str left = lex_raw(&b->l, x->start, x->end), right = lex_raw(&b->l, start, end);
	buf_slice(&s, left);
	t->shown_op = *op ? (uint32_t)s.n + 1 : 0;
	if (*op)
		buf_printf(&s, " %s ", op);
	buf_slice(&s, right);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\n' || s.p[i] == '\r' || s.p[i] == '\t')
			s.p[i] = ' ';
	t->shown = (struct fb_str){ arena_copy(&b->r->arena, s.p, s.n), s.n };
	buf_free(&s);
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
		code = next_is(&b->l, TOKEN_CLOSE, "a comma or the closing parenthesis of the list");
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
column_argument(struct builder *b, struct left *x, const char *usual)
{
	struct lexer *l = &b->l;
	int code;
	if (l->token != TOKEN_OPEN) {
		if (!usual)
			return lex_expected(l, "an opening parenthesis and a column, e.g. length(text)");
		x->t.column = build_column(b, slice(usual), x->start);
		return 0;
	}
	if ((code = lex_next(l)) < 0 || (code = column_name(b, &x->t.column)) < 0)
		return code;
	x->end = l->at;
	return next_is(l, TOKEN_CLOSE, "a closing parenthesis");
}

static int
read_open(struct builder *b, struct left *x)
{
	struct lexer *l = &b->l;
	struct fb_str name = { "", 0 };
	size_t at = x->start;
	int code;
	x->t.op = OP_HOLDS;
	x->t.column = build_column(b, slice("ts"), x->start);
	if (l->token == TOKEN_OPEN) {
		if ((code = lex_next(l)) < 0)
			return code;
		if (!is_value(l))
			return lex_expected(l, "the name of a calendar");
		name = l->value;
		at = l->start;
		if ((code = lex_next(l)) < 0)
			return code;
		x->end = l->at;
		if ((code = next_is(l, TOKEN_CLOSE, "a closing parenthesis")) < 0)
			return code;
	}
	x->t.index = rules_calendar(b->r, name);
	if (x->t.index == COLS_NONE)
		return lex_wrong(l, at, name.n ? "no calendar '%.*s': a line 'calendar %.*s @FILE' above gives one"
		    : "business hours are not known: a line 'calendar @FILE' above gives them", (int)name.n, name.p, (int)name.n, name.p);
	return 0;
}

/* sample(2%) or sample(2%, salt). */
static int
read_sample(struct builder *b, struct left *x)
{
	struct lexer *l = &b->l;
	int code = next_is(l, TOKEN_OPEN, "a share in parentheses, e.g. sample(2%)");
	if (code < 0)
		return code;
	struct fb_str v = l->value;
	bool percent = v.n && v.p[v.n - 1] == '%';
	if (percent)
		v.n--;
	if (l->token != TOKEN_WORD || !num_read(v, &x->t.number) || x->t.number < 0 || x->t.number > (percent ? 100 : 1))
		return lex_expected(l, "a share from 0% to 100%");
	if (percent)
		x->t.number /= 100;
	x->t.op = OP_HOLDS;
	x->t.text = (struct fb_str){ "", 0 };
	x->t.column = build_column(b, slice("id"), x->start);
	if ((code = lex_next(l)) < 0)
		return code;
	if (l->token == TOKEN_COMMA) {
		if ((code = lex_next(l)) < 0)
			return code;
		if (!is_value(l))
			return lex_expected(l, "a word, which makes this sample another one");
		x->t.text = l->value;
		if ((code = lex_next(l)) < 0)
			return code;
	}
	x->end = l->at;
	return next_is(l, TOKEN_CLOSE, "a closing parenthesis");
}

/* count(KEY, WINDOW[, CONDITION]) and repeats(COLUMN, KEY, WINDOW). */
static int
read_counter(struct builder *b, struct left *x, bool repeats)
{
	struct lexer *l = &b->l;
	struct counter c = { .repeats = repeats, .condition = NODE_NONE, .keep = 2 };
	int code = next_is(l, TOKEN_OPEN, repeats ? "e.g. repeats(text, user, 24h)" : "e.g. count(user, 7d)");
	if (b->in_count)
		return lex_wrong(l, x->start, "a counter inside a counter");
	if (code == 0 && repeats && (code = column_name(b, &c.other)) == 0)
		code = next_is(l, TOKEN_COMMA, "a comma and whose it is, e.g. repeats(text, user, 24h)");
	if (code == 0 && (code = column_name(b, &c.key)) == 0)
		code = next_is(l, TOKEN_COMMA, "a comma and a window of time, e.g. 7d");
	if (code == 0 && (l->token != TOKEN_WORD || !span_seconds(l->value, &c.window) || c.window == 0))
		code = lex_expected(l, "a window of time such as 30m, 24h or 7d");
	if (code == 0)
		code = lex_next(l);
	if (code == 0 && l->token == TOKEN_COMMA && !repeats) {
		b->in_count = true;
		if ((code = lex_next(l)) == 0)
			code = read_or(b, &c.condition);
		b->in_count = false;
	}
	if (code < 0)
		return code;
	x->end = l->at;
	struct fb_str raw = lex_raw(l, x->start, l->at);
	if ((code = next_is(l, TOKEN_CLOSE, "a closing parenthesis")) < 0)
		return code;
	/* Known by its words, each blank as one and none beside punctuation. */
	struct buf id = { 0 };
	for (size_t i = 0; i < raw.n; i++)
		if (raw.p[i] != ' ' && raw.p[i] != '\t' && raw.p[i] != '\n' && raw.p[i] != '\r')
			buf_char(&id, raw.p[i]);
		else if (id.n && id.p[id.n - 1] != ' ' && !strchr("(,", id.p[id.n - 1]))
			buf_char(&id, ' ');
	c.identity = xstrdup(buf_cstr(&id));
	buf_free(&id);
	x->t.index = build_counter(b, &c);
	x->t.column = c.key;
	x->t.op = repeats ? OP_HOLDS : OP_EQ;
	return 0;
}

/* The left side of a test: a function or a column. */
static int
read_left(struct builder *b, struct left *x)
{
	struct lexer *l = &b->l;
	struct fb_str word = l->value;
	bool bare = l->token == TOKEN_WORD;
	*x = (struct left){ .start = l->start, .end = l->at };
	x->t.at = (uint32_t)l->start;
	if (!is_value(l))
		return lex_expected(l, "a column, a function, 'not' or '('");
	if (bare && (lex_is(l, "and") || lex_is(l, "or") || lex_is(l, "in")))
		return lex_expected(l, "a column, a function, 'not' or '('");
	int code = lex_next(l);
	if (code < 0)
		return code;
	bool called = l->token == TOKEN_OPEN;
	static const struct {
		const char *name, *usual;
		enum test_from from;
	} reads[] = { { "length", NULL, FROM_LENGTH }, { "hour", "ts", FROM_HOUR }, { "weekday", "ts", FROM_WEEKDAY }, { "age", "ts", FROM_AGE } };
	for (size_t i = 0; bare && i < sizeof reads / sizeof *reads; i++)
		if (slice_is(word, reads[i].name) && (called || reads[i].usual)) {
			x->t.from = reads[i].from;
			b->r->needs_now = b->r->needs_now || x->t.from == FROM_AGE;
			return column_argument(b, x, reads[i].usual);
		}
	if (bare && slice_is(word, "lang") && !called) {
		x->t.from = FROM_LANG;
		build_column(b, slice("text"), x->start);
		return column_argument(b, x, "lang");
	}
	if (bare && slice_is(word, "open")) {
		x->t.from = FROM_OPEN;
		return read_open(b, x);
	}
	if (bare && called) {
		static const char *const functions[] = { "length", "hour", "weekday", "age", "open", "sample", "count", "repeats" };
		x->t.from = slice_is(word, "sample") ? FROM_SAMPLE : slice_is(word, "count") ? FROM_COUNT : FROM_REPEATS;
		if (x->t.from == FROM_SAMPLE)
			return read_sample(b, x);
		if (x->t.from == FROM_COUNT || slice_is(word, "repeats"))
			return read_counter(b, x, x->t.from == FROM_REPEATS);
		const char *near = near_word(word, functions, sizeof functions / sizeof *functions);
		return lex_wrong(l, x->start, "no function '%.*s': there are length, hour, weekday, age, open, sample, count and repeats%s%s%s",
		    (int)(word.n < 60 ? word.n : 60), word.p, near ? ": did you mean " : "", near ? near : "", near ? "?" : "");
	}
	x->t.from = FROM_COLUMN;
	x->t.column = build_column(b, word, x->start);
	return 0;
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
	int code = read_left(b, &x);
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
			code = next_is(l, TOKEN_CLOSE, "'and', 'or' or a closing parenthesis");
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
condition_read(struct builder *b, uint32_t *node)
{
	b->depth = 0;
	return read_or(b, node);
}
