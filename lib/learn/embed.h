/* Embeddings made from the texts themselves: words that keep the same company lie close together.
 *
 * Word vectors are the factorised positive pointwise mutual information of words in one text (Levy, Goldberg & Dagan 2015:
 * context counts to the power .75, u s^½), of length 1; a text's vector is the sum of its words' weighted by idf,
 * less the mean of all, of length 1. Texts that say the same in other words are near, which shared words alone do not show:
 * this is what broad groups of short texts need. */
#ifndef FB_EMBED_H
#define FB_EMBED_H

#include "learn/sparse.h"

/* Vectors of the texts of b (texts × terms, ones; bt its transpose): *x is texts × k, to be freed. Returns k, at most want,
 * less where there are fewer words. Of the terms, the EMBED_TERMS met in most texts are used. */
enum { EMBED_TERMS = 10000 };
size_t embed_texts(const struct sparse *b, const struct sparse *bt, size_t want, double **x, size_t jobs);

#endif
