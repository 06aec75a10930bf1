/* Statements: rules, default, examples, promises, calendars. */
#include <stdlib.h>

#include "base/file.h"
#include "base/near.h"
#include "desk/rules_build.h"
#include "record/scan.h"

static int
column_name_fits(struct builder *b)
{
	struct lexer *l = &b->l;
	if (l->token == TOKEN_COMMA || lex_is(l, "and") || lex_is(l, "or"))
		return lex_expected(l, "a setting, with nothing but blanks between them,");
	if (!lex_is_value(l))
		return lex_expected(l, "a setting such as dept=finance, or stop");
	for (size_t i = 0; i < l->value.n; i++)
		if (strchr("\t\n\r\\", l->value.p[i]))
			return lex_wrong(l, l->start, "a column's name holds no TAB, line end or backslash");
	static const char *const ours[] = { "rule", "rule_m", "rule_why", "rule_why_not", "id", "ts", "text" };
	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
		if (slice_is(l->value, ours[i]))
			return lex_wrong(l, l->start, "rules cannot set %s: choose another column", ours[i]);
	return l->value.n ? 0 : lex_expected(l, "the name of a column");
}

/* @FILE[COLUMN] */
static int
read_lookup(struct builder *b, struct setting *s)
{
	struct lexer *l = &b->l;
	struct fb_str v = s->value;
	const char *open = memchr(v.p, '[', v.n);
	if (!open || v.p[v.n - 1] != ']' || open + 2 > v.p + v.n - 1)
		return lex_wrong(l, s->at, "a look-up names a file and a column, e.g. @owners[product]; quote a value that begins with @");
	s->kind = SET_LOOKUP;
	struct fb_str file = { v.p + 1, (size_t)(open - v.p) - 1 }, column = { open + 1, (size_t)(v.p + v.n - open) - 2 };
	int code = build_table(b, file, s->slot == SLOT_DUE ? TABLE_SPANS : TABLE_PAIRS, s->at, &s->table);
	if (code < 0)
		return code;
	s->column = build_column(b, column, s->at + (size_t)(open - v.p) + 1);
	if (s->slot == SLOT_DUE) {
		s->calendar = rules_calendar(b->r, slice(""));
		if (b->r->table[s->table].business && s->calendar == COLS_NONE)
			return lex_wrong(l, s->at, "@%.*s holds business times: a line 'calendar @FILE' above gives the hours", (int)file.n, file.p);
	}
	return 0;
}

/* 4h, 4bh, 4bh@night … */
static int
read_span(struct builder *b, struct fb_str text, size_t at, struct span *span, size_t *calendar)
{
	const char *name = memchr(text.p, '@', text.n);
	struct fb_str bare = { text.p, name ? (size_t)(name - text.p) : text.n };
	struct fb_str which = name ? (struct fb_str){ name + 1, text.n - bare.n - 1 } : slice("");
	if (!span_read(bare, span))
		return lex_wrong(&b->l, at, "'%.*s' is no time for due: one such as 30m, 4h, 4bh, 3bd, 18:00 or 2024-12-31T18:00 is wanted",
		    (int)(text.n < 60 ? text.n : 60), text.p);
	*calendar = rules_calendar(b->r, which);
	if (*calendar != COLS_NONE)
		return 0;
	if (name)
		return lex_wrong(&b->l, at + bare.n, "no calendar '%.*s': a line 'calendar %.*s @FILE' above gives one", (int)which.n, which.p,
		    (int)which.n, which.p);
	if (span_is_business(span))
		return lex_wrong(&b->l, at, "%.*s is business time: a line 'calendar @FILE' above gives the hours", (int)text.n, text.p);
	return 0;
}

