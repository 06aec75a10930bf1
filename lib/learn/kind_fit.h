/* Fitting the scores of a model that is not of classes (kind.h), at one scaling of its features and along C.
 *
 * Each score is fitted by itself: that of ranks or numbers as regress.h says, those of several labels as softmax regression of two
 * labels, has it and has it not (ascent.h). Fits at another C go on from the last. */
#ifndef FB_KIND_FIT_H
#define FB_KIND_FIT_H

#include "learn/ascent.h"
#include "learn/dataset.h"
#include "learn/regress.h"

/* What is learnt of n records. */
struct kind_truth {
	enum kind kind;
	size_t n;
	unsigned K, scores;
	const uint32_t *rank;   /* ordinal: [n] */
	uint32_t *has;          /* multilabel: has[k * n + i] is 1 where record i has label k */
	double *value;          /* number: [n], less the mean and divided by the deviation of the records to learn from */
	double mean, deviation, low, high;      /* number: of those records */
	const float *weight;    /* ordinal: [n]; NULL: 1 */
};

/* Which records to learn from, with what values. */
struct kind_fit {
	const struct kind_truth *truth;
	const struct dataset *d;
	unsigned scaling;
	double mean;            /* of |x|^2 */
	float *scale, *x;
	struct rows *rows;      /* [scores] */
	struct ascent *ascent;  /* multilabel: [scores] */
	struct regress regress; /* the others */
	double *loss;           /* [scores] of the last step: the mean over the records learnt from */
	unsigned *passes;       /* [scores] */
};

void kind_fit_open(struct kind_fit *f, const struct kind_truth *t, const struct dataset *d, unsigned scaling, const uint32_t *use, size_t used,
    uint64_t seed);
/* Fit one score at C times mean |x|^2 = strength; roughly, to compare settings. Scores may be fitted by several threads at once. */
void kind_fit_step(struct kind_fit *f, unsigned score, double strength, bool rough);
/* Scores z[0 .. scores) of a record: of numbers with b in them, of ranks without the cuts. */
void kind_fit_scores(const struct kind_fit *f, size_t i, double *z);
/* The cuts of ranks, [K - 1]; NULL: other kinds have none. */
const double *kind_fit_cuts(const struct kind_fit *f);
/* What feature j (D: the bias) weighs in a score, of counts (values.h), not yet divided by a temperature. */
double kind_fit_weight(const struct kind_fit *f, size_t j, unsigned score);
void kind_fit_close(struct kind_fit *f);

/* The loss of record i at scores z that are divided by a temperature, and the cuts with them; the mean over the scores. */
double kind_loss(const struct kind_truth *t, size_t i, const double *z, const double *cut, double temperature);

#endif
