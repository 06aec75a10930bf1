/* The area under a ROC curve, of one ranking of records under many weightings of them (a bootstrap's).
 *
 * It is the chance that a record of the label has a higher p for it than one of another label, equal p counting half (Mann &
 * Whitney 1947; Hanley & McNeil 1982). */
#ifndef FB_ROC_H
#define FB_ROC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct roc {
	uint32_t *order;        /* [n] records by rising p */
	uint8_t *kind;          /* [n] in that order: 1: of the label; 2: the next p is another; or-ed */
	size_t n;
};

void roc_make(struct roc *r, const float *p, const bool *positive, size_t n);
/* weight[record]: how often it is there; NAN where one side is empty. */
double roc_area(const struct roc *r, const uint32_t *weight);
void roc_free(struct roc *r);

#endif
