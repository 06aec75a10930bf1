/* fb-eval --suspect: the records whose label is probably wrong, the most suspicious first (learn/confident.h).
 *
 * Probabilities come from the stream, or from models that are trained here by turns on nine tenths (of many records four
 * fifths) of the records and judge the rest. All records are held until the last is read. */
#ifndef FB_SUSPECT_H
#define FB_SUSPECT_H

#include "learn/eval.h"

/* A line for people about what was found is appended to *said. */
int suspect_run(const struct eval_options *o, const struct stream *s, struct buf *said, struct fb_err *e);

#endif
