/* The left sides of tests: columns and functions. */
#include <stdlib.h>

#include "base/near.h"
#include "base/num.h"
#include "desk/rules_build.h"

static int
column_name(struct builder *b, size_t *column)
{
	if (!lex_is_value(&b->l) || !b->l.value.n)
		return lex_expected(&b->l, "the name of a column");
	*column = build_column(b, b->l.value, b->l.start);
	return lex_next(&b->l);
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
	return lex_pass(l, TOKEN_CLOSE, "a closing parenthesis");
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
		if (!lex_is_value(l))
			return lex_expected(l, "the name of a calendar");
		name = l->value;
		at = l->start;
		if ((code = lex_next(l)) < 0)
			return code;
		x->end = l->at;
		if ((code = lex_pass(l, TOKEN_CLOSE, "a closing parenthesis")) < 0)
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
	int code = lex_pass(l, TOKEN_OPEN, "a share in parentheses, e.g. sample(2%)");
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
		if (!lex_is_value(l))
			return lex_expected(l, "a word, which makes this sample another one");
		x->t.text = l->value;
		if ((code = lex_next(l)) < 0)
			return code;
	}
	x->end = l->at;
	return lex_pass(l, TOKEN_CLOSE, "a closing parenthesis");
}

/* count(KEY, WINDOW[, CONDITION]) and repeats(COLUMN, KEY, WINDOW). */
static int
read_counter(struct builder *b, struct left *x, bool repeats)
{
	struct lexer *l = &b->l;
	struct counter c = { .repeats = repeats, .condition = NODE_NONE, .keep = 2, .at = (uint32_t)x->start };
	int code = lex_pass(l, TOKEN_OPEN, repeats ? "e.g. repeats(text, user, 24h)" : "e.g. count(user, 7d)");
	if (b->in_count)
		return lex_wrong(l, x->start, "a counter inside a counter");
	if (code == 0 && repeats && (code = column_name(b, &c.other)) == 0)
		code = lex_pass(l, TOKEN_COMMA, "a comma and whose it is, e.g. repeats(text, user, 24h),");
	if (code == 0 && (code = column_name(b, &c.key)) == 0)
		code = lex_pass(l, TOKEN_COMMA, "a comma and a window of time, e.g. 7d,");
	if (code == 0 && (l->token != TOKEN_WORD || !span_seconds(l->value, &c.window) || c.window == 0))
		code = lex_expected(l, "a window of time such as 30m, 24h or 7d");
	if (code == 0)
		code = lex_next(l);
	if (code == 0 && l->token == TOKEN_COMMA && !repeats) {
		b->in_count = true;
		if ((code = lex_next(l)) == 0)
			code = condition_inner(b, &c.condition);
		b->in_count = false;
	}
	if (code < 0)
		return code;
	x->end = l->at;
	struct fb_str raw = lex_raw(l, x->start, l->at);
	if ((code = lex_pass(l, TOKEN_CLOSE, "a closing parenthesis")) < 0)
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
int
left_read(struct builder *b, struct left *x)
{
	struct lexer *l = &b->l;
	struct fb_str word = l->value;
	bool bare = l->token == TOKEN_WORD;
	*x = (struct left){ .start = l->start, .end = l->at };
	x->t.at = (uint32_t)l->start;
	if (!lex_is_value(l))
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
