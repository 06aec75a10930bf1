/* Why: the terms that decided, between an answer and its runner-up, or for a label or more.
 *
 * The log-odds of two classes are the difference of their scores: a base (the bias), and what each feature of the text adds. Features
 * are told by the words or characters they stand for; a term takes in the features within it, so that nothing is told twice.
 * All numbers have three decimals, and what is printed adds up exactly: terms + rest + base = log-odds.
 *
 * Of a category or number the term is NAME=VALUE.
 *
 *     +1.204 太差 | +0.310 讲得 | -0.200 rest | +0.100 base = +1.414 against neutral */
#ifndef FB_WHY_H
#define FB_WHY_H

#include "learn/model.h"

enum { WHY_TERMS = 5, WHY_DECIMALS = 3 };

struct why_part {               /* a feature of the text */
	double value;           /* what it adds to the log-odds */
	struct fb_str text;     /* what it stands for */
	size_t column;
	bool told;
};

/* Scratch of one thread: zero-initialise. */
struct why {
	struct grams grams;
	struct buf folded;      /* the columns' texts in normal form */
	size_t end[MODEL_COLUMNS];      /* where each ends in folded */
	struct why_part *part;
	size_t n, cap;
	int32_t *w;
	size_t w_cap;
	struct buf text;
};

/* What is explained: score `over` less score `under`, and what no text adds to that. */
struct why_question {
	unsigned over, under;
	double base;
	const char *word;       /* behind the sum: " against " */
	struct fb_str name;     /* a label */
};

/* Explain that for a record whose columns have these values; the explanation is in y->text until the next call. */
void why_explain(struct why *y, const struct model *m, const struct fb_str *value, const struct why_question *q);
void why_free(struct why *y);

#endif
