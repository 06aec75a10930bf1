/* fb-eval's work: a stream with truth and answers in, figures out. The figures themselves are evaluate.h's; what else
 * fb-eval does is suspect.h, drift.h, curve.h. */
#ifndef FB_EVAL_H
#define FB_EVAL_H

#include "learn/kind.h"
#include "record/pipeline.h"

enum eval_work { EVAL_MEASURE, EVAL_SUSPECT, EVAL_DRIFT, EVAL_CURVE };
enum eval_form { EVAL_TERM, EVAL_TSV, EVAL_JSON };

struct eval_options {
	enum eval_work work;
	enum kind kind;                 /* of the answers */
	const char *truth, *answer;     /* columns; --suspect and --curve can do without answers, --drift without both */
	const char *rival;              /* --compare: the other answer's column, or NULL */
	const char *by;                 /* a group's column, or NULL */
	double max_error;               /* a promised share of errors; 0: none is asked for */
	enum eval_form form;
	struct opt_list columns;        /* of text, for what trains; none: text */
	uint64_t n;                     /* --suspect: at most so many; 0: all */
	double max_drift;               /* --drift: the bound on PSI */
	bool all;                       /* --suspect: the other records too */
};

/* Run over the operands in *s. What people should know besides is appended to *said. */
int eval_run(const struct eval_options *o, const struct stream *s, struct buf *said, struct fb_err *e);

#endif
