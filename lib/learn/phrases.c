#include "learn/phrases.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/sort.h"
#include "learn/support.h"
#include "text/utf8.h"

#define PRIOR 2         /* texts */
#define ALONE 1e-4      /* what a word of one text counts, in texts: where no two texts share a word, there is a name still */
#define TYPICAL .6931   /* lift of a function word from which it is typical of a group, how long, and counts: twice as often as elsewhere */
#define FUNCTION .4     /* what it counts then, beside other words, */
#define NEGATOR .5      /* and a negator, always */
#define VAGUE .4        /* and a word that says little; so does a phrase of nothing else */
#define SINGLE .24      /* a word alone says less than its score */
#define BARE .2         /* and one of two Chinese characters less again: 电话, 收到, 编辑 might be anything; */
#define HELPED .3       /* but for other words that make up so much of the whole: how long; */
#define HELD .36        /* and another, where the group is about it, no less than the share of its texts that have it, times this */
#define ONCE .8         /* what one text says is less */
#define SILENT .9       /* so is each word that says nothing, */
#define DIGITS .8       /* or is a number in digits; */
#define COUNTED .7      /* a Chinese one, this or that */
#define AGAIN .6        /* a word that comes twice */
#define LETTERS .3      /* single Chinese characters that are no whole clause */
#define WIDESPREAD .32  /* power of the texts that use the phrase */
#define SUPPORT .35     /* power of the share of texts that bear the phrase out */

#define DOUBTED .7      /* a text with a negator somewhere beside the phrase, where one before it is 1 */

enum {
	WIDEST = 12,            /* Chinese characters, of which a word of letters is as two: six words, but for a word alone */
	CONTEXTS = 400,         /* candidates whose neighbours are counted */
	SMOOTH = 2,             /* texts: edges of a phrase of few are judged by the words at them */
};

/* How much more often texts of the group's language have a word than all texts do; at least 1. Where few texts are English, all English words
 * would be typical of a group of them. */
static double
own_share(const struct phrases *s, uint32_t word)
{
	bool chinese = 2 * s->chinese > s->texts;
	double own = s->spoken[chinese][word], other = s->spoken[!chinese][word];
	double x = own > 0 ? own / (own + other) * (double)(s->all[0] + s->all[1]) / (double)s->all[chinese] : 1;
	return x > 1 ? x : 1;
}

/* How much more often a word is met in the group, in `with` of its texts, than in all texts: the logarithm of it, at least 0. The group is
 * smoothed by PRIOR texts that have the word as often as all do: with few texts too, what they have in common comes first. */
static double
lift(const struct phrases *s, uint32_t word)
{
	const struct naming *n = s->n;
	uint32_t term = n->t->term[word];
	if (term == WORD_NONE && !n->v->common[word])
		return 0;
	bool before = n->before && term != WORD_NONE;
	double all = (double)n->v->words.entry[word].value + (before ? n->before[term] : 0);
	double share = all / ((double)n->v->spoken + (before ? n->spoken : 0)) * own_share(s, word);
	double x = num_log(((double)s->with[word] + PRIOR * share) / (((double)s->texts + PRIOR) * share));
	return x > 0 ? x : 0;
}

/* What a word tells of the group. */
static double
weigh(const struct phrases *s, uint32_t word)
{
	uint16_t is = s->e.is[word];
	double more = s->with[word] > 1 ? s->with[word] - 1 : ALONE, x = lift(s, word);
	if (is & WORD_COUNTS)
		return 0;
	if (is & WORD_NEGATES)
		return NEGATOR * more * x;
	if (!(is & WORD_SAYS))
		return x > TYPICAL ? FUNCTION * more * (x - TYPICAL) : 0;
	return more * x * (is & WORD_CHARACTER ? .5 : 1) * (is & WORD_VAGUE ? VAGUE : 1);
}

static const struct text *
row_text(const struct naming *n, size_t row)
{
	return &n->v->text[n->m->text[row]];
}

