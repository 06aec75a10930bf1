/* Hashing: XXH3 digests as text, and a map from bytes to numbers. */
#ifndef FB_HASH_H
#define FB_HASH_H

#include <stdint.h>

#include "base/buf.h"
#include "base/mem.h"

uint64_t hash_bytes(const void *p, size_t n);   /* XXH3-64, seed 0 */
uint64_t hash_parts(const struct fb_str *part, size_t n);       /* of all bytes of part[0 .. n), one part after another */
uint64_t hash_parts_wide(const struct fb_str *part, size_t n);  /* the same; only for processors with AVX2 */
void hash_hex(uint64_t h, char hex[static 17]); /* 16 lower-case digits and a NUL */

/* Map of byte strings to uint64_t. Zero-initialise; keys are copied; order of entries is order of insertion. */
struct map_entry {
	struct fb_str key;
	uint64_t value;
};

struct map {
	struct map_entry *entry;        /* entry[0 .. n) */
	size_t n, cap;
	uint32_t *slot;                 /* index + 1, 0: free */
	size_t slots;                   /* a power of two */
	struct arena keys;
};

struct map_entry *map_find(const struct map *m, struct fb_str key);     /* NULL: not there */
/* The entry of key, made with value 0 if need be (*made says so; may be NULL). Valid until the next map_put. */
struct map_entry *map_put(struct map *m, struct fb_str key, bool *made);
/* The same, as the place of the entry, which stays. (map_put(m, …) - m->entry may read m->entry before map_put moves it.) */
size_t map_place(struct map *m, struct fb_str key, bool *made);
void map_free(struct map *m);

#endif