static int
read_setting(struct builder *b, struct setting *s)
{
	struct lexer *l = &b->l;
	int code = column_name_fits(b);
	if (code < 0)
		return code;
	size_t name_at = l->start, value_at;
	*s = (struct setting){ .calendar = COLS_NONE };
	s->slot = build_slot(b->r, l->value);
	if (s->slot == COLS_NONE)
		return lex_wrong(l, name_at, "rules set at most %d columns", SLOTS_MOST);
	if ((code = lex_next(l)) < 0)
		return code;
	bool add = l->token == TOKEN_ADD;
	if (l->token != TOKEN_EQ && !add)
		return lex_expected(l, "= or +=");
	if ((code = lex_value(l, &s->value, &value_at)) < 0)
		return code;
	s->at = (uint32_t)value_at;
	bool quoted = value_at < l->text.n && l->text.p[value_at] == '"';
	if (add && s->slot == SLOT_DUE)
		return lex_wrong(l, name_at, "due is one time: it is set with =, not added to");
	if (s->value.n && *s->value.p == '@' && !quoted) {
		if (add)
			return lex_wrong(l, value_at, "a look-up sets a column with =, it cannot be added with +=");
		return read_lookup(b, s);
	}
	if (s->slot == SLOT_DUE) {
		s->kind = SET_DUE;
		return read_span(b, s->value, value_at, &s->span, &s->calendar);
	}
	b->key.n = 0;
	field_write(&b->key, s->value);
	s->field = (struct fb_str){ arena_copy(&b->r->arena, b->key.p, b->key.n), b->key.n };
	s->kind = add ? SET_ADD : SET_TEXT;
	return 0;
}

static int
read_settings(struct builder *b, struct rule *x)
{
	struct lexer *l = &b->l;
	int code = 0;
	while (code == 0 && !lex_ended(l)) {
		if (lex_is(l, "stop")) {
			x->stop = true;
			code = lex_next(l);
			continue;
		}
		x->set = xgrow(x->set, &b->set_cap, x->sets + 1, sizeof *x->set);
		struct setting *s = &x->set[x->sets];
		size_t at = l->start;
		if ((code = read_setting(b, s)) < 0)
			return code;
		for (size_t i = 0; i < x->sets; i++)
			if (x->set[i].slot == s->slot && (x->set[i].kind != SET_ADD || s->kind != SET_ADD))
				return lex_wrong(l, at, "this rule sets %s twice", b->r->slot.name[s->slot]);
		x->sets++;
	}
	if (code == 0 && !x->sets && !x->stop)
		return lex_expected(l, "a setting such as dept=finance, or stop,");
	return code;
}

static struct rule *
new_rule(struct builder *b, struct fb_str name, size_t at)
{
	struct rules *r = b->r;
	r->rule = xgrow(r->rule, &r->rule_cap, r->rules + 1, sizeof *r->rule);
	struct rule *x = &r->rule[r->rules++];
	*x = (struct rule){ .name = xstrndup(name.p, name.n), .at = (uint32_t)at };
	b->set_cap = b->example_cap = 0;
	return x;
}

static int
read_rule(struct builder *b, struct fb_str name, size_t at)
{
	struct lexer *l = &b->l;
	uint64_t line, column;
	for (size_t i = 0; i < b->r->rules; i++)
		if (slice_is(name, b->r->rule[i].name)) {
			text_place(l->text, b->r->rule[i].at, &line, &column);
			return lex_wrong(l, at, "a rule '%s' stands in line %llu already", b->r->rule[i].name, (unsigned long long)line);
		}
	if (slice_is(name, "default"))
		return lex_wrong(l, at, "default has no condition: 'default -> dept=service …'");
	if (b->r->has_default)
		return lex_wrong(l, at, "a rule behind default, which is the last one");
	uint32_t condition;
	int code = lex_next(l);
	if (code == 0)
		code = condition_read(b, &condition);
	if (code < 0)
		return code;
	if (l->token != TOKEN_ARROW)
		return lex_expected(l, "'and', 'or' or '->'");
	struct rule *x = new_rule(b, name, at);
	x->condition = condition;
	return (code = lex_next(l)) < 0 ? code : read_settings(b, x);
}

static int
read_default(struct builder *b, size_t at)
{
	struct lexer *l = &b->l;
	if (b->r->has_default)
		return lex_wrong(l, at, "a second default");
	int code = lex_next(l);
	if (code < 0)
		return code;
	struct rule *x = new_rule(b, slice("default"), at);
	x->condition = build_node(b, NODE_AND, NULL, 0);
	b->r->has_default = true;
	if ((code = read_settings(b, x)) < 0)
		return code;
	return x->stop ? lex_wrong(l, at, "default is the last rule: there is nothing to stop") : 0;
}

