/* Tokens as a list to count or write: left out, stemmed, joined to n-grams, as the options of tokenize.h say. */
#ifndef FB_TOKEN_H
#define FB_TOKEN_H

#include "text/segment.h"
#include "text/stem.h"
#include "text/tokenize.h"

/* One token as it is written. */
struct word {
	uint32_t at, n;         /* bytes in words.spell */
	uint32_t from, to;      /* code points of the value */
	uint8_t kind;           /* enum token_kind; TOKEN_KINDS: an n-gram */
	bool inner;             /* a word within the token before it */
	bool apart;             /* no n-gram goes on to it from the word before: a sign, the end of a line or a token of a kind that is
	                         * left out is between them. (Words of a stop list are not: 课程_质量 of 课程的质量.) */
};

/* One a thread: zero-initialise, words_free. */
struct words {
	struct word *word;      /* word[0 .. n), valid until the next words_of */
	size_t n, cap;
	struct buf spell;
	struct buf scratch;
	struct segment segment;
	struct stem stem;
};

/* The normal form of a token: text/normal.h, and letters and Chinese characters repeated more than twice are written twice (哈哈,
 * soo), other signs once. Replaces *out. */
void token_normal(struct fb_str token, enum token_kind kind, struct buf *out);

/* Segment text and list its tokens. language: the record's own, -1 where it says none. */
void words_of(struct words *w, const struct tokenize *t, struct fb_str text, int language);
void words_free(struct words *w);

#endif
