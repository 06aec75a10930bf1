/* Confident learning: which labels are probably wrong, and how many (Northcutt, Jiang & Chuang 2021, "Confident Learning:
 * Estimating Uncertainty in Dataset Labels", Journal of Artificial Intelligence Research 70).
 *
 * Given p_k of each record, from a model that has not learnt from it, and the label that somebody gave it. A label's threshold
 * is its self-confidence, the mean of p_k over the records labelled k. A record counts as of label j where p_j reaches the
 * threshold of j (the likeliest such j): these counts, by given label i, are the confident joint C_ij. A record off the diagonal
 * is a suspect where j is also likelier than the label given; the first are those of the largest margin p_j - p_i.
 *
 * Rows of C, scaled to the number of records of each label, estimate how many labels are wrong in all, those included that
 * cannot be pointed at. */
#ifndef FB_CONFIDENT_H
#define FB_CONFIDENT_H

#include <stddef.h>
#include <stdint.h>

struct suspicion {
	uint32_t record;
	uint32_t label;         /* the likely one */
	float p, given;         /* its probability, and that of the label given */
};

struct confident {
	double *threshold;      /* [K] */
	uint64_t *joint;        /* [K * K], given × likely */
	struct suspicion *suspect;      /* suspect[0 .. suspects), the most suspicious first, ties in order of the records */
	size_t suspects, suspect_cap;
	double wrong;           /* estimate for all records */
};

/* p[i * P + k] of n records; label[i] < K. Labels P … K - 1 are such as the model does not know: their p is 0. */
void confident_find(struct confident *c, const float *p, const uint32_t *label, size_t n, size_t P, size_t K);
/* One more suspect, on other grounds; then confident_sort. */
void confident_add(struct confident *c, struct suspicion x);
void confident_sort(struct confident *c);
void confident_free(struct confident *c);

#endif
