/* N-grams: what a text is to the learner.
 *
 * A text in normal form (text/normal.h) is cut into units:
 *
 *   a word     letters, digits and _ of scripts that write words apart, an apostrophe inside ("didn't"); each digit counts
 *              as 0, so that no number is kept; a placeholder like [phone] is one word too, and a web address is the
 *              placeholder that fb-redact leaves of it: [url]
 *   a sign     one character of Chinese, Japanese or Thai writing, one mark of punctuation, one emoji
 *
 * and has as features
 *
 *   its unit n-grams, n = 1 … 4, of at most 3 units where a word is among them: characters for Chinese, words for English
 *   the letter n-grams inside each word, n = 2 … 5, with its two ends marked
 *   the first and the last unit and two units of each clause, that is between , . ! ? : ; ~ ( ) and their Chinese kin, as such
 *   the units, and two in a row, up to 5 behind 不 没 别 未 无 in a clause, as denied
 *
 * each counted once, however often it occurs (or as often as it occurs, with GRAM_REPEATS).
 *
 * With GRAM_PLAIN, as models before version 4 want it, letter n-grams end at 4 and there are no clauses.
 *
 * Of segmented text (a column `tokens`) the units are what blanks divide, each treated as a word; it has no clauses.
 *
 * A feature is known by its key only, a number of 64 bits: key(n) = key(n-1, one unit earlier) * STEP + unit, a polynomial
 * that rolls along. Keys are part of the model format: they never change. */
#ifndef FB_GRAM_H
#define FB_GRAM_H

#include "base/buf.h"

enum { GRAM_UNITS = 4, GRAM_WORDS = 3, GRAM_LETTERS = 5, GRAM_LETTERS_PLAIN = 4 };
enum { GRAM_SEGMENTED = 1, GRAM_REPEATS = 2, GRAM_PLAIN = 4 };  /* how a text is read; or-ed */

struct gram_span {              /* bytes [at, at + n) of the text in normal form */
	uint32_t at, n;
};

struct grams {
	uint64_t *key;          /* key[0 .. n), in order of the text */
	struct gram_span *span; /* where each comes from; only from grams_spans */
	size_t n, cap, span_cap;
	/* scratch */
	uint32_t *symbol;       /* the characters of a text */
	uint32_t *at;           /* where each begins in its normal form; only for grams_spans */
	size_t symbol_cap, at_cap;
	uint32_t *seen;         /* [1 << seen_bits]: n-grams met; high half the record's number, low half of the key */
	unsigned seen_bits;
	uint32_t record;
	struct buf folded;
};

/* A new record: no features. Zero-initialise g before the first. */
void grams_begin(struct grams *g);

/* Add the features of a text of the record: of a value as it is, or of a text in normal form; the keys are the same.
 * salt keeps the columns of a record apart (0: the first). n < 4 GiB. */
void grams_add(struct grams *g, struct fb_str value, unsigned how, uint64_t salt);
void grams_add_folded(struct grams *g, struct fb_str text, unsigned how, uint64_t salt);

/* The features of a text in normal form, and where they are from. */
void grams_spans(struct grams *g, struct fb_str text, unsigned how, uint64_t salt);

/* The key of a word of Chinese characters, as it is among the n-grams of a column; 0 where it has more than GRAM_UNITS. */
uint64_t gram_of_signs(struct fb_str word, uint64_t salt);

/* The key of one unit in normal form, a word of letters and digits or a sign, as it is among the n-grams of a column. */
uint64_t gram_of_unit(struct fb_str unit, uint64_t salt);

void grams_free(struct grams *g);

#endif
