/* The file of known clusters, read without trust and written. */
#include <stdlib.h>
#include <string.h>

#include "base/container.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/sort.h"
#include "learn/catalog.h"
#include "record/row.h"
#include "record/scan.h"

static bool
is_text(struct fb_str s)
{
	return scan_utf8(s.p, s.n) == s.n && !memchr(s.p, '\0', s.n);
}

/* The next word of *s, which moves behind it and its blank. */
static struct fb_str
take_word(struct fb_str *s)
{
	const char *blank = memchr(s->p, ' ', s->n);
	size_t n = blank ? (size_t)(blank - s->p) : s->n, more = blank ? n + 1 : n;
	struct fb_str word = { s->p, n };
	s->p += more;
	s->n -= more;
	return word;
}

static bool
take_number(struct fb_str *s, uint64_t *x)
{
	return num_count(take_word(s), x);
}

static bool
take_day(struct fb_str *s, int32_t *day)
{
	double x;
	if (!num_read(take_word(s), &x) || !(x > -1e6 && x < 4e6))
		return false;
	*day = (int32_t)x;
	return true;
}

/* A value, unescaped; NULL where it is no text. */
static char *
take_value(struct fb_str s)
{
	struct buf scratch = { 0 };
	struct fb_str value = field_value(s, &scratch);
	char *copy = is_text(value) ? xstrndup(value.p, value.n) : NULL;
	buf_free(&scratch);
	return copy;
}

static bool
read_known(struct catalog *c, struct fb_str value)
{
	struct known k = { .day = { CATALOG_UNDATED, CATALOG_UNDATED, CATALOG_UNDATED } };
	uint64_t texts;
	if (!take_number(&value, &k.id) || !take_number(&value, &texts) || k.id == 0 || k.id >= c->next || texts >= 1ull << 50 ||
	    catalog_find(c, k.id) != CATALOG_NONE || !(k.name = take_value(value)))
		return false;
	k.texts = (double)texts;
	c->known = xgrow(c->known, &c->known_cap, c->k + 1, sizeof *c->known);
	c->known[c->k++] = k;
	return true;
}

/* "said ID DAY …": before it, a cluster has no days. */
static bool
read_said(struct catalog *c, struct fb_str value)
{
	uint64_t id;
	size_t at = take_number(&value, &id) ? catalog_find(c, id) : CATALOG_NONE;
	if (at == CATALOG_NONE)
		return false;
	for (size_t i = 0; i < CATALOG_DAYS; i++)
		if (!take_day(&value, &c->known[at].day[i]))
			return false;
	return true;
}

static bool
read_named(struct catalog *c, struct fb_str value)
{
	uint64_t id;
	size_t at = num_count(value, &id) ? catalog_find(c, id) : CATALOG_NONE;
	if (at == CATALOG_NONE)
		return false;
	return c->known[at].named = true;
}

static bool
read_merged(struct catalog *c, struct fb_str value)
{
	struct merged m = { .asked = c->today == CATALOG_UNDATED };
	if (!take_number(&value, &m.from) || !num_count(value, &m.into) || m.from == m.into)
		return false;
	for (size_t i = 0; i < c->k; i++)
		c->known[i].part |= c->known[i].id == m.from;
	c->merged = xgrow(c->merged, &c->merged_cap, c->merges + 1, sizeof *c->merged);
	c->merged[c->merges++] = m;
	return true;
}

static bool
read_asked(struct catalog *c, struct fb_str value)
{
	uint64_t id;
	if (!num_count(value, &id))
		return false;
	for (size_t i = 0; i < c->merges; i++)
		c->merged[i].asked |= c->merged[i].from == id;
	return true;
}

static bool
read_split(struct catalog *c, struct fb_str value)
{
	struct split s = { 0 };
	if (!take_number(&value, &s.id) || !take_number(&value, &s.made) || !(s.phrase = take_value(value)))
		return false;
	c->split = xgrow(c->split, &c->split_cap, c->splits + 1, sizeof *c->split);
	c->split[c->splits++] = s;
	return true;
}

