#include "base/hash.h"
#include "base/hash_stream.h"

uint64_t
hash_parts_wide(const struct fb_str *part, size_t n)
{
	return hash_stream(part, n);
}
