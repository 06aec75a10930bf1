/* Composing a model file: which feature lies where, and what its weights are in steps. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/sort.h"
#include "learn/model.h"
#include "learn/softmax.h"

enum { LOAD_TENTHS = 45 };      /* features a bucket, times 10: at this load 1 % find no room, the weakest of their buckets */

struct placed {
	uint64_t key;
	float strength;         /* largest distance between two labels' weights */
	uint32_t feature, bucket;
};

static int
by_bucket(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	if (x->bucket != y->bucket)
		return x->bucket < y->bucket ? -1 : 1;
	if (x->strength != y->strength)
		return x->strength > y->strength ? -1 : 1;
	return x->key < y->key ? -1 : x->key > y->key;
}

/* Scores in the file (model.h). */
static unsigned
scores_of(const struct model_draft *d)
{
	return d->kind == KIND_CLASSES ? d->K : kind_scores(d->kind, d->K) + 1;
}

/* Weight of score k relative to the last where weights lie inline, else as it is. */
static double
weight(const struct model_draft *d, size_t j, unsigned k)
{
	if (d->kind != KIND_CLASSES) {
		unsigned scores = kind_scores(d->kind, d->K);
		return k < scores ? (double)d->w[j * scores + k] : 0;
	}
	size_t stride = softmax_stride(d->K);
	const float *w = d->w + j * stride;
	if (stride == 1)
		return k == 0 ? -(double)w[0] : 0;
	return (double)w[k] - (d->K <= MODEL_INLINE ? (double)w[d->K - 1] : 0);
}

static float
strength(const struct model_draft *d, size_t j)
{
	double low = weight(d, j, 0), high = low;
	for (unsigned k = 1; k < scores_of(d); k++) {
		double w = weight(d, j, k);
		low = w < low ? w : low;
		high = w > high ? w : high;
	}
	return (float)(high - low);
}

static uint16_t
finger(uint64_t key)
{
	return (uint16_t)(key >> 16) ? (uint16_t)(key >> 16) : 1;
}

/* Keep in p[0 .. n) those that find room, in order of buckets; returns how many. */
static size_t
settle(struct placed *p, size_t n)
{
	size_t kept = 0, from = 0;
	sort_items(p, n, sizeof *p, by_bucket);
	for (size_t i = 0; i < n; i++) {
		if (kept == 0 || p[kept - 1].bucket != p[i].bucket)
			from = kept;
		bool taken = kept - from == MODEL_SLOTS;
		for (size_t k = from; k < kept; k++)
			taken |= finger(p[k].key) == finger(p[i].key);
		if (!taken)
			p[kept++] = p[i];
	}
	return kept;
}

static void
header(struct buf *b, const struct model_draft *d, size_t kept)
{
	buf_text(b, "target ");
	buf_slice(b, d->target);
	buf_char(b, '\n');
	if (d->kind != KIND_CLASSES)
		buf_printf(b, "kind %s\n", kind_name(d->kind));
	for (size_t c = 0; c < d->columns; c++)
		buf_printf(b, "column %s\n", d->column[c]);
	buf_slice(b, d->notes);
	buf_printf(b, "features %zu of words (1 to %d), letters in words (2 to %d), signs (1 to %d)%s\n", kept, GRAM_WORDS,
	    d->plain ? GRAM_LETTERS_PLAIN : GRAM_LETTERS, GRAM_UNITS, d->plain ? "" : ", clauses");
	buf_printf(b, "labels %u\n", d->K);
	for (unsigned k = 0; k < d->K; k++) {
		buf_text(b, "label ");
		buf_slice(b, d->label[k].name);
		buf_char(b, '\t');
		buf_slice(b, d->label[k].zh);
		buf_char(b, '\t');
		buf_slice(b, d->label[k].en);
		buf_char(b, '\n');
	}
}

static int16_t
in_steps(double w, double step)
{
	double x = step > 0 ? w / step : 0;
	return (int16_t)(x < 0 ? x - .5 : x + .5);
}

