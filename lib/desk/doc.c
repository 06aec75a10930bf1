#include "desk/doc.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "desk/chart.h"

void
doc_free(struct doc *d)
{
	for (size_t i = 0; i < d->n; i++) {
		struct block *b = &d->block[i];
		for (size_t k = 0; k < b->lines; k++)
			free(b->line[k]);
		for (size_t k = 0; k < b->columns; k++)
			free(b->column[k].title);
		for (size_t k = 0; k < b->cells; k++)
			free(b->cell[k]);
		chart_free(b->chart);
		free(b->line);
		free(b->column);
		free(b->cell);
		free(b->text);
		free(b->note);
		free(b->quote);
		free(b->anchor);
	}
	for (size_t i = 0; i < d->figures; i++) {
		free(d->figure[i].id);
		free(d->figure[i].how);
	}
	free(d->block);
	free(d->figure);
	free(d->title);
	free(d->subject);
	map_free(&d->index);
	*d = (struct doc){ 0 };
}

struct block *
doc_block(struct doc *d, enum block_kind kind, struct fb_str text)
{
	d->block = xgrow(d->block, &d->cap, d->n + 1, sizeof *d->block);
	struct block *b = &d->block[d->n++];
	*b = (struct block){ .kind = kind, .text = text.p ? xstrndup(text.p, text.n) : NULL };
	return b;
}

struct block *
doc_heading(struct doc *d, int level, const char *anchor, const char *text)
{
	struct block *b = doc_block(d, BLOCK_HEADING, slice(text));
	b->level = level;
	b->anchor = anchor ? xstrdup(anchor) : NULL;
	return b;
}

void
block_line(struct block *b, struct fb_str rich)
{
	b->line = xgrow(b->line, &b->lines_cap, b->lines + 1, sizeof *b->line);
	b->line[b->lines++] = xstrndup(rich.p, rich.n);
}

void
block_column(struct block *b, const char *title, bool number)
{
	b->column = xgrow(b->column, &b->columns_cap, b->columns + 1, sizeof *b->column);
	b->column[b->columns++] = (struct doc_column){ .title = xstrdup(title), .number = number };
}

void
block_cell(struct block *b, struct fb_str rich)
{
	b->cell = xgrow(b->cell, &b->cells_cap, b->cells + 1, sizeof *b->cell);
	b->cell[b->cells++] = xstrndup(rich.p ? rich.p : "", rich.n);
}

size_t
doc_figure(struct doc *d, const struct figure *f)
{
	bool made;
	struct map_entry *m = map_put(&d->index, slice(f->id), &made);
	if (!made)
		return m->value;
	m->value = d->figures;
	d->figure = xgrow(d->figure, &d->figures_cap, d->figures + 1, sizeof *d->figure);
	d->figure[d->figures] = *f;
	d->figure[d->figures].id = xstrdup(f->id);
	d->figure[d->figures].how = f->how ? xstrdup(f->how) : NULL;
	return d->figures++;
}

const struct figure *
doc_find(const struct doc *d, const char *id)
{
	const struct map_entry *m = map_find(&d->index, slice(id));
	return m ? &d->figure[m->value] : NULL;
}

/* ---- rich text ---- */

void
rich_value(struct buf *b, struct fb_str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '\\' && i + 1 < s.n && strchr("tnr\\", s.p[i + 1]))
			c = s.p[++i] == '\\' ? '\\' : ' ';
		else if ((unsigned char)c < ' ' || c == 0x7f)
			c = ' ';
		if (c == ' ' && (b->n == 0 || b->p[b->n - 1] == ' '))
			continue;
		buf_char(b, c);
	}
}

static void
marked(struct buf *b, char mark, struct fb_str rich)
{
	buf_char(b, mark);
	buf_slice(b, rich);
	buf_char(b, RICH_END);
}

void
rich_figure(struct buf *b, size_t index, const char *shown)
{
	buf_char(b, RICH_FIGURE);
	num_write(b, index);
	buf_char(b, RICH_SHOW);
	buf_text(b, shown);
	buf_char(b, RICH_END);
}

void
rich_strong(struct buf *b, struct fb_str rich)
{
	marked(b, RICH_STRONG, rich);
}

void
rich_faint(struct buf *b, struct fb_str rich)
{
	marked(b, RICH_FAINT, rich);
}

static bool
is_mark(char c)
{
	return c == RICH_FIGURE || c == RICH_END || c == RICH_STRONG || c == RICH_FAINT || c == RICH_BAR || c == RICH_HEAT;
}

bool
rich_next(struct fb_str *s, struct rich_piece *p)
{
	size_t i = 0;
	*p = (struct rich_piece){ 0 };
	if (!s->n)
		return false;
	if (!is_mark(s->p[0])) {
		while (i < s->n && !is_mark(s->p[i]))
			i++;
		p->text = (struct fb_str){ s->p, i };
	} else {
		p->mark = (unsigned char)s->p[i++];
		if (p->mark == RICH_FIGURE) {
			for (; i < s->n && s->p[i] != RICH_SHOW; i++)
				p->figure = p->figure * 10 + (size_t)(s->p[i] - '0');
			i++;
		} else if (p->mark == RICH_BAR || p->mark == RICH_HEAT) {
			size_t from = i;
			while (i < s->n && s->p[i] != RICH_END)
				i++;
			p->text = (struct fb_str){ s->p + from, i - from };
			i++;
		}
	}
	s->p += i;
	s->n -= i;
	return true;
}

void
rich_plain(struct buf *b, struct fb_str rich)
{
	struct rich_piece p;
	while (rich_next(&rich, &p))
		if (!p.mark)
			buf_slice(b, p.text);
}
