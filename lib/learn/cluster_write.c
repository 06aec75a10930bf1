#include "base/num.h"
#include "learn/cluster_in.h"

/* Field i of a row. */
static struct fb_str
field(struct fb_str r, size_t i)
{
	const char *p = r.p, *end = p + r.n, *tab;
	for (; i; i--)
		p = (const char *)memchr(p, '\t', (size_t)(end - p)) + 1;
	tab = memchr(p, '\t', (size_t)(end - p));
	return (struct fb_str){ p, (size_t)((tab ? tab : end) - p) };
}

struct fb_str
cluster_text(const struct cluster *c, size_t text, struct buf *scratch)
{
	return field_value(field(c->row[text], c->column), scratch);
}

static void
write_label(const struct cluster *c, size_t text, size_t which, struct buf *b)
{
	uint32_t rank = c->to.group[text];
	if (rank == GROUP_NONE)
		return;
	if (which == 0)
		num_write(b, c->id[rank]);
	else if (which == 1)
		num_fixed(b, (double)c->to.p[text], 4);
	else
		field_write(b, buf_str(&c->name[rank]));
}

static void
write_row(const struct cluster *c, size_t text, struct buf *b)
{
	bool replaces = false;
	for (size_t k = 0; k < CLUSTER_ADDED; k++)
		replaces |= c->place[k] != COLS_NONE;
	if (!replaces)
		buf_slice(b, c->row[text]);
	for (size_t i = 0; replaces && i < c->header.n; i++) {
		size_t k = 0;
		while (k < CLUSTER_ADDED && c->place[k] != i)
			k++;
		if (i)
			buf_char(b, '\t');
		if (k < CLUSTER_ADDED)
			write_label(c, text, k, b);
		else
			buf_slice(b, field(c->row[text], i));
	}
	for (size_t k = 0; k < CLUSTER_ADDED; k++)
		if (c->place[k] == COLS_NONE) {
			buf_char(b, '\t');
			write_label(c, text, k, b);
		}
	buf_char(b, '\n');
}

static void
write_header(const struct cluster *c, struct buf *b)
{
	for (size_t i = 0; i < c->header.n; i++) {
		if (i)
			buf_char(b, '\t');
		field_write(b, slice(c->header.name[i]));
	}
	for (size_t k = 0; k < CLUSTER_ADDED; k++)
		if (c->place[k] == COLS_NONE) {
			buf_char(b, '\t');
			buf_text(b, c->added[k]);
		}
	buf_char(b, '\n');
}

void
cluster_write(const struct cluster *c, struct buf *b)
{
	if (!c->s->names.n)
		write_header(c, b);
	for (size_t i = 0; i < c->v.texts; i++)
		write_row(c, i, b);
}
