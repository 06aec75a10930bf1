/* Prior: an older model that a training goes on from (fb-train --continue).
 *
 * What is learnt is the difference to it: its scores of a record stand under those of the new weights (offset of struct rows), so
 * that L2 pulls towards the older weights instead of 0. That is a Gaussian prior with the older model as its mean (Chelba & Acero
 * 2006, "Adaptation of maximum entropy capitalizer: little data can help a lot"); how strongly it pulls is chosen on held-out
 * records, as C always is. Its features are kept whether the new records have them or not, and so are its labels.
 *
 * A model file has no texts and no whole keys: section `high` holds the upper halves of the keys, which with the fingers tell
 * features apart, all but one in 2^48. */
#ifndef FB_PRIOR_H
#define FB_PRIOR_H

#include "base/hash.h"
#include "learn/dataset.h"
#include "learn/model.h"
#include "learn/softmax.h"

struct prior {
	struct model model;
	size_t *first;          /* [buckets] how many features lie before the bucket's */
	uint32_t *label;        /* [model.K] number of its label among those of now */
	float *w;               /* (D + 1) × stride for the features of a dataset, not divided by the temperature; prior_bind */
};

/* FB_EDATA where it is of a kind that nothing can be added to. */
int prior_open(struct prior *p, const char *path, struct fb_err *e);
void prior_close(struct prior *p);

bool prior_knows(const struct prior *p, uint64_t key);

/* The labels of now are numbered; all of the model's are among them. */
void prior_labels(struct prior *p, const struct map *labels);

/* The weights that the model has for d's features, and again whenever those change. */
void prior_bind(struct prior *p, const struct dataset *d);

/* Scores of all records for r->offset, by their values and the scale those were made with; the caller frees them. */
float *prior_offset(const struct prior *p, const struct rows *r, const float *scale);

/* Append the model's other features to d->key[] and to w, (D + 1) rows that are divided by temperature; the row behind the
 * features stays the last. Returns how many features there are now. */
size_t prior_append(const struct prior *p, struct dataset *d, double temperature, float **w);

/* Header lines: what the older model has learnt from. */
void prior_notes(const struct prior *p, struct buf *b);

#endif
