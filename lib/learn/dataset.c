#include "learn/dataset.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/par.h"
#include "base/sort.h"
#include "learn/columns.h"
#include "learn/gram.h"
#include "learn/prior.h"
#include "text/segment.h"

enum { PIECE = 64 };            /* records a thread takes at a time */

/* What the two passes over the texts share. The first marks in `twice` the places of keys that were seen before; only
 * those enter the table in the second, so that the table does not hold the many that occur once. */
struct census {
	const struct fb_str *text;
	const bool *segmented;
	struct lexicon lexicon;
	size_t columns, n;
	uint64_t *group;
	_Atomic uint64_t *once, *twice;
	unsigned shift;                 /* place of a key: key * SPREAD >> shift */
	struct grams *scratch;          /* one a thread */
	const struct column *column;
	const struct prior *prior;
	bool plain;
};

static const uint64_t SPREAD = 0x9e3779b97f4a7c15u;

/* Whether column k is a category or a number. */
static bool
beside(const struct census *c, size_t k)
{
	return c->column && c->column[k].kind >= COLUMN_CATEGORY;
}

static void
grams_of_record(const struct census *c, struct grams *g, size_t i)
{
	unsigned how = GRAM_REPEATS | (c->plain ? GRAM_PLAIN : 0);
	grams_begin(g);
	for (size_t k = 0; k < c->columns; k++)
		if (beside(c, k))
			column_grams(&c->column[k], g, c->text[i * c->columns + k], k);
		else
			grams_add_folded(g, c->text[i * c->columns + k], how | (c->segmented[k] ? GRAM_SEGMENTED : 0), k);
}

static size_t
place(const struct census *c, uint64_t key)
{
	return (size_t)(key * SPREAD >> c->shift);
}

/* Marks are only ever set, so that the order in which threads come does not show. */
static void
mark_piece(void *job, size_t piece, size_t thread)
{
	struct census *c = job;
	struct grams *g = &c->scratch[thread];
	size_t end = (piece + 1) * PIECE < c->n ? (piece + 1) * PIECE : c->n;
	for (size_t i = piece * PIECE; i < end; i++) {
		grams_of_record(c, g, i);
		for (size_t k = 0; k < g->n; k++) {
			size_t at = place(c, g->key[k]);
			uint64_t bit = (uint64_t)1 << (at & 63);
			_Atomic uint64_t *once = &c->once[at >> 6], *twice = &c->twice[at >> 6];
			if (!(atomic_load_explicit(once, memory_order_relaxed) & bit) &&
			    !(atomic_fetch_or_explicit(once, bit, memory_order_relaxed) & bit))
				continue;
			if (!(atomic_load_explicit(twice, memory_order_relaxed) & bit))
				atomic_fetch_or_explicit(twice, bit, memory_order_relaxed);
		}
		uint64_t h = 0;
		for (size_t k = 0; k < c->columns; k++) {
			struct fb_str t = c->text[i * c->columns + k];
			h = h * SPREAD + hash_bytes(t.p, t.n);
		}
		c->group[i] = h;
	}
}

struct slot {
	uint64_t key;
	uint32_t index;         /* + 1; 0: free */
};

struct seen {                   /* a feature, while records are counted */
	uint32_t records;
	uint32_t last;          /* record + 1 where it was last seen */
	uint32_t at;            /* its place in that record's row */
	uint64_t all, words;    /* how often in all, and how often as a word */
};

struct table {
	struct slot *slot;
	size_t slots;           /* a power of two */
	struct seen *seen;
	uint64_t *key;
	size_t n, cap, key_cap;
};

static struct slot *
slot_of(const struct table *t, uint64_t key)
{
	size_t i = (size_t)(key * SPREAD >> 20) & (t->slots - 1);
	while (t->slot[i].index && t->slot[i].key != key)
		i = (i + 1) & (t->slots - 1);
	return &t->slot[i];
}

static void
table_grow(struct table *t)
{
	struct slot *old = t->slot;
	size_t n = t->slots;
	t->slots = n ? 2 * n : 1 << 16;
	t->slot = xcalloc(t->slots, sizeof *t->slot);
	for (size_t i = 0; i < n; i++)
		if (old[i].index)
			*slot_of(t, old[i].key) = old[i];
	free(old);
}

static uint32_t
table_put(struct table *t, uint64_t key)
{
	struct slot *s = slot_of(t, key);
	if (!s->index) {
		if (2 * t->n >= t->slots) {
			table_grow(t);
			s = slot_of(t, key);
		}
		t->seen = xgrow(t->seen, &t->cap, t->n + 1, sizeof *t->seen);
		t->key = xgrow(t->key, &t->key_cap, t->n + 1, sizeof *t->key);
		t->seen[t->n] = (struct seen){ 0 };
		t->key[t->n++] = key;
		*s = (struct slot){ key, (uint32_t)t->n };
	}
	return s->index - 1;
}

