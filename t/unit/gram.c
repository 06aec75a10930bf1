/* N-grams: each once however long the text, keys of words among them. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"
#include "base/sort.h"
#include "learn/gram.h"
#include "tap.h"

enum { SIGNS = 12000, ALPHABET = 40 };

static int
by_key(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return x < y ? -1 : x > y;
}

/* Distinct keys of a text as it repeats them, sorted. */
static size_t
distinct(struct grams *g, struct fb_str text, uint64_t **key)
{
	size_t n = 0;
	grams_begin(g);
	grams_add_folded(g, text, GRAM_REPEATS, 0);
	*key = xmalloc((g->n + 1) * sizeof **key);
	memcpy(*key, g->key, g->n * sizeof **key);
	sort_items(*key, g->n, sizeof **key, by_key);
	for (size_t i = 0; i < g->n; i++)
		if (!n || (*key)[n - 1] != (*key)[i])
			(*key)[n++] = (*key)[i];
	return n;
}

static void
check_once(struct grams *g, size_t signs, uint64_t seed)
{
	struct rng r = { seed };
	struct buf text = { 0 };
	uint64_t *key;
	for (size_t i = 0; i < signs; i++) {
		char c[4] = { (char)0xe4, (char)0xb8, (char)(0x80 + rng_below(&r, ALPHABET)), 0 };
		buf_text(&text, c);
	}
	size_t n = distinct(g, buf_str(&text), &key);
	grams_begin(g);
	grams_add_folded(g, buf_str(&text), 0, 0);
	sort_items(g->key, g->n, sizeof *g->key, by_key);
	ok(g->n == n && memcmp(g->key, key, n * sizeof *key) == 0, "%zu signs: each of %zu n-grams once", signs, n);
	free(key);
	buf_free(&text);
}

/* Whether a text has n features. */
static bool
adds(struct grams *g, const char *text, size_t n)
{
	grams_begin(g);
	grams_add_folded(g, slice(text), 0, 0);
	return g->n == n;
}

int
main(void)
{
	struct grams g = { 0 };
	check_once(&g, 30, 1);
	check_once(&g, SIGNS, 2);
	check_once(&g, 300, 3);
	grams_begin(&g);
	grams_add_folded(&g, slice("很好"), GRAM_PLAIN, 0);
	ok(g.n == 3 && gram_of_signs(slice("很好"), 0) == g.key[2], "a word of two characters is their bigram");
	grams_begin(&g);
	grams_add_folded(&g, slice("很好"), GRAM_PLAIN, 1);
	ok(gram_of_signs(slice("很好"), 1) == g.key[2], "in another column, too");
	ok(gram_of_signs(slice("一二三四五"), 0) == 0 && gram_of_signs(slice(""), 0) == 0, "five characters are no n-gram");
	grams_begin(&g);
	grams_add_folded(&g, slice("lesson"), 0, 0);
	ok(g.n == 1 + 7 + 6 + 5 + 4 + 2, "a word, 2 to 5 of its letters and ends, and that it begins and ends a clause");
	grams_begin(&g);
	grams_add_folded(&g, slice("lesson"), GRAM_PLAIN, 0);
	ok(g.n == 1 + 7 + 6 + 5, "or 2 to 4, and no clause");
	ok(adds(&g, "好。", 2 + 1 + 2) && adds(&g, "好", 1 + 2) && adds(&g, "。", 1), "a mark ends a clause, and is in none");
	ok(adds(&g, "很好", 3 + 4), "two units begin it, and two end it");
	ok(adds(&g, "好很", 3 + 4) && adds(&g, "不好", 3 + 4 + 1), "what follows a negation is denied");
	ok(adds(&g, "不太好", 6 + 4 + 2 + 1) && adds(&g, "不太,好", 10 + 4 + 1 + 2), "and two in a row, to the end of the clause");
	ok(adds(&g, "不过好", 6 + 4), "but not by however");
	ok(adds(&g, "没甲乙丙丁戊己", 7 + 6 + 5 + 4 + 4 + 5 + 4), "five units at most");
	grams_begin(&g);
	grams_add_folded(&g, slice("mp3"), GRAM_PLAIN, 0);
	ok(gram_of_unit(slice("mp3"), 0) == g.key[g.n - 1], "a word is its last n-gram, behind those of its letters");
	grams_begin(&g);
	grams_add_folded(&g, slice("mp3"), GRAM_PLAIN, 2);
	ok(gram_of_unit(slice("mp3"), 2) == g.key[g.n - 1], "in another column, too");
	grams_begin(&g);
	grams_add_folded(&g, slice("好"), GRAM_PLAIN, 0);
	ok(gram_of_unit(slice("好"), 0) == g.key[0], "a sign is one by itself");
	grams_free(&g);
	return tap_end();
}
