/* What a tally keeps beside its counts: digests of texts, and the best items of each list. See tally.h. */
#include <stdlib.h>

#include "base/num.h"
#include "desk/tally_inside.h"
#include "text/utf8.h"

enum { QUOTES_KEPT = 100, WORK_KEPT = 30, UNSURE_KEPT = 50 };

/* ---- what row() finds out about a text ---- */

/* How well a text of that display width does as a quote, 0 … 1000: a sentence or two tells most. */
static uint32_t
telling_width(size_t w)
{
	if (w < 12)
		return (uint32_t)w * 30;
	if (w < 24)
		return 360 + (uint32_t)(w - 12) * 50;
	return w <= 160 ? 1000 : (uint32_t)(160 * 1000 / w);
}

/* A rating of stars that says the opposite of the sentiment: one of them is wrong. */
static bool
contradicted(const struct fb_str *f)
{
	double x;
	if (!f[COL_RATING].n || !num_read(f[COL_RATING], &x))
		return false;
	return slice_is(f[COL_SENTIMENT], "negative") ? x >= 4 : slice_is(f[COL_SENTIMENT], "positive") && x <= 2;
}

void
mark_text(const struct fb_str *f, struct mark *m, uint32_t sentiment_p, uint32_t topic_p)
{
	struct fb_str text = f[COL_TEXT];
	size_t han = 0, latin = 0, width = 0;
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		han += c >= 0xe4 && c <= 0xe9;
		latin += (c | 32) >= 'a' && (c | 32) <= 'z';
		width += c < 0x80 ? 1 : c >= 0xc0 ? 2 : 0;
	}
	m->han = 2 * han > latin / 2;
	m->telling = (uint32_t)((uint64_t)telling_width(width) * sentiment_p * topic_p / 1000000);
	if (contradicted(f))
		m->telling /= 4;
	m->unsure = sentiment_p < topic_p ? sentiment_p : topic_p;
	uint64_t part[3] = { hash_bytes(f[COL_USER].p, f[COL_USER].n), hash_bytes(f[COL_PRODUCT].p, f[COL_PRODUCT].n),
		hash_bytes(text.p, text.n) };
	m->digest = hash_bytes(part, sizeof part);
}

/* ---- buckets ---- */

void
bucket_free(struct bucket *b)
{
	for (size_t i = 0; i < b->n; i++) {
		for (size_t k = 0; k < b->list[i].n; k++)
			free(b->list[i].item[k].text);
		free(b->list[i].item);
	}
	free(b->list);
	free(b->seen);
	map_free(&b->index);
	*b = (struct bucket){ 0 };
}

struct bucket *
bucket_of(struct tally *t, int32_t day)
{
	int32_t id = 0;
	if (!t->partial && !period_is_all(t->range) && !period_has(t->range, day))
		return NULL;
	if (t->partial)
		id = day;
	else if (t->unit != UNIT_ALL && day == DAY_NONE)
		return NULL;
	else if (t->unit != UNIT_ALL)
		id = period_of(t->unit, day).first;
	for (size_t i = t->buckets; i-- > 0;)
		if (t->bucket[i].id == id)
			return &t->bucket[i];
	if (!t->partial && t->buckets) {
		/* The report is about the latest period: what was kept of an earlier one goes. */
		if (id < t->bucket[0].id)
			return NULL;
		bucket_free(&t->bucket[0]);
		t->buckets = 0;
	}
	t->bucket = xgrow(t->bucket, &t->buckets_cap, t->buckets + 1, sizeof *t->bucket);
	t->bucket[t->buckets] = (struct bucket){ .id = id };
	return &t->bucket[t->buckets++];
}

