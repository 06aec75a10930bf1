/* Regression on one score: the cumulative logit of ordered labels, and least squares of numbers.
 *
 * The score of record i is s_i = sum_j x_ij w_j + b. With the weight g_i of a record, over the records in use,
 *
 *   ordinal   loss_i = -log P(rank_i), from s_i without b and K - 1 rising cuts (kind.h). With the cuts on either side of a rank, c below
 *             and d above: -log P = log(1 + exp(c - s)) + log(1 + exp(s - d)) - log(1 - exp(c - d)), convex in s, c and d; it is
 *             infinite where the cuts do not rise. (McCullagh 1980)
 *   number    loss_i = (s_i - value_i)^2 / 2
 *
 *     F = C sum_i g_i loss_i + |w|^2 / 2
 *
 * is made least by L-BFGS (lbfgs.h); neither cuts nor b are pulled towards 0, but half a record of each rank, with s = 0, is among the
 * records. */
#ifndef FB_REGRESS_H
#define FB_REGRESS_H

#include "learn/kind.h"
#include "learn/softmax.h"

struct regress {
	const struct rows *rows;        /* K: of ranks, and label[] the ranks; its offset is not read */
	const double *value;            /* [n]: what is learnt, where that is numbers; NULL: ranks */
	double C;
	double *w;                      /* [D + extras]: weights, then the cuts, or b */
};

static inline size_t
regress_extras(const struct regress *r)
{
	return r->value ? 1 : r->rows->K - 1;
}

/* From weights of 0, and the cuts or the mean that are best then. */
void regress_start(struct regress *r, const struct rows *rows, const double *value);
/* To the least F at r->C, from where it stands; returns the steps. *loss: the mean loss of the records, without |w|^2. */
unsigned regress_run(struct regress *r, double tolerance, unsigned most, double *loss);
/* Without b. */
double regress_score(const struct regress *r, size_t i);
/* The loss of one record at a score, extras: cuts or b; score and cuts divided by a temperature where there is no value. */
double regress_loss_at(double s, const double *extras, unsigned K, uint32_t rank, const double *value, double temperature);
/* F / (C n) at w, and its gradient. */
double regress_function(void *arg, const double *w, double *gradient);
void regress_free(struct regress *r);

#endif
