/* fb-eval --curve: would more labels help?
 *
 * Models are trained on growing shares of the records, a sixteenth to all, each share holding the smaller ones, with the settings that
 * fb-train would choose for so many; each judges the fifth of the records that is held out, by turns, so that every record is judged
 * once for each share. Equal texts are never on both sides. An inverse power law (learn/powerlaw.h) through the errors tells
 * what twice as many records would bring. Intervals are a bootstrap over the records, the law fitted again in each round;
 * for the law each error is moved once more by as much as so many records scatter, since which records a share happens to hold
 * is chance too, and all steps are judged on the same ones. */
#ifndef FB_CURVE_H
#define FB_CURVE_H

#include "learn/eval.h"
#include "learn/interval.h"
#include "learn/powerlaw.h"

enum { CURVE_LEAST = 200, CURVE_STEPS = 5, CURVE_FOLDS = 5, CURVE_PARTS = 16 };

struct curve {
	const char *target;
	size_t records;
	size_t labels;
	size_t steps;                   /* the first is of 40 records or more */
	double learnt[CURVE_STEPS];     /* records learnt from, ascending, the mean over the folds */
	double accuracy[CURVE_STEPS];
	struct interval i[CURVE_STEPS];
	struct powerlaw law;
	/* By the law, after learning from all records and from twice as many: */
	double now, twice, gain;        /* accuracies, and their difference */
	struct interval now_i, twice_i, gain_i;
};

int curve_run(const struct eval_options *o, const struct stream *s, struct fb_err *e);

/* As a page with the curve, as TSV or as JSON. */
void curve_print(const struct curve *c, enum eval_form form, struct buf *b);

#endif