/* promise reply within 24h [for CONDITION] */
static int
read_promise(struct builder *b, size_t at)
{
	struct rules *r = b->r;
	struct lexer *l = &b->l;
	struct promise p = { .at = (uint32_t)at };
	if (!lex_is(l, "reply") && !lex_is(l, "close"))
		return lex_expected(l, "what is promised, 'reply' or 'close',");
	size_t start = l->start, end = start;
	p.kind = lex_is(l, "reply") ? PROMISE_REPLY : PROMISE_CLOSE;
	int code = lex_next(l);
	if (code < 0)
		return code;
	if (!lex_is(l, "within"))
		return lex_expected(l, "'within' and a time, e.g. promise reply within 24h,");
	if ((code = lex_next(l)) < 0)
		return code;
	if (l->token != TOKEN_WORD)
		return lex_expected(l, "a time such as 24h, 4bh or 3bd");
	if ((code = read_span(b, l->value, l->start, &p.span, &p.calendar)) < 0)
		return code;
	if (p.span.kind == SPAN_TIME || p.span.kind == SPAN_AT)
		return lex_expected(l, "a length of time such as 24h, 4bh or 3bd");
	end = l->at;
	if ((code = lex_next(l)) < 0)
		return code;
	if (lex_is(l, "for")) {
		if ((code = lex_next(l)) < 0 || (code = condition_read(b, &p.condition)) < 0)
			return code;
		end = l->start;
	} else {
		p.condition = build_node(b, NODE_AND, NULL, 0);
	}
	if (!lex_ended(l))
		return lex_expected(l, "'for' and a condition, or the end of the line,");
	p.shown = lex_raw(l, start, end);
	r->promise = xgrow(r->promise, &r->promise_cap, r->promises + 1, sizeof *r->promise);
	r->promise[r->promises++] = p;
	return 0;
}

/* calendar [NAME] @FILE */
static int
read_calendar(struct builder *b)
{
	struct lexer *l = &b->l;
	struct fb_str name = slice("");
	if (l->token == TOKEN_WORD && *l->value.p != '@') {
		name = l->value;
		int code = lex_next(l);
		if (code < 0)
			return code;
	}
	if (l->token != TOKEN_WORD || *l->value.p != '@' || l->value.n < 2)
		return lex_expected(l, "a file, e.g. calendar @office.calendar,");
	if (rules_calendar(b->r, name) != COLS_NONE)
		return lex_wrong(l, l->start, name.n ? "a second calendar '%.*s'" : "a second calendar; others need a name: calendar NAME @FILE",
		    (int)name.n, name.p);
	int code = build_calendar(b, name, (struct fb_str){ l->value.p + 1, l->value.n - 1 }, l->start);
	if (code == 0)
		code = lex_next(l);
	return code < 0 || lex_ended(l) ? code : lex_expected(l, "the end of the line");
}

/* ? text="…" rating=1 => dept=finance action+=survey */
static int
read_example(struct builder *b)
{
	struct lexer *l = &b->l;
	struct rules *r = b->r;
	struct example x = { .at = (uint32_t)l->start };
	size_t cap = 0, wanted_cap = 0, value_at;
	bool after = false;
	l->at++;
	int code = lex_next(l);
	struct rule *rule = r->rules ? &r->rule[r->rules - 1] : NULL;
	if (code == 0 && !rule)
		return lex_wrong(l, x.at, "an example stands under its rule, and there is none above");
	while (code == 0 && !lex_ended(l)) {
		if (l->token == TOKEN_IMPLIES && !after) {
			after = true;
			code = lex_next(l);
			continue;
		}
		if (!lex_is_value(l)) {
			code = lex_expected(l, after ? "what is set, e.g. dept=finance" : "a column and its value, e.g. rating=1, or =>");
			break;
		}
		struct fb_str name = l->value, value;
		uint32_t at = (uint32_t)l->start;
		if ((code = lex_next(l)) < 0)
			break;
		bool add = l->token == TOKEN_ADD && after;
		if (l->token != TOKEN_EQ && !add) {
			code = lex_expected(l, after ? "= or +=" : "=");
			break;
		}
		if ((code = lex_value(l, &value, &value_at)) < 0)
			break;
		if (after) {
			x.wanted = xgrow(x.wanted, &wanted_cap, x.n + 1, sizeof *x.wanted);
			x.wanted[x.n++] = (struct wanted){ name, value, add, at };
		} else {
			x.given = xgrow(x.given, &cap, x.givens + 1, sizeof *x.given);
			x.given[x.givens++] = (struct given){ name, value };
		}
	}
	if (code == 0 && !x.n)
		code = lex_expected(l, after ? "what is set, e.g. dept=finance," : "=> and what is set, e.g. => dept=finance,");
	if (code < 0) {
		free(x.given);
		free(x.wanted);
		return code;
	}
	rule->example = xgrow(rule->example, &b->example_cap, rule->examples + 1, sizeof *rule->example);
	rule->example[rule->examples++] = x;
	return 0;
}

