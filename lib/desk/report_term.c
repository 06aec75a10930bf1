/* The report as a terminal page: columns by display width (Han count two), long lines wrapped, folded parts left out. */
#include <stdlib.h>
#include <utf8proc.h>

#include "desk/report_inside.h"
#include "text/utf8.h"

struct page {
	struct buf *b;
	size_t width;
	bool color;
};

enum { STYLE_STRONG = 1, STYLE_FAINT = 2, BAR_WIDTH = 12, GAP_WIDTH = 2 };

/* A character of rich text. */
struct glyph {
	char utf8[5];
	uint8_t width, style;
};

struct glyphs {
	struct glyph *g;
	size_t n, cap;
};

static void
add_glyphs(struct glyphs *l, struct fb_str s, uint8_t style)
{
	for (size_t i = 0; i < s.n;) {
		size_t k = utf8_length((unsigned char)s.p[i]);
		struct glyph g = { .style = style };
		memcpy(g.utf8, s.p + i, k);
		int w = utf8proc_charwidth((int32_t)utf8_get(s.p + i));
		g.width = (uint8_t)(w < 0 ? 0 : w);
		l->g = xgrow(l->g, &l->cap, l->n + 1, sizeof *l->g);
		l->g[l->n++] = g;
		i += k;
	}
}

static void
bar_counts(struct fb_str s, uint64_t count[3])
{
	count[0] = count[1] = count[2] = 0;
	for (size_t i = 0, k = 0; i < s.n && k < 3; i++) {
		if (s.p[i] == ',')
			k++;
		else
			count[k] = count[k] * 10 + (uint64_t)(s.p[i] - '0');
	}
}

static struct glyphs
glyphs_of(struct fb_str rich, uint8_t base)
{
	struct glyphs l = { 0 };
	uint8_t stack[16] = { base };
	size_t depth = 0;
	for (struct rich_piece p; rich_next(&rich, &p);) {
		uint8_t now = stack[depth];
		if (!p.mark) {
			add_glyphs(&l, p.text, now);
		} else if (p.mark == RICH_END) {
			depth -= depth > 0;
		} else if (p.mark == RICH_BAR) {
			uint64_t count[3];
			struct buf b = { 0 };
			bar_counts(p.text, count);
			bar_text(&b, count, BAR_WIDTH);
			add_glyphs(&l, buf_str(&b), now);
			buf_free(&b);
		} else if (p.mark != RICH_HEAT && depth + 1 < sizeof stack) {
			stack[++depth] =
			    (uint8_t)(now | (p.mark == RICH_STRONG ? STYLE_STRONG : p.mark == RICH_FAINT ? STYLE_FAINT : 0));
		}
	}
	return l;
}

static size_t
width_of(const struct glyph *g, size_t n)
{
	size_t w = 0;
	for (size_t i = 0; i < n; i++)
		w += g[i].width;
	return w;
}

static void
put_glyphs(struct page *p, const struct glyph *g, size_t n)
{
	uint8_t now = 0;
	for (size_t i = 0; i <= n; i++) {
		uint8_t want = i < n ? g[i].style : 0;
		if (p->color && want != now) {
			buf_text(p->b, "\033[0m");
			if (want & STYLE_STRONG)
				buf_text(p->b, "\033[1m");
			else if (want & STYLE_FAINT)
				buf_text(p->b, "\033[2m");
		}
		now = want;
		if (i < n)
			buf_text(p->b, g[i].utf8);
	}
}

static void
blanks(struct page *p, size_t n)
{
	while (n--)
		buf_char(p->b, ' ');
}

/* Marks that begin no line and marks that end none. */
static bool
is_one_of(const struct glyph *g, const char *marks)
{
	size_t n = strlen(g->utf8);
	for (const char *at = marks; n && (at = strstr(at, g->utf8)); at += n)
		if ((at[n] & 0xc0) != 0x80)
			return true;
	return false;
}

static bool
may_part(const struct glyph *a, const struct glyph *b)
{
	return a->width == 2 && !is_one_of(b, ".,;:!?%)]}”’。，、；：！？）》〉」』】…–·") && !is_one_of(a, "（《〈「『【");
}

/* How many glyphs go on a line of that width: up to a blank, or between wide characters. */
static size_t
line_fit(const struct glyph *g, size_t n, size_t width)
{
	size_t w = 0, cut = 0;
	for (size_t i = 0; i < n; i++) {
		bool blank = g[i].utf8[0] == ' ';
		if (blank || (i && may_part(&g[i - 1], &g[i])))
			cut = i;
		w += g[i].width;
		if (w > width && !blank)
			return cut ? cut : i ? i : 1;
	}
	return n;
}

