/* Words of a rules file. A statement ends at a line that begins without a blank, or with '?'; a line that begins with a
 * blank continues the one above. '#' at the start of a line or after a blank begins a remark.
 *
 * The reader (rules_parse.c, rules_condition.c) looks at one token ahead: `token` is the current one. Some places are read
 * in their own way: lex_regex after ~, lex_value after = in settings. */
#ifndef FB_RULES_LEX_H
#define FB_RULES_LEX_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

enum token {
	TOKEN_FILE_END, TOKEN_STATEMENT_END, TOKEN_EXAMPLE,     /* EXAMPLE: the '?' that begins a line; it ends a statement */
	TOKEN_WORD, TOKEN_STRING,
	TOKEN_OPEN, TOKEN_CLOSE, TOKEN_COMMA, TOKEN_COLON,
	TOKEN_EQ, TOKEN_NE, TOKEN_LT, TOKEN_LE, TOKEN_GT, TOKEN_GE, TOKEN_MATCH, TOKEN_NOT_MATCH,
	TOKEN_ARROW, TOKEN_IMPLIES, TOKEN_ADD,
};

struct lexer {
	struct fb_str text;
	struct arena *arena;    /* where unescaped strings live */
	const char *path;       /* for messages */
	struct fb_err *e;
	size_t at;              /* behind the current token */
	size_t last;            /* behind the one before it */
	enum token token;
	size_t start;           /* of the current token */
	struct fb_str value;    /* of WORD and STRING: without quotes and escapes */
	bool fresh;             /* the next token begins a statement: ':' ends a word there */
};

/* To the next token. 0 or FB_ECONFIG. */
int lex_next(struct lexer *l);

/* The current token is ~ or !~: the expression behind it, flags, and on to the token after it. */
int lex_regex(struct lexer *l, struct fb_str *pattern, bool *caseless);

/* The current token is = or +=: the value behind it (quoted, or all to the next blank), then on to the token after it. */
int lex_value(struct lexer *l, struct fb_str *value, size_t *start);

/* What the file has from `start` to the end of the current token's predecessor: trimmed. */
struct fb_str lex_raw(const struct lexer *l, size_t start, size_t end);

bool lex_is(const struct lexer *l, const char *word);   /* the current token is this bare word */
bool lex_is_value(const struct lexer *l);               /* it is a word or a string */
/* Past that token, or what was wanted. */
int lex_pass(struct lexer *l, enum token token, const char *wanted);
bool lex_ended(const struct lexer *l);                  /* no more of this statement */

/* "path:line:column: …, not 'token'": what was expected where the current token stands. FB_ECONFIG. */
int lex_expected(struct lexer *l, const char *wanted);
/* Any message about the place `at`. */
int lex_wrong(struct lexer *l, size_t at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Line and column (in characters, both from 1) of a byte offset. */
void text_place(struct fb_str text, size_t at, uint64_t *line, uint64_t *column);

#endif