static struct fb_str
phrase_key(const struct phrase *f)
{
	return (struct fb_str){ (const char *)f->word, f->n * sizeof *f->word };
}

static size_t
word_width(const struct phrases *s, uint32_t word)
{
	struct fb_str form = s->n->v->words.entry[word].key;
	return s->e.is[word] & WORD_HAN ? utf8_count(form.p, form.n) : 2;
}

/* The phrase that begins with the i-th word of a text grows by a word; false where it may not. */
static bool
grow(const struct edges *e, const uint32_t *token, size_t n, size_t i, struct phrase *f)
{
	size_t at = i + f->n;
	if (at >= n || f->n == NAME_WORDS || (f->n && (token[at] & (WORD_BREAK | WORD_OPENS) || e->is[token[at]] & WORD_JOINS)))
		return false;
	f->word[f->n++] = token[at] & WORD_NUMBER;
	return true;
}

/* What begins a phrase anywhere; other words do so with a whole clause only. */
enum { STARTS = WORD_EDGE | WORD_NEGATES | WORD_COUNTS | WORD_MEASURED };

/* Count the phrases of one text, each once. The value of an entry: the row of the last text with it + 1, and above 32 bits how many texts. */
static void
count_phrases(const struct phrases *s, size_t row, struct map *count)
{
	const struct text *x = row_text(s->n, row);
	const uint32_t *token = text_words(s->n->v, x);
	for (size_t i = 1; i < x->n; i++) {
		struct phrase f = { .n = 0 };
		size_t width = 0;
		bool says = false;
		if (!edges_begin(&s->e, token, x->n, i))
			continue;
		while (grow(&s->e, token, x->n, i, &f)) {
			uint32_t word = f.word[f.n - 1];
			width += word_width(s, word);
			if (f.n > 1 && width > WIDEST)
				break;
			says |= s->e.is[word] & WORD_SAYS;
			size_t end = i + f.n - 1;
			bool starts = s->e.is[f.word[0]] & STARTS || edges_closes(&s->e, token, x->n, end);
			if (!says || !starts || !edges_end(&s->e, token, x->n, end))
				continue;
			struct map_entry *e = map_put(count, phrase_key(&f), NULL);
			if ((uint32_t)e->value != row + 1)
				e->value = ((e->value >> 32) + 1) << 32 | (uint32_t)(row + 1);
		}
	}
}

/* Whether most words of a text are Chinese. */
static bool
is_chinese(const struct phrases *s, size_t row)
{
	const struct text *x = row_text(s->n, row);
	const uint32_t *token = text_words(s->n->v, x);
	size_t chinese = 0;
	for (size_t i = 1; i < x->n; i++)
		chinese += (s->e.is[token[i] & WORD_NUMBER] & WORD_HAN) != 0;
	return 2 * chinese > x->n - 1;
}

/* Each word of a text once. */
static void
count_words(struct phrases *s, size_t row, uint32_t *with)
{
	const struct text *x = row_text(s->n, row);
	const uint32_t *token = text_words(s->n->v, x);
	for (size_t i = 1; i < x->n; i++) {
		uint32_t word = token[i] & WORD_NUMBER;
		with[word] += s->last[word] != row + 1;
		s->last[word] = (uint32_t)row + 1;
	}
}

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

/* Whether every word of it is said in other texts too, so that it gives no one away. */
static bool
is_open(const struct phrases *s, const struct phrase *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (s->n->t->term[f->word[i]] == WORD_NONE && !s->n->v->common[f->word[i]])
			return false;
	return true;
}

static bool
is_bare(const struct phrases *s, uint32_t word)
{
	return s->e.is[word] & WORD_HAN && s->n->v->words.entry[word].key.n <= 6;
}

static double
eighth_root(double x)
{
	return sqrt(sqrt(sqrt(x)));
}

