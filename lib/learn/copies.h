/* Near-duplicates: texts that say the same in nearly the same words.
 *
 * Candidates come from minhashes of word pairs (Broder 1997), in bands: texts that agree in a band are compared, and are near-duplicates
 * where the word pairs that both have are COPIES_ALIKE of all that either has (Jaccard). Texts of fewer than COPIES_WORDS words
 * are near-duplicates only if their words are the same: «very good» is no campaign's. Chains are one: whoever is like one of
 * them belongs to them. */
#ifndef FB_COPIES_H
#define FB_COPIES_H

#include "learn/vocabulary.h"

enum { COPIES_WORDS = 5 };
#define COPIES_ALIKE .7

/* first[text] = the text that stands for it and its near-duplicates: itself where it has none, or where it is the one of
 * lowest hash (then of lowest number). Blank texts stand for themselves. */
void copies_find(const struct vocabulary *v, uint32_t *first);

#endif
