/* Curves of a training for the terminal: loss and accuracy of each pass as a row of bars. */
#ifndef FB_TRACE_H
#define FB_TRACE_H

#include "base/buf.h"

/* Append a line for the loss and one for the accuracy of the last fit in a log (fb-train(1), --log); of more than 60 passes
 * some are left out. Nothing for fewer than two passes. */
void trace_draw(struct buf *out, struct fb_str log);

#endif
