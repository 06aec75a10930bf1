#include "base/mem.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/err.h"

void (*mem_last_act)(void);

void
mem_none(void)
{
	static const char text[] = "fb: out of memory: give it more, or fewer and shorter records at a time\n";
	ssize_t r = write(2, text, sizeof text - 1);
	(void)r;
	if (mem_last_act)
		mem_last_act();
	_exit(-FB_ENOMEM);
}

void
mem_ahead(size_t bytes)
{
	/* glibc gives and takes back more than 128 KiB at a time in other ways, unless told. */
	enum { USUAL = 128 << 10, FROM_HEAP = 1 << 20, KEPT = 4 << 20 };
	if (bytes >= USUAL) {
		mallopt(M_MMAP_THRESHOLD, FROM_HEAP);
		mallopt(M_TRIM_THRESHOLD, KEPT);
	}
	void *p = malloc(bytes);
	uintptr_t page = (uintptr_t)getpagesize(), from = ((uintptr_t)p + page - 1) & ~(page - 1), to = ((uintptr_t)p + bytes) & ~(page - 1);
#ifdef MADV_POPULATE_WRITE
	if (p && to > from)
		madvise((void *)from, to - from, MADV_POPULATE_WRITE);
#endif
	free(p);
}

void *
xmalloc(size_t size)
{
	void *p = malloc(size ? size : 1);
	if (!p)
		mem_none();
	return p;
}

void *
xcalloc(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size ? size : 1);
	if (!p)
		mem_none();
	return p;
}

void *
xrealloc(void *p, size_t count, size_t size)
{
	size_t bytes;
	if (__builtin_mul_overflow(count, size, &bytes))
		mem_none();
	p = realloc(p, bytes ? bytes : 1);
	if (!p)
		mem_none();
	return p;
}

char *
xstrdup(const char *s)
{
	return xstrndup(s, strlen(s));
}

char *
xstrndup(const char *s, size_t n)
{
	char *p = xmalloc(n + 1);
	memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

void *
xgrow(void *p, size_t *cap, size_t want, size_t size)
{
	size_t n = *cap ? *cap : size > 16 ? 4 : 16;
	if (want <= *cap)
		return p;
	while (n < want) {
		if (n > SIZE_MAX / 2)
			mem_none();
		n *= 2;
	}
	*cap = n;
	return xrealloc(p, n, size);
}

struct arena_chunk {
	struct arena_chunk *prev;
	size_t size;
	_Alignas(16) char bytes[];
};

enum { CHUNK = 64 << 10, FIRST_CHUNK = 4 << 10 };

void *
arena_get(struct arena *a, size_t size)
{
	size = (size + 7) & ~(size_t)7;
	if (!a->last || a->last->size - a->used < size) {
		size_t n = !a->last ? FIRST_CHUNK : a->last->size < CHUNK / 2 ? 2 * a->last->size : CHUNK;
		n = size > n ? size : n;
		struct arena_chunk *c = xmalloc(sizeof *c + n);
		c->prev = a->last;
		c->size = n;
		a->last = c;
		a->used = 0;
		a->total += n;
	}
	void *p = a->last->bytes + a->used;
	a->used += size;
	return p;
}

char *
arena_copy(struct arena *a, const void *p, size_t n)
{
	char *q = arena_get(a, n + 1);
	if (n)
		memcpy(q, p, n);
	q[n] = '\0';
	return q;
}

void
arena_free(struct arena *a)
{
	while (a->last) {
		struct arena_chunk *c = a->last;
		a->last = c->prev;
		free(c);
	}
	*a = (struct arena){ 0 };
}
