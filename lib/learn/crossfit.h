/* Cross-fitting: probabilities of records from models that have not learnt from them, nor from an equal text. */
#ifndef FB_CROSSFIT_H
#define FB_CROSSFIT_H

#include "learn/dataset.h"
#include "learn/select.h"

enum { CROSSFIT_FEATURES = 1 << 22, CROSSFIT_WEIGHTS = 1 << 26 };       /* the most for one fit */

/* How many features dataset_make should keep for K labels. */
size_t crossfit_features(unsigned K);

/* Fit the records fit[0 .. fits) with the scaling and strength of c; scores of the records held[0 .. helds) to z[i * K …], i the
 * record's number. One thread. */
void crossfit_scores(const struct dataset *d, const struct choice *c, const uint32_t *fit, size_t fits, const uint32_t *held,
    size_t helds, uint64_t seed, float *z);

/* Probabilities p[n * K] of all records, each from the other folds, calibrated on all. Settings are those that fb-train
 * would choose for all records. */
void crossfit_all(const struct dataset *d, unsigned folds, uint64_t seed, size_t jobs, float *p);

#endif
