/* Counting: conditions over cells, through groupings that are made once and kept. See tally.h. */
#include <math.h>
#include <stdlib.h>

#include "desk/tally_inside.h"

#include "base/sort.h"

struct cond
cond_days(struct cond c, struct period days)
{
	c.days = days;
	return c;
}

static struct cond
with(struct cond c, enum dim d, enum cond_op op, uint32_t code, double value)
{
	if (c.n < COND_TERMS)
		c.term[c.n++] = (struct cond_term){ (uint8_t)d, (uint8_t)op, code, value };
	return c;
}

struct cond
cond_is(struct cond c, enum dim d, uint32_t code)
{
	return with(c, d, COND_IS, code, 0);
}

struct cond
cond_not(struct cond c, enum dim d, uint32_t code)
{
	return with(c, d, COND_NOT, code, 0);
}

struct cond
cond_ge(struct cond c, enum dim d, double value)
{
	return with(c, d, COND_GE, 0, value);
}

struct cond
cond_le(struct cond c, enum dim d, double value)
{
	return with(c, d, COND_LE, 0, value);
}

static bool
term_holds(const struct tally *t, const struct cond_term *m, uint32_t code)
{
	if (m->op == COND_IS)
		return code == m->code;
	if (m->op == COND_NOT)
		return code != m->code;
	double x = code && m->dim < DIMS_NAMED ? t->names[m->dim].number[code - 1] : (double)NAN;
	return m->op == COND_GE ? x >= m->value : x <= m->value;
}

bool
cond_holds(const struct tally *t, const struct cond *c, const struct cell *cell)
{
	if (!period_is_all(c->days) && (cell->day == DAY_NONE || !period_has(c->days, cell->day)))
		return false;
	for (size_t i = 0; i < c->n; i++)
		if (!term_holds(t, &c->term[i], cell_code(cell, (enum dim)c->term[i].dim)))
			return false;
	return true;
}

/* ---- closing ---- */

void
cell_settle(struct cell *c, int64_t now, bool final)
{
	static const enum dim waits[] = { DIM_REPLY, DIM_REPLY_DAY, DIM_CLOSE };
	bool past = c->due < now;
	if (!c->due || (!past && !final))
		return;
	for (size_t i = 0; past && i < sizeof waits / sizeof *waits; i++)
		if (c->small[waits[i] - DIMS_NAMED] == DUE_WAITING)
			c->small[waits[i] - DIMS_NAMED] = DUE_MISSED;
	if (!past)
		c->small[DIM_OVERDUE - DIMS_NAMED] = OVERDUE_NO;
	c->due = 0;
}

static int
by_day(const void *a, const void *b)
{
	const struct cell *x = a, *y = b;
	return x->day != y->day ? (x->day < y->day ? -1 : 1) : 0;
}

/* Order cells by day where they lie (American flag sort: McIlroy, Bostic & McIlroy 1993); qsort would want as much memory
 * again. False where days are too far apart for a count of each. */
static bool
sort_by_day(struct tally *t)
{
	enum { DAYS_MOST = 1 << 20 };
	int64_t days = t->last_day == DAY_NONE ? 0 : (int64_t)t->last_day - t->first_day + 1;
	if (days > DAYS_MOST)
		return false;
	/* slot 0 is of cells without a day */
	size_t slots = (size_t)days + 1, *next = xcalloc(slots + 1, sizeof *next), *end = xcalloc(slots + 1, sizeof *end);
#define SLOT(c) ((c).day == DAY_NONE ? 0 : (size_t)((c).day - t->first_day) + 1)
	for (size_t i = 0; i < t->n; i++)
		end[SLOT(t->cell[i])]++;
	for (size_t k = 0, at = 0; k < slots; k++) {
		next[k] = at;
		end[k] = at += end[k];
	}
	for (size_t k = 0; k < slots; k++)
		while (next[k] < end[k]) {
			struct cell c = t->cell[next[k]];
			for (size_t to = SLOT(c); to != k; to = SLOT(c)) {
				struct cell other = t->cell[next[to]];
				t->cell[next[to]++] = c;
				c = other;
			}
			t->cell[next[k]++] = c;
		}
#undef SLOT
	free(next);
	free(end);
	return true;
}

