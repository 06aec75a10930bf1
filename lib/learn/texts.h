/* Texts and labels of records, as all learning reads them: workers make the normal forms, one thread keeps them in stream order. */
#ifndef FB_TEXTS_H
#define FB_TEXTS_H

#include "base/hash.h"
#include "record/row.h"

/* Scratch of one worker: worker and unworker of a filter. */
void *texts_worker(void *arg);
void texts_unworker(void *arg, void *own);

/* For a filter's row: the normal forms of the fields at[0 .. columns), each behind its length, into o->b. */
void texts_fold(void *own, const struct row *r, const size_t *at, size_t columns, struct out *o);

/* For its seq: those texts, copied to memory; o->b is empty then. Returns their bytes in all. */
size_t texts_take(struct fb_str *text, size_t columns, struct out *o, struct arena *memory);

/* Number labels in order of their bytes: entries of the map, whose values are what label[0 .. n) holds, and label[].
 * (The map cannot be looked up any more: its slots go stale.) */
void labels_sort(struct map *labels, uint32_t *label, size_t n);

#endif