bool
bucket_seen(struct bucket *b, uint64_t digest)
{
	digest += digest == 0;
	if (b->seen_n * 4 >= b->seen_slots * 3) {
		size_t old = b->seen_slots;
		uint64_t *was = b->seen;
		b->seen_slots = old ? 2 * old : 256;
		b->seen = xcalloc(b->seen_slots, sizeof *b->seen);
		b->seen_n = 0;
		for (size_t i = 0; i < old; i++)
			if (was[i])
				bucket_seen(b, was[i]);
		free(was);
	}
	size_t i = digest & (b->seen_slots - 1);
	for (; b->seen[i]; i = (i + 1) & (b->seen_slots - 1))
		if (b->seen[i] == digest)
			return true;
	b->seen[i] = digest;
	b->seen_n++;
	return false;
}

uint64_t
tally_distinct(const struct tally *t)
{
	return t->buckets ? t->bucket[0].seen_n : 0;
}

/* ---- lists ---- */

struct list *
bucket_list(struct bucket *b, enum list_kind kind, uint32_t x, uint32_t y, uint32_t by)
{
	static const size_t most[LISTS] = { QUOTES_KEPT, WORK_KEPT, UNSURE_KEPT };
	uint32_t key[4] = { kind, x, y, by };
	bool made;
	struct map_entry *m = map_put(&b->index, (struct fb_str){ (const char *)key, sizeof key }, &made);
	if (made) {
		m->value = b->n;
		b->list = xgrow(b->list, &b->cap, b->n + 1, sizeof *b->list);
		b->list[b->n++] = (struct list){ .kind = (uint8_t)kind, .a = x, .b = y, .by = by, .cap = most[kind] };
	}
	return &b->list[m->value];
}

const struct list *
tally_list(const struct tally *t, enum list_kind kind, uint32_t a, uint32_t b, uint32_t by)
{
	uint32_t key[4] = { kind, a, b, by };
	if (!t->buckets)
		return NULL;
	const struct map_entry *m = map_find(&t->bucket[0].index, (struct fb_str){ (const char *)key, sizeof key });
	return m ? &t->bucket[0].list[m->value] : NULL;
}

/* Whether a comes before b. */
static int
item_order(const struct kept *a, const struct kept *b)
{
	if (a->rank != b->rank)
		return a->rank > b->rank ? -1 : 1;
	if (a->tie != b->tie)
		return a->tie > b->tie ? -1 : 1;
	int d = slice_cmp(slice(a->text), slice(b->text));
	return d ? d : slice_cmp(slice(a->id), slice(b->id));
}

/* Bytes of the text that are kept: all, or up to the end of a character. */
static size_t
text_cut(struct fb_str text)
{
	size_t n = text.n;
	if (n <= ITEM_TEXT)
		return n;
	for (n = ITEM_TEXT; n > 0 && ((unsigned char)text.p[n] & 0xc0) == 0x80; n--)
		;
	return n && text.p[n - 1] == '\\' ? n - 1 : n;
}

/* Copies of a text by one user (the same tie) are one item, the first by the order above. So the best of several parts
 * are the best of all. */
void
list_offer(struct list *l, const struct kept *i)
{
	if (l->n == l->cap && item_order(&l->item[l->n - 1], i) <= 0)
		return;
	size_t at = 0;
	for (; at < l->n && l->item[at].tie != i->tie; at++)
		;
	if (at < l->n && item_order(&l->item[at], i) <= 0)
		return;
	if (!l->item)
		l->item = xcalloc(l->cap, sizeof *l->item);
	at = at < l->n ? at : l->n < l->cap ? l->n++ : l->cap - 1;
	free(l->item[at].text);
	for (; at > 0 && item_order(i, &l->item[at - 1]) < 0; at--)
		l->item[at] = l->item[at - 1];
	size_t text = strlen(i->text) + 1, id = strlen(i->id) + 1, due = strlen(i->due) + 1;
	char *p = xmalloc(text + id + due);
	l->item[at] = *i;
	l->item[at].text = memcpy(p, i->text, text);
	l->item[at].id = memcpy(p + text, i->id, id);
	l->item[at].due = memcpy(p + text + id, i->due, due);
}