/* A paragraph; later lines are indented by `hang`. */
static void
put_text(struct page *p, struct fb_str rich, uint8_t style, size_t indent, size_t hang)
{
	struct glyphs l = glyphs_of(rich, style);
	size_t at = 0;
	bool first = true;
	while (at < l.n || first) {
		size_t in = first ? indent : hang;
		size_t k = line_fit(l.g + at, l.n - at, p->width > in + 10 ? p->width - in : 10), end = at + k;
		while (end > at && l.g[end - 1].utf8[0] == ' ')
			end--;
		blanks(p, in);
		put_glyphs(p, l.g + at, end - at);
		buf_char(p->b, '\n');
		at += k;
		while (at < l.n && l.g[at].utf8[0] == ' ')
			at++;
		first = false;
	}
	free(l.g);
}

/* ---- tables ---- */

struct layout {
	size_t *width;          /* of each column, 0: not shown */
	size_t hidden;
};

static size_t
longest_word(const struct glyphs *l)
{
	size_t most = 0, w = 0;
	for (size_t i = 0; i < l->n; i++) {
		w = l->g[i].utf8[0] == ' ' ? 0 : w + l->g[i].width;
		most = w > most ? w : most;
	}
	return most;
}

static size_t
total_width(const struct layout *l, size_t columns)
{
	size_t w = 0;
	for (size_t k = 0; k < columns; k++)
		w += l->width[k] ? l->width[k] + GAP_WIDTH : 0;
	return w ? w - GAP_WIDTH : 0;
}

/* Each column as wide as its widest cell; where the page is too narrow, bars go, then the first column is cut to 16, then
 * columns from the right. */
static struct layout
lay_out(const struct page *p, const struct block *b)
{
	struct layout l = { xcalloc(b->columns, sizeof *l.width), 0 };
	for (size_t k = 0; k < b->columns; k++) {
		struct glyphs head = glyphs_of(slice(b->column[k].title), 0);
		l.width[k] = b->column[k].bar ? BAR_WIDTH : longest_word(&head);
		free(head.g);
		for (size_t i = k; i < b->cells; i += b->columns) {
			struct glyphs cell = glyphs_of(slice(b->cell[i]), 0);
			size_t w = width_of(cell.g, cell.n);
			l.width[k] = w > l.width[k] ? w : l.width[k];
			free(cell.g);
		}
	}
	for (size_t k = 0; k < b->columns && total_width(&l, b->columns) > p->width; k++)
		if (b->column[k].bar)
			l.width[k] = 0;
	size_t over = total_width(&l, b->columns);
	over = over > p->width ? over - p->width : 0;
	if (over && l.width[0] > 16)
		l.width[0] = l.width[0] - over > 16 && l.width[0] > over ? l.width[0] - over : 16;
	for (size_t k = b->columns; k-- > 1 && total_width(&l, b->columns) > p->width;) {
		l.hidden += l.width[k] > 0;
		l.width[k] = 0;
	}
	return l;
}

static void
put_cell(struct page *p, const struct glyph *g, size_t n, size_t width, bool right)
{
	size_t w = width_of(g, n), cut = n;
	if (w > width) {
		while (cut && w > width - 1)
			w -= g[--cut].width;
		w++;
	}
	if (right)
		blanks(p, width - w);
	put_glyphs(p, g, cut);
	if (cut < n)
		buf_text(p->b, "…");
	if (!right)
		blanks(p, width - w);
}

static void
end_line(struct page *p)
{
	while (p->b->n && p->b->p[p->b->n - 1] == ' ')
		p->b->n--;
	buf_char(p->b, '\n');
}

static void
put_head(struct page *p, const struct block *b, const struct layout *l)
{
	struct glyphs *head = xcalloc(b->columns, sizeof *head);
	size_t *at = xcalloc(b->columns, sizeof *at);
	for (size_t k = 0; k < b->columns; k++)
		head[k] = glyphs_of(slice(b->column[k].title), STYLE_FAINT);
	for (bool more = true; more;) {
		more = false;
		for (size_t k = 0; k < b->columns; k++) {
			if (!l->width[k])
				continue;
			const struct glyph *g = head[k].g + at[k];
			size_t left = head[k].n - at[k], n = left ? line_fit(g, left, l->width[k]) : 0;
			put_cell(p, g, n, l->width[k], b->column[k].number && !b->column[k].bar);
			blanks(p, GAP_WIDTH);
			at[k] += n;
			while (at[k] < head[k].n && head[k].g[at[k]].utf8[0] == ' ')
				at[k]++;
			more = more || at[k] < head[k].n;
		}
		end_line(p);
	}
	for (size_t k = 0; k < b->columns; k++)
		free(head[k].g);
	free(head);
	free(at);
}

