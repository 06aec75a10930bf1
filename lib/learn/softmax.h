/* Softmax regression (multinomial logistic regression): the model, its loss and the gradient of that.
 *
 * K labels, D features, weights w row-major by feature: w[j * stride + k], j = 0 … D; row D is the bias, a feature that
 * every record has with value 1. For a record with features x the scores are z_k = sum_j x_j w_jk + w_Dk, and
 *
 *     p_k = exp(z_k) / sum_l exp(z_l),    loss = 1/n sum_i -log p_i(label_i)  +  1/(2 C n) |w|^2
 *
 * cross-entropy and L2 (Bishop 2006, 4.3.4). The bias takes part in |w|^2. C is the strength of the data against L2.
 *
 * Two labels need one number a feature: stride is 1, w holds the difference of label 1 and label 0, each label has half
 * of it, |w|^2 counts both halves. More labels: stride is K rounded up to a multiple of 8, the rest of a row is 0. */
#ifndef FB_SOFTMAX_H
#define FB_SOFTMAX_H

#include <stddef.h>
#include <stdint.h>

/* Records with values: what a fit sees. Record i has feature[k] with value x[k], start[i] <= k < start[i + 1]. */
struct rows {
	size_t n, D;
	unsigned K;
	const size_t *start;
	const uint32_t *feature;
	const float *x;
	const uint32_t *label;
	const float *weight;    /* of a record in the loss; NULL: 1 */
	const uint32_t *use;    /* records to learn from: use[0 .. used); */
	size_t used;
	const float *offset;    /* [n * stride] scores that stand under those of w (prior.h); NULL: none */
};

size_t softmax_stride(unsigned K);

/* Scores of record i into z[0 .. K): of both labels too where stride is 1, ∓ half the difference. */
void softmax_scores(const struct rows *r, const float *w, size_t i, float *z);

/* Probabilities from scores, in place; returns log(sum exp z). */
double softmax(double *z, unsigned K);

/* How much a text is like anything that was learnt: log(sum exp z) of scores less their mean (the negative free energy of Liu
 * et al. 2020). It tells a record of no label better than the probability of the best does. */
double softmax_energy(const double *z, unsigned K);

/* The loss over r->use; gradient (of w's shape, double) if it is not NULL. Plain and slow: the reference. */
double softmax_loss(const struct rows *r, const float *w, double C, double *gradient);

#endif
