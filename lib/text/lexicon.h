/* The dictionary of words: which runs of Han characters are words, and how probable each is.
 *
 * The file (container kind "dictionary") is mapped and used in place; fb-dict makes it (lib/text/compile.h). Costs are
 * negative logarithms of probabilities, 1/128 of a nat each, 16 bits.
 *
 *   index   of each of the LEXICON_CHARS characters U+3400 – U+9FFF, its entry; 0 for those in no word
 *   entry   of characters, most frequent first: id, cost as a word of its own, root in the trie, and costs as first, inner
 *           and last character of a word that no dictionary knows
 *   mixed   words that begin with a letter or digit, or hold one: sorted, one a line; always kept together
 *   node    a double-array trie (Aoe 1989) of the words of two characters and more: the child of a state for character id
 *           c is node[base + c] if check[base + c] is c. Each state that has children has a base of its own, above 0; so
 *           a base of 0 leads nowhere, and no parent needs to be kept. A node is 32 bits, a base and a cost. Node 0 is
 *           none.
 *   check   apart from the nodes, because most look-ups fail and so read no more than this: it is what stays in the cache
 *
 * Characters are looked up folded (text/normal.h): a traditional character has the entry of the simplified one.
 * Whatever the sections hold, a look-up stays inside them: bases and ids are checked. To check and to prove all nodes takes
 * longer than a short text does. So they are the last sections, proved in pieces (base/container.h): of a big file, nodes are
 * proved and checked one by one (lexicon_prove) until a thread has met LEXICON_FEW characters, and then all at once. What is
 * found broken then ends the program with status 65 and a message, as a lack of memory does with 71. */
#ifndef FB_LEXICON_H
#define FB_LEXICON_H

#include "base/container.h"
#include "base/hash.h"
#include "base/mem.h"

enum {
	LEXICON_FIRST = 0x3400,
	LEXICON_END = 0xa000,
	LEXICON_CHARS = LEXICON_END - LEXICON_FIRST,
	LEXICON_SCALE = 128,            /* costs of one nat */
	LEXICON_NEVER = 0xffff,         /* cost of what is no word */
	LEXICON_LONER = 0x1fff,         /* cost of what is no part of unknown words: three of them are less than 2^15 */
	LEXICON_BASE = 0xfffff,         /* the part of a node and of entry.base that is a base */
	LEXICON_COST = 20,              /* a node's cost stands above these bits; */
	LEXICON_MOST = 0xffe,           /* is not above this, */
	LEXICON_NO_WORD = 0xfff,        /* or this: the start of words only. Above an entry's base: */
	LEXICON_NUMERAL = 1 << 24,      /* 一 … 亿, and what begins numbers: 第 */
	LEXICON_USER = 1 << 25,         /* a word of --dict begins with it */
	LEXICON_MIXED = 1 << 26,        /* a word with letters begins with it */
	LEXICON_COUNTS = 1 << 27,       /* with one such character before it, it spells more than that: numerals, 月 日, 分 of 百分之 */
	LEXICON_LONGEST = 24,           /* characters of a word */
	LEXICON_FRONT = 3,              /* sections that are proved when the file is opened: index, entry, mixed */
	LEXICON_FEW = 8192,
};

/* The character that c is looked up as: its normal form, and 着 for 著, which traditional text writes for both. */
uint32_t lexicon_fold(uint32_t c);

/* Whether the table has c. */
static inline bool
lexicon_has(uint32_t c)
{
	return c - LEXICON_FIRST < LEXICON_CHARS;
}

/* Whether a folded word may be a mixed word: it holds a letter or digit, which is its first character or follows Chinese ones
 * at its front; signs may come behind, blanks and backslashes not. */
bool lexicon_is_mixed(struct fb_str word);

struct lexicon_entry {
	uint32_t base;
	uint16_t id;                    /* in the trie; 0: in no word of it */
	uint16_t cost;
	uint16_t begin, inner, end;
	uint16_t letter;                /* folded; 0 in entry 0 */
};

/* A node's cost, LEXICON_NEVER where no word ends there. */
static inline uint32_t
lexicon_node_cost(uint32_t node)
{
	uint32_t cost = node >> LEXICON_COST;
	return (cost | -(uint32_t)(cost >= LEXICON_NO_WORD)) & LEXICON_NEVER;
}

/* Words with letters, sorted by their bytes. */
struct lexicon_mixed {
	const struct fb_str *word;
	size_t n;
};

struct lexicon {
	struct container file;
	const uint16_t *index;
	const struct lexicon_entry *entry;
	size_t entries;
	const uint32_t *node;
	const uint16_t *check;
	size_t nodes;
	uint32_t most;                  /* the greatest base */
	bool *whole;                    /* shared by all threads: every node is proved and checked */
	struct lexicon_mixed mixed, user_mixed;
	/* Bits by the first two bytes of mixed words that begin with ASCII; a second byte above 127 may be any such. */
	uint8_t mixed_start[128][32];
	struct map user;                /* letters (16 bits each) of every start of a word; value: 0, or the cost, biased */
	struct lexicon_entry *own;      /* entry and index, copied: where words were added */
	uint16_t *own_index;
	struct arena words;
};

/* The entry of a character that lexicon_has. */
static inline const struct lexicon_entry *
lexicon_look(const struct lexicon *l, uint32_t c)
{
	return &l->entry[l->index[c - LEXICON_FIRST]];
}

/* The entry of the Han character at p in *x; returns its bytes, 0: it is none. Characters that the table lacks (beyond the
 * BMP) have entry 0. */
size_t lexicon_han(const struct lexicon *l, const char *p, struct lexicon_entry *x);

/* Whether nodes may be read that lexicon_prove has not been asked for. */
static inline bool
lexicon_whole(const struct lexicon *l)
{
	return __atomic_load_n(l->whole, __ATOMIC_ACQUIRE);
}

/* Prove that a node and its check are in the file, and as they were written. Returns the node's check. */
uint16_t lexicon_prove(const struct lexicon *l, size_t node);
/* The same of all nodes: lexicon_whole from then on. */
void lexicon_prove_all(const struct lexicon *l);

/* Open a dictionary file; path NULL: where_data("words.dict"). */
int lexicon_open(struct lexicon *l, const char *path, struct fb_err *e);
void lexicon_close(struct lexicon *l);

/* Add the words of a list (text/wordlist.h). How often a word is met is meant for the dictionary's LEXICON_WHOLE words of
 * text; a word alone is always kept together: it costs less than nothing. To be called before threads share *l. */
enum { LEXICON_WHOLE = 60000000 };
int lexicon_add(struct lexicon *l, const char *path, struct fb_err *e);

/* Words added that text[0 .. n), letters of entries, begins with: calls found(job, length, cost) for each. */
void lexicon_user(const struct lexicon *l, const uint16_t *text, size_t n, void (*found)(void *job, size_t length, int32_t cost),
    void *job);

/* Bytes of the longest mixed word at p, 0: none. The text is folded as it is read. */
size_t lexicon_mixed_at(const struct lexicon *l, const char *p, const char *end);

/* The cost of a word (Han characters, folded), LEXICON_NEVER where it is none. */
uint16_t lexicon_cost(const struct lexicon *l, struct fb_str word);

#endif
