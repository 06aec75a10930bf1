/* Parts of a pattern, for the literals that every match must hold (regex_need.c): what is known of each, and of two that follow one
 * another or stand for one another. What is said is never more than true. */
#ifndef FB_NEED_PART_H
#define FB_NEED_PART_H

#include "desk/regex.h"

struct need_set {
	size_t n;
	struct need_literal s[NEED_LITERALS];
};

/* Either one of a few exact strings, or anything that holds one string of each group. Some KiB. */
struct part {
	struct part *next;              /* for who keeps a list */
	bool exact;                     /* the part matches the strings of `is` and nothing else */
	struct need_set is;
	struct need_set group[NEED_GROUPS];
	size_t groups;
};

void part_any(struct part *x);          /* nothing is known */
void part_nothing(struct part *x);      /* exactly the empty string */

/* x, then y, into x, which is a sequence that is being read: x->is are the strings that stand last in it, from its start as long as
 * *whole is true. */
void part_append(struct part *x, bool *whole, const struct part *y);

/* x or y, into x. */
void part_or(struct part *x, const struct part *y);

/* One group more that x must hold one of, if it says enough; the weakest goes where there is no room. */
void part_group(struct part *x, const struct need_set *s);

/* Add a literal, unless it is there; false: there is no room. */
bool need_set_add(struct need_set *s, const struct need_literal *l);

#endif
