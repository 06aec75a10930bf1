/* Refit: a fit with settings that were chosen, and what it says of records that it has not learnt from. */
#ifndef FB_REFIT_H
#define FB_REFIT_H

#include "learn/dataset.h"
#include "learn/select.h"

struct refit {
	struct rows rows;
	float *w;               /* (D + 1) × stride */
	float *scale, *x;
};

/* Fit the records fit[0 .. fits) with the settings of c. One thread. */
void refit_open(struct refit *r, const struct dataset *d, const struct choice *c, const uint32_t *fit, size_t fits, uint64_t seed);
void refit_close(struct refit *r);

/* Self-training (Scudder 1965; with a student that learns from more noise than its teacher Xie et al. 2020, "Self-training with noisy
 * student"): what a fit of fit[0 .. *fits) says of the records without a label, where it gives one half or more, becomes their
 * label[], and their numbers are appended to fit. Room for all is wanted there. */
void refit_guess(const struct dataset *d, const struct choice *c, uint32_t *fit, size_t *fits, uint64_t seed, uint32_t *label);

#endif