static bool
read_burst(struct catalog *c, struct fb_str value)
{
	struct known_burst b = { 0 };
	if (!take_day(&value, &b.from) || !take_day(&value, &b.to) || !(b.product = take_value(value)))
		return false;
	b.until = b.to;
	c->burst = xgrow(c->burst, &c->burst_cap, c->bursts + 1, sizeof *c->burst);
	c->burst[c->bursts++] = b;
	return true;
}

static bool
read_header(struct catalog *c, const struct container *f)
{
	static const struct {
		const char *key;
		bool (*read)(struct catalog *, struct fb_str);
	} kind[] = { { "cluster", read_known }, { "said", read_said }, { "named", read_named }, { "merged", read_merged }, { "asked", read_asked },
		{ "split", read_split }, { "burst", read_burst } };
	struct fb_str day = container_value(f, "day", 0), halved = container_value(f, "halved", 0);
	uint64_t every, spoken;
	if (!num_count(container_value(f, "next", 0), &c->next) || !num_count(container_value(f, "every", 0), &every) || c->next == 0 ||
	    !num_count(container_value(f, "spoken", 0), &spoken) || spoken >= 1ull << 50)
		return false;
	c->every = every != 0;
	c->spoken = (double)spoken;
	if (day.p && (!halved.p || !take_day(&day, &c->today) || !take_day(&halved, &c->halved)))
		return false;
	for (size_t k = 0; k < sizeof kind / sizeof *kind; k++) {
		struct fb_str value;
		for (size_t i = 0; (value = container_value(f, kind[k].key, i)).p; i++)
			if (!kind[k].read(c, value))
				return false;
	}
	for (size_t i = 0; i < c->k; i++) {
		size_t owner = catalog_owner(c, i);
		if (owner == CATALOG_NONE || c->known[owner].part)
			return false;
	}
	return true;
}

static bool
read_words(struct catalog *c, struct fb_str words)
{
	size_t cap = 0;
	if (!words.p || !is_text(words))
		return false;
	for (const char *p = words.p, *end = p + words.n, *lf; p < end; p = lf + 1) {
		lf = memchr(p, '\n', (size_t)(end - p));
		if (!lf || lf == p)
			return false;
		struct fb_str word = { arena_copy(&c->arena, p, (size_t)(lf - p)), (size_t)(lf - p) };
		if (c->terms && slice_cmp(c->word[c->terms - 1], word) >= 0)
			return false;
		c->word = xgrow(c->word, &cap, c->terms + 1, sizeof *c->word);
		c->word[c->terms++] = word;
	}
	return true;
}

static bool
read_counts(struct catalog *c, const struct container *f, struct fb_err *e)
{
	size_t n = container_section(f, "texts").n / sizeof(uint32_t);
	const uint32_t *all = container_array(f, "all", c->terms, sizeof *all, e);
	const uint64_t *at = container_array(f, "at", c->terms + 1, sizeof *at, e);
	const uint32_t *column = container_array(f, "column", n, sizeof *column, e), *texts = container_array(f, "texts", n, sizeof *texts, e);
	size_t cells;
	if (!all || !at || !column || !texts || at[0] != 0 || at[c->terms] != n || __builtin_mul_overflow(c->terms, c->k, &cells))
		return false;
	c->all = xmalloc(c->terms * sizeof *c->all + 1);
	c->count = xcalloc(cells + 1, sizeof *c->count);
	for (size_t t = 0; t < c->terms; t++) {
		c->all[t] = all[t];
		if (at[t] > at[t + 1] || at[t + 1] > n)
			return false;
		for (uint64_t i = at[t]; i < at[t + 1]; i++) {
			if (column[i] >= c->k)
				return false;
			c->count[t * c->k + column[i]] = texts[i];
		}
	}
	return true;
}

int
catalog_open(struct catalog *c, const char *path, struct fb_err *e)
{
	struct container f;
	*c = (struct catalog){ .next = 1, .today = CATALOG_UNDATED, .halved = CATALOG_UNDATED };
	int rc = state_open(&c->state, path, e);
	if (rc || c->state.empty || (rc = container_open(&f, path, "clusters", e)))
		return rc;
	if (!read_header(c, &f) || !read_words(c, container_section(&f, "words")) || !read_counts(c, &f, e))
		rc = err_set(e, FB_EDATA, "%s: its parts do not fit together: take it from a backup, or move it away to begin anew", path);
	container_close(&f);
	c->earlier = c->bursts;
	return rc;
}

