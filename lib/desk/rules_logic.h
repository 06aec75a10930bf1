/* What follows from conditions: which can never hold, which hold only if another does, which may hold together.
 *
 * A condition is brought into a few alternatives, each a list of tests that hold or do not (disjunctive normal form).
 * Answers are safe on one side: what is called impossible or implied is; what is not, may still be. */
#ifndef FB_RULES_LOGIC_H
#define FB_RULES_LOGIC_H

#include "desk/clerk.h"

struct literal {
	uint32_t test;
	bool negative;
};

struct term {                   /* all of its literals */
	struct literal *literal;
	size_t n;
};

struct terms {                  /* one of its terms */
	struct term *term;
	size_t n;
	bool lost;              /* too many: nothing is known */
};

enum { TERMS_MOST = 64 };

struct logic {
	const struct rules *rules;
	struct clerk *clerk;    /* to ask tests about made values */
	struct fb_str *field;
	struct buf made;
};

void logic_open(struct logic *l, const struct rule_index *x);
void logic_close(struct logic *l);

struct terms terms_of(struct logic *l, uint32_t node);  /* without the terms that cannot hold */
void terms_free(struct terms *t);

/* Whether a and b may hold at once. */
bool terms_meet(struct logic *l, const struct terms *a, const struct terms *b);

/* Whether the record that meets term t surely meets a. */
bool term_implies(struct logic *l, const struct term *t, const struct terms *a);

#endif
