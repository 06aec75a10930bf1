#include "learn/naming.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/sort.h"
#include "text/utf8.h"

#define PRIOR 2         /* texts */
#define ALONE 1e-4      /* what a word of one text counts, in texts: where no two texts share a word, there is a name still */
#define SINGLE .8       /* a word alone says less than its score */
#define BARE .6         /* and one of two Chinese characters less again: 电话, 收到, 编辑 might be anything */
#define ONCE .9         /* so does what one text says */
#define SILENT .9       /* the same, for each word in it that says nothing */

/* What numbers are written with; words that begin or end no name, though they may tell texts apart. Sorted by bytes. */
static const char *const numeral[] = {
	"-", ".", "0", "〇", "一", "七", "万", "三", "两", "九", "二", "五", "亿", "八", "六", "几", "十", "千", "半", "四", "百",
	"第", "零",
};
static const char *const inner[] = {
	"always", "another", "anybody", "anything", "back", "bit", "come", "comes", "coming", "day", "days", "either", "enough",
	"ever", "everybody", "everyone", "everything", "five", "four", "give", "given", "gives", "giving", "go", "goes", "going",
	"gone", "keep", "keeps", "left", "lot", "lots", "made", "make", "makes", "making", "many", "might", "must", "need", "needed",
	"needs", "never", "next", "nobody", "nothing", "often", "once", "put", "quite", "said", "same", "say", "says", "several",
	"since", "somebody", "someone", "something", "take", "takes", "taking", "ten", "thing", "things", "though", "three",
	"throughout", "time", "times", "took", "twice", "two", "under", "until", "whole", "within", "yet", "一样的", "上次", "不过",
	"之前", "今天", "以为", "以前", "任何", "其他", "其它", "其实", "刚刚", "前面", "原来", "去年", "同一个", "同样", "后来",
	"哪个", "哪些", "居然", "差不多", "已经", "当年", "当时", "昨天", "最后", "有些", "有的", "本以为", "本来", "根本", "每个", "每天",
	"每次", "比较", "特别", "甚至", "的时候", "直接", "真的", "礼拜", "突然", "竟然", "第一", "第三", "第二", "终于", "经常",
	"结果", "至少", "虽然", "要是", "该", "这次", "那天", "都是", "除了", "非常",
};

/* What begins another clause: no name reaches over it. */
static const char *const clause[] = {
	"although", "because", "but", "if", "so", "that", "then", "though", "when", "where", "which", "while", "who", "但", "但是",
	"可是", "因为", "如果", "所以", "然后", "而且", "要是",
};

struct phrase {
	uint32_t word[NAME_WORDS];
	size_t n;
};

/* How much more often a word is met in a group, in `with` of its texts, than in all texts: the logarithm of it, at least 0. The group is
 * smoothed by PRIOR texts that have the word as often as all do: with few texts too, what they have in common comes first. */
static double
lift(const struct naming *n, uint32_t word, double with, double texts)
{
	uint32_t term = n->t->term[word];
	if (term == WORD_NONE)
		return 0;
	double all = (double)n->v->words.entry[word].value + (n->before ? n->before[term] : 0);
	double share = all / ((double)n->v->spoken + n->spoken), x = num_log((with + PRIOR * share) / ((texts + PRIOR) * share));
	return x > 0 ? x : 0;
}

static int
compare_word(const void *a, const void *b)
{
	return slice_cmp(*(const struct fb_str *)a, slice(*(const char *const *)b));
}

static bool
is_among(struct fb_str form, const char *const *list, size_t n)
{
	return bsearch(&form, list, n, sizeof *list, compare_word) != NULL;
}

#define IS_AMONG(form, list) is_among(form, list, sizeof(list) / sizeof *(list))

/* A number in digits, which are zeros here, or in Chinese. */
static bool
is_number(struct fb_str form)
{
	for (const char *p = form.p, *end = p + form.n; p < end; p += utf8_length((unsigned char)*p)) {
		struct fb_str c = { p, utf8_length((unsigned char)*p) };
		if (!IS_AMONG(c, numeral))
			return false;
	}
	return true;
}

static bool
says_something(const struct vocabulary *v, uint32_t word)
{
	struct fb_str form = v->words.entry[word].key;
	return !v->common[word] && form.n >= 2 && form.p[0] != WORD_SIGN && !is_number(form);
}

