/* Inside fb-train: the records as they were read, and what is told of a training. Used by train*.c only. */
#ifndef FB_TRAINING_H
#define FB_TRAINING_H

#include "base/hash.h"
#include "base/mem.h"
#include "learn/columns.h"
#include "learn/kind_choice.h"
#include "learn/model.h"
#include "learn/prior.h"
#include "learn/select.h"
#include "learn/train.h"

struct training {
	const struct train_options *o;
	const char **column;            /* of text */
	bool *segmented;
	size_t columns;
	struct column *what;            /* [columns] once all are read; NULL: all are text */
	size_t *missing;                /* [columns]: records without a category or number */
	struct prior *prior;            /* the older model; NULL: none */
	const char *target;             /* column of the labels */
	size_t jobs;
	struct buf *said;
	/* the records that have a text and a label */
	struct arena memory;
	struct fb_str *text;            /* [n * columns], in normal form */
	uint32_t *label;
	size_t n, text_cap, label_cap;
	/* of n: records, then those of --dev, then those without a label, then words of the lexicon, each several times */
	size_t records, devs, blanks, words;
	size_t guessed;         /* of blanks: learnt from */
	size_t known;           /* of devs: their texts are among the records too */
	float *weight;          /* [n]: what a record counts; NULL: 1 */
	bool *held;             /* [n]: those of --dev; NULL: there are none */
	struct map labels;              /* sorted by bytes once all are read */
	struct label *display;          /* [labels.n]; multilabel: [parts.n] */
	size_t *place;                  /* [labels.n] line of each in the table of names, from 1; 0: it is not there */
	struct map parts;               /* multilabel: the single labels, where labels has whole lists of them */
	int decimals;                   /* number: the most that a value has */
	uint64_t digest;                /* of all labels and texts in order */
	uint64_t left_out;              /* records without text or label */
	struct buf scratch;
};

enum { TRAINING_KEEP = 120000 };        /* features of a model: more help no more, and these stay in a processor's cache */

/* How many labels there are to name. */
static inline size_t
training_labels(const struct training *t)
{
	return t->o->kind == KIND_MULTILABEL ? t->parts.n : t->labels.n;
}

/* FB_EDATA where a label is one that fb-classify answers by itself, FB_REFUSE where a model cannot hold it. */
int training_label(struct fb_str label, struct fb_err *e);

/* Take target, columns and labels from the older model; FB_EUSAGE where o asks for others. */
int training_continue(struct training *t, struct fb_err *e);

/* The display names of o->labels into t->display, and those of the older model where it has none. */
int training_display(struct training *t, struct fb_err *e);

/* Of several columns, find out what each is but text and tokens; records that have no text are left out. */
void training_columns(struct training *t);

/* Where there is --dev: mark its records, count those that are known, and forget features of fewer than two of the others. */
int training_dev(struct training *t, struct dataset *d, struct fb_err *e);

/* Where o->balance: weights by which all labels count alike, 1 on average; those of --dev get the same by their labels. */
void training_balance(struct training *t);

/* The log of the steps where o wants it: as it is, as events, as a curve. */
int training_log(const struct train_options *o, struct fb_str log, struct fb_err *e);

/* What people should know: header lines of the model, and a page for the terminal. */
void training_notes(const struct training *t, const struct choice *c, struct buf *header);
void training_say(const struct training *t, const struct dataset *d, const struct choice *c, struct buf *said);
/* The first and the last lines of both, which all kinds have. */
void training_source(const struct training *t, struct buf *header);
void training_say_records(const struct training *t, const struct dataset *d, struct buf *said);
void training_say_known(const struct training *t, struct buf *said);

#endif
