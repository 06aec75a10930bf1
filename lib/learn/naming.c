#include "learn/naming.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "learn/phrases.h"
#include "text/mask.h"

#define APART .6        /* of the best score: what is as typical as that is taken where names would be alike */

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

/* The words of a name that say something, as hashes, endings of plurals aside. */
enum { STEMS = 16 };

struct stems {
	uint64_t word[STEMS];
	size_t n;
};

static void
add_stem(struct stems *t, struct fb_str form)
{
	if (t->n == STEMS || word_is_common(form))
		return;
	if (form.n > 3 && form.p[form.n - 1] == 's' && form.p[form.n - 2] != 's')
		form.n--;
	uint64_t hash = hash_bytes(form.p, form.n);
	for (size_t i = 0; i < t->n; i++)
		if (t->word[i] == hash)
			return;
	t->word[t->n++] = hash;
}

enum likeness { UNLIKE, WITHIN, SAME };

/* Of the phrase and the names before: the words of one are all words of the other, or they are the same. */
static enum likeness
compare_names(const struct phrases *s, const struct phrase *f, const struct stems *other, size_t n)
{
	struct stems own = { .n = 0 };
	enum likeness most = UNLIKE;
	for (size_t i = 0; i < f->n; i++)
		add_stem(&own, s->n->v->words.entry[f->word[i]].key);
	for (size_t i = 0; i < n; i++) {
		size_t both = 0, fewer = own.n < other[i].n ? own.n : other[i].n, more = own.n + other[i].n - fewer;
		for (size_t k = 0; k < own.n; k++)
			for (size_t l = 0; l < other[i].n; l++)
				both += own.word[k] == other[i].word[l];
		enum likeness like = both < fewer || fewer == 0 ? UNLIKE : both < more ? WITHIN : SAME;
		most = like > most ? like : most;
	}
	return most;
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

/* The best phrase that is unlike the names before, unless one that is like them is much better; their very words only where there is nothing
 * else. What would be masked is no name. */
static void
choose_name(const struct phrases *s, struct wording *w, const struct candidate *c, size_t found, const struct stems *stems, struct buf *name,
    size_t i)
{
	static const struct {
		enum likeness most;
		double least;
	} way[] = { { UNLIKE, APART }, { WITHIN, 0 }, { SAME, 0 } };
	for (size_t k = 0; k < sizeof way / sizeof *way; k++)
		for (size_t j = 0; j < found && c[j].score >= way[k].least * c[0].score; j++)
			if (compare_names(s, &c[j].f, stems, i) <= way[k].most && try_name(s, w, &c[j].f, name, i))
				return;
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
