/* A list of figures on its way to TSV or JSON: name, whom it is about, value, interval. */
#ifndef FB_FIGURES_H
#define FB_FIGURES_H

#include "base/buf.h"

struct figure {
	const char *name;       /* "accuracy" */
	struct fb_str about;    /* a label or group; n = 0: all */
	double value, low, high;        /* low = high = NAN: no interval */
	bool count;             /* a whole number */
};

struct figures {
	struct figure *v;
	size_t n, cap;
};

void figure_count(struct figures *f, const char *name, struct fb_str about, uint64_t value);
void figure_add(struct figures *f, const char *name, struct fb_str about, double value);
void figure_span(struct figures *f, const char *name, struct fb_str about, double value, double low, double high);
void figures_tsv(const struct figures *f, struct buf *b);       /* figure, about, value, low, high */
void figures_json(const struct figures *f, struct buf *b);      /* one figure a line, in the order added */
void figures_free(struct figures *f);

#endif
