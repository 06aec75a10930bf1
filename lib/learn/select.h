/* Selection: which scaling of features and how much L2, by what held-out records say.
 *
 * First every scaling is tried at one C; then the best of them, and the same with repeats counted, along C, upwards or downwards
 * as long as it helps, each fit starting from the last. What counts is the least calibrated cross-entropy on the held-out
 * records; where these are few, a second part of the records is held out in turn, and both count. At last a fit with dropout
 * (dropout.h) of the same settings is averaged in, where that helps. Trials are independent of each other: threads take one each.
 *
 * Where there are records without a label, all of that is done once more with what the first settings say of those (refit.h), each part
 * by a fit that has not seen its held-out records; the second settings are taken where they help. */
#ifndef FB_SELECT_H
#define FB_SELECT_H

#include "learn/dataset.h"
#include "learn/softmax.h"
#include "learn/watch.h"

struct choice {
	unsigned scaling;
	double strength;        /* C times the mean of |x|^2 */
	double dropout;         /* share of features left out in a second fit, that is averaged in; 0: there is none */
	double part[2];         /* scores are part[0] times those of the one fit and part[1] times those of the other */
	double temperature;
	double loss;            /* held out, calibrated */
	double accuracy, macro_f1;
	uint64_t *confusion;    /* K × K, held out */
	float *z;               /* held_out × K: scores, not yet divided by the temperature */
	uint32_t *truth;        /* [held_out] */
	size_t held_out, learnt;        /* records */
	struct choice *teacher; /* settings whose answers to records without a label were learnt from, too; NULL: they were not */
};

struct select_options {
	const float *weight;    /* of records; NULL: 1 */
	uint64_t seed;
	size_t jobs;
	unsigned folds;         /* one part in so many is held out */
	size_t lexicon;         /* so many records at the end are never held out: words, and what has no label */
	const bool *held;       /* [n]: these are held out instead; NULL: a part is */
	struct watch *watch;    /* NULL: nobody watches */
	double share;           /* of the whole work that the selection is, for who watches */
};

/* The fold of each record, [n], of o->folds: the last is held out first. stratum[n]: what they have equal shares of; NULL: nothing.
 * To be freed. */
uint8_t *select_folds(const struct dataset *d, const uint32_t *stratum, const struct select_options *o);

/* The log has a line a pass (fb-train(1), --log). NULL: none. */
void select_settings(const struct dataset *d, const struct select_options *o, struct choice *best, struct buf *log);
void choice_free(struct choice *c);

/* What the mean of the fits' scores was divided by, to be calibrated. */
static inline double
choice_temperature(const struct choice *c)
{
	return c->temperature / (c->part[0] + c->part[1]);
}

/* A line of the log (fb-train(1), --log) of a fit with these settings; held: with what it reached on held-out records. gap < 0: it has none. */
void choice_log(struct buf *b, const char *phase, const struct choice *c, bool held, unsigned pass, double loss, double gap, double right);

/* w[n] of the one fit to those of both together. */
void choice_blend(const struct choice *c, float *w, const float *thinned, size_t n);

/* "√idf, C 31.6, dropout 0.7 for half": for people. */
void choice_describe(const struct choice *c, struct buf *b);

#endif