static void
write_header(const struct catalog *c, struct buf *b)
{
	buf_printf(b, "next %llu\nevery %d\nspoken %llu\n", (unsigned long long)c->next, c->every, (unsigned long long)c->spoken);
	if (c->today != CATALOG_UNDATED)
		buf_printf(b, "day %d\nhalved %d\n", c->today, c->halved);
	for (size_t i = 0; i < c->k; i++) {
		const struct known *k = &c->known[i];
		buf_printf(b, "cluster %llu %llu ", (unsigned long long)k->id, (unsigned long long)k->texts);
		field_write(b, slice(k->name));
		buf_char(b, '\n');
		if (k->named)
			buf_printf(b, "named %llu\n", (unsigned long long)k->id);
		if (c->today != CATALOG_UNDATED)
			buf_printf(b, "said %llu %d %d %d\n", (unsigned long long)k->id, k->day[0], k->day[1], k->day[2]);
	}
	for (size_t i = 0; i < c->merges; i++) {
		buf_printf(b, "merged %llu %llu\n", (unsigned long long)c->merged[i].from, (unsigned long long)c->merged[i].into);
		if (c->merged[i].asked)
			buf_printf(b, "asked %llu\n", (unsigned long long)c->merged[i].from);
	}
	for (size_t i = 0; i < c->splits; i++) {
		buf_printf(b, "split %llu %llu ", (unsigned long long)c->split[i].id, (unsigned long long)c->split[i].made);
		field_write(b, slice(c->split[i].phrase));
		buf_char(b, '\n');
	}
	for (size_t i = 0; i < c->bursts; i++) {
		buf_printf(b, "burst %d %d ", c->burst[i].from, c->burst[i].until);
		field_write(b, slice(c->burst[i].product));
		buf_char(b, '\n');
	}
}

static void
add_count(struct buf *b, double x)
{
	uint32_t n = x < UINT32_MAX ? (uint32_t)x : UINT32_MAX;
	buf_add(b, &n, sizeof n);
}

static int
by_product(const void *a, const void *b)
{
	const struct known_burst *x = a, *y = b;
	int order = strcmp(x->product, y->product);
	return order ? order : (x->from > y->from) - (x->from < y->from);
}

int
catalog_write(struct catalog *c, struct fb_err *e)
{
	enum { WORDS, ALL, AT, COLUMN, TEXTS, SECTIONS };
	static const char *const name[SECTIONS] = { "words", "all", "at", "column", "texts" };
	struct buf header = { 0 }, file = { 0 }, b[SECTIONS] = { { 0 } };
	struct container_part part[SECTIONS];
	uint64_t entries = 0;
	sort_items(c->burst, c->bursts, sizeof *c->burst, by_product);
	write_header(c, &header);
	buf_add(&b[AT], &entries, sizeof entries);
	for (size_t t = 0; t < c->terms; t++) {
		buf_slice(&b[WORDS], c->word[t]);
		buf_char(&b[WORDS], '\n');
		add_count(&b[ALL], c->all[t]);
		for (uint32_t j = 0; j < c->k; j++) {
			if (c->count[t * c->k + j] <= 0)
				continue;
			buf_add(&b[COLUMN], &j, sizeof j);
			add_count(&b[TEXTS], c->count[t * c->k + j]);
			entries++;
		}
		buf_add(&b[AT], &entries, sizeof entries);
	}
	for (size_t i = 0; i < SECTIONS; i++)
		part[i] = (struct container_part){ name[i], b[i].p ? b[i].p : "", b[i].n };
	container_make(&file, "clusters", buf_str(&header), part, SECTIONS);
	int rc = state_write(&c->state, buf_str(&file), e);
	for (size_t i = 0; i < SECTIONS; i++)
		buf_free(&b[i]);
	buf_free(&header);
	buf_free(&file);
	return rc;
}