/* The feature of a key, or NULL. */
static struct seen *
table_find(const struct table *t, uint64_t key)
{
	const struct slot *s = slot_of(t, key);
	return s->index ? &t->seen[s->index - 1] : NULL;
}

/* Count the features of a record that are words in it. */
static void
count_words(const struct census *c, struct table *t, struct segment *s, size_t i)
{
	for (size_t k = 0; k < c->columns; k++) {
		struct fb_str text = c->text[i * c->columns + k];
		if (c->segmented[k] || beside(c, k))
			continue;
		segment_run(s, &c->lexicon, text);
		for (size_t w = 0; w < s->n; w++) {
			if (s->token[w].kind != TOKEN_HAN)
				continue;
			uint64_t key = gram_of_signs((struct fb_str){ text.p + s->token[w].at, s->token[w].n }, k);
			struct seen *seen = key ? table_find(t, key) : NULL;
			if (seen)
				seen->words++;
		}
	}
}

/* Rows of provisional numbers, each feature once a row. */
static int
count_records(struct dataset *d, const struct census *c, struct table *t, struct fb_err *e)
{
	struct grams *g = &c->scratch[0];
	struct segment words = { 0 };
	size_t nz = 0, cap = 0, count_cap = 0;
	table_grow(t);
	for (size_t i = 0; i < c->n; i++) {
		grams_of_record(c, g, i);
		size_t m = 0;
		for (size_t k = 0; k < g->n; k++) {
			size_t at = place(c, g->key[k]);
			if (c->twice[at >> 6] >> (at & 63) & 1 || (c->prior && prior_knows(c->prior, g->key[k]))) {
				__builtin_prefetch(&t->slot[(size_t)(g->key[k] * SPREAD >> 20) & (t->slots - 1)]);
				g->key[m++] = g->key[k];
			}
		}
		if (nz + m > UINT32_MAX) {
			segment_free(&words);
			return err_set(e, FB_EDATA, "more than 4 billion features in all: train on a part of the records");
		}
		d->feature = xgrow(d->feature, &cap, nz + m, sizeof *d->feature);
		d->count = xgrow(d->count, &count_cap, nz + m, sizeof *d->count);
		d->start[i] = nz;
		for (size_t k = 0; k < m; k++) {
			uint32_t f = table_put(t, g->key[k]);
			struct seen *s = &t->seen[f];
			s->all++;
			if (s->last == i + 1) {
				d->count[s->at] = (uint16_t)(d->count[s->at] + (d->count[s->at] < UINT16_MAX));
				continue;
			}
			s->records++;
			s->last = (uint32_t)i + 1;
			s->at = (uint32_t)nz;
			d->feature[nz] = f;
			d->count[nz++] = 1;
		}
		count_words(c, t, &words, i);
	}
	d->start[c->n] = nz;
	segment_free(&words);
	return 0;
}

/* Features get their new numbers in the rows; those with UINT32_MAX are left out. */
static void
renumber_rows(struct dataset *d, const uint32_t *number)
{
	size_t nz = 0;
	for (size_t i = 0, from = 0; i < d->n; i++) {
		size_t end = d->start[i + 1];
		d->start[i] = nz;
		for (; from < end; from++)
			if (number[d->feature[from]] != UINT32_MAX) {
				d->feature[nz] = number[d->feature[from]];
				d->count[nz++] = d->count[from];
			}
	}
	d->start[d->n] = nz;
}

/* Number the features by falling records, then by first appearance; drop those of one record that no older model knows, and those
 * beyond most. */
