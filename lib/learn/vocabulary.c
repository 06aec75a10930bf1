#include "learn/vocabulary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/sort.h"

enum { BREAKS = 0x80, OPENS = 0x40 };   /* in the byte before a packed word, above its length */

void
text_pack(struct buf *b, const struct wording *w)
{
	for (size_t i = 0; i < w->n; i++) {
		buf_char(b, (char)(w->word[i].n | (w->word[i].breaks ? BREAKS : 0) | (w->word[i].opens ? OPENS : 0)));
		buf_slice(b, word_form(w, i));
	}
}

static uint32_t
word_number(struct vocabulary *v, struct fb_str form)
{
	bool made;
	uint32_t number = (uint32_t)map_place(&v->words, form, &made);
	if (made) {
		v->known = xgrow(v->known, &v->known_cap, v->words.n, sizeof *v->known);
		v->known[number] = false;
		v->last = xgrow(v->last, &v->last_cap, v->words.n, sizeof *v->last);
		v->common = xgrow(v->common, &v->common_cap, v->words.n, sizeof *v->common);
		v->last[number] = 0;
		v->common[number] = form.n == 0 || word_is_common(form);
	}
	return number;
}

/* The word's number; it is met in the text at hand. */
static uint32_t
count_word(struct vocabulary *v, struct fb_str form)
{
	uint32_t number = word_number(v, form);
	if (v->last[number] != v->texts + 1) {
		v->last[number] = (uint32_t)v->texts + 1;
		v->words.entry[number].value++;
	}
	return number;
}

/* Of the words and whether signs stand between them: the same, whichever sign. */
static uint64_t
hash_words(struct fb_str packed)
{
	char *copy = memcpy(xmalloc(packed.n + 1), packed.n ? packed.p : "", packed.n);
	for (size_t i = 0; i < packed.n; i += 1 + ((unsigned char)copy[i] & (OPENS - 1)))
		copy[i] = (char)(copy[i] & ~OPENS);
	uint64_t hash = hash_bytes(copy, packed.n);
	free(copy);
	return hash;
}

void
vocabulary_add(struct vocabulary *v, struct fb_str packed, bool blank)
{
	const char *p = packed.p, *end = p + packed.n;
	struct text x = { .hash = hash_words(packed), .at = v->tokens, .blank = blank };
	v->text = xgrow(v->text, &v->text_cap, v->texts + 1, sizeof *v->text);
	v->token = xgrow(v->token, &v->token_cap, v->tokens + 1, sizeof *v->token);
	v->token[v->tokens++] = count_word(v, slice(""));
	while (p < end) {
		size_t n = (unsigned char)*p & (OPENS - 1);
		uint32_t breaks = ((unsigned char)*p & BREAKS ? WORD_BREAK : 0) | ((unsigned char)*p & OPENS ? WORD_OPENS : 0);
		v->token = xgrow(v->token, &v->token_cap, v->tokens + 1, sizeof *v->token);
		v->token[v->tokens++] = count_word(v, (struct fb_str){ p + 1, n }) | breaks;
		p += 1 + n;
	}
	x.n = (uint32_t)(v->tokens - x.at);
	v->text[v->texts++] = x;
	v->spoken += !blank;
}

void
vocabulary_mark(struct vocabulary *v, size_t text, struct fb_str name)
{
	struct text *x = &v->text[text];
	uint64_t both[2] = { x->hash, hash_bytes(name.p, name.n) };
	x->hash = hash_bytes(both, sizeof both);
	/* It counts as met in one text more, whichever text was counted last. */
	v->token[x->at] = count_word(v, name);
	v->last[v->token[x->at]] = 0;
}

void
vocabulary_know(struct vocabulary *v, struct fb_str form)
{
	uint32_t number = word_number(v, form);
	v->known[number] = true;
}

void
vocabulary_free(struct vocabulary *v)
{
	map_free(&v->words);
	free(v->last);
	free(v->common);
	free(v->known);
	free(v->token);
	free(v->text);
	*v = (struct vocabulary){ 0 };
}

static int
by_form(const void *a, const void *b, void *words)
{
	const struct map *m = words;
	return slice_cmp(m->entry[*(const uint32_t *)a].key, m->entry[*(const uint32_t *)b].key);
}

void
terms_choose(struct terms *t, const struct vocabulary *v)
{
	size_t least = v->spoken < 300 ? 2 : 3, most = v->spoken < 300 ? v->spoken / 2 : v->spoken / 5;
	struct map words = v->words;
	t->term = xmalloc(words.n * sizeof *t->term + 1);
	t->word = xmalloc(words.n * sizeof *t->word + 1);
	t->n = 0;
	for (uint32_t i = 0; i < words.n; i++) {
		t->term[i] = WORD_NONE;
		if (v->known[i] || (!v->common[i] && words.entry[i].value >= least && words.entry[i].value <= most))
			t->word[t->n++] = i;
	}
	sort_items_by(t->word, t->n, sizeof *t->word, by_form, &words);
	t->marks = 0;
	for (uint32_t i = 0; i < t->n; i++) {
		t->term[t->word[i]] = i;
		t->marks += words.entry[t->word[i]].key.p[0] == WORD_SIGN;
	}
}

