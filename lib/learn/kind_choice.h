/* Choosing the settings of a model that is not of classes: which scaling, how much L2, by the loss on held-out records, as select.h
 * does for classes. Every scaling is tried at one C, then the best along C, up or else down as long as it helps. */
#ifndef FB_KIND_CHOICE_H
#define FB_KIND_CHOICE_H

#include "learn/kind_fit.h"
#include "learn/select.h"

struct kind_choice {
	unsigned scaling;
	double strength;        /* C times mean |x|^2 */
	double temperature;     /* of the scores, that makes the loss least; numbers: 1 */
	double loss;            /* held out, at that temperature */
	size_t held_out, learnt;        /* records */
	uint32_t *held;         /* [held_out] their numbers */
	double *z;              /* [held_out * scores], not yet divided by the temperature */
	double *cut;            /* ordinal: [K - 1], of the fit that z is from, likewise; NULL: other kinds */
};

/* stratum[n]: what the folds shall have equal shares of; NULL: nothing. The log has a line for each scaling and C tried. */
void kind_choose(const struct dataset *d, const struct kind_truth *t, const uint32_t *stratum, const struct select_options *o,
    struct kind_choice *best, struct buf *log);
void kind_choice_free(struct kind_choice *c);

/* A line of the log: fb-train(1). Held-out loss where there is one, else NULL. */
void kind_log(struct buf *log, const char *phase, const struct kind_fit *f, double strength, const double *held_loss);

#endif
