/* Words in a run of Han characters: the dynamic programme of segment.h. */
#ifndef FB_HAN_H
#define FB_HAN_H

#include "text/segment.h"

/* Costs of what no dictionary holds, in units of LEXICON_SCALE. An unknown word of n characters costs HAN_UNKNOWN[n] and
 * its characters' begin, inner and end; four and five are tried only where the first three are HAN_GAIN cheaper so than as words of
 * their own. */
enum {
	HAN_NUMERAL = 9 * LEXICON_SCALE,
	HAN_YEAR = 5 * LEXICON_SCALE,
	HAN_DAY = 8 * LEXICON_SCALE,
	HAN_REPEAT = 8 * LEXICON_SCALE,
	HAN_GAIN = 6 * LEXICON_SCALE,
	HAN_UNKNOWN_2 = 154,    /* -ln .3 */
	HAN_UNKNOWN_3 = 117,    /* -ln .4 */
	HAN_UNKNOWN_4 = 206,    /* -ln .2 */
	HAN_UNKNOWN_5 = 295,    /* -ln .1 */
};

/* Kinds of tokens while a text is scanned: a run that is to be cut into words, and a number that belongs to a 第 before it,
 * if that turns out to be a word of its own. */
enum { HAN_RUN = TOKEN_KINDS, HAN_ORDINAL };

/* Before anything else, for each text, of so many bytes. */
void han_begin(struct segment *s, size_t bytes);
void han_end(struct segment *s);        /* frees s->han */

/* Read the run of Han characters at p and note it as one token of s->find. Returns its end; p where there is none, or where a mixed
 * word (lexicon.h) begins, which ends a run. Characters that are dropped in matching are part of a run that goes on after them. */
const char *han_run(struct segment *s, const struct lexicon *l, const char *text, const char *p, const char *end);

/* Cut all runs into words: what was found, s->find, is moved to the tokens of s. */
void han_cut(struct segment *s, const struct lexicon *l, const char *text);

/* Note a token in s->find. */
static inline void
segment_token(struct segment *s, const char *text, const char *from, const char *to, int kind)
{
	if (s->found == s->find_cap)
		s->find = xgrow(s->find, &s->find_cap, s->found + 1, sizeof *s->find);
	s->find[s->found++] = (struct token){ .at = (uint32_t)(from - text), .n = (uint32_t)(to - from), .kind = (uint8_t)kind };
}

/* Whether x[0 .. n) is a number: numerals only, or 第 and numerals. */
bool han_is_number(const struct lexicon_entry *x, size_t n);
/* What a run of numerals spells: edges for the programme, as (characters, cost, kind). Returns how many, up to 4. */
struct han_edge {
	uint32_t n;
	int32_t cost;
	enum token_kind kind;
};
size_t han_numeral(const struct lexicon_entry *x, size_t at, size_t n, struct han_edge edge[static 4]);

#endif
