#include <stdlib.h>
#include <string.h>

#include "base/sort.h"
#include "learn/cluster_in.h"

#define NEVER (-1e4)

enum { ODD_SHARE = 100, HARDLY_SHARE = 1000 };

static int
by_day(const void *a, const void *b)
{
	const int32_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

void
recall_age(struct cluster *c)
{
	int32_t *day = xmalloc(c->v.texts * sizeof *day + 1), first = CATALOG_UNDATED, today = CATALOG_UNDATED;
	size_t n = 0;
	for (size_t i = 0; i < c->v.texts; i++)
		if (!c->v.text[i].blank && c->said[i].dated)
			day[n++] = c->said[i].day;
	if (n) {
		sort_items(day, n, sizeof *day, by_day);
		first = day[n / ODD_SHARE];
		today = day[n - 1 - n / ODD_SHARE];
	}
	/* No texts, no day. */
	if (c->v.spoken)
		catalog_age(&c->catalog, first, today, &c->notes);
	free(day);
}

void
recall_said(struct cluster *c)
{
	size_t *texts = xcalloc(c->catalog.k + 1, sizeof *texts);
	for (size_t i = 0; i < c->v.texts; i++)
		if (c->to.group[i] != GROUP_NONE)
			texts[c->to.group[i]]++;
	for (size_t i = 0; i < c->v.texts; i++) {
		uint32_t g = c->to.group[i];
		if (g != GROUP_NONE && texts[g] * HARDLY_SHARE >= c->v.spoken)
			for (size_t at = g, owner = catalog_owner(&c->catalog, g);; at = owner) {
				catalog_said(&c->catalog, &c->catalog.known[at], c->said[i].dated ? c->said[i].day : CATALOG_UNDATED);
				if (at == owner)
					break;
			}
	}
	free(texts);
}

/* By term: its place among the words of m, or WORD_NONE. Both are sorted. */
static uint32_t *
match_words(const struct catalog *m, const struct vocabulary *v, const struct terms *t)
{
	uint32_t *place = xmalloc(t->n * sizeof *place + 1);
	size_t w = 0;
	for (size_t i = 0; i < t->n; i++) {
		struct fb_str form = v->words.entry[t->word[i]].key;
		while (w < m->terms && slice_cmp(m->word[w], form) < 0)
			w++;
		place[i] = w < m->terms && slice_eq(m->word[w], form) ? (uint32_t)w : WORD_NONE;
	}
	return place;
}

double *
recall_texts(const struct catalog *m, const struct vocabulary *v, const struct terms *t)
{
	uint32_t *place = match_words(m, v, t);
	double *texts = xcalloc(t->n + 1, sizeof *texts);
	for (size_t i = 0; i < t->n; i++)
		texts[i] = place[i] == WORD_NONE ? 0 : m->all[place[i]];
	free(place);
	return texts;
}

void
recall_silence(struct mixture *mix, size_t cluster)
{
	for (size_t i = 0; i < mix->terms; i++)
		mix->logp[i * mix->k + cluster] = NEVER;
}

void
recall_mixture(const struct catalog *m, const struct vocabulary *v, const struct terms *t, struct mixture *mix)
{
	uint32_t *place = match_words(m, v, t);
	double *count = xcalloc(t->n * m->k + 1, sizeof *count), *all = xcalloc(t->n + 1, sizeof *all);
	double *texts = xmalloc(m->k * sizeof *texts + 1);
	for (size_t i = 0; i < t->n; i++) {
		all[i] = (double)v->words.entry[t->word[i]].value;
		if (place[i] == WORD_NONE)
			continue;
		all[i] += m->all[place[i]];
		memcpy(count + i * m->k, m->count + place[i] * m->k, m->k * sizeof *count);
	}
	for (size_t j = 0; j < m->k; j++)
		texts[j] = m->known[j].texts;
	mixture_count(mix, t->n, m->k, count, all, texts);
	mixture_temper(mix);
	mix->owner = xmalloc(m->k * sizeof *mix->owner + 1);
	for (size_t j = 0; j < m->k; j++)
		mix->owner[j] = (uint32_t)catalog_owner(m, j);
	for (size_t j = 0; j < m->k; j++)
		if (texts[j] <= 0)
			recall_silence(mix, j);
	/* A burst that is new says nothing against a cluster that rests: what comes back often comes as one. */
	for (size_t i = 0; i < t->marks; i++)
		for (size_t j = 0; j < m->k; j++)
			if (m->known[j].rests && count[i * m->k + j] <= 0)
				mix->logp[i * m->k + j] = mix->all[i];
	free(place);
	free(count);
	free(all);
	free(texts);
}

static bool
is_held(const struct catalog *m, const double *count)
{
	bool held = false;
	for (size_t j = 0; j < m->k && !held; j++)
		held = m->known[j].rests && count[j] >= 2;
	return held;
}

/* The words that are kept: those met in two texts, also by a cluster that rests, and the signs of bursts that are not among today's. word, all and count of m
 * become theirs; words of m that are no terms today are such signs, for every other is known (vocabulary_know). */
static void
keep_words(struct catalog *m, const struct vocabulary *v, const struct terms *t, const double *all, const double *count)
{
	struct catalog old = *m;
	size_t most = t->n + old.terms, n = 0;
	m->arena = (struct arena){ 0 };
	m->word = xmalloc(most * sizeof *m->word + 1);
	m->all = xmalloc(most * sizeof *m->all + 1);
	m->count = xmalloc(most * m->k * sizeof *m->count + 1);
	for (size_t i = 0, w = 0; i < t->n || w < old.terms;) {
		struct fb_str form = i < t->n ? v->words.entry[t->word[i]].key : old.word[w];
		int order = i == t->n ? 1 : w == old.terms ? -1 : slice_cmp(form, old.word[w]);
		form = order <= 0 ? form : old.word[w];
		double texts = order <= 0 ? all[i] : old.all[w];
		const double *with = order <= 0 ? count + i * m->k : old.count + w * m->k;
		if (texts >= 2 || is_held(m, with)) {
			m->word[n] = (struct fb_str){ arena_copy(&m->arena, form.p, form.n), form.n };
			m->all[n] = texts;
			memcpy(m->count + n * m->k, with, m->k * sizeof *count);
			n++;
		}
		i += order <= 0;
		w += order >= 0;
	}
	m->terms = n;
	free(old.word);
	free(old.all);
	free(old.count);
	arena_free(&old.arena);
}

void
recall_learn(struct catalog *m, const struct vocabulary *v, const struct terms *t, const struct assigned *to)
{
	uint32_t *place = match_words(m, v, t), *list = NULL;
	double *count = xcalloc(t->n * m->k + 1, sizeof *count), *all = xcalloc(t->n + 1, sizeof *all);
	size_t cap = 0;
	for (size_t i = 0; i < t->n; i++)
		if (place[i] != WORD_NONE) {
			all[i] = m->all[place[i]];
			memcpy(count + i * m->k, m->count + place[i] * m->k, m->k * sizeof *count);
		}
	for (size_t i = 0; i < v->texts; i++) {
		const struct text *x = &v->text[i];
		if (x->blank)
			continue;
		list = xgrow(list, &cap, x->n + 1, sizeof *list);
		size_t n = text_terms(v, t, x, list);
		m->spoken++;
		for (size_t w = 0; w < n; w++)
			all[list[w]]++;
		if (to->group[i] == GROUP_NONE)
			continue;
		m->known[to->group[i]].texts++;
		for (size_t w = 0; w < n; w++)
			count[list[w] * m->k + to->group[i]]++;
	}
	keep_words(m, v, t, all, count);
	free(place);
	free(list);
	free(count);
	free(all);
}

/* The place of the cluster that has the text; GROUP_NONE. */
static uint32_t
owner_of(const struct cluster *c, size_t text)
{
	uint32_t g = c->to.group[text];
	return g == GROUP_NONE || g >= c->catalog.k ? g : (uint32_t)catalog_owner(&c->catalog, g);
}

void
recall_owners(struct cluster *c)
{
	for (size_t i = 0; i < c->v.texts; i++)
		c->to.group[i] = owner_of(c, i);
}

/* Whether the words of a text hold these, one after another. */
static bool
holds_words(const struct vocabulary *v, const struct text *x, const uint32_t *word, size_t n)
{
	for (size_t i = 0; n && i + n <= x->n; i++) {
		size_t k = 0;
		while (k < n && (v->token[x->at + i + k] & WORD_NUMBER) == word[k])
			k++;
		if (k == n)
			return true;
	}
	return false;
}

void
recall_split(struct cluster *c)
{
	struct wording w = { .lexicon = &c->lexicon };
	for (size_t s = 0; s < c->catalog.splits; s++) {
		size_t from = catalog_find(&c->catalog, c->catalog.split[s].id), to = catalog_find(&c->catalog, c->catalog.split[s].made);
		if (from == CATALOG_NONE || to == CATALOG_NONE || from == to)
			continue;
		wording_run(&w, slice(c->catalog.split[s].phrase));
		uint32_t *word = xmalloc(w.n * sizeof *word + 1);
		for (size_t i = 0; i < w.n; i++) {
			const struct map_entry *e = map_find(&c->v.words, word_form(&w, i));
			word[i] = e ? (uint32_t)(e - c->v.words.entry) : WORD_NONE;
		}
		for (size_t i = 0; i < c->v.texts; i++)
			if (owner_of(c, i) == from && holds_words(&c->v, &c->v.text[i], word, w.n))
				c->to.group[i] = (uint32_t)to;
		free(word);
	}
	wording_free(&w);
}
