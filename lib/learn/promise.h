/* Promises: how many errors there are among the answers above a probability.
 *
 * From held-out records: at PROMISE_STEPS thresholds, spread over the records, how many have that probability or more, and how
 * many of those are wrong. The share of errors among all answers to come lies below the bound of Clopper & Pearson (1934); its
 * confidence is split between the thresholds (Bonferroni), so that a threshold may be picked from the curve and still hold. */
#ifndef FB_PROMISE_H
#define FB_PROMISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PROMISE_STEPS = 20 };

struct promise_step {           /* as it lies in a model file */
	double p;               /* threshold */
	uint32_t answered, wrong;
};

/* The curve of n records with probability p[i] of their answer: rising answered, falling p. */
void promise_make(struct promise_step step[PROMISE_STEPS], const double *p, const bool *wrong, size_t n);

/* The lowest threshold with errors below `most`, at 95 % confidence; 2 where there is none. *best: the lowest bound there is. */
double promise_threshold(const struct promise_step step[PROMISE_STEPS], double most, double *best);

/* Whether a curve makes sense: finite, ordered. */
bool promise_valid(const struct promise_step step[PROMISE_STEPS]);

#endif
