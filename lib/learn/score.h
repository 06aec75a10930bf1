/* Scores of a classifier from its confusion: what share is right, and how that divides over the labels.
 *
 * A confusion is a K × K table of counts, row-major, n[truth * K + answer]. As in the literature, precision of a label that was
 * never answered and recall of one that never occurs are 0; macro-F1 is the plain mean over the labels that occur as
 * truth or as answer, weighted F1 weights by support. */
#ifndef FB_SCORE_H
#define FB_SCORE_H

#include <stddef.h>
#include <stdint.h>

struct label_score {
	double precision, recall, f1;
	uint64_t support;       /* records with this truth */
	uint64_t answered;      /* records with this answer */
};

struct label_score score_label(const uint64_t *n, size_t K, size_t label);

struct score {
	uint64_t records;
	double accuracy, macro_f1, weighted_f1;
};

struct score score_of(const uint64_t *n, size_t K);

/* Where labels are numbers, value[K]: Cohen's kappa weighted by squared distance (Cohen 1968; 1 where all agree by necessity),
 * and the mean distance (MAE). */
void score_scale(const uint64_t *n, size_t K, const double *value, double *kappa, double *mean_error);

#endif
