#include "base/hash.h"

#include <stdlib.h>

#include "base/cpu.h"
#include "base/hash_stream.h"

uint64_t
hash_bytes(const void *p, size_t n)
{
	return XXH3_64bits(p, n);
}

uint64_t
hash_parts(const struct fb_str *part, size_t n)
{
#ifdef __x86_64__
	if (cpu_avx2())
		return hash_parts_wide(part, n);
#endif
	return hash_stream(part, n);
}

void
hash_hex(uint64_t h, char hex[static 17])
{
	for (int i = 0; i < 16; i++)
		hex[i] = "0123456789abcdef"[h >> (60 - 4 * i) & 15];
	hex[16] = '\0';
}

static size_t
probe(const struct map *m, struct fb_str key)
{
	size_t i = hash_bytes(key.p, key.n) & (m->slots - 1);
	while (m->slot[i] && !slice_eq(m->entry[m->slot[i] - 1].key, key))
		i = (i + 1) & (m->slots - 1);
	return i;
}

struct map_entry *
map_find(const struct map *m, struct fb_str key)
{
	if (!m->n)
		return NULL;
	size_t i = probe(m, key);
	return m->slot[i] ? &m->entry[m->slot[i] - 1] : NULL;
}

struct map_entry *
map_put(struct map *m, struct fb_str key, bool *made)
{
	if (m->n * 2 >= m->slots) {
		m->slots = m->slots ? 2 * m->slots : 64;
		free(m->slot);
		m->slot = xcalloc(m->slots, sizeof *m->slot);
		for (size_t k = 0; k < m->n; k++)
			m->slot[probe(m, m->entry[k].key)] = (uint32_t)k + 1;
	}
	size_t i = probe(m, key);
	if (made)
		*made = !m->slot[i];
	if (!m->slot[i]) {
		m->entry = xgrow(m->entry, &m->cap, m->n + 1, sizeof *m->entry);
		m->entry[m->n++] = (struct map_entry){ { arena_copy(&m->keys, key.p, key.n), key.n }, 0 };
		m->slot[i] = (uint32_t)m->n;
	}
	return &m->entry[m->slot[i] - 1];
}

size_t
map_place(struct map *m, struct fb_str key, bool *made)
{
	const struct map_entry *e = map_put(m, key, made);
	return (size_t)(e - m->entry);
}

void
map_free(struct map *m)
{
	free(m->entry);
	free(m->slot);
	arena_free(&m->keys);
	*m = (struct map){ 0 };
}
