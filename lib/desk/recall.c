#include "desk/recall.h"

#include <stdlib.h>

#include "base/mem.h"
#include "desk/recall_in.h"

static const uint32_t NONE = UINT32_MAX;

struct recall *
recall_open(const struct rules *r, size_t most)
{
	struct recall *m = xcalloc(1, sizeof *m);
	m->rules = r;
	m->n = r->counters;
	m->of = xcalloc(m->n + 1, sizeof *m->of);
	for (size_t i = 0; i < m->n; i++) {
		struct memory *c = &m->of[i];
		c->keep = r->counter[i].keep;
		c->most = most ? most : RECALL_MOST < RECALL_TIMES / c->keep ? RECALL_MOST : RECALL_TIMES / c->keep;
		c->window = r->counter[i].window;
		c->newest = INT64_MIN;
		c->oldest = c->latest = c->free = NONE;
	}
	return m;
}

/* The slot of value, or the free one where it would go. */
static size_t
slot_of(const struct memory *c, uint64_t value)
{
	size_t mask = c->slots - 1, i = value & mask;
	while (c->slot[i] && c->known[c->slot[i] - 1].value != value)
		i = (i + 1) & mask;
	return i;
}

static void
rehash(struct memory *c)
{
	size_t slots = c->slots ? c->slots * 2 : 64;
	free(c->slot);
	c->slot = xcalloc(slots, sizeof *c->slot);
	c->slots = slots;
	for (uint32_t k = c->oldest; k != NONE; k = c->known[k].newer)
		c->slot[slot_of(c, c->known[k].value)] = k + 1;
}

static void
unlink_known(struct memory *c, uint32_t k)
{
	struct known *x = &c->known[k];
	*(x->older == NONE ? &c->oldest : &c->known[x->older].newer) = x->newer;
	*(x->newer == NONE ? &c->latest : &c->known[x->newer].older) = x->older;
}

static void
link_latest(struct memory *c, uint32_t k)
{
	struct known *x = &c->known[k];
	x->older = c->latest;
	x->newer = NONE;
	*(c->latest == NONE ? &c->oldest : &c->known[c->latest].newer) = k;
	c->latest = k;
}

/* Forget known k: close the gap that its slot leaves in the probe sequence. */
static void
forget(struct memory *c, uint32_t k)
{
	size_t mask = c->slots - 1, gap = slot_of(c, c->known[k].value);
	for (size_t i = (gap + 1) & mask; c->slot[i]; i = (i + 1) & mask) {
		size_t home = c->known[c->slot[i] - 1].value & mask;
		if (((i - home) & mask) >= ((i - gap) & mask)) {
			c->slot[gap] = c->slot[i];
			gap = i;
		}
	}
	c->slot[gap] = 0;
	unlink_known(c, k);
	c->known[k].newer = c->free;
	c->free = k;
	c->count--;
}

static uint32_t
remember(struct memory *c, uint64_t value)
{
	if (c->count == c->most)
		forget(c, c->oldest);
	uint32_t k = c->free;
	if (k != NONE) {
		c->free = c->known[k].newer;
	} else {
		size_t cap = c->cap;
		c->known = xgrow(c->known, &c->cap, c->n + 1, sizeof *c->known);
		if (cap != c->cap)
			c->time = xrealloc(c->time, c->cap, c->keep * sizeof *c->time);
		k = (uint32_t)c->n++;
	}
	c->known[k] = (struct known){ .value = value };
	link_latest(c, k);
	c->count++;
	if (c->count * 2 > c->slots)
		rehash(c);
	else
		c->slot[slot_of(c, value)] = k + 1;
	return k;
}

/* The times of a value, ascending; the earliest goes when there is no room. */
static void
add_time(struct memory *c, uint32_t k, int64_t ts)
{
	int64_t *t = c->time + (size_t)k * c->keep;
	uint32_t n = c->known[k].n, i;
	if (n == c->keep) {
		if (ts < t[0])
			return;
		memmove(t, t + 1, (n - 1) * sizeof *t);
		n--;
	}
	for (i = n; i > 0 && t[i - 1] > ts; i--)
		t[i] = t[i - 1];
	t[i] = ts;
	c->known[k].n = n + 1;
}

void
memory_add(struct memory *c, uint64_t value, int64_t ts)
{
	uint32_t at = c->slots ? c->slot[slot_of(c, value)] : 0, k = at - 1;
	if (at) {
		unlink_known(c, k);
		link_latest(c, k);
	} else {
		k = remember(c, value);
	}
	add_time(c, k, ts);
	if (ts > c->newest)
		c->newest = ts;
	while (c->oldest != k && c->time[(size_t)c->oldest * c->keep + c->known[c->oldest].n - 1] < c->newest - c->window)
		forget(c, c->oldest);
}

int64_t
recall_count(struct recall *m, size_t counter, uint64_t value, int64_t ts, bool add)
{
	struct memory *c = &m->of[counter];
	int64_t count = 0;
	if (add)
		memory_add(c, value, ts);
	uint32_t at = c->slots ? c->slot[slot_of(c, value)] : 0;
	if (!at)
		return 0;
	const int64_t *t = c->time + (size_t)(at - 1) * c->keep;
	for (uint32_t i = 0; i < c->known[at - 1].n; i++)
		count += t[i] <= ts && t[i] >= ts - c->window;
	return count;
}

void
recall_close(struct recall *m)
{
	if (!m)
		return;
	state_close(&m->state);
	for (size_t i = 0; i < m->n; i++) {
		free(m->of[i].known);
		free(m->of[i].time);
		free(m->of[i].slot);
	}
	free(m->of);
	free(m);
}
