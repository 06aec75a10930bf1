/* Masking personal data in texts that are shown: mail addresses and long numbers (phones, cards, orders). */
#ifndef FB_MASK_H
#define FB_MASK_H

#include "base/buf.h"

/* Append text to *b with each mail address as "***@***" and each run of five or more digits as "*****". Digits may be
 * ASCII or full width, and a run goes on over single blanks, dashes, dots and brackets between groups of two or more
 * digits ("138 1234 5678", "(010) 6555-1234"); times, dates and versions of fewer digits stay. Text is valid UTF-8. */
void mask_text(struct buf *b, struct fb_str text);

#endif