void
tally_close(struct tally *t, int64_t now)
{
	t->now = now == INT64_MIN ? t->last : now;
	for (size_t i = 0; i < t->n; i++)
		cell_settle(&t->cell[i], t->now, true);
	free(t->slot);
	t->slot = NULL;
	t->slots = 0;
	if (!sort_by_day(t))
		sort_items(t->cell, t->n, sizeof *t->cell, by_day);
}

/* The cells of some days: [*from, *to). Records without a day are in no span but PERIOD_ALL. */
static void
cells_of(const struct tally *t, struct period days, size_t *from, size_t *to)
{
	*from = 0;
	*to = t->n;
	if (period_is_all(days))
		return;
	size_t end[2];
	int64_t limit[2] = { days.first == DAY_NONE ? (int64_t)DAY_NONE + 1 : days.first, (int64_t)days.last + 1 };
	for (int k = 0; k < 2; k++) {
		size_t lo = 0, hi = t->n;
		while (lo < hi) {
			size_t mid = lo + (hi - lo) / 2;
			if (t->cell[mid].day < limit[k])
				lo = mid + 1;
			else
				hi = mid;
		}
		end[k] = lo;
	}
	*from = end[0];
	*to = end[1] < end[0] ? end[0] : end[1];
}

void
tally_scan(const struct tally *t, const struct cond *c, void (*each)(void *arg, const struct cell *cell), void *arg)
{
	size_t from, to;
	cells_of(t, c->days, &from, &to);
	for (size_t i = from; i < to; i++)
		if (cond_holds(t, c, &t->cell[i]))
			each(arg, &t->cell[i]);
}

/* ---- groupings ---- */

enum { GROUP_MOST = COND_TERMS + 4 };

struct grouped_row {
	uint32_t code[GROUP_MOST];
	int32_t day;
	uint64_t n;
};

/* Counts of the cells of some days by each combination of codes that is met in a set of dimensions. */
struct grouped {
	struct period days;
	uint32_t mask;          /* of dimensions */
	bool daily;
	enum dim dim[GROUP_MOST];
	size_t dims;
	struct grouped_row *row;
	size_t n, cap;
	struct map index;
};

void
grouped_free(struct tally *t)
{
	for (size_t i = 0; i < t->groups; i++) {
		map_free(&t->group[i]->index);
		free(t->group[i]->row);
		free(t->group[i]);
	}
	free(t->group);
	t->group = NULL;
	t->groups = t->groups_cap = 0;
}

static void
grouped_fill(const struct tally *t, struct grouped *g)
{
	size_t from, to;
	cells_of(t, g->days, &from, &to);
	for (size_t i = from; i < to; i++) {
		uint32_t key[GROUP_MOST + 1];
		bool made;
		key[0] = g->daily ? (uint32_t)t->cell[i].day : 0;
		for (size_t k = 0; k < g->dims; k++)
			key[k + 1] = cell_code(&t->cell[i], g->dim[k]);
		struct fb_str bytes = { (const char *)key, (g->dims + 1) * sizeof *key };
		struct map_entry *m = map_put(&g->index, bytes, &made);
		if (made) {
			m->value = g->n;
			g->row = xgrow(g->row, &g->cap, g->n + 1, sizeof *g->row);
			struct grouped_row *r = &g->row[g->n++];
			*r = (struct grouped_row){ .day = g->daily ? t->cell[i].day : DAY_NONE };
			memcpy(r->code, key + 1, g->dims * sizeof *key);
		}
		g->row[m->value].n += t->cell[i].count;
	}
}

static const struct grouped *
grouping(struct tally *t, struct period days, uint32_t mask, bool daily)
{
	for (size_t i = 0; i < t->groups; i++) {
		struct grouped *g = t->group[i];
		if (g->days.first == days.first && g->days.last == days.last && g->mask == mask && g->daily == daily)
			return g;
	}
	struct grouped *g = xcalloc(1, sizeof *g);
	g->days = days;
	g->mask = mask;
	g->daily = daily;
	for (enum dim d = 0; d < DIMS; d++)
		if (mask >> d & 1 && g->dims < GROUP_MOST)
			g->dim[g->dims++] = d;
	grouped_fill(t, g);
	t->group = xgrow(t->group, &t->groups_cap, t->groups + 1, sizeof *t->group);
	return t->group[t->groups++] = g;
}

static size_t
place(const struct grouped *g, enum dim d)
{
	size_t k = 0;
	while (g->dim[k] != d)
		k++;
	return k;
}