/* What the different words of a phrase tell together, and which of those that say something tells most. */
struct told {
	double sum, most, words;        /* words: how many of them say something; a Chinese character counts half */
	uint32_t first, said, clear;    /* WORD_NONE: none; how many, each as one; and of them, that are not vague */
};

static struct told
tell(const struct phrases *s, const struct phrase *f)
{
	struct told x = { .most = -1, .first = WORD_NONE };
	for (size_t i = 0; i < f->n; i++) {
		uint32_t word = f->word[i];
		bool again = false;
		for (size_t k = 0; k < i; k++)
			again |= f->word[k] == word;
		if (again)
			continue;
		double w = weigh(s, word);
		x.sum += w;
		if (!(s->e.is[word] & WORD_SAYS))
			continue;
		x.said++;
		x.clear += !(s->e.is[word] & WORD_VAGUE);
		x.words += s->e.is[word] & WORD_CHARACTER ? .5 : 1;
		if (w > x.most) {
			x.most = w;
			x.first = word;
		}
	}
	return x;
}

/* Where one word tells nearly all, the phrase counts as that word alone does, as far as the others tell too little; whole is 1 where it is
 * more than that word anyhow. */
static double
score_alone(const struct phrases *s, const struct told *x, double whole)
{
	bool bare = is_bare(s, x->first);
	double least = bare ? BARE : SINGLE, held = HELD * (double)s->with[x->first] / (double)(s->texts ? s->texts : 1);
	double more = whole + (x->sum > 0 ? (x->sum - x->most) / x->sum / HELPED : 0);
	least = !bare && held > least ? held : least;
	return more < 1 ? least + (1 - least) * more : 1;
}

/* What the words count for beside what they tell: those that say nothing, numbers, and what is said twice. */
static double
score_fillers(const struct phrases *s, const struct phrase *f)
{
	double x = 1;
	for (size_t i = 0; i < f->n; i++) {
		uint16_t is = s->e.is[f->word[i]];
		x *= is & WORD_SAYS ? 1 : !(is & WORD_COUNTS) ? SILENT : is & WORD_HAN ? COUNTED : DIGITS;
		for (size_t k = 0; k < i && is & WORD_SAYS; k++)
			x *= f->word[k] == f->word[i] ? AGAIN : 1;
	}
	return x;
}

/* How typical the words of the phrase are of the group; 0 where it is no name. */
static double
score_words(const struct phrases *s, const struct candidate *c)
{
	const struct phrase *f = &c->f;
	struct told x = tell(s, f);
	if (x.said == 0 || (f->n == 1 && s->e.is[x.first] & WORD_CHARACTER) || (c->texts == 1 && !is_open(s, f)))
		return 0;
	return x.sum / sqrt(x.words > 1 ? x.words : 1) * num_exp(WIDESPREAD * num_log((double)c->texts)) * score_fillers(s, f) *
	    (x.said == 1 ? score_alone(s, &x, 0) : 1) * (x.clear ? 1 : VAGUE) * (c->texts == 1 ? ONCE : 1);
}

/* A phrase is whole where clauses begin and end with it, or varied words stand beside it: naming.h. */
static double
score_edges(const struct phrases *s, const struct candidate *x)
{
	const struct phrase *f = &x->f;
	double n = (double)x->texts, usual = s->e.usual, before = (double)x->before / (n + 1), after = (double)x->after / (n + 1);
	double open = ((double)x->opens + SMOOTH * s->e.begins[f->word[0]]) / (n + SMOOTH);
	double close = ((double)x->closes + SMOOTH * s->e.ends[f->word[f->n - 1]]) / (n + SMOOTH);
	bool whole = x->opens && x->closes;
	for (size_t i = 0; i < f->n; i++)
		whole |= (s->e.is[f->word[i]] & (WORD_SAYS | WORD_CHARACTER)) == WORD_SAYS;
	return (whole ? 1 : LETTERS) * eighth_root(open / (open + usual)) * sqrt(close / (close + usual)) *
	    (1 - (before < 1 ? before * before : .99)) * (1 - after * after);
}

