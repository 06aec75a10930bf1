#include "desk/chart.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/num.h"
#include "desk/stats.h"

/* User units of the drawing. */
enum { WIDTH = 720, LEFT = 62, RIGHT = 12, TOP = 30, SHARE_HEIGHT = 150, GAP = 36, COUNT_HEIGHT = 60, FOOT = 24 };
enum { SHARE_BOTTOM = TOP + SHARE_HEIGHT, COUNT_TOP = SHARE_BOTTOM + GAP, COUNT_BOTTOM = COUNT_TOP + COUNT_HEIGHT,
	HEIGHT = COUNT_BOTTOM + FOOT };

void
chart_free(struct chart *c)
{
	if (c)
		free(c->point);
	free(c);
}

static bool
letter_or_digit(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

static void
escape(struct buf *b, struct fb_str s, bool quotes)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i], next = i + 1 < s.n ? s.p[i + 1] : '#';
		bool reference = c == '&' && (quotes || next == '#' || letter_or_digit(next));
		const char *as = reference ? "&amp;" : c == '<' ? "&lt;" : quotes && c == '>' ? "&gt;" : quotes && c == '"' ? "&quot;" : NULL;
		if (as)
			buf_text(b, as);
		else
			buf_char(b, c);
	}
}

void
html_text(struct buf *b, struct fb_str s)
{
	escape(b, s, true);
}

void
html_words(struct buf *b, struct fb_str s)
{
	escape(b, s, false);
}

static uint64_t
judged(const struct chart_point *p)
{
	return p->negative + p->neutral + p->positive;
}

/* A round number of at least x: 1, 2 or 5 times a power of ten. */
static uint64_t
round_up(uint64_t x)
{
	uint64_t unit = 1;
	for (;; unit *= 10) {
		if (x <= unit)
			return unit;
		if (x <= 2 * unit)
			return 2 * unit;
		if (x <= 5 * unit)
			return 5 * unit;
	}
}

struct scale {
	double share;           /* of the top line */
	uint64_t count;
	double step;            /* between points */
};

static double
x_of(const struct scale *s, size_t i)
{
	return LEFT + s->step * ((double)i + .5);
}

static double
y_share(const struct scale *s, double share)
{
	return SHARE_BOTTOM - (share > s->share ? s->share : share) / s->share * SHARE_HEIGHT;
}

static struct scale
scale_of(const struct chart *c)
{
	struct scale s = { .1, 1, (double)(WIDTH - LEFT - RIGHT) / (double)c->n };
	uint64_t most = 1;
	for (size_t i = 0; i < c->n; i++) {
		const struct chart_point *p = &c->point[i];
		uint64_t n = judged(p);
		most = n > most ? n : most;
		if (n >= 5)
			s.share = fmax(s.share, (double)p->negative / (double)n);
		if (p->usual_hi == p->usual_hi)
			s.share = fmax(s.share, p->usual_hi);
	}
	s.share = fmin(1, ceil(s.share * 10 - 1e-9) / 10);
	s.count = round_up(most);
	return s;
}

static void
coordinate(struct buf *b, const char *name, double x)
{
	buf_printf(b, " %s=\"", name);
	num_fixed(b, x, 1);
	buf_char(b, '"');
}

static void
rect(struct buf *b, const char *class, double x, double y, double w, double h)
{
	buf_printf(b, "<rect class=\"%s\"", class);
	coordinate(b, "x", x);
	coordinate(b, "y", y);
	coordinate(b, "width", w);
	coordinate(b, "height", h);
	buf_text(b, "/>");
}

static void
label(struct buf *b, double x, double y, const char *anchor, const char *class, struct fb_str text)
{
	buf_text(b, "<text");
	if (class)
		buf_printf(b, " class=\"%s\"", class);
	coordinate(b, "x", x);
	coordinate(b, "y", y);
	buf_printf(b, " text-anchor=\"%s\">", anchor);
	html_text(b, text);
	buf_text(b, "</text>");
}

static void
axes(struct buf *b, const struct chart *c, const struct scale *s, enum lang lang, const struct chart_names *names)
{
	char text[32];
	for (int k = 0; k <= 2; k++) {
		double share = s->share * k / 2, y = y_share(s, share);
		buf_text(b, "<line class=\"grid\"");
		coordinate(b, "x1", LEFT);
		coordinate(b, "x2", WIDTH - RIGHT);
		coordinate(b, "y1", y);
		coordinate(b, "y2", y);
		buf_text(b, "/>");
		snprintf(text, sizeof text, lang == LANG_ZH ? "%d%%" : "%d %%", (int)(share * 100 + .5));
		label(b, LEFT - 6, y + 4, "end", NULL, slice(text));
	}
	label(b, LEFT, TOP - 9, "start", "axis", names->share);
	label(b, LEFT, COUNT_TOP - 7, "start", "axis", names->count);
	snprintf(text, sizeof text, "%llu", (unsigned long long)s->count);
	label(b, LEFT - 6, COUNT_TOP + 8, "end", NULL, slice(text));
	label(b, LEFT - 6, COUNT_BOTTOM, "end", NULL, slice("0"));
	size_t every = c->n <= 10 ? 1 : (c->n + 7) / 8;
	for (size_t i = 0; i < c->n; i += every) {
		bool odd = c->n / every > 4 && i / every % 2;
		struct buf t = { 0 };
		int32_t day = c->point[i].days.first;
		if (c->unit == UNIT_MONTH || c->n > 100) {
			day_iso(&t, day);
			t.n -= 3;
		} else {
			day_text(&t, day, lang);
		}
		label(b, x_of(s, i), HEIGHT - 6, "middle", odd ? "alt" : NULL, buf_str(&t));
		buf_free(&t);
	}
}

