#include "learn/texts.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/sort.h"
#include "text/normal.h"

struct worker {
	struct buf value, folded;
};

void *
texts_worker(void *arg)
{
	(void)arg;
	return xcalloc(1, sizeof(struct worker));
}

void
texts_unworker(void *arg, void *own)
{
	struct worker *w = own;
	(void)arg;
	buf_free(&w->value);
	buf_free(&w->folded);
	free(w);
}

void
texts_fold(void *own, const struct row *r, const size_t *at, size_t columns, struct out *o)
{
	struct worker *w = own;
	for (size_t c = 0; c < columns; c++) {
		normal_fold(field_value(r->f[at[c]], &w->value), &w->folded);
		buf_add(&o->b, &w->folded.n, sizeof w->folded.n);
		buf_slice(&o->b, buf_str(&w->folded));
	}
}

size_t
texts_take(struct fb_str *text, size_t columns, struct out *o, struct arena *memory)
{
	size_t bytes = 0;
	const char *p = o->b.p;
	for (size_t c = 0; c < columns; c++) {
		size_t n;
		memcpy(&n, p, sizeof n);
		text[c] = (struct fb_str){ arena_copy(memory, p + sizeof n, n), n };
		p += sizeof n + n;
		bytes += n;
	}
	o->b.n = 0;
	return bytes;
}

static int
by_bytes(const void *a, const void *b)
{
	return slice_cmp(((const struct map_entry *)a)->key, ((const struct map_entry *)b)->key);
}

void
labels_sort(struct map *labels, uint32_t *label, size_t n)
{
	uint32_t *now = xmalloc((labels->n + 1) * sizeof *now);
	sort_items(labels->entry, labels->n, sizeof *labels->entry, by_bytes);
	for (size_t k = 0; k < labels->n; k++)
		now[labels->entry[k].value] = (uint32_t)k;
	for (size_t i = 0; i < n; i++)
		label[i] = now[label[i]];
	free(now);
}
