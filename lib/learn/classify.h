/* fb-classify's work: the answers of models, and their probabilities, as columns of a stream. */
#ifndef FB_CLASSIFY_H
#define FB_CLASSIFY_H

#include "record/pipeline.h"

struct classify_options {
	const struct opt_list *models;  /* names or paths */
	const char *column;     /* of the text, for all models; NULL: what each was trained on */
	const char *as;         /* name of the answer's column; NULL: the target */
	bool probabilities;     /* a column for each label */
};

struct classify;

/* Open the models; *c is what the filter works on. */
int classify_open(struct classify **c, const struct classify_options *o, struct fb_err *e);
void classify_close(struct classify *c);
const struct filter *classify_filter(struct classify *c);

#endif