void
terms_free(struct terms *t)
{
	free(t->term);
	free(t->word);
	*t = (struct terms){ 0 };
}

static int
by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* The same, with repeats. */
static size_t
all_terms(const struct vocabulary *v, const struct terms *t, const struct text *x, uint32_t *list)
{
	size_t n = 0;
	for (size_t i = 0; i < x->n; i++) {
		uint32_t term = t->term[v->token[x->at + i] & WORD_NUMBER];
		if (term != WORD_NONE)
			list[n++] = term;
	}
	sort_items(list, n, sizeof *list, by_number);
	return n;
}

size_t
text_terms(const struct vocabulary *v, const struct terms *t, const struct text *x, uint32_t *list)
{
	size_t n = all_terms(v, t, x, list), kept = 0;
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || list[kept - 1] != list[i])
			list[kept++] = list[i];
	return kept;
}

static int
by_hash(const void *a, const void *b, void *texts)
{
	const struct text *x = (const struct text *)texts + *(const uint32_t *)a, *y = (const struct text *)texts + *(const uint32_t *)b;
	return x->hash != y->hash ? (x->hash > y->hash) - (x->hash < y->hash) : by_number(a, b);
}

/* Row by row: terms into ones and tfidf, how often each into tfidf.v. */
static void
fill_rows(struct matrices *m, const struct vocabulary *v, const struct terms *t, const uint32_t *order, size_t n)
{
	uint32_t *list = NULL;
	size_t list_cap = 0, col_cap = 0, v_cap = 0, entries = 0;
	struct sparse *a = &m->ones, *b = &m->tfidf;
	a->at = xmalloc((n + 1) * sizeof *a->at);
	a->at[0] = 0;
	for (size_t i = 0, copies; i < n && a->rows < TEXTS_FITTED; i += copies) {
		const struct text *x = &v->text[order[i]];
		for (copies = 1; i + copies < n && v->text[order[i + copies]].hash == x->hash; copies++)
			;
		list = xgrow(list, &list_cap, x->n + 1, sizeof *list);
		size_t found = all_terms(v, t, x, list);
		if (found == 0)
			continue;
		a->col = xgrow(a->col, &col_cap, entries + found, sizeof *a->col);
		b->v = xgrow(b->v, &v_cap, entries + found, sizeof *b->v);
		for (size_t k = 0; k < found; k++) {
			if (k && list[k] == list[k - 1]) {
				b->v[entries - 1]++;
				continue;
			}
			a->col[entries] = list[k];
			b->v[entries++] = 1;
		}
		m->weight[a->rows] = 1 + num_log((double)copies);
		m->text[a->rows++] = order[i];
		a->at[a->rows] = entries;
	}
	free(list);
}

static void
weigh(struct matrices *m, const struct vocabulary *v, const struct terms *t)
{
	struct sparse *b = &m->tfidf;
	size_t n = m->ones.at[m->ones.rows];
	b->rows = m->ones.rows;
	b->at = memcpy(xmalloc((b->rows + 1) * sizeof *b->at), m->ones.at, (b->rows + 1) * sizeof *b->at);
	b->col = xmalloc(n * sizeof *b->col + 1);
	if (n)
		memcpy(b->col, m->ones.col, n * sizeof *b->col);
	for (size_t i = 0; i < b->rows; i++) {
		double sum = 0;
		for (size_t e = b->at[i]; e < b->at[i + 1]; e++) {
			double df = (double)v->words.entry[t->word[b->col[e]]].value;
			double x = (1 + num_log((double)b->v[e])) * (1 + num_log((1 + (double)v->spoken) / (1 + df)));
			b->v[e] = (float)x;
			sum += x * x;
		}
		double scale = sqrt(m->weight[i] / sum);
		for (size_t e = b->at[i]; e < b->at[i + 1]; e++)
			b->v[e] = (float)(b->v[e] * scale);
	}
}

void
matrices_make(struct matrices *m, const struct vocabulary *v, const struct terms *t)
{
	uint32_t *order = xmalloc(v->texts * sizeof *order + 1);
	size_t n = 0;
	*m = (struct matrices){ .ones.cols = t->n, .tfidf.cols = t->n, .marks = t->marks };
	for (uint32_t i = 0; i < v->texts; i++)
		if (!v->text[i].blank && v->text[i].n > 1)
			order[n++] = i;
	sort_items_by(order, n, sizeof *order, by_hash, v->text);
	m->weight = xmalloc(n * sizeof *m->weight + 1);
	m->text = xmalloc(n * sizeof *m->text + 1);
	fill_rows(m, v, t, order, n);
	weigh(m, v, t);
	sparse_transpose(&m->ones, &m->ones_t);
	sparse_transpose(&m->tfidf, &m->tfidf_t);
	free(order);
}

void
matrices_free(struct matrices *m)
{
	sparse_free(&m->ones);
	sparse_free(&m->ones_t);
	sparse_free(&m->tfidf);
	sparse_free(&m->tfidf_t);
	free(m->weight);
	free(m->text);
}