void
model_make(struct buf *out, const struct model_draft *d, size_t *crowded)
{
	unsigned Z = scores_of(d);
	unsigned version = !d->plain ? 4 : d->kind != KIND_CLASSES ? 3 : d->what ? 2 : 1;
	struct model_settings s = { .version = version, .labels = d->K, .columns = (uint32_t)d->columns,
		.repeats = d->repeats, .energy = d->energy, .temperature = d->temperature, .stride = (Z + 7) / 8 * 8, .kind = d->kind };
	struct placed *p = xmalloc((d->D + 1) * sizeof *p);
	double *bias = xcalloc(Z, sizeof *bias), most = 0;
	bool inl = Z <= MODEL_INLINE;
	s.buckets = d->D * 10 / LOAD_TENTHS + 1;
	for (size_t c = 0; c < d->columns; c++)
		s.segmented |= (uint32_t)d->segmented[c] << c;
	for (size_t j = 0; j < d->D; j++)
		p[j] = (struct placed){ d->key[j], strength(d, j), (uint32_t)j, (uint32_t)((d->key[j] >> 32) * s.buckets >> 32) };
	size_t kept = settle(p, d->D);
	*crowded = d->D - kept;
	for (size_t i = 0; i < kept; i++)
		for (unsigned k = 0; k < Z; k++)
			most = fmax(most, fabs(weight(d, p[i].feature, k)));
	s.step = most / INT16_MAX;
	s.rows = kept;
	for (unsigned k = 0; k < Z; k++)
		bias[k] = weight(d, d->D, k);

	size_t width = MODEL_SLOTS * (inl ? Z : 1);
	uint16_t *table = xcalloc(s.buckets * width, sizeof *table);
	uint32_t *first = xcalloc(s.buckets, sizeof *first);
	int16_t *rows = xcalloc(inl ? 1 : kept * s.stride + 1, sizeof *rows);
	uint32_t *high = xmalloc((kept + 1) * sizeof *high);
	for (size_t i = 0, slot = 0; i < kept; i++) {
		slot = i && p[i].bucket == p[i - 1].bucket ? slot + 1 : 0;
		table[p[i].bucket * width + slot] = finger(p[i].key);
		high[i] = (uint32_t)(p[i].key >> 32);
		for (unsigned k = 0; k < Z; k++) {
			int16_t w = in_steps(weight(d, p[i].feature, k), s.step);
			if (!inl)
				rows[i * s.stride + k] = w;
			else if (k + 1 < Z)
				table[p[i].bucket * width + (k + 1) * MODEL_SLOTS + slot] = (uint16_t)w;
		}
	}
	for (uint64_t b = 0, next = 0; b < s.buckets; b++) {
		first[b] = (uint32_t)next;
		for (size_t slot = 0; slot < MODEL_SLOTS; slot++)
			next += table[b * width + slot] != 0;
	}
	struct buf head = { 0 };
	header(&head, d, kept);
	struct container_part all[] = {
		{ "settings", &s, sizeof s },
		{ "bias", bias, Z * sizeof *bias },
		{ "levels", d->levels, d->levels_n * sizeof *d->levels },
		{ "promise", d->promise, PROMISE_STEPS * sizeof *d->promise },
		{ "columns", d->what, d->columns * sizeof *d->what },
		{ inl ? "table" : "fingers", table, s.buckets * width * sizeof *table },
		{ "first", inl ? NULL : first, s.buckets * sizeof *first },
		{ "rows", inl ? NULL : rows, kept * s.stride * sizeof *rows },
		{ "high", high, kept * sizeof *high },
		{ "languages", d->seen, sizeof *d->seen },
	}, part[sizeof all / sizeof *all];
	size_t parts = 0;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i].p)
			part[parts++] = all[i];
	container_make(out, "model", buf_str(&head), part, parts);
	buf_free(&head);
	free(p);
	free(bias);
	free(table);
	free(first);
	free(rows);
	free(high);
}
