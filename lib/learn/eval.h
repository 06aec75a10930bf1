/* fb-eval's work: a stream with truth and answers in, figures out. The figures themselves are evaluate.h's. */
#ifndef FB_EVAL_H
#define FB_EVAL_H

#include "record/pipeline.h"

enum eval_form { EVAL_TERM, EVAL_TSV, EVAL_JSON };

struct eval_options {
	const char *truth, *answer;     /* columns */
	const char *rival;              /* --compare: the other answer's column, or NULL */
	const char *by;                 /* a group's column, or NULL */
	double max_error;               /* a promised share of errors; 0: none is asked for */
	enum eval_form form;
};

/* Run over the operands in *s. */
int eval_run(const struct eval_options *o, const struct stream *s, struct fb_err *e);


#endif
