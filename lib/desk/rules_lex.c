#include "desk/rules_lex.h"

#include <stdarg.h>
#include <stdio.h>

void
text_place(struct fb_str text, size_t at, uint64_t *line, uint64_t *column)
{
	*line = *column = 1;
	bool bom = text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0;
	for (size_t i = bom ? 3 : 0; i < at && i < text.n; i++) {
		if (text.p[i] == '\n') {
			++*line;
			*column = 1;
		} else if (((unsigned char)text.p[i] & 0xc0) != 0x80) {
			++*column;
		}
	}
}

int
lex_wrong(struct lexer *l, size_t at, const char *fmt, ...)
{
	char what[480];
	uint64_t line, column;
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	text_place(l->text, at, &line, &column);
	return err_at(l->e, FB_ECONFIG, l->path, line, column, "%s", what);
}

int
lex_expected(struct lexer *l, const char *wanted)
{
	size_t n = l->at - l->start;
	if (lex_ended(l))
		return lex_wrong(l, l->last, "%s is wanted before the statement ends", wanted);
	return lex_wrong(l, l->start, "%s is wanted here, not '%.*s'", wanted, (int)(n < 60 ? n : 60), l->text.p + l->start);
}

bool
lex_is(const struct lexer *l, const char *word)
{
	return l->token == TOKEN_WORD && slice_is(l->value, word);
}

bool
lex_ended(const struct lexer *l)
{
	return l->token <= TOKEN_EXAMPLE;
}

bool
lex_is_value(const struct lexer *l)
{
	return l->token == TOKEN_WORD || l->token == TOKEN_STRING;
}

int
lex_pass(struct lexer *l, enum token token, const char *wanted)
{
	return l->token == token ? lex_next(l) : lex_expected(l, wanted);
}

static char
peek(const struct lexer *l, size_t k)
{
	return l->at + k < l->text.n ? l->text.p[l->at + k] : '\0';
}

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static void
skip_line(struct lexer *l)
{
	while (l->at < l->text.n && l->text.p[l->at] != '\n')
		l->at++;
}

/* Over blanks, remarks and continued lines. Returns whether a statement ended here: the next token is at a line's start. */
static bool
skip_blanks(struct lexer *l)
{
	bool ended = false;
	for (;;) {
		bool line_start = l->at == 0 || l->text.p[l->at - 1] == '\n';
		size_t before = l->at;
		while (blank(peek(l, 0)))
			l->at++;
		if (peek(l, 0) == '#' && (line_start || l->at > before || blank(l->text.p[l->at - 1])))
			skip_line(l);
		if (peek(l, 0) == '\n' && l->at < l->text.n) {
			l->at++;
			continue;
		}
		if (line_start && (l->at == before || peek(l, 0) == '?'))
			ended = true;
		return ended || l->at >= l->text.n;
	}
}

/* "…" from its quote on. */
static int
string(struct lexer *l)
{
	size_t i = l->at + 1, n = 0;
	while (i < l->text.n && l->text.p[i] != '"' && l->text.p[i] != '\n')
		i += l->text.p[i] == '\\' ? 2 : 1;
	if (i >= l->text.n || l->text.p[i] != '"')
		return lex_wrong(l, l->at, "the string that begins here has no closing quote on its line");
	char *out = arena_copy(l->arena, l->text.p + l->at + 1, i - l->at - 1);
	for (size_t k = l->at + 1; k < i; k++) {
		char c = l->text.p[k];
		if (c == '\\') {
			c = l->text.p[++k];
			if (c == 'n' || c == 't' || c == 'r')
				c = c == 'n' ? '\n' : c == 't' ? '\t' : '\r';
			else if (c != '"' && c != '\\')
				return lex_wrong(l, k - 1, "in a string, \\ stands before \", \\, n, t or r only: write \\\\ for a backslash");
		}
		out[n++] = c;
	}
	l->at = i + 1;
	l->token = TOKEN_STRING;
	l->value = (struct fb_str){ out, n };
	return 0;
}

/* Where the word that begins here ends. */
static size_t
word_end(const struct lexer *l, bool colon_ends)
{
	enum { ENDS = 1, ASKS };
	static const uint8_t class[256] = { [0] = ENDS, [' '] = ENDS, ['\t'] = ENDS, ['\r'] = ENDS, ['\n'] = ENDS, ['"'] = ENDS, ['('] = ENDS,
		[')'] = ENDS, [','] = ENDS, ['='] = ENDS, ['<'] = ENDS, ['>'] = ENDS, ['!'] = ENDS, ['~'] = ENDS,
		['-'] = ASKS, ['+'] = ASKS, [':'] = ASKS };
	const char *p = l->text.p + l->at, *end = l->text.p + l->text.n;
	for (; p < end; p++) {
		uint8_t c = class[(unsigned char)*p];
		char next = p + 1 < end ? p[1] : '\0';
		if (c == ENDS || (c == ASKS && (*p == ':' ? colon_ends : next == (*p == '-' ? '>' : '='))))
			break;
	}
	return (size_t)(p - l->text.p);
}

