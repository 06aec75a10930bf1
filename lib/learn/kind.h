/* Kinds: what a model answers with, and how its scores become an answer.
 *
 *   classes      one of K labels: a score for each, softmax (softmax.h)
 *   ordinal      one of K labels in an order: one score s and K - 1 rising cuts c. The chance of a label above the k-th is
 *                1 / (1 + exp(c_k - s)): the cumulative logit of McCullagh 1980, "Regression models for ordinal data"
 *   multilabel   any of K labels: a score z_k for each, the chance of which is 1 / (1 + exp(-z_k)), whatever the others are; those
 *                above one cut are given, the cut with the best micro-F1 on held-out records
 *   number       one score, which is the number, and how far off it may be */
#ifndef FB_KIND_H
#define FB_KIND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum { KIND_MOST = 1000000000 };        /* a number that is learnt lies between this and minus this */

enum kind { KIND_CLASSES, KIND_ORDINAL, KIND_MULTILABEL, KIND_NUMBER, KINDS };

/* How a model of numbers answers: the section `levels` of its file. */
struct kind_range {
	double low, high;       /* answers lie between: the least and the greatest that were learnt from */
	double off;             /* 9 in 10 held-out records were no further off */
	double decimals;        /* 0 to 9 */
};

const char *kind_name(enum kind kind);
/* The argument of --kind; ends the program as opt_fail does where it is none. */
enum kind kind_option(const char *word);

/* How many scores it has for K labels. */
static inline unsigned
kind_scores(enum kind kind, unsigned K)
{
	return kind == KIND_ORDINAL || kind == KIND_NUMBER ? 1 : K;
}

/* The next label of a list that commas divide, without blanks around it; *rest moves behind it. n = 0: that was the last. */
struct fb_str kind_label(struct fb_str *rest);

double kind_chance(double z);   /* 1 / (1 + exp(-z)) */

/* Chances p[0 .. K) of the labels of an ordinal model from its score; cut[K - 1] rises. */
void kind_ordinal(double s, const double *cut, unsigned K, double *p);

#endif