/* What the phrase claims, many texts say, and do not deny; and most of those that have its first word, or that word says it better. */
static double
score_support(const struct phrases *s, const struct candidate *c)
{
	struct told x = tell(s, &c->f);
	/* A long clause may be cut within it. */
	double bears = (double)(c->bears > c->texts ? c->bears : c->texts);
	double denied = ((double)c->denied + DOUBTED * (double)c->doubted) / (bears + 1);
	return num_exp(SUPPORT * num_log(bears / (double)s->texts)) / (1 + 16 * denied * denied * denied * denied) *
	    (x.said > 1 ? score_alone(s, &x, bears / (double)s->with[x.first]) : 1);
}

/* What stands beside candidates. */
struct beside {
	uint32_t candidate, side, word;
};

enum { DENIED = WORD_NUMBER, AMOUNT = WORD_NUMBER - 1 };        /* words: any negator, any amount */

static void
count_beside(struct map *beside, size_t candidate, uint32_t side, uint32_t word, uint64_t *most)
{
	/* What half of those who say it deny is no name. */
	struct beside key = { (uint32_t)candidate, side, word };
	struct map_entry *e = map_put(beside, (struct fb_str){ (const char *)&key, sizeof key }, NULL);
	e->value += word == DENIED ? 2 : 1;
	if (e->value > *most)
		*most = e->value;
}

/* Whether a word may be part of the phrase beside it. Articles and prepositions stand beside any: of words that say nothing only those
 * that are typical of the group, and begin clauses (before it) or end them (after it) as often as others: how, before long. */
static bool
binds(const struct phrases *s, uint32_t word, const float *edge)
{
	return s->e.is[word] & (STARTS | WORD_SAYS) || (edge[word] >= s->e.usual && weigh(s, word) > 0);
}

/* What stands before a phrase: the word, but negators are as one, and so are numbers, Chinese ones with their measure words too. */
static uint32_t
kind_of_word(const struct phrases *s, const uint32_t *token, size_t i)
{
	uint32_t word = token[i] & WORD_NUMBER;
	uint16_t is = s->e.is[word];
	bool counted = is & WORD_CHARACTER && i > 1 && !(token[i] & (WORD_BREAK | WORD_OPENS)) && s->e.is[token[i - 1] & WORD_NUMBER] & WORD_COUNTS;
	return is & WORD_NEGATES ? DENIED : is & (WORD_COUNTS | WORD_MEASURED) || counted ? AMOUNT : word;
}

struct places {
	struct candidate *c;
	struct map at, beside;  /* phrase → place in c; struct beside → texts */
	uint64_t *last;         /* by place: the last row + 1 */
};

/* The phrase at place i of c stands at [from, to] of a text. */
static void
look_around(const struct phrases *s, struct places *p, size_t i, const struct text *x, size_t from, size_t to)
{
	const uint32_t *token = text_words(s->n->v, x);
	struct candidate *c = &p->c[i];
	c->texts++;
	if (edges_opens(&s->e, token, from))
		c->opens++;
	else if (binds(s, token[from - 1] & WORD_NUMBER, s->e.begins))
		count_beside(&p->beside, i, 0, kind_of_word(s, token, from - 1), &c->before);
	if (edges_closes(&s->e, token, x->n, to))
		c->closes++;
	else if (binds(s, token[to + 1] & WORD_NUMBER, s->e.ends))
		count_beside(&p->beside, i, 1, token[to + 1] & WORD_NUMBER, &c->after);
}

