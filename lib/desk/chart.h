/* Charts: sentiment over time, as inline SVG that reads without colour, and as a line of blocks for the terminal.
 *
 * One chart has two panels on one time axis: the negative share as a line with its 95 % interval, over the band of the usual,
 * unusual points ringed; and below it the number of records as bars, the negative part hatched. */
#ifndef FB_CHART_H
#define FB_CHART_H

#include "desk/period.h"

struct chart_point {
	struct period days;
	uint64_t negative, neutral, positive;   /* judged records */
	double usual_lo, usual_hi;      /* shares; NAN: nothing is usual yet */
	bool unusual;
};

struct chart {
	struct chart_point *point;
	size_t n;
	enum unit unit;         /* of a point */
	bool usual;             /* some point has a band */
};

void chart_free(struct chart *c);       /* and c itself; NULL is fine */

/* What a chart says in words (escaped there): what it shows, and what its two panels count. */
struct chart_names {
	struct fb_str alt, share, count;
};

/* Append <svg> … </svg>. Colours are CSS variables of the page; the hatching is defined in the first chart of a page for all of
 * them. Of many dates every other one has the class alt, for a narrow page to drop. */
void chart_svg(struct buf *b, const struct chart *c, enum lang lang, const struct chart_names *names, bool first);

/* The negative share as eight-step blocks, one a point, at most `width` (neighbours are joined). */
void chart_line(struct buf *b, const struct chart *c, size_t width);

/* A stacked bar of three counts as SVG, or of `width` characters: negative solid, neutral shaded, positive light. */
void bar_svg(struct buf *b, const uint64_t count[3]);
void bar_text(struct buf *b, const uint64_t count[3], size_t width);

/* Append text with & < > " escaped. */
void html_text(struct buf *b, struct fb_str s);
/* The same between tags, where > and " may stand as they are, and & where no letter, digit or # follows. */
void html_words(struct buf *b, struct fb_str s);

#endif
