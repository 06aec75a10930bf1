#include "learn/naming.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "learn/phrases.h"
#include "text/mask.h"

static bool
is_apart(const struct word *x)
{
	return x->breaks || x->opens;
}

/* Where in the words of w the phrase begins; w->n: nowhere. */
static size_t
find_phrase(const struct vocabulary *v, const struct wording *w, const struct phrase *f)
{
	for (size_t i = 0; i + f->n <= w->n; i++) {
		size_t k = 0;
		while (k < f->n && (k == 0 || !is_apart(&w->word[i + k])) && slice_eq(word_form(w, i + k), v->words.entry[f->word[k]].key))
			k++;
		if (k == f->n)
			return i;
	}
	return w->n;
}

/* One Chinese character that says something. */
static bool
is_part(const struct wording *w, size_t i)
{
	struct fb_str form = word_form(w, i);
	return form.n > 0 && form.n <= 4 && (unsigned char)form.p[0] >= 0xe0 && !word_is_common(form) && !word_is_number(form);
}

/* What the words [i, i + n) stand for in the value: a character alone at the edge is a part of a word that the dictionary does not
 * know where another stands beside it (微 信): that comes with it. */
static struct fb_str
written(const struct wording *w, struct fb_str value, size_t i, size_t n)
{
	size_t first = i, last = i + n - 1;
	if (is_part(w, first) && first > 0 && !is_apart(&w->word[first]) && is_part(w, first - 1))
		first--;
	if (is_part(w, last) && last + 1 < w->n && !is_apart(&w->word[last + 1]) && is_part(w, last + 1))
		last++;
	return (struct fb_str){ value.p + w->word[first].from, w->word[last].to - w->word[first].from };
}

/* As most texts write it, ties to the first by bytes. */
static void
write_phrase(const struct phrases *s, struct wording *w, const struct phrase *f, struct buf *name)
{
	struct map ways = { 0 };
	struct buf scratch = { 0 };
	for (size_t row = 0, texts = 0; row < s->n->m->ones.rows && texts < NAME_TEXTS; row++) {
		if (!phrases_row(s, row))
			continue;
		struct fb_str value = s->n->value(s->n->job, s->n->m->text[row], &scratch);
		size_t i;
		texts++;
		wording_run(w, value);
		i = find_phrase(s->n->v, w, f);
		if (i == w->n)
			continue;
		map_put(&ways, written(w, value, i, f->n), NULL)->value++;
	}
	const struct map_entry *best = NULL;
	for (size_t i = 0; i < ways.n; i++) {
		const struct map_entry *e = &ways.entry[i];
		if (!best || e->value > best->value || (e->value == best->value && slice_cmp(e->key, best->key) < 0))
			best = e;
	}
	if (best)
		buf_slice(name, best->key);
	map_free(&ways);
	buf_free(&scratch);
}

static bool
is_taken(const struct buf *name, size_t n, struct fb_str x)
{
	for (size_t i = 0; i < n; i++)
		if (slice_eq(buf_str(&name[i]), x))
			return true;
	return false;
}

static bool
is_masked(struct fb_str x)
{
	struct buf masked = { 0 };
	mask_quote(&masked, x);
	bool other = !slice_eq(buf_str(&masked), x);
	buf_free(&masked);
	return other;
}

/* The words of a name that say something, numbers too aside, as hashes, endings of plurals aside. */
enum { STEMS = 16 };

struct stems {
	uint64_t word[STEMS];
	size_t n;
};

static void
add_stem(struct stems *t, struct fb_str form)
{
	if (t->n == STEMS || word_is_common(form) || word_is_number(form))
		return;
	if (form.n > 3 && form.p[form.n - 1] == 's' && form.p[form.n - 2] != 's')
		form.n--;
	uint64_t hash = hash_bytes(form.p, form.n);
	for (size_t i = 0; i < t->n; i++)
		if (t->word[i] == hash)
			return;
	t->word[t->n++] = hash;
}

/* How a phrase and a name before it are alike: all its words are words of the name, which has more; the other way round; the same. */
enum likeness { UNLIKE, WITHIN, AROUND, SAME, LIKENESSES };

/* What a phrase counts then: one that says more than another name tells of another problem, one that says less not so surely; and the very
 * words come where there is nothing else. */
static const double counts_as[LIKENESSES] = { 1, .6, .85, .05 };

static enum likeness
compare_stems(const struct stems *own, const struct stems *other)
{
	size_t both = 0;
	for (size_t k = 0; k < own->n; k++)
		for (size_t l = 0; l < other->n; l++)
			both += own->word[k] == other->word[l];
	if (both == 0 || (both < own->n && both < other->n))
		return UNLIKE;
	return both < own->n ? AROUND : both < other->n ? WITHIN : SAME;
}

/* Of the phrase and the n names before: what it counts. */
static double
compare_names(const struct phrases *s, const struct phrase *f, const struct stems *other, size_t n)
{
	struct stems own = { .n = 0 };
	double least = 1;
	for (size_t i = 0; i < f->n; i++)
		add_stem(&own, s->n->v->words.entry[f->word[i]].key);
	for (size_t i = 0; i < n; i++) {
		double x = counts_as[compare_stems(&own, &other[i])];
		least = x < least ? x : least;
	}
	return least;
}

static void
add_stems(struct stems *t, struct wording *w, struct fb_str name)
{
	wording_run(w, name);
	for (size_t i = 0; i < w->n; i++)
		add_stem(t, word_form(w, i));
}

static bool
try_name(const struct phrases *s, struct wording *w, const struct phrase *f, struct buf *name, size_t i)
{
	name[i].n = 0;
	write_phrase(s, w, f, &name[i]);
	if (!is_taken(name, i, buf_str(&name[i])) && !is_masked(buf_str(&name[i])))
		return true;
	name[i].n = 0;
	return false;
}

/* The phrase of the best score, less where it is like a name before. What would be masked is no name. */
static void
choose_name(const struct phrases *s, struct wording *w, struct candidate *c, size_t found, const struct stems *stems, struct buf *name, size_t i)
{
	for (size_t j = 0; j < found; j++)
		c[j].score *= compare_names(s, &c[j].f, stems, i);
	for (;;) {
		size_t best = 0;
		for (size_t j = 1; j < found; j++)
			best = c[j].score > c[best].score ? j : best;
		if (!found || c[best].score <= 0 || try_name(s, w, &c[best].f, name, i))
			return;
		c[best].score = 0;
	}
}

void
groups_name(const struct naming *n, const uint32_t *order, size_t from, size_t k, struct buf *name)
{
	struct wording w = { .lexicon = n->lexicon };
	struct stems *stems = xcalloc(k + 1, sizeof *stems);
	struct phrases s;
	phrases_open(&s, n);
	for (size_t i = 0; i < k; i++) {
		if (i >= from) {
			size_t found;
			struct candidate *c = phrases_find(&s, order[i], &found);
			choose_name(&s, &w, c, found, stems, name, i);
			free(c);
		}
		add_stems(&stems[i], &w, buf_str(&name[i]));
	}
	free(stems);
	phrases_close(&s);
	wording_free(&w);
}
