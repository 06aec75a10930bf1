/* N-grams: what a text is to the learner.
 *
 * A text in normal form (text/normal.h) is cut into units:
 *
 *   a word     letters, digits and _ of scripts that write words apart, an apostrophe inside ("didn't"); each digit counts
 *              as 0, so that no number is kept; a placeholder like [phone] is one word too
 *   a sign     one character of Chinese, Japanese or Thai writing, one mark of punctuation, one emoji
 *
 * and has as features
 *
 *   its unit n-grams, n = 1 … 4, of at most 3 units where a word is among them: characters for Chinese, words for English
 *   the letter n-grams inside each word, n = 2 … 4, with its two ends marked
 *
 * each counted once, however often it occurs in the text. (Known repeats of units are those of the last 16 places where the
 * last unit stood, and of letters the first 65,536 different ones: in a very long text a feature may count again.)
 *
 * Of segmented text (a column `tokens`) the units are what blanks divide, each treated as a word.
 *
 * A feature is known by its key only, a number of 64 bits: key(n) = key(n-1, one unit earlier) * STEP + unit, a polynomial
 * that rolls along. Keys are part of the model format: they never change. */
#ifndef FB_GRAM_H
#define FB_GRAM_H

#include "base/buf.h"

enum { GRAM_UNITS = 4, GRAM_WORDS = 3, GRAM_LETTERS = 4 };

struct gram_span {                   /* bytes [at, at + n) of the text in normal form */
	uint32_t at, n;
};

struct grams {
	uint64_t *key;          /* key[0 .. n), in order of the text */
	struct gram_span *span;      /* where each comes from; only from grams_spans */
	size_t n, cap, span_cap;
	size_t units;           /* how many the text has */
	struct gram_past *past; /* the units of the text so far: scratch */
};

/* The features of a text, added to those in *g. salt keeps the columns of a record apart (0: the first).
 * text.n < 4 GiB. Zero-initialise g; set n = 0 for the next record. */
void grams_add(struct grams *g, struct fb_str text, bool segmented, uint64_t salt);
/* The same keys, and where they are from. */
void grams_spans(struct grams *g, struct fb_str text, bool segmented, uint64_t salt);
void grams_free(struct grams *g);

#endif
