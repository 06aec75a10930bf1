/* What is told of a model that is not of classes: figures of held-out records, for its header and for the terminal. */
#ifndef FB_KIND_SAY_H
#define FB_KIND_SAY_H

#include "learn/kind_choice.h"
#include "learn/promise.h"
#include "learn/training.h"

struct kind_held {
	double accuracy;        /* ordinal: the likeliest rank; multilabel: just the right labels */
	double mean_error, kappa;       /* ordinal, where labels are numbers: their distance (else in ranks), kappa with squared weights */
	double cut;             /* multilabel: the score, over the temperature, above which a label is given; it has the best micro-F1 */
	double micro_f1, macro_f1;      /* multilabel */
	double square_error, r2;        /* number: root of the mean square, share of the variance that is explained; mean_error too */
	double off;             /* number: nine in ten are no further off */
};

/* Figures at the temperature of c, and the curve of errors into promise, if it is not NULL. */
struct kind_held kind_held(const struct training *t, const struct kind_truth *truth, const struct kind_choice *c, struct promise_step *promise);

/* Header lines, and a page for the terminal. */
void kind_notes(const struct training *t, const struct kind_truth *truth, const struct kind_choice *c, const struct kind_held *h,
    struct buf *header);
void kind_say(const struct training *t, const struct dataset *d, const struct kind_truth *truth, const struct kind_choice *c,
    const struct kind_held *h, struct buf *said);

#endif