/* In each text the first place of a phrase counts. */
static void
look_through(const struct phrases *s, size_t row, struct places *p, const bool *first)
{
	const struct text *x = row_text(s->n, row);
	const uint32_t *token = text_words(s->n->v, x);
	for (size_t i = 1; i < x->n; i++) {
		struct phrase f = { .n = 0 };
		while (first[token[i] & WORD_NUMBER] && grow(&s->e, token, x->n, i, &f)) {
			const struct map_entry *held = map_find(&p->at, phrase_key(&f));
			if (!held || p->last[held->value] == row + 1)
				continue;
			p->last[held->value] = row + 1;
			look_around(s, p, held->value, x, i, i + f.n - 1);
		}
	}
}

static void
weigh_edges(const struct phrases *s, struct candidate *c, size_t n)
{
	struct places p = { .c = c };
	bool *first = xcalloc(s->n->v->words.n + 1, sizeof *first);
	p.last = xcalloc(n + 1, sizeof *p.last);
	for (size_t i = 0; i < n; i++) {
		map_put(&p.at, phrase_key(&c[i].f), NULL)->value = i;
		first[c[i].f.word[0]] = true;
		c[i].texts = 0;
	}
	for (size_t row = 0, texts = 0; row < s->n->m->ones.rows && texts < NAME_TEXTS; row++)
		if (phrases_row(s, row)) {
			look_through(s, row, &p, first);
			texts++;
		}
	for (size_t i = 0; i < n; i++)
		c[i].score *= score_edges(s, &c[i]);
	map_free(&p.at);
	map_free(&p.beside);
	free(p.last);
	free(first);
}

struct candidate *
phrases_find(struct phrases *s, uint32_t group, size_t *found)
{
	const struct vocabulary *v = s->n->v;
	struct map count = { 0 };
	size_t n = 0;
	memset(s->with, 0, v->words.n * sizeof *s->with);
	memset(s->last, 0, v->words.n * sizeof *s->last);
	s->group = group;
	s->texts = s->chinese = 0;
	for (size_t row = 0; row < s->n->m->ones.rows && s->texts < NAME_TEXTS; row++)
		if (phrases_row(s, row)) {
			count_phrases(s, row, &count);
			count_words(s, row, s->with);
			s->chinese += is_chinese(s, row);
			s->texts++;
		}
	struct candidate *c = xmalloc(count.n * sizeof *c + 1);
	for (size_t i = 0; i < count.n; i++) {
		struct candidate x = { .texts = count.entry[i].value >> 32 };
		x.f.n = count.entry[i].key.n / sizeof *x.f.word;
		memcpy(x.f.word, count.entry[i].key.p, count.entry[i].key.n);
		x.score = score_words(s, &x);
		if (x.score > 0)
			c[n++] = x;
	}
	map_free(&count);
	sort_items_by(c, n, sizeof *c, by_score, (void *)v);
	*found = n < CONTEXTS ? n : CONTEXTS;
	weigh_edges(s, c, *found);
	support_count(s, c, *found);
	for (size_t i = 0; i < *found; i++)
		c[i].score *= score_support(s, &c[i]);
	sort_items_by(c, *found, sizeof *c, by_score, (void *)v);
	return c;
}

void
phrases_open(struct phrases *s, const struct naming *n)
{
	*s = (struct phrases){ .n = n };
	edges_make(&s->e, n->v, n->m);
	s->kin = support_kin(n->v);
	s->with = xmalloc(n->v->words.n * sizeof *s->with + 1);
	s->last = xcalloc(n->v->words.n + 1, sizeof *s->last);
	for (size_t i = 0; i < 2; i++)
		s->spoken[i] = xcalloc(n->v->words.n + 1, sizeof *s->spoken[i]);
	for (size_t row = 0; row < n->m->ones.rows; row++) {
		bool chinese = is_chinese(s, row);
		count_words(s, row, s->spoken[chinese]);
		s->all[chinese]++;
	}
}

void
phrases_close(struct phrases *s)
{
	free(s->with);
	free(s->last);
	free(s->spoken[0]);
	free(s->spoken[1]);
	free(s->kin);
	edges_free(&s->e);
}
