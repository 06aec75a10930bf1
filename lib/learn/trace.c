#include "learn/trace.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"

enum { WIDEST = 60, LOSS = 4, ACCURACY = 6, BARS = 8 };

/* The number in column `at` of a line; false: none. */
static bool
number_at(struct fb_str line, size_t at, double *x)
{
	for (size_t c = 0;; c++) {
		const char *tab = line.n ? memchr(line.p, '\t', line.n) : NULL;
		size_t n = tab ? (size_t)(tab - line.p) : line.n;
		if (c == at)
			return num_read((struct fb_str){ line.p, n }, x);
		if (!tab)
			return false;
		line = (struct fb_str){ tab + 1, line.n - n - 1 };
	}
}

static void
draw(struct buf *out, const char *what, const double *x, size_t n)
{
	static const char *const bar[BARS] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
	double low = x[0], high = x[0];
	size_t shown = n < WIDEST ? n : WIDEST;
	for (size_t i = 1; i < n; i++) {
		low = x[i] < low ? x[i] : low;
		high = x[i] > high ? x[i] : high;
	}
	buf_printf(out, "%-9s", what);
	num_fixed(out, x[0], 4);
	buf_char(out, ' ');
	for (size_t s = 0; s < shown; s++) {
		double at = x[s * (n - 1) / (shown - 1)];
		buf_text(out, bar[high > low ? (size_t)((at - low) / (high - low) * (BARS - 1) + .5) : 0]);
	}
	buf_char(out, ' ');
	num_fixed(out, x[n - 1], 4);
	buf_printf(out, " in %zu passes\n", n);
}

void
trace_draw(struct buf *out, struct fb_str log)
{
	double *loss = NULL, *accuracy = NULL;
	size_t n = 0, right = 0, cap = 0, right_cap = 0;
	while (log.n) {
		const char *end = memchr(log.p, '\n', log.n);
		struct fb_str line = { log.p, end ? (size_t)(end - log.p) : log.n };
		log = (struct fb_str){ line.p + line.n + (end != NULL), log.n - line.n - (end != NULL) };
		if (line.n < 4 || memcmp(line.p, "fit\t", 4) != 0)
			continue;
		loss = xgrow(loss, &cap, n + 1, sizeof *loss);
		accuracy = xgrow(accuracy, &right_cap, right + 1, sizeof *accuracy);
		n += number_at(line, LOSS, &loss[n]);
		right += number_at(line, ACCURACY, &accuracy[right]);
	}
	if (n > 1)
		draw(out, "loss", loss, n);
	if (right > 1)
		draw(out, "accuracy", accuracy, right);
	free(loss);
	free(accuracy);
}
