/* Split: which records are held out.
 *
 * Records of one group (equal texts) fall into one fold, whatever their labels: a text is never judged by a model that has
 * learnt from it. Groups of each label are dealt to the folds in turn, in an order that depends on their texts and the
 * seed only, so that each fold has its share of every label and the order of the records does not matter much. */
#ifndef FB_SPLIT_H
#define FB_SPLIT_H

#include <stddef.h>
#include <stdint.h>

enum { SPLIT_NEVER = 255, SPLIT_OUT = 254 };    /* folds of records that are never held out, and of those that are not learnt from either */

/* fold[i] in 0 .. folds - 1, fewer than SPLIT_OUT, for each of n records. A group has the label of its first record. */
void split_folds(const uint64_t *group, const uint32_t *label, size_t n, unsigned folds, uint64_t seed, uint8_t *fold);

/* One fold of n records held out, the others to learn from: their numbers, rising, in room for n. */
struct split_part {
	uint32_t *fit, *held;
	size_t fits, helds;
};
void split_part(struct split_part *p, const uint8_t *fold, size_t n, size_t held);
void split_part_free(struct split_part *p);

#endif
