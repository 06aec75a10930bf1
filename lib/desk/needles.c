#include "desk/needles.h"

#include <endian.h>
#include <stdlib.h>

#include "base/mem.h"

enum { TABLE_BITS = 12 };

/* An expression that needs a needle. */
struct ref {
	uint32_t expression;
	uint32_t next;          /* of the same needle: index + 1 */
	uint8_t group;          /* bit */
};

struct needle {
	struct need_literal text;
	bool fold;
	uint16_t next;          /* with the same hash: index + 1 */
	uint32_t ref;           /* first: index + 1 */
};

struct needles {
	struct needle *needle;
	struct ref *ref;
	size_t n, cap, refs, ref_cap;
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

/* The needle of a literal, made where there is none. */
static struct needle *
needle_put(struct needles *s, const struct need_literal *l, bool fold)
{
	uint16_t *first = &s->first[slot_of(load3(l->p))];
	for (uint32_t k = *first; k; k = s->needle[k - 1].next) {
		struct needle *x = &s->needle[k - 1];
		if (x->fold == fold && x->text.n == l->n && memcmp(x->text.p, l->p, l->n) == 0)
			return x;
	}
	s->needle = xgrow(s->needle, &s->cap, s->n + 1, sizeof *s->needle);
	struct needle *x = &s->needle[s->n++];
	*x = (struct needle){ .text = *l, .fold = fold, .next = *first };
	*first = (uint16_t)s->n;
	return x;
}

/* Needles are numbered with 16 bits: an expression that would need more is always tried. */
static void
add_expression(struct needles *s, const struct need *need, uint32_t id)
{
	if (s->n + NEED_GROUPS * NEED_LITERALS >= UINT16_MAX)
		return;
	for (size_t g = 0; g < need->n; g++) {
		s->all[id] |= (uint8_t)(1u << g);
		s->fold[id] = need->fold;
		for (size_t i = 0; i < need->group[g].n; i++) {
			struct needle *x = needle_put(s, &need->group[g].literal[i], need->fold);
			s->ref = xgrow(s->ref, &s->ref_cap, s->refs + 1, sizeof *s->ref);
			s->ref[s->refs++] = (struct ref){ id, x->ref, (uint8_t)(1u << g) };
			x->ref = (uint32_t)s->refs;
		}
	}
}

struct needles *
needles_open(const struct need *const *need, size_t n)
{
	struct needles *s = xcalloc(1, sizeof *s);
	static const struct need_literal kelvin = { 3, "\xe2\x84\xaa" };
	s->all = xcalloc(n + 1, 1);
	s->fold = xcalloc(n + 1, sizeof *s->fold);
	s->expressions = n;
	for (size_t i = 0; i < n; i++)
		add_expression(s, need[i], (uint32_t)i);
	s->kelvin = (size_t)(needle_put(s, &kelvin, false) - s->needle);
	return s;
}

void
needles_close(struct needles *s)
{
	if (!s)
		return;
	free(s->needle);
	free(s->ref);
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
		for (uint32_t i = x->ref; i; i = s->ref[i - 1].next)
			add_groups(s, r, s->ref[i - 1].expression, s->ref[i - 1].group);
	}
}

/* Back to nothing found: only what the last scan touched. */
static void
forget(const struct needles *s, struct needle_room *r)
{
	for (size_t h = 0; h < r->hits; h++) {
		r->seen[r->hit[h]] = false;
		for (uint32_t i = s->needle[r->hit[h]].ref; i; i = s->ref[i - 1].next)
			r->groups[s->ref[i - 1].expression] = 0;
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