static bool
row_holds(const struct tally *t, const struct grouped *g, const struct grouped_row *r, const struct cond *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (!term_holds(t, &c->term[i], r->code[place(g, (enum dim)c->term[i].dim)]))
			return false;
	return true;
}

static uint32_t
cond_mask(const struct cond *c)
{
	uint32_t mask = 0;
	for (size_t i = 0; i < c->n; i++)
		mask |= 1u << c->term[i].dim;
	return mask;
}

/* Where every term says which code it is and each dimension comes once, the row is looked up. */
static bool
count_exact(const struct grouped *g, const struct cond *c, uint64_t *n)
{
	uint32_t key[GROUP_MOST + 1] = { 0 };
	if (c->n != g->dims)
		return false;
	for (size_t i = 0; i < c->n; i++) {
		if (c->term[i].op != COND_IS)
			return false;
		key[place(g, (enum dim)c->term[i].dim) + 1] = c->term[i].code;
	}
	const struct map_entry *m = map_find(&g->index, (struct fb_str){ (const char *)key, (g->dims + 1) * sizeof *key });
	*n = m ? g->row[m->value].n : 0;
	return true;
}

uint64_t
tally_count(struct tally *t, const struct cond *c)
{
	const struct grouped *g = grouping(t, c->days, cond_mask(c), false);
	uint64_t n = 0;
	if (count_exact(g, c, &n))
		return n;
	for (size_t i = 0; i < g->n; i++)
		if (row_holds(t, g, &g->row[i], c))
			n += g->row[i].n;
	return n;
}

/* ---- tables ---- */

struct sorting {
	const struct tally *t;
	const enum dim *dim;
	size_t dims;
};

static int
by_count(const void *a, const void *b, void *arg)
{
	const struct group_row *x = a, *y = b;
	const struct sorting *s = arg;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	for (size_t i = 0; i < s->dims; i++) {
		if (x->code[i] == y->code[i])
			continue;
		if (s->dim[i] >= DIMS_NAMED)
			return x->code[i] < y->code[i] ? -1 : 1;
		return slice_cmp(tally_value(s->t, s->dim[i], x->code[i]), tally_value(s->t, s->dim[i], y->code[i]));
	}
	return 0;
}

struct group_row *
tally_by(struct tally *t, const struct cond *c, const enum dim *dim, size_t dims, bool daily, size_t *n)
{
	uint32_t mask = cond_mask(c);
	struct group_row *out = NULL;
	size_t cap = 0;
	struct map index = { 0 };
	for (size_t i = 0; i < dims; i++)
		mask |= 1u << dim[i];
	const struct grouped *g = grouping(t, c->days, mask, daily);
	*n = 0;
	for (size_t i = 0; i < g->n; i++) {
		struct group_row r = { .day = g->row[i].day };
		bool made;
		if (!row_holds(t, g, &g->row[i], c))
			continue;
		for (size_t k = 0; k < dims; k++)
			r.code[k] = g->row[i].code[place(g, dim[k])];
		struct map_entry *m = map_put(&index, (struct fb_str){ (const char *)&r, sizeof r.code + sizeof r.day }, &made);
		if (made) {
			m->value = *n;
			out = xgrow(out, &cap, *n + 1, sizeof *out);
			out[(*n)++] = r;
		}
		out[m->value].n += g->row[i].n;
	}
	map_free(&index);
	if (*n)
		sort_items_by(out, *n, sizeof *out, by_count, &(struct sorting){ t, dim, dims });
	return out;
}

struct moments
tally_moments(struct tally *t, const struct cond *c, enum dim d)
{
	struct moments m = { 0 };
	size_t n;
	struct group_row *r = tally_by(t, c, &d, 1, false, &n);
	for (size_t i = 0; i < n; i++) {
		double x = r[i].code[0] ? t->names[d].number[r[i].code[0] - 1] : (double)NAN;
		if (!(x == x))
			continue;
		int64_t hundredths = (int64_t)(x * 100 + (x < 0 ? -.5 : .5));
		m.sum += hundredths * (int64_t)r[i].n;
		m.squares += (double)(hundredths * hundredths * (int64_t)r[i].n);
		m.n += r[i].n;
	}
	m.squares /= 10000;
	free(r);
	return m;
}
