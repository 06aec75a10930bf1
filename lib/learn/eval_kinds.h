/* Measuring answers that are not one of some labels: several labels at once, and numbers. fb-eval(1) explains each figure.
 *
 * A multilabel value is a list of labels divided by commas, in any order; a comma alone is none, as an empty answer is. Figures have 95 %
 * intervals by bootstrap over the records (Efron & Tibshirani 1993), seeded. */
#ifndef FB_EVAL_KINDS_H
#define FB_EVAL_KINDS_H

#include "learn/eval.h"

/* o->kind is KIND_MULTILABEL or KIND_NUMBER. */
int eval_kinds_run(const struct eval_options *o, const struct stream *s, struct fb_err *e);

#endif
