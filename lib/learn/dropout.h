/* Dropout: softmax regression that learns from records with a share of their features left out.
 *
 * Stochastic gradient descent; at each visit of a record every feature is left out with probability `share`, and the values of those kept
 * are divided by 1 - share, so that scores of whole records need no correction (Srivastava et al. 2014; of linear models Wang & Manning
 * 2013, "Fast dropout training"). It takes the place of L2: a weight is held down where predictions that rest on it are in doubt, and a
 * rare feature that decides is not (Wager, Wang & Liang 2013, "Dropout training as adaptive regularization"). So it errs in other
 * places than the fit of softmax.h does, and the mean of both scores is better than either; one model holds their sum.
 *
 * The learning rate falls from .3 sqrt(strength), at most 4, over the mean of |x|^2, to 0: data that want large weights want large steps.
 * One fit is one thread's sequence of operations: same records, settings and seed give the same bits. */
#ifndef FB_DROPOUT_H
#define FB_DROPOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/rng.h"
#include "learn/softmax.h"

struct dropout {
	const struct rows *rows;
	double share, rate;
	float *w;               /* (D + 1) × stride */
	unsigned pass, passes;  /* done, and in all: fewer of much data */
	/* of the last pass: means over the visits, of records as they were thinned */
	double loss, right;
	struct rng rng;
	uint32_t *order;        /* [used] */
	uint32_t *feature;      /* of the record at hand: those kept */
	float *x;
};

/* strength is C times mean, the mean of |x|^2; 0 < share < 1. */
void dropout_start(struct dropout *d, const struct rows *r, double strength, double mean, double share, uint64_t seed);
/* One pass over the records; false: all are done. */
bool dropout_pass(struct dropout *d);
void dropout_free(struct dropout *d);

#endif
