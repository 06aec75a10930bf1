/* Sorting that is stable: what compares equal keeps its order. So the order of output never hangs on a C library's qsort
 * (glibc's is stable only while memory is plenty). */
#ifndef FB_SORT_H
#define FB_SORT_H

#include <stddef.h>

/* Merge sort of n items of that size, with room for as many taken while it runs. */
void sort_items(void *items, size_t n, size_t size, int (*order)(const void *, const void *));

/* The same, with an argument for the comparison. */
void sort_items_by(void *items, size_t n, size_t size, int (*order)(const void *, const void *, void *), void *arg);

/* The order of doubles by rising value, none of them NAN. */
int sort_rising(const void *a, const void *b);

#endif
