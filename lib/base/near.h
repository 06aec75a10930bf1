/* The nearest known word to a misspelt one, for "did you mean". */
#ifndef FB_NEAR_H
#define FB_NEAR_H

#include "base/buf.h"

/* The candidate with the smallest edit distance (Damerau's: insert, delete, replace, swap neighbours; case is free),
 * NULL if even that is further than a third of the word's length plus one. Ties go to the earlier one. */
const char *near_word(struct fb_str word, const char *const *candidate, size_t n);

#endif
