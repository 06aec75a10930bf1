/* Where a phrase may begin and end, so that it is whole: what naming.h asks of each word.
 *
 * Some of it is grammar, in short closed lists: a negator belongs to what follows it (not received, 没有 发票), a Chinese numeral or
 * demonstrative to its measure word (这 门 课), a conjunction to neither side. The rest the texts tell, in whatever language: how
 * often a word begins a clause and how often it ends one, that is stands beside a sign or an end of a text. */
#ifndef FB_EDGES_H
#define FB_EDGES_H

#include "learn/vocabulary.h"

enum {
	WORD_SAYS = 1,          /* says something: no function word, number, amount or mark */
	WORD_EDGE = 2,          /* says something, and is no adverb or the like: a phrase may begin and end with it anywhere */
	WORD_JOINS = 4,         /* begins another clause */
	WORD_ASKS = 8,          /* so does it, but as the first word of a text or after a sign it is a question's */
	WORD_NEGATES = 16,
	WORD_COUNTS = 32,       /* a number, or a Chinese demonstrative: what follows in Chinese is its measure word */
	WORD_MEASURED = 64,     /* with its measure word in it: 一个, 三天 */
	WORD_HAN = 128,
	WORD_CHARACTER = 256,   /* one Chinese character */
	WORD_SAID = 512,        /* no mark, nor the empty word */
	WORD_VAGUE = 1024,      /* says when, how long, or that one asks: little of what a text is about */
	WORD_RESULTS = 2048,    /* what a Chinese verb comes to, or with 不 cannot: 出来, 到 */
	WORD_TURNS = 4096,      /* isn't: a question's where it stands before */
	WORD_SUBJECT = 8192,    /* i, my, the */
};

struct edges {
	uint16_t *is;           /* by word number, as are these: */
	float *begins, *ends;   /* the share of its places, smoothed, at which it begins a clause, and ends one; texts that come often as one */
	double usual;           /* the same of all words */
};

void edges_make(struct edges *e, const struct vocabulary *v, const struct matrices *m);
void edges_free(struct edges *e);

#define EDGES_SMOOTH 2  /* places, at which it is as usual */

/* Words of a text, x->n of them, as numbers with WORD_BREAK; the first is no word of it. */
static inline const uint32_t *
text_words(const struct vocabulary *v, const struct text *x)
{
	return v->token + x->at;
}

/* Whether a phrase may begin with the i-th word of a text (1 … n - 1), and end with it. */
bool edges_begin(const struct edges *e, const uint32_t *token, size_t n, size_t i);
bool edges_end(const struct edges *e, const uint32_t *token, size_t n, size_t i);
/* Whether a clause begins, ends there. */
bool edges_opens(const struct edges *e, const uint32_t *token, size_t i);
bool edges_closes(const struct edges *e, const uint32_t *token, size_t n, size_t i);

bool word_is_number(struct fb_str form);        /* in digits, which are zeros here, or in Chinese */

#endif