/* Whether a phrase may begin and end with it. */
static bool
makes_edge(const struct vocabulary *v, uint32_t word)
{
	return says_something(v, word) && !IS_AMONG(v->words.entry[word].key, inner);
}

/* Count the phrases of one text, each once. The value of an entry: the row of the last text with it + 1, and above 32 bits how many texts. */
static void
count_phrases(const struct vocabulary *v, const struct text *x, size_t row, struct map *count)
{
	const uint32_t *token = v->token + x->at;
	for (size_t i = 0; i < x->n; i++) {
		struct phrase f = { .n = 0 };
		if (!makes_edge(v, token[i] & ~WORD_BREAK))
			continue;
		for (size_t k = i; k < x->n && f.n < NAME_WORDS && (k == i || !(token[k] & WORD_BREAK)); k++) {
			f.word[f.n++] = token[k] & ~WORD_BREAK;
			if (IS_AMONG(v->words.entry[f.word[f.n - 1]].key, clause))
				break;
			if (!makes_edge(v, f.word[f.n - 1]))
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
is_han_character(struct fb_str form)
{
	return form.n > 0 && form.n <= 4 && (unsigned char)form.p[0] >= 0xe0;
}

static bool
is_short(const struct vocabulary *v, uint32_t word)
{
	return is_han_character(v->words.entry[word].key);
}

static bool
is_han(struct fb_str form)
{
	return form.n > 0 && (unsigned char)form.p[0] >= 0xe3 && (unsigned char)form.p[0] < 0xf0;
}

static bool
is_bare(const struct vocabulary *v, uint32_t word)
{
	struct fb_str form = v->words.entry[word].key;
	return form.n <= 6 && is_han(form);
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

/* How typical the phrase is of a group (naming.h), of which `texts` texts are counted; 0 where it is no name. */
static double
score_phrase(const struct naming *n, const struct map *count, const struct candidate *x, double texts)
{
	double alone = is_bare(n->v, x->f.word[0]) ? BARE : SINGLE, eighth = sqrt(sqrt(sqrt((double)x->texts)));
	double terms = 0, rest = x->f.n == 1 ? alone : x->texts == 1 ? ONCE : 1;
	bool whole = false;
	for (size_t w = 0; w < x->f.n; w++) {
		uint32_t word = x->f.word[w];
		const struct map_entry *held = map_find(count, (struct fb_str){ (const char *)&word, sizeof word });
		double with = held ? (double)(held->value >> 32) : 0, more = with > 1 ? with - 1 : ALONE;
		bool again = false;
		if (!says_something(n->v, word)) {
			rest *= SILENT;
			continue;
		}
		whole |= !is_short(n->v, word);
		for (size_t k = 0; k < w; k++)
			again |= x->f.word[k] == word;
		if (!again)
			terms += sqrt(more * sqrt(more)) * lift(n, word, with, texts) * (is_short(n->v, word) ? .5 : 1);
	}
	/* texts^(3/16) */
	return whole && (x->texts > 1 || is_open(n, &x->f)) ? eighth * sqrt(eighth) * terms * rest : 0;
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
		x.f.n = count.entry[i].key.n / sizeof *x.f.word;
		memcpy(x.f.word, count.entry[i].key.p, count.entry[i].key.n);
		x.score = score_phrase(n, &count, &x, (double)texts);
		if (x.score > 0)
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

/* One Chinese character or a number. */
static bool
is_part(const struct wording *w, size_t i)
{
	struct fb_str form = word_form(w, i);
	return is_number(form) || (is_han_character(form) && !word_is_common(form));
}

/* What the words [i, i + n) stand for in the value: a character alone at the edge is a part of a word that the dictionary does not
 * know where another stands beside it (微 信), or of an amount (三十 秒): that comes with it. So does a number before Chinese (一 条线). */
static struct fb_str
written(const struct wording *w, struct fb_str value, size_t i, size_t n)
{
	size_t first = i, last = i + n - 1;
	if (is_han_character(word_form(w, first)) && first > 0 && !w->word[first].breaks && is_part(w, first - 1))
		first--;
	if (is_han(word_form(w, first)) && first > 0 && !w->word[first].breaks && is_number(word_form(w, first - 1)))
		first--;
	if (is_han_character(word_form(w, last)) && last + 1 < w->n && !w->word[last + 1].breaks && is_part(w, last + 1))
		last++;
	return (struct fb_str){ value.p + w->word[first].from, w->word[last].to - w->word[first].from };
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
