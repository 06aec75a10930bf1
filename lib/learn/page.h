/* Pages for the terminal: what their lines are made of. Widths are columns; Chinese characters and emoji take two. */
#ifndef FB_PAGE_H
#define FB_PAGE_H

#include "base/buf.h"
#include "learn/interval.h"

/* s, cut or filled with blanks to that width. */
void page_name(struct buf *b, struct fb_str s, size_t width);

/* "name   value   (low to high)" and a line end, with four decimals. */
void page_figure(struct buf *b, const char *name, double value, struct interval i);

/* x with that many decimals, filled with blanks on the left. */
void page_number(struct buf *b, double x, int decimals, size_t width);

#endif
