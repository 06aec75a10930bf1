/* How far the texts of a group bear a phrase out: they have all its words that say something, or others of their stems, in one clause, in
 * whatever order, and a negator if it has one. Where there are no signs, a clause is cut every twenty words. */
#ifndef FB_SUPPORT_H
#define FB_SUPPORT_H

#include "learn/phrases.h"

/* By word: a number that is the same for words of one stem (text/stem.h): charge, charged. To be freed. */
uint32_t *support_kin(const struct vocabulary *v);

/* Fill in bears, denied and doubted of n candidates, which are 0. */
void support_count(const struct phrases *s, struct candidate *c, size_t n);

#endif
