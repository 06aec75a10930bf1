/* An evaluation as a page for the terminal, as TSV or as JSON. */
#ifndef FB_EVALPRINT_H
#define FB_EVALPRINT_H

#include "learn/eval.h"
#include "learn/evaluate.h"

void evaluation_print(const struct evaluation *ev, const struct eval_options *o, struct buf *b);

#endif
