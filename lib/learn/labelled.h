/* Labelled records, read whole for what learns from them and judges them by turns (fb-eval --suspect, --curve).
 *
 * A record takes part if it has a label and, as wanted, text or probabilities; the others are only counted, or kept as rows. */
#ifndef FB_LABELLED_H
#define FB_LABELLED_H

#include "base/hash.h"
#include "learn/dataset.h"
#include "record/pipeline.h"

enum { LABELLED_LEAST = 50, LABELLED_COLUMNS = 16, LABELLED_LABELS = 4096 };

struct labelled {
	/* what is wanted */
	const char *target;             /* column of the labels */
	const struct opt_list *columns; /* of text; empty: text */
	const char *answer;             /* probabilities from ANSWER_p_LABEL, and no text; NULL: text */
	bool rows;                      /* keep the records as they came */

	/* what was read; labelled_free */
	struct cols header;             /* of the first file */
	struct arena memory;
	struct fb_str *row;             /* [all], fields with TABs between, if rows */
	size_t all, n;                  /* records, and those that take part: */
	uint32_t *at;                   /* [n] number in row[] */
	uint32_t *label;                /* [n] */
	struct map labels;              /* with probabilities: those first, in order of the columns; else sorted by bytes */
	struct fb_str *text;            /* [n * text_columns] in normal form */
	size_t text_columns;
	bool segmented[LABELLED_COLUMNS];       /* by text column */
	float *p;                       /* [n * known] */
	size_t known;                   /* labels that have probabilities */

	/* while it is read */
	size_t target_at, text_at[LABELLED_COLUMNS], *p_at;
	size_t row_cap, at_cap, label_cap, text_cap, p_cap;
	struct buf scratch;
};

/* A filter that reads into l; it lacks only end and, as it is SHAPE_RAW, the output. FB_EUSAGE where columns are too many. */
int labelled_filter(struct labelled *l, struct filter *f, struct fb_err *e);

/* Once all is read: FB_EDATA where there are fewer than `least` records, or labels, to learn from. Sorts the labels of text. */
int labelled_check(struct labelled *l, size_t least, struct fb_err *e);

/* The dataset of the texts; d->label is l->label. */
int labelled_dataset(const struct labelled *l, struct dataset *d, size_t jobs, struct fb_err *e);

void labelled_free(struct labelled *l);

#endif