/* The band of the usual, and each point's own interval. */
static void
bands(struct buf *b, const struct chart *c, const struct scale *s)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct chart_point *p = &c->point[i];
		if (p->usual_lo == p->usual_lo)
			rect(b, "usual", LEFT + s->step * (double)i, y_share(s, p->usual_hi), s->step,
			    y_share(s, p->usual_lo) - y_share(s, p->usual_hi));
	}
	for (size_t i = 0; i < c->n; i++) {
		const struct chart_point *p = &c->point[i];
		if (!judged(p))
			continue;
		struct interval w = stats_wilson((double)p->negative, (double)judged(p));
		buf_text(b, "<line class=\"whisker\"");
		coordinate(b, "x1", x_of(s, i));
		coordinate(b, "x2", x_of(s, i));
		coordinate(b, "y1", y_share(s, w.lo));
		coordinate(b, "y2", y_share(s, w.hi));
		buf_text(b, "/>");
	}
}

static void
title(struct buf *b, const struct chart_point *p, enum lang lang)
{
	buf_text(b, "<title>");
	period_text(b, p->days, lang);
	buf_printf(b, ": %llu / %llu</title>", (unsigned long long)p->negative, (unsigned long long)judged(p));
}

static void
share_line(struct buf *b, const struct chart *c, const struct scale *s, enum lang lang)
{
	bool first = true;
	buf_text(b, "<polyline class=\"share\" points=\"");
	for (size_t i = 0; i < c->n; i++) {
		const struct chart_point *p = &c->point[i];
		if (!judged(p))
			continue;
		if (!first)
			buf_char(b, ' ');
		num_fixed(b, x_of(s, i), 1);
		buf_char(b, ',');
		num_fixed(b, y_share(s, (double)p->negative / (double)judged(p)), 1);
		first = false;
	}
	buf_text(b, "\"/>");
	for (size_t i = 0; i < c->n; i++) {
		const struct chart_point *p = &c->point[i];
		if (!judged(p) || (c->n > 100 && !p->unusual))
			continue;
		buf_printf(b, "<circle class=\"%s\"", p->unusual ? "odd" : "dot");
		coordinate(b, "cx", x_of(s, i));
		coordinate(b, "cy", y_share(s, (double)p->negative / (double)judged(p)));
		buf_printf(b, " r=\"%s\">", p->unusual ? "6" : "2.5");
		title(b, p, lang);
		buf_text(b, "</circle>");
	}
}

static void
bars(struct buf *b, const struct chart *c, const struct scale *s, enum lang lang)
{
	double w = fmin(s->step * .8, 48), unit = (double)COUNT_HEIGHT / (double)s->count;
	for (size_t i = 0; i < c->n; i++) {
		const struct chart_point *p = &c->point[i];
		double all = (double)judged(p) * unit, bad = (double)p->negative * unit, x = x_of(s, i) - w / 2;
		if (!judged(p))
			continue;
		buf_text(b, "<g>");
		title(b, p, lang);
		rect(b, "count", x, COUNT_BOTTOM - all, w, all);
		rect(b, "bad", x, COUNT_BOTTOM - bad, w, bad);
		buf_text(b, "</g>");
	}
}

void
chart_svg(struct buf *b, const struct chart *c, enum lang lang, const struct chart_names *names, bool first)
{
	if (!c->n)
		return;
	struct scale s = scale_of(c);
	buf_printf(b, "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", WIDTH, HEIGHT);
	html_text(b, names->alt);
	buf_text(b, "\">");
	if (first)
		buf_text(b, "<defs><pattern id=\"hatch\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\" "
		    "patternTransform=\"rotate(45)\"><rect class=\"hatchback\" width=\"4\" height=\"4\"/>"
		    "<line class=\"hatchline\" y2=\"4\"/></pattern></defs>");
	bands(b, c, &s);
	axes(b, c, &s, lang, names);
	bars(b, c, &s, lang);
	share_line(b, c, &s, lang);
	buf_text(b, "</svg>\n");
}

void
chart_line(struct buf *b, const struct chart *c, size_t width)
{
	static const char *const step[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
	size_t join = width ? (c->n + width - 1) / width : 1;
	double top = c->n ? scale_of(c).share : 1;
	for (size_t i = 0; join && i < c->n; i += join) {
		uint64_t bad = 0, all = 0;
		for (size_t k = i; k < i + join && k < c->n; k++) {
			bad += c->point[k].negative;
			all += judged(&c->point[k]);
		}
		double x = all ? (double)bad / (double)all / top * 8 : 0;
		buf_text(b, all ? step[x >= 7 ? 7 : (int)x] : " ");
	}
}

void
bar_svg(struct buf *b, const uint64_t count[3])
{
	static const char *const class[3] = { "bad", "flat", "good" };
	double all = (double)(count[0] + count[1] + count[2]), x = 0;
	buf_text(b, "<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
	for (int i = 0; i < 3 && all > 0; i++) {
		double w = (double)count[i] / all * 100;
		if (count[i])
			rect(b, class[i], x, 0, w, 10);
		x += w;
	}
	buf_text(b, "</svg>");
}

void
bar_text(struct buf *b, const uint64_t count[3], size_t width)
{
	static const char *const shade[3] = { "█", "▒", "░" };
	double x[3], all = (double)(count[0] + count[1] + count[2]);
	int64_t n[3];
	for (int i = 0; i < 3; i++)
		x[i] = all > 0 ? (double)count[i] / all * (double)width : 0;
	stats_round(x, 3, all > 0 ? (double)width : 0, n);
	for (int i = 0; i < 3; i++)
		for (int64_t k = 0; k < n[i]; k++)
			buf_text(b, shade[i]);
	if (all <= 0)
		for (size_t k = 0; k < width; k++)
			buf_char(b, ' ');
}
