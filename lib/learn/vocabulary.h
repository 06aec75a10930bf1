/* A collection of texts as words, and the matrices of its terms.
 *
 * Texts are added in stream order; their words become numbers. What is made of them does not depend on that order: the
 * terms are sorted by their bytes and the texts by the hash of their words, and a text that comes again is one text that
 * weighs more (1 + ln of how often), so that copies do not outvote people.
 * Terms are words of at least `least` texts and at most a share of them, common words (learn/wording.h) left out. */
#ifndef FB_VOCABULARY_H
#define FB_VOCABULARY_H

#include "base/hash.h"
#include "learn/sparse.h"
#include "learn/wording.h"

enum {
	WORD_NONE = UINT32_MAX,         /* no term */
	WORD_BREAK = 1u << 31,          /* set in a text's word: a sign stands before it; */
	WORD_OPENS = 1 << 30,           /* a clause begins with it. Below them: */
	WORD_NUMBER = WORD_OPENS - 1,
	TEXTS_FITTED = 1 << 16,         /* texts that the matrices hold at most: those of lowest hash */
};

struct text {
	uint64_t hash;          /* of its words */
	size_t at;              /* word numbers: vocabulary.token[at .. at + n), the first a mark or the empty word */
	uint32_t n;
	bool blank;             /* empty, or left out: no label */
};

struct vocabulary {
	struct map words;       /* form → number: the index of its entry; value: texts with it */
	uint32_t *last;         /* by number: the text counted last, + 1 */
	size_t last_cap;
	bool *common;           /* by number */
	size_t common_cap;
	bool *known;            /* by number: a term however few texts have it */
	size_t known_cap;
	uint32_t *token;
	size_t tokens, token_cap;
	struct text *text;
	size_t texts, text_cap;
	size_t spoken;          /* texts that are not blank */
};

/* A further text: its words as text_pack wrote them; blank texts have none. Before them stands the empty word, a place for one that
 * becomes known later. */
void vocabulary_add(struct vocabulary *v, struct fb_str packed, bool blank);
/* Put a word that nobody wrote before the words of a text; name says what it stands for and begins with WORD_SIGN, which
 * no word does. The text is another than one of the same words without it. */
#define WORD_SIGN '\1'
void vocabulary_mark(struct vocabulary *v, size_t text, struct fb_str name);
/* The word is a term, whatever its texts. */
void vocabulary_know(struct vocabulary *v, struct fb_str form);
void vocabulary_free(struct vocabulary *v);

/* Append the words of w for vocabulary_add: what a worker hands on. */
void text_pack(struct buf *b, const struct wording *w);

struct terms {
	uint32_t *term;         /* by word number: the term, or WORD_NONE */
	uint32_t *word;         /* by term: word number */
	size_t n;
	size_t marks;           /* the first terms, that are no words: vocabulary_mark */
};

void terms_choose(struct terms *t, const struct vocabulary *v);
void terms_free(struct terms *t);

/* The terms of a text, each once, ascending: how many; list has room for text.n. */
size_t text_terms(const struct vocabulary *v, const struct terms *t, const struct text *x, uint32_t *list);

struct matrices {
	struct sparse ones, ones_t;     /* texts × terms */
	struct sparse tfidf, tfidf_t;   /* 1 + ln tf, times idf, rows of length 1 (times √weight) */
	double *weight;                 /* by text */
	uint32_t *text;                 /* by row: its number in the vocabulary */
	size_t marks;                   /* as in terms: the first entry of a marked row is below */
};

/* Of the texts that are not blank and hold a term, each once, in the order of their hashes. */
void matrices_make(struct matrices *m, const struct vocabulary *v, const struct terms *t);
void matrices_free(struct matrices *m);

#endif