static void
number_features(struct dataset *d, struct table *t, size_t most)
{
	size_t *at = xcalloc(d->n + 2, sizeof *at);
	uint32_t *number = xmalloc((t->n + 1) * sizeof *number);
	bool *known = d->prior ? xmalloc((t->n + 1) * sizeof *known) : NULL;
	for (size_t f = 0; f < t->n; f++) {
		if (known)
			known[f] = prior_knows(d->prior, t->key[f]);
		number[f] = t->seen[f].records > 1 || (known && known[f]) ? 0 : UINT32_MAX;
		at[d->n - t->seen[f].records + 1] += number[f] == 0;
	}
	for (size_t r = 1; r <= d->n + 1; r++)
		at[r] += at[r - 1];
	d->D = at[d->n];
	if (d->D > most)
		d->D = most;
	d->key = xmalloc((d->D + 1) * sizeof *d->key);
	d->records = xmalloc((d->D + 1) * sizeof *d->records);
	d->word = xmalloc((d->D + 1) * sizeof *d->word);
	d->known = known ? xmalloc((d->D + 1) * sizeof *d->known) : NULL;
	for (size_t f = 0; f < t->n; f++) {
		if (number[f] == UINT32_MAX)
			continue;
		size_t k = at[d->n - t->seen[f].records]++;
		number[f] = k < d->D ? (uint32_t)k : UINT32_MAX;
		if (k < d->D) {
			d->key[k] = t->key[f];
			d->records[k] = t->seen[f].records;
			d->word[k] = (float)t->seen[f].words / (float)t->seen[f].all;
			if (known)
				d->known[k] = known[f];
		}
	}
	renumber_rows(d, number);
	free(at);
	free(number);
	free(known);
}

void
dataset_keep(struct dataset *d, const bool *keep)
{
	uint32_t *number = xmalloc((d->D + 1) * sizeof *number);
	size_t kept = 0;
	for (size_t j = 0; j < d->D; j++) {
		number[j] = keep[j] ? (uint32_t)kept : UINT32_MAX;
		if (keep[j]) {
			d->key[kept] = d->key[j];
			d->word[kept] = d->word[j];
			if (d->known)
				d->known[kept] = d->known[j];
			d->records[kept++] = d->records[j];
		}
	}
	d->D = kept;
	renumber_rows(d, number);
	free(number);
}

static int
by_falling_strength(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;
	return x > y ? -1 : x < y;
}

void
dataset_keep_strongest(struct dataset *d, const float *strength, size_t n)
{
	float *order = xmalloc((d->D + 1) * sizeof *order);
	bool *keep = xmalloc((d->D + 1) * sizeof *keep);
	size_t ordered = 0, left = n;
	for (size_t j = 0; j < d->D; j++)
		if (!d->known || !d->known[j])
			order[ordered++] = strength[j];
	sort_items(order, ordered, sizeof *order, by_falling_strength);
	float least = ordered > n ? order[n - 1] : 0;
	for (size_t j = 0; j < d->D; j++) {
		bool known = d->known && d->known[j];
		keep[j] = known || (left > 0 && strength[j] >= least);
		left -= keep[j] && !known;
	}
	dataset_keep(d, keep);
	free(order);
	free(keep);
}

int
dataset_make(struct dataset *d, const struct fb_str *text, const bool *segmented, size_t columns, size_t n,
    size_t most, size_t jobs, struct fb_err *e)
{
	size_t bytes = 0, bits = 20;
	struct table t = { 0 };
	struct census c = { .text = text, .segmented = segmented, .columns = columns, .n = n, .column = d->column, .prior = d->prior, .plain = d->plain };
	int rc = n < UINT32_MAX ? lexicon_open(&c.lexicon, NULL, e) : err_set(e, FB_EDATA, "more than 4 billion records: train on a part");
	if (rc)
		return rc;
	for (size_t i = 0; i < n * columns; i++)
		bytes += text[i].n;
	while (bits < 28 && (size_t)1 << bits < 16 * bytes)
		bits++;
	c.shift = (unsigned)(64 - bits);
	c.group = xmalloc((n + 1) * sizeof *c.group);
	c.once = xcalloc((size_t)1 << (bits - 6), sizeof *c.once);
	c.twice = xcalloc((size_t)1 << (bits - 6), sizeof *c.twice);
	c.scratch = xcalloc(jobs, sizeof *c.scratch);
	d->n = n;
	d->group = c.group;
	d->start = xmalloc((n + 1) * sizeof *d->start);
	par_run(jobs, (n + PIECE - 1) / PIECE, mark_piece, &c);
	if ((rc = count_records(d, &c, &t, e)) == 0) {
		number_features(d, &t, most);
		if (!d->D)
			rc = err_set(e, FB_EDATA, "no two texts have anything in common: more texts are wanted to learn from");
	}
	lexicon_close(&c.lexicon);
	free((void *)c.once);
	free((void *)c.twice);
	for (size_t i = 0; i < jobs; i++)
		grams_free(&c.scratch[i]);
	free(c.scratch);
	free(t.slot);
	free(t.seen);
	free(t.key);
	return rc;
}

void
dataset_free(struct dataset *d)
{
	free(d->group);
	free(d->start);
	free(d->feature);
	free(d->count);
	free(d->key);
	free(d->records);
	free(d->word);
	free(d->known);
	*d = (struct dataset){ 0 };
}
