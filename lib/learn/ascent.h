/* Dual coordinate ascent: the optimiser of softmax regression.
 *
 * Each record i has dual variables m_i, a probability for each label; the weights follow from them,
 *
 *     w_jk = C sum_i ([label_i = k] - m_ik) x_ij
 *
 * and at the optimum m_i is what the model says of record i. One pass visits all records in a random order and moves each m_i
 * towards the p_i of the weights of that moment, by a step that maximises the dual along that line. (Shalev-Shwartz &
 * Zhang 2013, "Stochastic dual coordinate ascent methods for regularized loss minimization"; for two labels Yu, Huang &
 * Lin 2011.) No learning rate; the difference of primal and dual, which no optimum can hide behind, says when it is done.
 *
 * One fit is one thread's sequence of operations: same records, settings and seed give the same bits. */
#ifndef FB_ASCENT_H
#define FB_ASCENT_H

#include <stdbool.h>

#include "base/rng.h"
#include "learn/softmax.h"

struct ascent {
	const struct rows *rows;
	double C;
	float *w;               /* (D + 1) × stride */
	float *m;               /* records × (K == 2 ? 1 : stride), by number of record; K == 2: of label 1 */
	double *norm;           /* [n] |x_i|^2 + 1 */
	uint32_t *order;        /* [used] */
	struct rng rng;
	/* of the last pass: means over the visits */
	double loss;            /* cross-entropy */
	double gap;             /* what the visits found between primal and dual */
	double right;           /* share of records whose label had the highest score */
};

void ascent_start(struct ascent *a, const struct rows *rows, double C, uint64_t seed);
/* Another C, from where it stands. */
void ascent_restart(struct ascent *a, double C);
/* One pass over the records. */
void ascent_pass(struct ascent *a);
/* Whether the last pass found a gap below that share of the loss (and .02 more, where there is next to no loss). */
bool ascent_done(const struct ascent *a, double tolerance);
/* Passes until it is done, or `most` of them; how many it took. */
unsigned ascent_run(struct ascent *a, double tolerance, unsigned most);
/* Towards a large C by way of smaller ones, a pass each: from equal probabilities at once the first passes would go astray. */
void ascent_approach(struct ascent *a, double C);
void ascent_free(struct ascent *a);

#endif