/* The same from slices; builds NUL-ended copies only where the item has a chance. */
static void
offer(struct list *l, struct kept i, const struct fb_str *f)
{
	char text[ITEM_TEXT + 1], id[256], due[64];
	if (l->n == l->cap && (l->item[l->n - 1].rank > i.rank ||
	    (l->item[l->n - 1].rank == i.rank && l->item[l->n - 1].tie > i.tie)))
		return;
	struct fb_str from[] = { { f[COL_TEXT].p, text_cut(f[COL_TEXT]) }, f[COL_ID], f[COL_DUE] };
	char *to[] = { text, id, due };
	size_t room[] = { sizeof text, sizeof id, sizeof due };
	for (size_t k = 0; k < 3; k++) {
		size_t n = from[k].n < room[k] ? from[k].n : 0;
		if (n)
			memcpy(to[k], from[k].p, n);
		to[k][n] = '\0';
	}
	i.text = text;
	i.id = id;
	i.due = due;
	list_offer(l, &i);
}

/* Into the list of its value of --by, and into that of the whole page. */
static void
offer_both(struct bucket *b, enum list_kind kind, uint32_t x, uint32_t y, uint32_t by, struct kept i, const struct fb_str *f)
{
	offer(bucket_list(b, kind, x, y, 0), i, f);
	if (by)
		offer(bucket_list(b, kind, x, y, by), i, f);
}

/* Work is ordered by urgency, then by what is due first. */
static uint64_t
work_rank(const struct fb_str *f)
{
	static const struct {
		const char *name;
		uint64_t rank;
	} known[] = { { "urgent", 5 }, { "critical", 5 }, { "high", 4 }, { "normal", 3 }, { "medium", 3 }, { "low", 1 } };
	uint64_t rank = 2;
	uint32_t due = UINT32_MAX;
	struct date d;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (slice_is(f[COL_PRIORITY], known[i].name))
			rank = known[i].rank;
	if (f[COL_DUE].n && date_read(f[COL_DUE], &d))
		due = d.s < 0 ? 0 : d.s > UINT32_MAX ? UINT32_MAX : (uint32_t)d.s;
	return rank << 32 | (UINT32_MAX - due);
}

void
tally_keep(struct tally *t, const struct fb_str *f, const struct mark *m, const struct cell *c)
{
	if (c->small[DIM_KIND - DIMS_NAMED] != KIND_TEXT)
		return;
	struct bucket *b = bucket_of(t, c->day);
	if (!b)
		return;
	bucket_seen(b, m->digest);
	struct kept i = { .rank = m->telling, .tie = m->digest, .day = c->day, .product = c->product,
		.topic = c->code[DIM_TOPIC - 1], .cluster = c->code[DIM_CLUSTER - 1], .sentiment = c->code[DIM_SENTIMENT - 1],
		.dept = c->code[DIM_DEPT - 1], .priority = c->code[DIM_PRIORITY - 1] };
	uint32_t by = t->by < 0 ? 0 : cell_code(c, (enum dim)t->by);
	if (i.sentiment)
		offer_both(b, LIST_QUOTES, i.topic, i.sentiment, by, i, f);
	if (i.sentiment && i.cluster)
		offer_both(b, LIST_QUOTES, QUOTES_OF_CLUSTER | i.cluster, i.sentiment, by, i, f);
	if (i.dept && !f[COL_CLOSED_TS].n && !slice_is(f[COL_SENTIMENT], "positive")) {
		struct kept w = i;
		w.rank = work_rank(f);
		offer_both(b, LIST_WORK, i.dept, 0, by, w, f);
	}
	if (c->small[DIM_UNSURE - DIMS_NAMED]) {
		struct kept u = i;
		u.rank = 1000 - m->unsure;
		offer_both(b, LIST_UNSURE, 0, 0, by, u, f);
	}
}
