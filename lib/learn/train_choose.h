/* Choosing the settings of a model on held-out texts: scaling of features and strength of L2. Used by train.c. */
#ifndef FB_TRAIN_CHOOSE_H
#define FB_TRAIN_CHOOSE_H

#include "learn/corpus.h"
#include "learn/score.h"
#include "learn/softmax.h"

enum scaling { SCALE_BINARY, SCALE_IDF, SCALE_RATIO, SCALINGS };
extern const char *const scaling_name[SCALINGS];

struct choice {
	enum scaling scaling;
	double C;               /* relative to the rows' mean square length */
	double loss, accuracy;  /* held-out */
	double sharpness;       /* scores times this are calibrated */
	size_t fitted, held;    /* texts */
	uint64_t *confusion;    /* held-out, K × K */
	struct buf log;         /* a line a step: scaling, C, pass, gap, loss */
};

/* Try every scaling and C on `jobs` threads. Free with choice_free. */
void choice_make(struct choice *best, const struct corpus *c, size_t jobs);
void choice_free(struct choice *ch);

/* scale[D] of each feature under a scaling, counted on the texts i with in[i]. */
void scale_make(float *scale, const struct corpus *c, const bool *in, enum scaling scaling);

/* Rows of the texts with in[i]: values scale / length. */
void rows_make(struct rows *r, const struct corpus *c, const bool *in, const float *scale);
void rows_free(struct rows *r);
/* 1 / mean square of a row: what a relative C is multiplied by. */
double rows_unit(const struct rows *r);

#endif
