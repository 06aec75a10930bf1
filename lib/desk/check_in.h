/* What the parts of rules_check share. */
#ifndef FB_CHECK_IN_H
#define FB_CHECK_IN_H

#include "desk/rules_check.h"
#include "desk/rules_logic.h"

/* Add a line for the place `at`. */
void check_finding(struct check *c, const struct rules *r, uint32_t at, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
void check_note(struct check *c, const struct rules *r, uint32_t at, const char *fmt, ...) __attribute__((format(printf, 4, 5)));

void check_examples(struct check *c, const struct rule_index *x, const struct check_options *o);
void check_reach(struct check *c, const struct rule_index *x);          /* rules that set nothing, overlaps */
void check_regexes(struct check *c, const struct rules *r);

#endif