static void
put_table(struct page *p, const struct block *b)
{
	struct layout l = lay_out(p, b);
	put_head(p, b, &l);
	for (size_t i = 0; i < b->cells; i += b->columns) {
		for (size_t k = 0; k < b->columns; k++) {
			if (!l.width[k])
				continue;
			struct glyphs cell = glyphs_of(slice(b->cell[i + k]), 0);
			put_cell(p, cell.g, cell.n, l.width[k], b->column[k].number);
			blanks(p, GAP_WIDTH);
			free(cell.g);
		}
		end_line(p);
	}
	free(l.width);
}

/* ---- blocks ---- */

static void
put_lines(struct page *p, const struct block *b, const char *bullet)
{
	if (b->text)
		put_text(p, slice(b->text), STYLE_STRONG, 0, 0);
	for (size_t i = 0; i < b->lines; i++) {
		struct buf line = { 0 };
		buf_text(&line, bullet);
		buf_text(&line, b->line[i]);
		put_text(p, buf_str(&line), 0, 2, 2 + strlen(bullet));
		buf_free(&line);
	}
}

static void
put_action(struct page *p, const struct block *b, unsigned rank)
{
	struct buf line = { 0 };
	buf_printf(&line, "%u ", rank);
	rich_strong(&line, slice(b->text));
	buf_text(&line, "   ");
	buf_text(&line, b->note);
	put_text(p, buf_str(&line), 0, 0, 2);
	for (size_t i = 0; i < b->lines; i++)
		put_text(p, slice(b->line[i]), 0, 2, 2);
	if (b->quote)
		put_text(p, slice(b->quote), STYLE_FAINT, 2, 3);
	buf_free(&line);
}

static void
put_chart(struct page *p, const struct block *b)
{
	struct buf line = { 0 };
	chart_line(&line, b->chart, p->width - 2);
	put_text(p, buf_str(&line), 0, 2, 2);
	put_text(p, slice(b->text), STYLE_FAINT, 0, 0);
	buf_free(&line);
}

void
form_term(struct buf *b, const struct doc *d, size_t width, bool color)
{
	struct page p = { b, width, color };
	unsigned rank = 0, fold = 0;
	const char *heading = "";
	for (size_t i = 0; i < d->n; i++) {
		const struct block *k = &d->block[i];
		fold += k->kind == BLOCK_FOLD;
		fold -= k->kind == BLOCK_UNFOLD;
		if (fold || k->kind == BLOCK_UNFOLD)
			continue;
		switch (k->kind) {
		case BLOCK_TITLE:
			rank = 0;
			if (i)
				buf_text(b, "\n\n");
			put_text(&p, slice(k->text), STYLE_STRONG, 0, 0);
			put_text(&p, slice(k->note), STYLE_FAINT, 0, 0);
			break;
		case BLOCK_LEAD:
			put_text(&p, slice(k->text), STYLE_STRONG, 0, 0);
			break;
		case BLOCK_HEADING:
			buf_char(b, '\n');
			put_text(&p, slice(k->text), STYLE_STRONG, 0, 0);
			heading = k->text;
			break;
		case BLOCK_ACTION:
			put_action(&p, k, ++rank);
			break;
		case BLOCK_TABLE:
			if (strcmp(k->text, heading) != 0)
				put_text(&p, slice(k->text), STYLE_STRONG, 0, 0);
			put_table(&p, k);
			break;
		case BLOCK_QUOTES:
			put_lines(&p, k, "");
			break;
		case BLOCK_LIST:
			put_lines(&p, k, "- ");
			break;
		case BLOCK_CHART:
			put_chart(&p, k);
			break;
		case BLOCK_TEXT:
			put_text(&p, slice(k->text), 0, 0, 2);
			break;
		case BLOCK_NOTE:
			put_text(&p, slice(k->text), STYLE_FAINT, 0, 0);
			break;
		case BLOCK_FOLD:
		case BLOCK_UNFOLD:
			break;
		}
	}
}
