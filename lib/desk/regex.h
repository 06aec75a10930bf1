/* Regular expressions of rules: PCRE2 with JIT, bounded work, and the literals that every match must hold.
 *
 * Subjects are valid UTF-8 (the record stream has checked it). A match that would take more than REGEX_LIMIT steps, or
 * more stack than a thread's REGEX_STACK, does not hold, and says so.
 *
 * `need` are groups of literals: no match without at least one literal of each group (regex_need.c). They let one scan of
 * the text (needles.h) tell which expressions are worth trying. */
#ifndef FB_REGEX_H
#define FB_REGEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum { REGEX_LIMIT = 100000, REGEX_DEPTH = 20000, NEED_GROUPS = 4, NEED_LITERALS = 64, NEED_LONGEST = 24 };

struct need_literal {
	uint8_t n;
	char p[NEED_LONGEST];
};

struct need {
	struct need_group {
		size_t n;               /* up to NEED_LITERALS */
		const struct need_literal *literal;
	} group[NEED_GROUPS];
	size_t n;               /* 0: nothing is known, every text must be tried */
	bool fold;              /* letters A – Z match without case; literals are lower case */
	bool sound;             /* the pattern is made of what can only be right: characters, . \b \d \s \w, ( | ), ? * + {n,m} */
	struct need_literal *room;      /* what the groups point into */
};

struct regex;

/* Compile pattern (between the slashes, \/ for /). FB_ECONFIG: *at is the offset in the pattern. One that is sound is compiled when a
 * text is first tried: most never see one. */
int regex_open(struct regex **r, struct fb_str pattern, bool caseless, size_t *at, struct fb_err *e);
void regex_close(struct regex *r);      /* NULL is harmless */
const struct need *regex_need(const struct regex *r);

/* One thread's room for matching. */
struct regex_room;
struct regex_room *regex_room_open(void);
void regex_room_close(struct regex_room *m);

/* 1: the text matches; 0: it does not; -1: the limit was hit, which counts as no. */
int regex_match(struct regex *r, struct regex_room *m, struct fb_str text);

/* The steps that PCRE2's interpreter takes for text, at most `most`: how badly an expression may backtrack. */
bool regex_within(struct regex *r, struct fb_str text, uint32_t most);

/* What the literals of pattern say; public for its test. Free with need_free. */
void need_find(struct need *need, struct fb_str pattern, bool caseless);
void need_free(struct need *need);

/* For tests: false uses the interpreter where JIT would run. */
extern bool regex_jit;

#endif
