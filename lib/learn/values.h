/* Values: what number a feature has in a record.
 *
 *     x_ij = scale_j * count_ij / sqrt(sum_j count_ij)
 *
 * count is 1 for a feature that the record has, or how often it has it where repeats count: long texts on many topics want
 * that, opinions do not. The scale of a feature is how much it is trusted beforehand: under L2, a weight may grow in
 * proportion to it.
 *
 *   plain      1
 *   √idf       idf = log((1 + n) / (1 + n_j)) + 1, n_j of n records have it (Spärck Jones 1972, smoothed)
 *   ratio      |log (p_j / q_j)|, p and q the smoothed shares of the feature in either label (Wang & Manning 2012); for
 *              more than two labels the largest over labels, each against the rest
 *   both       idf * √ratio
 *
 * Each is multiplied by 1 + word_j (dataset.h): characters that are a word say more than those that only stand side by side.
 * Which is best is chosen on held-out records. */
#ifndef FB_VALUES_H
#define FB_VALUES_H

#include "learn/dataset.h"

enum { SCALE_IDF = 1, SCALE_RATIO = 2, SCALE_REPEATS = 4 };     /* or-ed; the last: repeats count */

const char *values_name(unsigned scaling);      /* "idf × √ratio, repeats" */

/* scale[D] from the records use[0 .. used); 0 where fewer than two of them have the feature and no older model
 * knows it: it counts for nothing. */
void values_scale(const struct dataset *d, const uint32_t *use, size_t used, unsigned scaling, float *scale);

/* x, parallel to d->feature, of all records. Returns the mean of |x|^2. */
double values_fill(const struct dataset *d, unsigned scaling, const float *scale, float *x);

#endif
