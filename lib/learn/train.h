/* Training: labelled records in, a model file out. fb-train(1) tells what is tried and how it is chosen. */
#ifndef FB_TRAIN_H
#define FB_TRAIN_H

#include "learn/kind.h"
#include "learn/watch.h"
#include "record/pipeline.h"

struct train_options {
	enum kind kind;
	const char *target;     /* column of the labels; NULL: that of the older model */
	struct opt_list columns;        /* of text; none: text. "tokens" is read as already segmented */
	const char *labels;     /* table of display names, or NULL */
	const char *lexicon;    /* one more operand: words and phrases with their labels, that teach but judge nothing; or NULL */
	const char *unlabelled; /* one more operand: texts whose labels are guessed, to learn from those too; or NULL */
	const char *older;      /* a model to go on from, or NULL; target and columns may then be missing */
	const char *dev;        /* records to choose and judge settings on, or NULL: a part is held out */
	const char *log;        /* TSV of each step, or NULL */
	const char *tensorboard;        /* directory for an event file (events.h), or NULL */
	bool balance;           /* labels count alike, however many records have them */
	bool unknown;           /* texts unlike anything that was learnt get no label */
	uint64_t seed;
	struct watch *watch;    /* who shows how far it is, or NULL */
	struct buf *curve;      /* the curve of the loss for a terminal is appended there; NULL: nobody wants it */
};

/* Read the operands of *s, write the model to its output. What was found, for people, is appended to *said. */
int train_run(const struct train_options *o, const struct stream *s, struct buf *said, struct fb_err *e);

#endif
