/* Training: labelled records in, a model file out. fb-train(1) tells what is tried and how it is chosen. */
#ifndef FB_TRAIN_H
#define FB_TRAIN_H

#include "record/pipeline.h"

struct train_options {
	const char *target;     /* column of the labels */
	struct opt_list columns;        /* of text; none: text. "tokens" is read as already segmented */
	const char *labels;     /* table of display names, or NULL */
	const char *lexicon;    /* one more operand: words and phrases with their labels, that teach but judge nothing; or NULL */
	const char *log;        /* TSV of each step, or NULL */
	uint64_t seed;
};

/* Read the operands of *s, write the model to its output. What was found, for people, is appended to *said. */
int train_run(const struct train_options *o, const struct stream *s, struct buf *said, struct fb_err *e);

#endif
