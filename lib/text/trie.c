#include "text/trie.h"

#include "base/sort.h"

#include <stdlib.h>

void
trie_add(struct trie *t, const uint16_t *id, size_t n, uint16_t cost)
{
	t->word = xgrow(t->word, &t->words_cap, t->words + 1, sizeof *t->word);
	struct trie_word *w = &t->word[t->words++];
	*w = (struct trie_word){ .n = (uint16_t)n, .cost = cost };
	memcpy(w->id, id, n * sizeof *id);
}

/* By ids, shorter first; ids past the end are 0. Equal words keep their order. */
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

/* The words word[from .. to) have their first `depth` ids in common; the ids that follow are the state's children. */
struct trie_state {
	uint32_t from, to, depth, children, base;
};

static bool
has_child(const struct trie *t, const struct trie_state *s, size_t word)
{
	return t->word[word].n > s->depth;
}

/* The words from `at` on that have the same id at the state's depth: where they end. */
static size_t
same_child(const struct trie *t, const struct trie_state *s, size_t at)
{
	uint16_t id = t->word[at].id[s->depth];
	while (at < s->to && t->word[at].id[s->depth] == id)
		at++;
	return at;
}

/* Add the state of word[from .. to) and those below it. */
static void
add_states(struct trie *t, size_t from, size_t to, size_t depth)
{
	struct trie_state s = { (uint32_t)from, (uint32_t)to, (uint32_t)depth, 0, 0 };
	while (s.from < s.to && !has_child(t, &s, s.from))
		s.from++;
	if (s.from == s.to)
		return;
	for (size_t i = s.from, next; i < s.to; i = next) {
		next = same_child(t, &s, i);
		s.children++;
		add_states(t, i, next, depth + 1);
	}
	t->state = xgrow(t->state, &t->states_cap, t->states + 1, sizeof *t->state);
	t->state[t->states++] = s;
}

/* Many children first: they need room, and small states fill the gaps between them. */
static int
by_children(const void *a, const void *b)
{
	const struct trie_state *x = a, *y = b;
	if (x->children != y->children)
		return x->children > y->children ? -1 : 1;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (x->depth > y->depth) - (x->depth < y->depth);
}

/* The lowest base, from the one given on, at which these children (ascending) find free nodes. */
static size_t
find_base(struct trie *t, const uint16_t *child, size_t n, size_t base)
{
	for (;; base++) {
		size_t i = 0;
		need_nodes(t, base + child[n - 1] + 1);
		while (i < n && is_free(t, base + child[i]))
			i++;
		if (i == n && !t->taken[base])
			return base;
	}
}

/* Give each state room. `from` follows the front of what is nearly full, for states of equally many children. */
static void
place_states(struct trie *t, uint16_t *child)
{
	size_t front = 1, size = 0;
	for (size_t k = 0; k < t->states; k++) {
		struct trie_state *s = &t->state[k];
		size_t n = 0, base;
		for (size_t i = s->from; i < s->to; i = same_child(t, s, i))
			child[n++] = t->word[i].id[s->depth];
		if (n != size)
			front = 1;
		size = n;
		/* A single child may take any free node: the front is one of nodes then, not of bases. */
		if (n == 1) {
			for (base = front > child[0] ? front : child[0] + 1u;; base++) {
				need_nodes(t, base + 1);
				if (is_free(t, base) && !t->taken[base - child[0]])
					break;
			}
			front = base;
			base -= child[0];
		} else {
			base = find_base(t, child, n, front);
			if (n < 8)
				front = base;
		}
		s->base = (uint32_t)base;
		t->taken[base] = 1;
		for (size_t i = 0; i < n; i++)
			t->check[base + child[i]] = child[i];
	}
}

/* The state whose words begin at `from` with that depth; the states are sorted by that. */
static const struct trie_state *
state_at(const struct trie *t, size_t from, size_t depth)
{
	size_t low = 0, high = t->states;
	while (low < high) {
		size_t mid = (low + high) / 2;
		const struct trie_state *s = &t->state[mid];
		if (s->from < from || (s->from == from && s->depth < depth))
			low = mid + 1;
		else
			high = mid;
	}
	return low < t->states && t->state[low].from == from && t->state[low].depth == depth ? &t->state[low] : NULL;
}

static int
by_words(const void *a, const void *b)
{
	const struct trie_state *x = a, *y = b;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (x->depth > y->depth) - (x->depth < y->depth);
}

/* Write what the nodes of a state's children hold. */
static void
fill_nodes(struct trie *t, const struct trie_state *s)
{
	for (size_t i = s->from, next; i < s->to; i = next) {
		uint32_t cost = LEXICON_NO_WORD;
		size_t below = i;
		next = same_child(t, s, i);
		for (; below < next && t->word[below].n == s->depth + 1; below++)
			cost = t->word[below].cost < LEXICON_MOST ? t->word[below].cost : LEXICON_MOST;
		const struct trie_state *child = below < next ? state_at(t, below, s->depth + 1) : NULL;
		t->node[s->base + t->word[i].id[s->depth]] = cost << LEXICON_COST | (child ? child->base : 0);
	}
}

void
trie_build(struct trie *t, uint16_t ids)
{
	size_t most = 1;
	uint16_t *child = xcalloc((size_t)ids + 1, sizeof *child);
	t->root = xcalloc((size_t)ids + 1, sizeof *t->root);
	if (t->words)
		sort_items(t->word, t->words, sizeof *t->word, by_ids);
	need_nodes(t, (size_t)ids + 2);
	for (size_t i = 0, next; i < t->words; i = next) {
		for (next = i + 1; next < t->words && t->word[next].id[0] == t->word[i].id[0];)
			next++;
		add_states(t, i, next, 1);
	}
	if (t->states)
		sort_items(t->state, t->states, sizeof *t->state, by_children);
	place_states(t, child);
	if (t->states)
		sort_items(t->state, t->states, sizeof *t->state, by_words);
	for (size_t k = 0; k < t->states; k++) {
		const struct trie_state *s = &t->state[k];
		if (s->depth == 1)
			t->root[t->word[s->from].id[0]] = s->base;
		most = s->base > most ? s->base : most;
		fill_nodes(t, s);
	}
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
	free(t->state);
	*t = (struct trie){ 0 };
}