static const struct {
	char text[3];
	enum token token;
} signs[] = {   /* longer ones first */
	{ "->", TOKEN_ARROW }, { "=>", TOKEN_IMPLIES }, { "+=", TOKEN_ADD }, { "!=", TOKEN_NE }, { "!~", TOKEN_NOT_MATCH },
	{ "<=", TOKEN_LE }, { ">=", TOKEN_GE }, { "<", TOKEN_LT }, { ">", TOKEN_GT }, { "=", TOKEN_EQ }, { "~", TOKEN_MATCH },
	{ "(", TOKEN_OPEN }, { ")", TOKEN_CLOSE }, { ",", TOKEN_COMMA }, { ":", TOKEN_COLON },
};

int
lex_next(struct lexer *l)
{
	bool fresh = l->fresh;
	l->last = l->at;
	bool ended = skip_blanks(l);
	l->fresh = false;
	l->start = l->at;
	l->value = (struct fb_str){ NULL, 0 };
	if (ended && !fresh) {
		l->token = l->at >= l->text.n ? TOKEN_FILE_END : peek(l, 0) == '?' ? TOKEN_EXAMPLE : TOKEN_STATEMENT_END;
		l->fresh = l->token == TOKEN_STATEMENT_END;
		return 0;
	}
	if (l->at >= l->text.n) {
		l->token = TOKEN_FILE_END;
		return 0;
	}
	if (fresh && peek(l, 0) == '?') {
		l->token = TOKEN_EXAMPLE;
		return 0;
	}
	if (peek(l, 0) == '"')
		return string(l);
	size_t end = peek(l, 0) == ':' ? l->at : word_end(l, fresh);
	if (end > l->at) {
		l->at = end;
		l->token = TOKEN_WORD;
		l->value = (struct fb_str){ l->text.p + l->start, l->at - l->start };
		return 0;
	}
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		size_t n = signs[i].text[1] ? 2 : 1;
		if (peek(l, 0) == signs[i].text[0] && (n == 1 || peek(l, 1) == signs[i].text[1])) {
			l->at += n;
			l->token = signs[i].token;
			return 0;
		}
	}
	return lex_wrong(l, l->at, "'%c' means nothing here; quote values that hold it", peek(l, 0));
}

int
lex_regex(struct lexer *l, struct fb_str *pattern, bool *caseless)
{
	*caseless = false;
	if (skip_blanks(l) || peek(l, 0) != '/')
		return lex_wrong(l, l->at, "a regular expression is wanted after ~, e.g. text ~ /refund|退款/i");
	size_t start = ++l->at;
	while (l->at < l->text.n && peek(l, 0) != '/' && peek(l, 0) != '\n')
		l->at += peek(l, 0) == '\\' && peek(l, 1) != '\n' ? 2 : 1;
	if (l->at >= l->text.n || peek(l, 0) != '/')
		return lex_wrong(l, start - 1, "the regular expression that begins here has no closing / on its line");
	*pattern = (struct fb_str){ l->text.p + start, l->at - start };
	for (l->at++; (peek(l, 0) >= 'a' && peek(l, 0) <= 'z') || (peek(l, 0) >= 'A' && peek(l, 0) <= 'Z'); l->at++) {
		if (peek(l, 0) != 'i')
			return lex_wrong(l, l->at, "the only flag is i (without case); write others into the expression, e.g. /(?s)…/");
		*caseless = true;
	}
	return lex_next(l);
}

int
lex_value(struct lexer *l, struct fb_str *value, size_t *start)
{
	int code = 0;
	size_t sign = l->at;
	bool ended = skip_blanks(l);
	*start = l->at;
	if (ended)
		return lex_wrong(l, sign, "a value is wanted after =; \"\" is the empty one");
	if (peek(l, 0) == '"') {
		code = string(l);
		*value = l->value;
		if (code == 0 && l->at < l->text.n && !blank(peek(l, 0)) && peek(l, 0) != '\n')
			return lex_wrong(l, l->at, "a blank is wanted after the closing quote");
	} else {
		while (l->at < l->text.n && !blank(peek(l, 0)) && peek(l, 0) != '\n' && peek(l, 0) != '"')
			l->at++;
		if (peek(l, 0) == '"')
			return lex_wrong(l, l->at, "a quote inside a value: quote the whole value");
		*value = (struct fb_str){ l->text.p + *start, l->at - *start };
	}
	return code < 0 ? code : lex_next(l);
}

struct fb_str
lex_raw(const struct lexer *l, size_t start, size_t end)
{
	while (end > start && (blank(l->text.p[end - 1]) || l->text.p[end - 1] == '\n'))
		end--;
	return (struct fb_str){ l->text.p + start, end - start };
}
