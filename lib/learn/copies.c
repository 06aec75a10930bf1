#include "learn/copies.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/sort.h"

enum { BANDS = 6, HASHES = 3 };         /* a band agrees where its three minhashes do: at .7 alike, 93 % meet in some band */

struct finder {
	const struct vocabulary *v;
	uint32_t *first;        /* a forest: towards what stands for it */
	uint64_t *a, *b;        /* pairs of the two texts being compared, sorted */
	size_t a_cap, b_cap;
};

static uint64_t
mix(uint64_t z)
{
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static int
by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* The pairs of neighbouring words, hashed by what the words are, each once and ascending; how many. */
static size_t
word_pairs(const struct vocabulary *v, const struct text *x, uint64_t **pair, size_t *cap)
{
	size_t n = 0, kept = 0;
	*pair = xgrow(*pair, cap, x->n + 1, sizeof **pair);
	for (size_t i = 1; i < x->n; i++) {
		struct fb_str one = v->words.entry[v->token[x->at + i] & WORD_NUMBER].key;
		uint64_t h = hash_bytes(one.p, one.n);
		if (i + 1 < x->n) {
			struct fb_str two = v->words.entry[v->token[x->at + i + 1] & WORD_NUMBER].key;
			h = mix(h + 0x9e3779b97f4a7c15u) ^ hash_bytes(two.p, two.n);
		}
		(*pair)[n++] = h;
	}
	sort_items(*pair, n, sizeof **pair, by_value);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || (*pair)[kept - 1] != (*pair)[i])
			(*pair)[kept++] = (*pair)[i];
	return kept;
}

static uint32_t
root(const struct finder *f, uint32_t i)
{
	while (f->first[i] != i)
		i = f->first[i] = f->first[f->first[i]];
	return i;
}

/* Text i stands before j: lower hash, then lower number. */
static bool
before(const struct vocabulary *v, uint32_t i, uint32_t j)
{
	return v->text[i].hash != v->text[j].hash ? v->text[i].hash < v->text[j].hash : i < j;
}

static void
unite(struct finder *f, uint32_t i, uint32_t j)
{
	i = root(f, i);
	j = root(f, j);
	if (i != j)
		f->first[before(f->v, i, j) ? j : i] = before(f->v, i, j) ? i : j;
}

static bool
alike(struct finder *f, uint32_t i, uint32_t j)
{
	const struct text *x = &f->v->text[i], *y = &f->v->text[j];
	size_t a = word_pairs(f->v, x, &f->a, &f->a_cap), b = word_pairs(f->v, y, &f->b, &f->b_cap), both = 0;
	for (size_t p = 0, q = 0; p < a && q < b;) {
		both += f->a[p] == f->b[q];
		if (f->a[p] == f->b[q])
			p++, q++;
		else if (f->a[p] < f->b[q])
			p++;
		else
			q++;
	}
	return (double)both >= COPIES_ALIKE * (double)(a + b - both);
}

struct place {
	uint64_t key;
	uint64_t hash;
	uint32_t text;
};

static int
by_key(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	if (x->key != y->key)
		return (x->key > y->key) - (x->key < y->key);
	if (x->hash != y->hash)
		return (x->hash > y->hash) - (x->hash < y->hash);
	return (x->text > y->text) - (x->text < y->text);
}

/* Texts that share a key: each is compared with the one before it that stands for a set of its own, and with the first. */
static void
compare_neighbours(struct finder *f, struct place *p, size_t n)
{
	sort_items(p, n, sizeof *p, by_key);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && p[end].key == p[i].key; end++) {
			uint32_t now = p[end].text, last = p[end - 1].text, head = p[i].text;
			if (p[end].hash == p[end - 1].hash || (root(f, now) != root(f, last) && alike(f, now, last)))
				unite(f, now, last);
			else if (root(f, now) != root(f, head) && alike(f, now, head))
				unite(f, now, head);
		}
	}
}

/* The band's key of a text: its minhashes of word pairs, or all of them where it is short. */
static uint64_t
band_key(const uint64_t *pair, size_t n, size_t words, uint64_t band)
{
	uint64_t key = band;
	if (words < COPIES_WORDS)
		return hash_bytes(pair, n * sizeof *pair);
	for (uint64_t h = 0; h < HASHES; h++) {
		uint64_t seed = mix(band * HASHES + h + 1), least = UINT64_MAX;
		for (size_t i = 0; i < n; i++) {
			uint64_t x = mix(pair[i] ^ seed);
			least = x < least ? x : least;
		}
		key = mix(key * 0x9e3779b97f4a7c15u + least);
	}
	return key;
}

void
copies_find(const struct vocabulary *v, uint32_t *first)
{
	struct finder f = { .v = v, .first = first };
	struct place *p = xmalloc(v->texts * sizeof *p + 1);
	for (uint32_t i = 0; i < v->texts; i++)
		first[i] = i;
	for (uint64_t band = 0; band < BANDS; band++) {
		size_t n = 0;
		for (uint32_t i = 0; i < v->texts; i++) {
			const struct text *x = &v->text[i];
			if (x->blank || (band > 0 && x->n <= COPIES_WORDS))
				continue;
			size_t pairs = word_pairs(v, x, &f.a, &f.a_cap);
			p[n++] = (struct place){ band_key(f.a, pairs, x->n - 1, band), x->hash, i };
		}
		compare_neighbours(&f, p, n);
	}
	for (uint32_t i = 0; i < v->texts; i++)
		first[i] = root(&f, i);
	free(p);
	free(f.a);
	free(f.b);
}
