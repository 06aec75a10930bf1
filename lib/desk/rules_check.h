/* fb-route --check: what is wrong with a rules file that reads well.
 *
 * Findings are faults: examples that come out otherwise, rules that can never set anything, columns that nobody writes,
 * labels that a model has not, regular expressions that backtrack badly. Notes are worth knowing: rules that overlap,
 * labels that no rule names. */
#ifndef FB_RULES_CHECK_H
#define FB_RULES_CHECK_H

#include "base/opt.h"
#include "desk/clerk.h"

struct check {
	struct buf text;        /* a line each: file:line:column: what */
	size_t findings, notes, examples;
	bool quiet;
};

struct check_options {
	const struct opt_list *models;  /* names, as of fb-classify -m */
	const struct opt_list *columns; /* that the stream will have */
	struct clerk_options clerk;
	bool quiet;             /* notes are counted, not written */
};

/* 0, or an error where a model cannot be read. The caller frees c->text. */
int rules_check(const struct rules *r, const struct check_options *o, struct check *c, struct fb_err *e);

#endif
