/* Building the double-array trie of lexicon.h: words in, nodes out. */
#ifndef FB_TRIE_H
#define FB_TRIE_H

#include "text/lexicon.h"

struct trie_word {
	uint16_t id[LEXICON_LONGEST];
	uint16_t n, cost;
};

struct trie {
	struct trie_word *word;
	size_t words, words_cap;
	uint32_t *node;                 /* node[0 .. nodes) and check[0 .. nodes): what lexicon.h describes */
	uint16_t *check;
	size_t nodes, cap;
	uint32_t *root;                 /* base by first id */
	struct trie_state *state;       /* while it is built */
	size_t states, states_cap;
	uint8_t *taken;                 /* bases in use */
};

/* Add a word of 2 to LEXICON_LONGEST ids, each above 0. A word added twice has the cost given last. */
void trie_add(struct trie *t, const uint16_t *id, size_t n, uint16_t cost);
/* Lay all words out; ids is the greatest id. Every base plus any id is a node afterwards. */
void trie_build(struct trie *t, uint16_t ids);
static inline uint32_t
trie_root(const struct trie *t, uint16_t id)
{
	return t->root[id];
}
void trie_free(struct trie *t);

#endif
