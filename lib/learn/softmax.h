/* Softmax regression: K linear scores of a sparse row, their softmax as probabilities, fitted to least cross-entropy + L2.
 *
 * Minimised:  sum over rows of -log p(label)  +  1/(2C) sum of squared weights  (the bias among them).
 *
 * The optimiser is stochastic dual coordinate ascent for the softmax (Shalev-Shwartz & Zhang, "Accelerated proximal SDCA",
 * 2014): each row keeps a distribution over the labels, moves it towards its present softmax by a step that maximises
 * the dual on that line, and the weights follow. It stops when the duality gap per row is below `gap`. The order
 * of rows is shuffled from a fixed seed: the same rows give the same weights. */
#ifndef FB_SOFTMAX_H
#define FB_SOFTMAX_H

#include <stddef.h>
#include <stdint.h>

struct rows {                   /* n sparse rows over D features */
	size_t n, D;
	size_t *start;          /* row i is [start[i], start[i + 1]) */
	uint32_t *col;
	float *x;
	uint32_t *label;        /* < K */
};

struct softmax {
	size_t K;
	size_t width;           /* K rounded up to 4: distance of rows in w */
	float *w;               /* (D + 1) × width; the last row is the bias */
	float *dual;            /* n × width */
	double C;
};

struct step {                   /* after each pass over the rows */
	int pass;
	double gap;             /* per row: an upper bound of what is still to gain */
	double loss;            /* mean cross-entropy of the rows as they were met */
};

/* Start at equal probabilities. */
void softmax_start(struct softmax *s, const struct rows *r, size_t K, double C);
/* The same rows with another C: keeps the dual point, scales the weights to it. */
void softmax_again(struct softmax *s, size_t D, double C);
/* Passes until the gap is small or `most` are done; told (may be NULL) hears of each. */
void softmax_fit(struct softmax *s, const struct rows *r, double gap, int most, void (*told)(void *, const struct step *), void *arg);
/* Scores of one row: z[0 .. K). */
void softmax_scores(const struct softmax *s, const struct rows *r, size_t row, double *z);
void softmax_free(struct softmax *s);

/* z becomes its softmax; returns log sum exp. */
double softmax_of(double *z, size_t K);

#endif
