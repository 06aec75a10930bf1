#include "text/trie.h"

#include <stdlib.h>

void
trie_add(struct trie *t, const uint16_t *id, size_t n, uint16_t cost)
{
	t->word = xgrow(t->word, &t->words_cap, t->words + 1, sizeof *t->word);
	struct trie_word *w = &t->word[t->words++];
	*w = (struct trie_word){ .n = (uint16_t)n, .cost = cost };
	memcpy(w->id, id, n * sizeof *id);
}

/* By ids, shorter first; ids past the end are 0. qsort of glibc sorts by merging; equal words keep their order. */
static int
by_ids(const void *a, const void *b)
{
	const struct trie_word *x = a, *y = b;
	for (size_t i = 0; i < LEXICON_LONGEST; i++)
		if (x->id[i] != y->id[i])
			return x->id[i] < y->id[i] ? -1 : 1;
	return 0;
}

static void
need_nodes(struct trie *t, size_t n)
{
	size_t had = t->cap;
	t->node = xgrow(t->node, &t->cap, n, sizeof *t->node);
	if (had == t->cap)
		return;
	t->check = xrealloc(t->check, t->cap, sizeof *t->check);
	t->taken = xrealloc(t->taken, t->cap, 1);
	memset(t->taken + had, 0, t->cap - had);
	for (size_t i = had; i < t->cap; i++) {
		t->node[i] = (uint32_t)LEXICON_NO_WORD << LEXICON_COST;
		t->check[i] = LEXICON_NEVER;
	}
}

static bool
is_free(const struct trie *t, size_t node)
{
	return t->check[node] == LEXICON_NEVER;
}

/* A base at which these children (ascending) find free nodes. Searches begin where the last one for as many children
 * began; if it had to try many bases, where that one ended: what lies before is nearly full. */
static uint32_t
find_base(struct trie *t, const uint16_t *child, size_t n)
{
	enum { MANY = 256 };
	size_t *from = &t->from[n < TRIE_SIZES ? n : TRIE_SIZES - 1];
	size_t tries = 0;
	for (size_t at = *from > child[0] ? *from : child[0] + 1u;; at++) {
		size_t i = 0, base = at - child[0];
		need_nodes(t, base + child[n - 1] + 1);
		if (t->taken[base] || !is_free(t, at))
			continue;
		while (i < n && is_free(t, base + child[i]))
			i++;
		if (i == n) {
			if (tries > MANY || n == 1)
				*from = at;
			return (uint32_t)base;
		}
		tries++;
	}
}

/* Lay out the children of the state that word[from .. to) have their first `depth` ids in common with; its base. */
static uint32_t
lay(struct trie *t, size_t from, size_t to, size_t depth, uint16_t *child)
{
	size_t n = 0;
	while (from < to && t->word[from].n <= depth)
		from++;
	for (size_t i = from; i < to; i++)
		if (i == from || t->word[i].id[depth] != child[n - 1])
			child[n++] = t->word[i].id[depth];
	if (n == 0)
		return 0;
	uint32_t base = find_base(t, child, n);
	t->taken[base] = 1;
	for (size_t i = 0; i < n; i++)
		t->check[base + child[i]] = child[i];
	for (size_t i = from, next; i < to; i = next) {
		uint16_t id = t->word[i].id[depth];
		for (next = i + 1; next < to && t->word[next].id[depth] == id;)
			next++;
		uint32_t cost = LEXICON_NO_WORD;
		for (size_t k = i; k < next && t->word[k].n == depth + 1; k++)
			cost = t->word[k].cost < LEXICON_MOST ? t->word[k].cost : LEXICON_MOST;
		/* The names of this state's children are not needed any more: the room is the next state's. */
		uint32_t below = lay(t, i, next, depth + 1, child);
		t->node[base + id] = cost << LEXICON_COST | below;
	}
	return base;
}

void
trie_build(struct trie *t, uint16_t ids)
{
	size_t most = 1;
	uint16_t *child = xcalloc((size_t)ids + 1, sizeof *child);
	t->root = xcalloc((size_t)ids + 1, sizeof *t->root);
	qsort(t->word, t->words, sizeof *t->word, by_ids);
	need_nodes(t, (size_t)ids + 2);
	for (size_t i = 0, next; i < t->words; i = next) {
		for (next = i + 1; next < t->words && t->word[next].id[0] == t->word[i].id[0];)
			next++;
		t->root[t->word[i].id[0]] = lay(t, i, next, 1, child);
	}
	for (size_t i = 0; i < t->cap; i++)
		if (t->taken[i])
			most = i;
	t->nodes = most + ids + 1;
	need_nodes(t, t->nodes);
	free(child);
}

void
trie_free(struct trie *t)
{
	free(t->word);
	free(t->node);
	free(t->check);
	free(t->root);
	free(t->taken);
	*t = (struct trie){ 0 };
}
