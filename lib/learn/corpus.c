#include "learn/corpus.h"

#include <stdlib.h>

static int
by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

void
corpus_add(struct corpus *c, struct features *f, struct fb_str label)
{
	bool made;
	size_t from = c->keys, n = 0;
	c->label = xrealloc(c->label, c->n == c->cap ? (c->cap = c->cap ? 2 * c->cap : 1024) : c->cap, sizeof *c->label);
	c->group = xrealloc(c->group, c->cap, sizeof *c->group);
	c->start = xgrow(c->start, &c->start_cap, c->n + 2, sizeof *c->start);
	c->key = xgrow(c->key, &c->key_cap, c->keys + f->n + 1, sizeof *c->key);
	for (size_t i = 0; i < f->n; i++)
		c->key[from + i] = f->v[i].key;
	qsort(c->key + from, f->n, sizeof *c->key, by_number);
	for (size_t i = 0; i < f->n; i++)
		if (i == 0 || c->key[from + i] != c->key[from + n - 1])
			c->key[from + n++] = c->key[from + i];
	c->keys += n;
	struct map_entry *x = map_put(&c->labels, label, &made);
	c->label[c->n] = (uint32_t)(x - c->labels.entry);
	c->group[c->n] = hash_bytes(f->folded.p, f->folded.n);
	c->start[c->n] = from;
	c->start[++c->n] = c->keys;
	uint64_t parts[] = { c->digest, c->group[c->n - 1], hash_bytes(label.p, label.n) };
	c->digest = hash_bytes(parts, sizeof parts);
}

static int
by_name(const void *a, const void *b, void *arg)
{
	const struct map_entry *e = arg;
	return slice_cmp(e[*(const uint32_t *)a].key, e[*(const uint32_t *)b].key);
}

static void
sort_labels(struct corpus *c)
{
	size_t K = c->labels.n;
	uint32_t *order = xmalloc((K + 1) * sizeof *order), *place = xmalloc((K + 1) * sizeof *place);
	struct map sorted = { 0 };
	for (size_t k = 0; k < K; k++)
		order[k] = (uint32_t)k;
	qsort_r(order, K, sizeof *order, by_name, c->labels.entry);
	for (size_t k = 0; k < K; k++) {
		place[order[k]] = (uint32_t)k;
		map_put(&sorted, c->labels.entry[order[k]].key, NULL);
	}
	for (size_t i = 0; i < c->n; i++)
		c->label[i] = place[c->label[i]];
	map_free(&c->labels);
	c->labels = sorted;
	free(order);
	free(place);
}

void
corpus_close(struct corpus *c)
{
	size_t slots = 1024, D = 0;
	while (slots < 2 * c->keys)
		slots *= 2;
	uint64_t *slot = xcalloc(slots, sizeof *slot);
	uint32_t *count = xcalloc(slots, sizeof *count), *number = xmalloc(slots * sizeof *number);
	c->col = xmalloc((c->keys + 1) * sizeof *c->col);
	sort_labels(c);
	for (size_t i = 0; i < c->keys; i++) {
		size_t s = c->key[i] & (slots - 1);
		while (count[s] && slot[s] != c->key[i])
			s = (s + 1) & (slots - 1);
		slot[s] = c->key[i];
		if (++count[s] == 2)
			D++;
		c->col[i] = (uint32_t)s;
	}
	memset(number, 0xff, slots * sizeof *number);
	c->feature = xmalloc((D + 1) * sizeof *c->feature);
	c->df = xmalloc((D + 1) * sizeof *c->df);
	for (size_t i = 0; i < c->keys; i++) {
		uint32_t s = c->col[i];
		if (count[s] > 1 && number[s] == UINT32_MAX) {
			c->feature[c->D] = slot[s];
			c->df[c->D] = count[s];
			number[s] = (uint32_t)c->D++;
		}
		c->col[i] = number[s];
	}
	free(slot);
	free(count);
	free(number);
	free(c->key);
	c->key = NULL;
}

void
corpus_free(struct corpus *c)
{
	map_free(&c->labels);
	free(c->label);
	free(c->group);
	free(c->start);
	free(c->key);
	free(c->feature);
	free(c->df);
	free(c->col);
	*c = (struct corpus){ 0 };
}
