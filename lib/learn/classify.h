/* fb-classify's work: the answers of models, and their probabilities, as columns of a stream. */
#ifndef FB_CLASSIFY_H
#define FB_CLASSIFY_H

#include "record/pipeline.h"

struct classify_options {
	const struct opt_list *models;  /* names or paths */
	const char *column;     /* of the text, for all models; NULL: what each was trained on */
	const char *as;         /* name of the answer's column; NULL: the target */
	bool probabilities;     /* a column for each label */
	uint64_t top;           /* the next best labels too, up to that many in all; 0 and 1: only the best */
	double min_p;           /* below that: unsure */
	double max_error;       /* unsure wherever needed to keep errors below that; 0: no promise */
	bool why;               /* the terms that decided */
	bool stamp;             /* the digest of the model */
};

struct classify;

/* Open the models; *c is what the filter works on. FB_EUSAGE where no model has use for an option. */
int classify_open(struct classify **c, const struct classify_options *o, struct fb_err *e);
void classify_close(struct classify *c);
const struct filter *classify_filter(struct classify *c);

#endif