static int
read_statement(struct builder *b)
{
	static const char *const known[] = { "default", "promise", "calendar" };
	struct lexer *l = &b->l;
	struct fb_str name = l->value;
	size_t at = l->start;
	if (l->token == TOKEN_EXAMPLE)
		return read_example(b);
	if (l->token != TOKEN_WORD)
		return lex_expected(l, "'name: CONDITION -> SETTINGS', default, promise or calendar");
	int code = lex_next(l);
	if (code < 0)
		return code;
	if (l->token == TOKEN_COLON)
		return read_rule(b, name, at);
	if (slice_is(name, "default")) {
		if (l->token != TOKEN_ARROW)
			return lex_expected(l, "'->' and what is set where no rule has");
		return read_default(b, at);
	}
	if (slice_is(name, "promise"))
		return read_promise(b, at);
	if (slice_is(name, "calendar"))
		return read_calendar(b);
	const char *near = near_word(name, known, 3);
	if (near && !lex_ended(l))
		return lex_wrong(l, at, "'%.*s': did you mean %s? A rule has a colon behind its name", (int)(name.n < 60 ? name.n : 60), name.p, near);
	return lex_expected(l, "a colon behind the rule's name");
}

static int
check_text(struct builder *b)
{
	struct lexer *l = &b->l;
	size_t good = scan_utf8(l->text.p, l->text.n);
	const char *nul = memchr(l->text.p, '\0', l->text.n);
	if (l->text.n >= UINT32_MAX)
		return err_at(l->e, FB_ECONFIG, l->path, 0, 0, "larger than 4 GiB");
	if (nul && (size_t)(nul - l->text.p) < good)
		good = (size_t)(nul - l->text.p);
	return good < l->text.n ? lex_wrong(l, good, nul == l->text.p + good ? "a NUL byte" : "not UTF-8") : 0;
}

int
rules_parse(struct rules **out, struct fb_str text, const char *path, struct fb_err *e)
{
	static const char *const slots[] = { "dept", "priority", "due", "action" };
	struct rules *r = xcalloc(1, sizeof *r);
	struct builder b = { .r = r };
	r->path = xstrdup(path);
	buf_slice(&r->text, text);
	buf_cstr(&r->text);
	r->digest = hash_bytes(text.p, text.n);
	for (size_t i = 0; i < sizeof slots / sizeof *slots; i++)
		cols_add(&r->slot, slice(slots[i]));
	b.l = (struct lexer){ .text = buf_str(&r->text), .arena = &r->arena, .path = r->path, .e = e, .fresh = true };
	build_column(&b, slice("ts"), 0);
	int code = check_text(&b);
	if (code == 0 && text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0)
		b.l.at = 3;
	while (code == 0 && (code = lex_next(&b.l)) == 0 && b.l.token != TOKEN_FILE_END)
		while (code == 0 && b.l.token != TOKEN_STATEMENT_END && b.l.token != TOKEN_FILE_END)
			code = read_statement(&b);
	if (code == 0 && !r->rules)
		code = err_at(e, FB_ECONFIG, r->path, 0, 0, "no rules: a line such as 'default -> dept=service' is wanted");
	if (code == 0 && !r->has_default)
		new_rule(&b, slice("default"), text.n)->condition = build_node(&b, NODE_AND, NULL, 0);
	if (code == 0)
		code = build_finish(&b);
	map_free(&b.tests);
	map_free(&b.nodes);
	buf_free(&b.key);
	if (code < 0)
		rules_close(r);
	else
		*out = r;
	return code;
}

int
rules_open(struct rules **r, const char *path, struct fb_err *e)
{
	struct buf text = { 0 };
	int code = file_read(path, &text, e);
	if (code == 0)
		code = rules_parse(r, buf_str(&text), path, e);
	buf_free(&text);
	return code;
}
