#include "record/ids.h"

#include <stdlib.h>

#include "base/mem.h"

uint64_t
id_hash(struct fb_str user, struct fb_str ts, struct fb_str product, struct fb_str text, struct buf *scratch)
{
	scratch->n = 0;
	buf_slice(scratch, user);
	buf_char(scratch, '\x1f');
	buf_slice(scratch, ts);
	buf_char(scratch, '\x1f');
	buf_slice(scratch, product);
	buf_char(scratch, '\x1f');
	buf_slice(scratch, text);
	return hash_bytes(scratch->p, scratch->n);
}

/* The slot where hash is or belongs: slots are in the order of hashes, so that growing walks memory once. */
static size_t
place(const struct id_table *t, uint64_t hash)
{
	size_t i = (size_t)(((unsigned __int128)hash * t->slots) >> 64);
	while (t->slot[i] && t->slot[i] != hash)
		i = i + 1 == t->slots ? 0 : i + 1;
	return i;
}

static void
grow(struct id_table *t)
{
	struct id_table new = { .slots = t->slots ? t->slots + t->slots / 2 : 128 };
	new.slot = xcalloc(new.slots, sizeof *new.slot);
	for (size_t i = 0; i < t->slots; i++)
		if (t->slot[i])
			new.slot[place(&new, t->slot[i])] = t->slot[i];
	free(t->slot);
	t->slot = new.slot;
	t->slots = new.slots;
}

uint64_t
id_table_count(struct id_table *t, uint64_t hash)
{
	if (hash == 0)
		return ++t->zero;
	if (t->used >= t->slots / 5 * 4)
		grow(t);
	size_t i = place(t, hash);
	if (!t->slot[i]) {
		t->slot[i] = hash;
		t->used++;
		return 1;
	}
	uint64_t *times = &map_put(&t->repeats, (struct fb_str){ (const char *)&hash, sizeof hash }, NULL)->value;
	*times += *times ? 1 : 2;
	return *times;
}

void
id_table_free(struct id_table *t)
{
	free(t->slot);
	map_free(&t->repeats);
}
