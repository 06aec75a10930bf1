/* Calibration: probabilities that mean what they say.
 *
 * Scores of records that the model has not seen are divided by a temperature that makes their cross-entropy least (Guo et
 * al. 2017, "On calibration of modern neural networks"). It changes no answer. */
#ifndef FB_CALIBRATE_H
#define FB_CALIBRATE_H

#include <stddef.h>
#include <stdint.h>

/* Temperature for n records with scores z[i * K + k]; *loss is the mean cross-entropy there. 1 for n = 0.
 * weight[n] is how much each record counts; NULL: 1. */
double calibrate(const float *z, const uint32_t *label, const float *weight, size_t n, unsigned K, double *loss);

#endif
