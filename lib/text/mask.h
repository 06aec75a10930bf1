/* Masking personal data in texts that are shown: what fb-redact(1) does to a value, for one text at a time. */
#ifndef FB_MASK_H
#define FB_MASK_H

#include "base/buf.h"

/* Append text, valid UTF-8, to *b with each find of text/personal.h as its kind in brackets: [PHONE], [EMAIL] … */
void mask_text(struct buf *b, struct fb_str text);

/* The same for a quote, and runs of five or more digits, full width too, as "*****": orders, cards, accounts, whatever else the
 * recognisers leave. */
void mask_quote(struct buf *b, struct fb_str text);

#endif
