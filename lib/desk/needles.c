#include "desk/needles.h"

#include <endian.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"

enum { TABLE_BITS = 12 };

struct ref {
	uint32_t expression;
	uint8_t group;          /* bit */
};

struct needle {
	struct need_literal text;
	bool fold;
	uint16_t next;          /* with the same hash: index + 1 */
	struct ref *ref;
	size_t refs, cap;
};

struct needles {
	struct needle *needle;
	size_t n, cap;
	uint8_t *all;           /* by expression: the bits of its groups */
	size_t expressions;
	size_t kelvin;          /* the needle U+212A, which is a k without case */
	bool *fold;             /* by expression */
	uint16_t first[1 << TABLE_BITS];        /* needle + 1 */
};

static inline uint32_t
load3(const char *p)
{
	return (uint32_t)(uint8_t)p[0] | (uint32_t)(uint8_t)p[1] << 8 | (uint32_t)(uint8_t)p[2] << 16;
}

static inline uint32_t
slot_of(uint32_t three)
{
	return ((three | 0x202020) * 0x9e3779b1u) >> (32 - TABLE_BITS);
}

/* known: fold and text of each needle, and its number. */
static struct needle *
needle_put(struct needles *s, struct map *known, const struct need_literal *l, bool fold)
{
	char key[NEED_LONGEST + 1] = { (char)fold };
	bool made;
	memcpy(key + 1, l->p, l->n);
	struct map_entry *m = map_put(known, (struct fb_str){ key, l->n + 1u }, &made);
	if (!made)
		return &s->needle[m->value];
	m->value = s->n;
	s->needle = xgrow(s->needle, &s->cap, s->n + 1, sizeof *s->needle);
	struct needle *x = &s->needle[s->n++];
	*x = (struct needle){ .text = *l, .fold = fold };
	return x;
}

/* Needles are numbered with 16 bits: an expression that would need more is always tried. */
static void
add_expression(struct needles *s, struct map *known, const struct need *need, uint32_t id)
{
	if (s->n + NEED_GROUPS * NEED_LITERALS >= UINT16_MAX)
		return;
	for (size_t g = 0; g < need->n; g++) {
		s->all[id] |= (uint8_t)(1u << g);
		s->fold[id] = need->fold;
		for (size_t i = 0; i < need->group[g].n; i++) {
			struct needle *x = needle_put(s, known, &need->group[g].literal[i], need->fold);
			x->ref = xgrow(x->ref, &x->cap, x->refs + 1, sizeof *x->ref);
			x->ref[x->refs++] = (struct ref){ id, (uint8_t)(1u << g) };
		}
	}
}

struct needles *
needles_open(const struct need *const *need, size_t n)
{
	struct needles *s = xcalloc(1, sizeof *s);
	struct map known = { 0 };
	static const struct need_literal kelvin = { 3, "\xe2\x84\xaa" };
	s->all = xcalloc(n + 1, 1);
	s->fold = xcalloc(n + 1, sizeof *s->fold);
	s->expressions = n;
	for (size_t i = 0; i < n; i++)
		add_expression(s, &known, need[i], (uint32_t)i);
	s->kelvin = (size_t)(needle_put(s, &known, &kelvin, false) - s->needle);
	map_free(&known);
	for (size_t i = 0; i < s->n; i++) {
		uint16_t *first = &s->first[slot_of(load3(s->needle[i].text.p))];
		s->needle[i].next = *first;
		*first = (uint16_t)(i + 1);
	}
	return s;
}

void
needles_close(struct needles *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->n; i++)
		free(s->needle[i].ref);
	free(s->needle);
	free(s->all);
	free(s->fold);
	free(s);
}

void
needle_room_open(struct needle_room *r, const struct needles *s)
{
	*r = (struct needle_room){
		.found = xcalloc(s->expressions + 1, sizeof *r->found),
		.groups = xcalloc(s->expressions + 1, sizeof *r->groups),
		.seen = xcalloc(s->n, sizeof *r->seen),
		.hit = xcalloc(s->n, sizeof *r->hit),
	};
}

void
needle_room_close(struct needle_room *r)
{
	free(r->found);
	free(r->groups);
	free(r->seen);
	free(r->hit);
}

static bool
is_here(const struct needle *x, const char *p, size_t n)
{
	if (x->text.n > n)
		return false;
	if (!x->fold)
		return memcmp(p, x->text.p, x->text.n) == 0;
	for (size_t i = 0; i < x->text.n; i++) {
		char c = p[i] >= 'A' && p[i] <= 'Z' ? (char)(p[i] + 32) : p[i];
		if (c != x->text.p[i])
			return false;
	}
	return true;
}

static void
add_groups(const struct needles *s, struct needle_room *r, uint32_t expression, uint8_t groups)
{
	uint8_t *got = &r->groups[expression];
	if (*got == s->all[expression])
		return;
	*got |= groups;
	if (*got == s->all[expression])
		r->found[r->founds++] = expression;
}

static void
look(const struct needles *s, uint32_t first, const char *p, size_t n, struct needle_room *r)
{
	for (uint32_t k = first; k; k = s->needle[k - 1].next) {
		const struct needle *x = &s->needle[k - 1];
		if (r->seen[k - 1] || !is_here(x, p, n))
			continue;
		r->seen[k - 1] = true;
		r->hit[r->hits++] = k - 1;
		for (size_t i = 0; i < x->refs; i++)
			add_groups(s, r, x->ref[i].expression, x->ref[i].group);
	}
}

/* Back to nothing found: only what the last scan touched. */
static void
forget(const struct needles *s, struct needle_room *r)
{
	for (size_t h = 0; h < r->hits; h++) {
		const struct needle *x = &s->needle[r->hit[h]];
		r->seen[r->hit[h]] = false;
		for (size_t i = 0; i < x->refs; i++)
			r->groups[x->ref[i].expression] = 0;
	}
	for (size_t i = 0; i < r->founds; i++)
		r->groups[r->found[i]] = 0;
	r->hits = r->founds = 0;
}

/* U+017F is an s without case: C5 BF, and C5 is never inside a character. */
static bool
has_long_s(struct fb_str text)
{
	for (const char *p = text.p, *end = p + text.n; (p = memchr(p, 0xc5, (size_t)(end - p)));)
		if (++p < end && *p == '\xbf')
			return true;
	return false;
}

void
needles_scan(const struct needles *s, struct fb_str text, struct needle_room *r)
{
	const char *p = text.p;
	forget(s, r);
	if (text.n < 3)
		return;
	size_t last = text.n - 3, i = 0;
	for (; i < last; i++) {
		uint32_t four;
		memcpy(&four, p + i, 4);
		uint32_t k = s->first[slot_of(le32toh(four) & 0xffffff)];
		if (k)
			look(s, k, p + i, text.n - i, r);
	}
	uint32_t k = s->first[slot_of(load3(p + i))];
	if (k)
		look(s, k, p + i, text.n - i, r);
	if (r->seen[s->kelvin] || has_long_s(text))
		for (uint32_t x = 0; x < s->expressions; x++)
			if (s->fold[x])
				add_groups(s, r, x, s->all[x]);
}

bool
needles_found(const struct needles *s, const struct needle_room *r, size_t expression)
{
	return r->groups[expression] == s->all[expression];
}
