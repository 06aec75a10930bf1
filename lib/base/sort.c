#include "base/sort.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { SMALL = 8 };

struct sorting {
	size_t size;
	int (*plain)(const void *, const void *);
	int (*order)(const void *, const void *, void *);
	void *arg;
	char *room;
};

static int
compare(const struct sorting *s, const char *a, const char *b)
{
	return s->plain ? s->plain(a, b) : s->order(a, b, s->arg);
}

static void
insert_sort(const struct sorting *s, char *p, size_t n)
{
	size_t z = s->size;
	for (size_t i = 1; i < n; i++) {
		size_t j = i;
		while (j && compare(s, p + (j - 1) * z, p + i * z) > 0)
			j--;
		if (j == i)
			continue;
		memcpy(s->room, p + i * z, z);
		memmove(p + (j + 1) * z, p + j * z, (i - j) * z);
		memcpy(p + j * z, s->room, z);
	}
}

static void
merge_sort(const struct sorting *s, char *p, size_t n)
{
	size_t z = s->size, half = n / 2, left = half, right = n - half;
	if (n <= SMALL) {
		insert_sort(s, p, n);
		return;
	}
	merge_sort(s, p, half);
	merge_sort(s, p + half * z, n - half);
	if (compare(s, p + (half - 1) * z, p + half * z) <= 0)
		return;
	memcpy(s->room, p, half * z);
	const char *a = s->room, *b = p + half * z;
	while (left && right) {
		const char **from = compare(s, a, b) <= 0 ? &a : &b;
		*(from == &a ? &left : &right) -= 1;
		memcpy(p, *from, z);
		p += z;
		*from += z;
	}
	memcpy(p, a, left * z);
}

static void
run(struct sorting *s, void *items, size_t n)
{
	if (n < 2)
		return;
	s->room = xmalloc((n / 2 + 1) * s->size);
	merge_sort(s, items, n);
	free(s->room);
}

void
sort_items(void *items, size_t n, size_t size, int (*order)(const void *, const void *))
{
	struct sorting s = { .size = size, .plain = order };
	run(&s, items, n);
}

void
sort_items_by(void *items, size_t n, size_t size, int (*order)(const void *, const void *, void *), void *arg)
{
	struct sorting s = { .size = size, .order = order, .arg = arg };
	run(&s, items, n);
}

int
sort_rising(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}
