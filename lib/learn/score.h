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
	double kappa;           /* Cohen's, quadratically weighted: labels are steps of a scale, in order (Cohen 1968) */
	double mean_error;      /* mean distance in steps (MAE) */
};

struct score score_of(const uint64_t *n, size_t K);

#endif
