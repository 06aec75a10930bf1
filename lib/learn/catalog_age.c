/* How what is known between runs grows old, so that the file stays as small as the last months are. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/sort.h"
#include "learn/notes.h"
#include "learn/vocabulary.h"

void
catalog_said(const struct catalog *c, struct known *k, int32_t day)
{
	size_t at = CATALOG_DAYS;
	day = day == CATALOG_UNDATED || day > c->today ? c->today : day;
	for (size_t i = 0; i < CATALOG_DAYS; i++)
		if (k->day[i] == day)
			return;
	while (at > 0 && k->day[at - 1] < day)
		at--;
	for (size_t i = CATALOG_DAYS; i-- > at;)
		k->day[i] = i == at ? day : k->day[i - 1];
}

void
catalog_wake(const struct catalog *c, struct known *k)
{
	k->rests = false;
	for (size_t i = 0; i < CATALOG_DAYS; i++)
		k->day[i] = c->today;
}

/* c->today is `today`; where that leaves a long gap, the days that are known move after it, as if there had been none. */
static void
set_today(struct catalog *c, int32_t today)
{
	if (today == CATALOG_UNDATED)
		today = c->today == CATALOG_UNDATED ? 0 : c->today + 1;
	if (c->today == CATALOG_UNDATED) {
		c->today = c->halved = today;
		for (size_t i = 0; i < c->k; i++)
			catalog_wake(c, &c->known[i]);
	}
	if (today <= c->today)
		return;
	int32_t skip = today - c->today > CATALOG_GAP ? today - c->today - CATALOG_GAP : 0;
	for (size_t i = 0; i < c->k; i++)
		for (size_t d = 0; d < CATALOG_DAYS; d++)
			c->known[i].day[d] += skip;
	c->halved += skip;
	c->today = today;
}

static double
half_of(double x)
{
	return floor(x / 2);
}

/* Counts of clusters that rest stay. */
static void
halve_counts(struct catalog *c)
{
	c->spoken = half_of(c->spoken);
	for (size_t i = 0; i < c->k; i++)
		if (!c->known[i].rests)
			c->known[i].texts = c->known[i].texts > 1 ? half_of(c->known[i].texts) : c->known[i].texts;
	for (size_t t = 0; t < c->terms; t++) {
		c->all[t] = half_of(c->all[t]);
		for (size_t i = 0; i < c->k; i++)
			if (!c->known[i].rests)
				c->count[t * c->k + i] = half_of(c->count[t * c->k + i]);
	}
}

static bool
is_silent(const struct catalog *c, const struct known *k)
{
	return k->day[CATALOG_DAYS - 1] < c->today - CATALOG_REST;
}

void
catalog_sign(struct buf *name, struct fb_str product, int32_t from)
{
	buf_printf(name, "%c%d ", WORD_SIGN, from);
	buf_slice(name, product);
}

/* Bursts that are over, for these texts too, and the words that are signs of them. */
static void
forget_bursts(struct catalog *c, int32_t first)
{
	size_t bursts = 0, terms = 0;
	for (size_t i = 0; i < c->bursts; i++)
		if (c->burst[i].to >= first - 1 || c->burst[i].to >= c->today - CATALOG_REST)
			c->burst[bursts++] = c->burst[i];
		else
			free(c->burst[i].product);
	c->bursts = c->earlier = bursts;
	struct buf name = { 0 };
	for (size_t t = 0; t < c->terms; t++) {
		bool known = *c->word[t].p != WORD_SIGN;
		for (size_t i = 0; i < bursts && !known; i++) {
			name.n = 0;
			catalog_sign(&name, slice(c->burst[i].product), c->burst[i].from);
			known = slice_eq(c->word[t], buf_str(&name));
		}
		if (!known)
			continue;
		c->word[terms] = c->word[t];
		c->all[terms] = c->all[t];
		memmove(c->count + terms * c->k, c->count + t * c->k, c->k * sizeof *c->count);
		terms++;
	}
	c->terms = terms;
	buf_free(&name);
}

struct resting {
	size_t place;
	uint64_t id;
	int32_t day;
};

/* Those spoken of last come first. */
static int
by_day(const void *a, const void *b)
{
	const struct resting *x = a, *y = b;
	return x->day != y->day ? (x->day < y->day) - (x->day > y->day) : (x->id < y->id) - (x->id > y->id);
}

static void
forget_clusters(struct catalog *c)
{
	struct resting *rest = xmalloc((c->k + 1) * sizeof *rest);
	bool *gone = xcalloc(c->k + 1, sizeof *gone);
	size_t *keep = xmalloc((c->k + 1) * sizeof *keep), n = 0, kept = 0;
	for (size_t i = 0; i < c->k; i++)
		if (c->known[i].rests && !catalog_changed(c, i))
			rest[n++] = (struct resting){ i, c->known[i].id, c->known[i].day[0] };
	sort_items(rest, n, sizeof *rest, by_day);
	for (size_t i = CATALOG_RESTING; i < n; i++)
		gone[rest[i].place] = true;
	for (size_t i = 0; i < c->k; i++)
		if (!gone[i])
			keep[kept++] = i;
	if (kept < c->k) {
		catalog_columns(c, keep, kept);
		for (size_t i = 0; i < c->k; i++)
			if (gone[i])
				free(c->known[i].name);
		for (size_t i = 0; i < kept; i++)
			c->known[i] = c->known[keep[i]];
		c->k = kept;
	}
	free(rest);
	free(gone);
	free(keep);
}

/* Merges that nobody asked for: those into clusters that are no more, and all but the last CATALOG_MERGES. */
static void
forget_merges(struct catalog *c)
{
	size_t n = 0, spare = 0;
	for (size_t i = 0; i < c->merges; i++)
		spare += !c->merged[i].asked;
	for (size_t i = 0; i < c->merges; i++) {
		bool old = !c->merged[i].asked && spare-- > CATALOG_MERGES;
		if (c->merged[i].asked || (!old && catalog_find(c, c->merged[i].into) != CATALOG_NONE))
			c->merged[n++] = c->merged[i];
	}
	c->merges = n;
}

void
catalog_age(struct catalog *c, int32_t first, int32_t today, struct notes *notes)
{
	for (size_t i = 0; i < c->k; i++)
		c->known[i].rests = c->today != CATALOG_UNDATED && is_silent(c, &c->known[i]);
	set_today(c, today);
	for (size_t i = 0; i < c->k; i++) {
		struct known *k = &c->known[i];
		if (is_silent(c, k) && !k->rests && !k->part && !c->every)
			notes_add(notes, NOTE_RESTS, k->id, k->name, " rests: hardly spoken of for %d days", CATALOG_REST);
		k->rests = is_silent(c, k);
	}
	for (; c->today - c->halved >= CATALOG_HALF; c->halved += CATALOG_HALF)
		halve_counts(c);
	forget_bursts(c, first == CATALOG_UNDATED ? c->today : first);
	if (!c->every)
		forget_clusters(c);
	forget_merges(c);
}
