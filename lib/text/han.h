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

/* The Han character at p, which is < end: its entry in *x, and its bytes; 0: it is none. Characters that the table lacks
 * (beyond the BMP) have an entry without id and letter. */
size_t han_look(const struct lexicon *l, const char *p, const char *end, struct lexicon_entry *x);

/* Segment the run of Han characters that begins at p and add its tokens, offsets from `text`. Returns its end, > p, or p
 * where there is none. Characters that are dropped in matching are part of a run that goes on after them.
 * A mixed word (lexicon.h) that begins in the run ends it. */
const char *han_run(struct segment *s, const struct lexicon *l, const char *text, const char *p, const char *end);

void segment_token(struct segment *s, const char *text, const char *from, const char *to, enum token_kind kind);

/* What a run of numerals spells: edges for the programme, as (characters, cost, kind). Returns how many, up to 4. */
struct han_edge {
	uint32_t n;
	int32_t cost;
	enum token_kind kind;
};
size_t han_numeral(const struct lexicon_entry *x, size_t at, size_t n, struct han_edge edge[static 4]);

#endif
