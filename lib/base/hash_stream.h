/* XXH3-64 of parts, one after another: one text for two instruction sets. Included by hash.c, and by hash_wide.c, which the Makefile
 * compiles for AVX2. */
#ifndef FB_HASH_STREAM_H
#define FB_HASH_STREAM_H

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/buf.h"

static inline uint64_t
hash_stream(const struct fb_str *part, size_t n)
{
	XXH3_state_t state;
	XXH3_64bits_reset(&state);
	for (size_t i = 0; i < n; i++)
		XXH3_64bits_update(&state, part[i].p, part[i].n);
	return XXH3_64bits_digest(&state);
}

#endif
