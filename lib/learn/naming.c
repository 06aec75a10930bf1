#include "learn/naming.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/sort.h"

struct phrase {
	uint32_t word[NAME_WORDS];
	size_t n;
};

static double
lift(const struct naming *n, uint32_t word, uint32_t group)
{
	uint32_t term = n->t->term[word];
	if (term == WORD_NONE)
		return 0;
	double x = n->mixture->logp[term * n->mixture->k + group] - n->mixture->all[term];
	return x > 0 ? x : 0;
}

static bool
says_something(const struct vocabulary *v, uint32_t word)
{
	struct fb_str form = v->words.entry[word].key;
	if (v->common[word] || form.n < 2 || form.p[0] == WORD_SIGN)
		return false;
	for (size_t i = 0; i < form.n; i++)
		if (form.p[i] != '0' && form.p[i] != '.' && form.p[i] != '-')
			return true;
	return false;
}

/* Count the phrases of one text, each once. The value of an entry: the row of the last text with it + 1, and above 32 bits how many texts. */
static void
count_phrases(const struct vocabulary *v, const struct text *x, size_t row, struct map *count)
{
	const uint32_t *token = v->token + x->at;
	for (size_t i = 0; i < x->n; i++) {
		struct phrase f = { .n = 0 };
		if (!says_something(v, token[i] & ~WORD_BREAK))
			continue;
		for (size_t k = i; k < x->n && f.n < NAME_WORDS && (k == i || !(token[k] & WORD_BREAK)); k++) {
			f.word[f.n++] = token[k] & ~WORD_BREAK;
			if (!says_something(v, f.word[f.n - 1]))
				continue;
			struct map_entry *e = map_put(count, (struct fb_str){ (const char *)f.word, f.n * sizeof *f.word }, NULL);
			if ((uint32_t)e->value != row + 1)
				e->value = ((e->value >> 32) + 1) << 32 | (uint32_t)(row + 1);
		}
	}
}

struct candidate {
	struct phrase f;
	double score;
	uint64_t texts;
};

static int
by_forms(const struct vocabulary *v, const struct phrase *a, const struct phrase *b)
{
	for (size_t i = 0; i < a->n && i < b->n; i++) {
		int order = slice_cmp(v->words.entry[a->word[i]].key, v->words.entry[b->word[i]].key);
		if (order)
			return order;
	}
	return (a->n > b->n) - (a->n < b->n);
}

/* Best first. */
static int
by_score(const void *a, const void *b, void *v)
{
	const struct candidate *x = a, *y = b;
	if (x->score != y->score)
		return (x->score < y->score) - (x->score > y->score);
	return by_forms(v, &x->f, &y->f);
}

/* One Chinese character says little: it is no name alone, and counts half within one. */
static bool
is_short(const struct vocabulary *v, uint32_t word)
{
	struct fb_str form = v->words.entry[word].key;
	return form.n <= 4 && (unsigned char)form.p[0] >= 0xe0;
}

/* Whether every word of it is said in other texts too, so that it gives no one away. */
static bool
is_open(const struct naming *n, const struct phrase *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (n->t->term[f->word[i]] == WORD_NONE && !n->v->common[f->word[i]])
			return false;
	return true;
}

/* The phrases of a group's texts, best first; *n of them. */
static struct candidate *
candidates(const struct naming *n, uint32_t group, size_t *found)
{
	struct map count = { 0 };
	size_t texts = 0, kept = 0;
	for (size_t row = 0; row < n->m->ones.rows && texts < NAME_TEXTS; row++)
		if (n->group[n->m->text[row]] == group) {
			count_phrases(n->v, &n->v->text[n->m->text[row]], row, &count);
			texts++;
		}
	struct candidate *c = xmalloc(count.n * sizeof *c + 1);
	for (size_t i = 0; i < count.n; i++) {
		struct candidate x = { .texts = count.entry[i].value >> 32 };
		double terms = 0;
		x.f.n = count.entry[i].key.n / sizeof *x.f.word;
		memcpy(x.f.word, count.entry[i].key.p, count.entry[i].key.n);
		for (size_t w = 0; w < x.f.n; w++) {
			const struct map_entry *alone = map_find(&count, (struct fb_str){ (const char *)&x.f.word[w], sizeof *x.f.word });
			double with = alone ? (double)(alone->value >> 32) : 0;
			bool again = false;
			for (size_t k = 0; k < w; k++)
				again |= x.f.word[k] == x.f.word[w];
			if (!again)
				terms += sqrt(with * sqrt(with)) * lift(n, x.f.word[w], group) * (is_short(n->v, x.f.word[w]) ? .5 : 1);
		}
		/* texts^(3/16) */
		double eighth = sqrt(sqrt(sqrt((double)x.texts)));
		x.score = eighth * sqrt(eighth) * terms;
		if (terms > 0 && (x.texts > 1 || is_open(n, &x.f)) && (x.f.n > 1 || !is_short(n->v, x.f.word[0])))
			c[kept++] = x;
	}
	sort_items_by(c, kept, sizeof *c, by_score, (void *)n->v);
	map_free(&count);
	*found = kept;
	return c;
}

/* Where in the words of w the phrase begins; w->n: nowhere. */
static size_t
find_phrase(const struct vocabulary *v, const struct wording *w, const struct phrase *f)
{
	for (size_t i = 0; i + f->n <= w->n; i++) {
		size_t k = 0;
		while (k < f->n && (k == 0 || !w->word[i + k].breaks) && slice_eq(word_form(w, i + k), v->words.entry[f->word[k]].key))
			k++;
		if (k == f->n)
			return i;
	}
	return w->n;
}

/* As most texts write it, ties to the first by bytes. */
static void
write_phrase(const struct naming *n, struct wording *w, uint32_t group, const struct phrase *f, struct buf *name)
{
	struct map ways = { 0 };
	struct buf scratch = { 0 };
	size_t texts = 0;
	for (size_t row = 0; row < n->m->ones.rows && texts < NAME_TEXTS; row++) {
		size_t text = n->m->text[row], i;
		if (n->group[text] != group)
			continue;
		struct fb_str value = n->value(n->job, text, &scratch);
		texts++;
		wording_run(w, value);
		i = find_phrase(n->v, w, f);
		if (i == w->n)
			continue;
		uint32_t from = w->word[i].from, to = w->word[i + f->n - 1].to;
		map_put(&ways, (struct fb_str){ value.p + from, to - from }, NULL)->value++;
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
is_taken(const struct buf *name, size_t n, struct fb_str s)
{
	for (size_t i = 0; i < n; i++)
		if (slice_eq(buf_str(&name[i]), s))
			return true;
	return false;
}

void
groups_name(const struct naming *n, const uint32_t *order, size_t from, size_t k, struct buf *name)
{
	struct wording w = { .lexicon = n->lexicon };
	for (size_t i = from; i < k; i++) {
		size_t found;
		struct candidate *c = candidates(n, order[i], &found);
		for (size_t j = 0; j < found; j++) {
			name[i].n = 0;
			write_phrase(n, &w, order[i], &c[j].f, &name[i]);
			if (!is_taken(name, i, buf_str(&name[i])))
				break;
			name[i].n = 0;
		}
		free(c);
	}
	wording_free(&w);
}
