#include "text/compile.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/sort.h"
#include "text/lexicon.h"
#include "text/normal.h"
#include "text/trie.h"
#include "text/utf8.h"
#include "text/wordlist.h"

/* Met no more than that: left out; met more often than that: a word, whatever it is made of. */
enum { RARE = 3, FAMILIAR = 9000, LONG_NAME = 5 };

static const char numerals[] = "一二两三四五六七八九十百千万亿零〇几数多半";
static const char measures[] =
	"个种位名座条次部所层支项篇门间件块张片只头匹家场回遍步段句本册页行列排队群对双副套批帮班代届期号级等样点度元角分斤两吨米尺寸里亩岁"
	"天周秒刻季辈艘辆架台枚颗粒滴杯瓶碗盘袋包箱盒桶串束朵棵株根枝茎扇幅面道股阵番顿餐声口拳炮桩宗封首曲集卷章节则款类派路线轮局处些年月日时";
/* Of that shape, and words all the same. */
static const char *const no_measure[] = {
	"一样", "一起", "一些", "一时", "一等", "一级", "一度", "一面", "一线", "一口", "一路", "一道", "一股", "一号", "万分", "十分", "百分", "万里",
	"千里", "多样", "一角", "一类", "一点", "半天", "半点", "半路", "半年", "几度", "一次", "万元", "数列", "多面", "多年", "多次", "几时",
	"百家", "百年", "千年", "万年", "百日", "十年",
};
static const char *const determined[] = { "这时", "那时", "那年", "每年", "每天", "每日", "每月", "每周", "每次" };
/* Characters that stand alone so often that they are no part of unknown words. */
static const char loners[] =
	"的了是在有和就不人都一我你他她它也很太多上下里中来去到说要会着没看好自己这那吗呢吧啊么把被让给跟与及或但而且因为所以如果还又再更最挺蛮超真能可想"
	"用买卡加天个哥只条本台张件款之其此该各某每几两二三四五六七八九十百千万亿零半年月日时分元块号点次位名种家后前内外间起过得地从对向于以无非等将已未曾"
	"正便才则即却若虽仍比";
/* What each count of a character is raised by in weighing it as part of an unknown word. */
static const double UNSEEN = .3;

struct counts {
	uint32_t begin[LEXICON_CHARS], inner[LEXICON_CHARS], end[LEXICON_CHARS];
	uint64_t begins, inners, ends;
};

struct compiler {
	struct map word;                /* folded Han words; value: how often */
	struct map bare;                /* folded Han words without a frequency */
	struct map mixed;
	struct counts names;
	struct buf folded;
	uint64_t total;
	uint16_t id[LEXICON_CHARS];
	size_t ids;
	size_t left_out;
};

static bool
holds(const char *set, uint32_t c)
{
	char p[5] = { 0 };
	p[utf8_put(p, c)] = '\0';
	return strstr(set, p) != NULL;
}

/* The code points of a word of characters that the table has; 0: it holds others. */
static size_t
han_word(struct fb_str w, uint32_t *c)
{
	size_t n = 0;
	for (const char *p = w.p, *end = w.p + w.n; p < end; n++) {
		uint32_t x = lexicon_fold(utf8_next(&p));
		if (n == LEXICON_LONGEST || !lexicon_has(x))
			return 0;
		c[n] = x;
	}
	return n;
}

static bool
is_one_of(struct fb_str word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_is(word, list[i]))
			return true;
	return false;
}

/* 三十年, 第五章, 一个月, 这本, 每家 */
static bool
is_counted_measure(struct fb_str word, const uint32_t *c, size_t n, uint32_t often)
{
	size_t first = holds("第", c[0]), i = first;
	if (n == 2 && holds("这那每", c[0]) && holds(measures, c[1]))
		return often < FAMILIAR && !is_one_of(word, determined, sizeof determined / sizeof *determined);
	while (i < n && holds(numerals, c[i]))
		i++;
	if (i > first && i + 1 < n && holds("个", c[i]))
		return !holds("个劲样", c[i + 1]);
	return i > first && i + 1 == n && holds(measures, c[i]) && !is_one_of(word, no_measure, sizeof no_measure / sizeof *no_measure);
}

static void
count_name(struct counts *k, const uint32_t *c, size_t n)
{
	k->begin[c[0] - LEXICON_FIRST]++;
	k->begins++;
	for (size_t i = 1; i + 1 < n; i++, k->inners++)
		k->inner[c[i] - LEXICON_FIRST]++;
	k->end[c[n - 1] - LEXICON_FIRST]++;
	k->ends++;
}

/* 著 is written for 着, in words too; so both become one character, and a word's bytes are its characters' again. */
static struct fb_str
spell(struct buf *b, const uint32_t *c, size_t n)
{
	char p[4];
	b->n = 0;
	for (size_t i = 0; i < n; i++)
		buf_add(b, p, utf8_put(p, c[i]));
	return buf_str(b);
}

static int
take_word(void *job, const struct wordlist_line *line, struct fb_err *e)
{
	struct compiler *k = job;
	uint32_t c[LEXICON_LONGEST];
	(void)e;
	normal_fold(line->word, &k->folded);
	size_t n = han_word(buf_str(&k->folded), c);
	if (n == 0) {
		if (lexicon_is_mixed(buf_str(&k->folded)))
			map_put(&k->mixed, buf_str(&k->folded), NULL)->value = 1;
		else
			k->left_out++;
		return 0;
	}
	struct fb_str word = spell(&k->folded, c, n);
	bool transliterated = slice_is(line->speech, "nrt"), organisation = slice_is(line->speech, "nt");
	if (n > 1 && n <= 8 && transliterated)
		count_name(&k->names, c, n);
	if (line->counted && line->often == 0) {
		struct map_entry *w = map_find(&k->word, word);
		k->total -= w ? w->value : 0;
		k->left_out += w && w->value;
		if (w)
			w->value = 0;
	} else if (!line->counted) {
		map_put(&k->bare, word, NULL)->value = 1;
	} else if (n > 1 && (line->often <= RARE || (n >= LONG_NAME && organisation) || is_counted_measure(word, c, n, line->often))) {
		k->left_out++;
	} else {
		map_put(&k->word, word, NULL)->value += line->often;
		k->total += line->often;
	}
	return 0;
}

static uint16_t
cost_of(double part, double whole)
{
	double cost = LEXICON_SCALE * (num_log(whole) - num_log(part)) + .5;
	return cost < LEXICON_NEVER - 1 ? (uint16_t)cost : LEXICON_NEVER - 1;
}

/* The cost of the cheapest way to write these characters as two words or more. */
static uint64_t
split_cost(const struct compiler *k, struct fb_str word)
{
	uint64_t best[LEXICON_LONGEST * 4 + 1] = { 0 };
	for (size_t j = 1; j <= word.n; j++) {
		best[j] = UINT64_MAX / 2;
		for (size_t i = 0; i < j; i++) {
			const struct map_entry *w = map_find(&k->word, (struct fb_str){ word.p + i, j - i });
			if (w && w->value && j - i < word.n && best[i] + cost_of((double)w->value, (double)k->total) < best[j])
				best[j] = best[i] + cost_of((double)w->value, (double)k->total);
		}
	}
	return best[word.n];
}

/* Give the words that came without a frequency one: e times as probable as their split, but not more than one in a
 * thousand, and not less than they had. The total stays what it was. */
static void
weigh_bare(struct compiler *k)
{
	uint64_t *often = xcalloc(k->bare.n, sizeof *often);
	for (size_t i = 0; i < k->bare.n; i++) {
		uint64_t cost = split_cost(k, k->bare.entry[i].key);
		double share = cost < UINT32_MAX ? num_exp(1 - (double)cost / LEXICON_SCALE) : 0;
		often[i] = (uint64_t)((share < 1e-3 ? share : 1e-3) * (double)k->total) + 1 + RARE;
	}
	for (size_t i = 0; i < k->bare.n; i++) {
		struct map_entry *w = map_put(&k->word, k->bare.entry[i].key, NULL);
		if (w->value < often[i])
			w->value = often[i];
	}
	free(often);
}

struct rank {
	uint64_t often;
	uint32_t c;
};

static int
more_often(const void *a, const void *b)
{
	const struct rank *x = a, *y = b;
	return x->often != y->often ? (x->often < y->often) - (x->often > y->often) : (x->c > y->c) - (x->c < y->c);
}

/* Ids by frequency: what is looked up often lies together. */
static void
number_characters(struct compiler *k)
{
	struct rank *rank = xcalloc(LEXICON_CHARS, sizeof *rank);
	for (uint32_t c = 0; c < LEXICON_CHARS; c++)
		rank[c].c = c;
	for (size_t i = 0; i < k->word.n; i++) {
		uint32_t c[LEXICON_LONGEST];
		size_t n = han_word(k->word.entry[i].key, c);
		for (size_t j = 0; j < n; j++)
			rank[c[j] - LEXICON_FIRST].often += k->word.entry[i].value;
	}
	sort_items(rank, LEXICON_CHARS, sizeof *rank, more_often);
	for (k->ids = 0; k->ids < LEXICON_CHARS && rank[k->ids].often; k->ids++)
		k->id[rank[k->ids].c] = (uint16_t)(k->ids + 1);
	free(rank);
}

static void
add_words(const struct compiler *k, struct trie *t, struct lexicon_entry *entry)
{
	for (size_t i = 0; i < k->word.n; i++) {
		uint32_t c[LEXICON_LONGEST];
		uint16_t id[LEXICON_LONGEST];
		size_t n = han_word(k->word.entry[i].key, c);
		if (!k->word.entry[i].value)
			continue;
		uint16_t cost = cost_of((double)k->word.entry[i].value, (double)k->total);
		for (size_t j = 0; j < n; j++)
			id[j] = k->id[c[j] - LEXICON_FIRST];
		if (n == 1)
			entry[id[0]].cost = cost;
		else
			trie_add(t, id, n, cost);
	}
}

static uint16_t
part_cost(uint32_t count, uint64_t all, bool loner)
{
	/* Lists without names say nothing of unknown words. */
	return loner || !all ? LEXICON_LONER : cost_of(count + UNSEEN, (double)all);
}

static void
weigh_parts(const struct counts *k, struct lexicon_entry *x, uint32_t c)
{
	bool loner = holds(loners, c);
	uint32_t i = c - LEXICON_FIRST;
	x->begin = part_cost(k->begin[i], k->begins, loner);
	x->inner = part_cost(k->inner[i], k->inners, loner);
	x->end = part_cost(k->end[i], k->ends, loner);
}

/* The entries, their costs as words aside; entry 0 is what characters in no word have in common. */
static void
fill_entries(const struct compiler *k, struct lexicon_entry *entry, uint16_t *index, const struct trie *t)
{
	entry[0].begin = part_cost(0, k->names.begins, false);
	entry[0].inner = part_cost(0, k->names.inners, false);
	entry[0].end = part_cost(0, k->names.ends, false);
	for (uint32_t c = LEXICON_FIRST; c < LEXICON_END; c++) {
		uint32_t folded = lexicon_fold(c);
		uint16_t id = lexicon_has(folded) ? k->id[folded - LEXICON_FIRST] : 0;
		struct lexicon_entry *x = &entry[id];
		index[c - LEXICON_FIRST] = id;
		if (!id || c != folded)
			continue;
		x->letter = (uint16_t)c;
		x->id = id;
		x->base = trie_root(t, id);
		if (holds("一二三四五六七八九十百千万亿零〇两第", c))
			x->base |= LEXICON_NUMERAL;
		if (holds("一二三四五六七八九十百千万亿零〇两月日分", c))
			x->base |= LEXICON_COUNTS;
		weigh_parts(&k->names, x, c);
	}
	for (size_t i = 0; i < k->mixed.n; i++) {
		uint32_t c = lexicon_fold(utf8_get(k->mixed.entry[i].key.p));
		if (lexicon_has(c))
			entry[k->id[c - LEXICON_FIRST]].base |= LEXICON_MIXED;
	}
}

static int
by_bytes(const void *a, const void *b)
{
	return slice_cmp(((const struct map_entry *)a)->key, ((const struct map_entry *)b)->key);
}

static void
write_file(struct compiler *k, struct buf *out, struct compiled *sum)
{
	struct lexicon_entry *entry = xcalloc(k->ids + 1, sizeof *entry);
	uint16_t *index = xcalloc(LEXICON_CHARS, sizeof *index);
	struct buf header = { 0 }, mixed = { 0 };
	struct trie t = { 0 };
	for (size_t i = 0; i <= k->ids; i++)
		entry[i].cost = cost_of(1, (double)k->total);
	add_words(k, &t, entry);
	trie_build(&t, (uint16_t)k->ids);
	fill_entries(k, entry, index, &t);
	struct map_entry *sorted = xcalloc(k->mixed.n, sizeof *sorted);
	if (k->mixed.n)
		memcpy(sorted, k->mixed.entry, k->mixed.n * sizeof *sorted);
	sort_items(sorted, k->mixed.n, sizeof *sorted, by_bytes);
	for (size_t i = 0; i < k->mixed.n; i++) {
		buf_slice(&mixed, sorted[i].key);
		buf_char(&mixed, '\n');
	}
	buf_printf(&header, "words %zu\nmixed %zu\ncharacters %zu\nweight %llu\n", k->word.n, k->mixed.n, k->ids,
	    (unsigned long long)k->total);
	const struct container_part part[] = {
		{ "index", index, LEXICON_CHARS * sizeof *index },
		{ "entry", entry, (k->ids + 1) * sizeof *entry },
		{ "mixed", mixed.p ? mixed.p : "", mixed.n },
		{ "check", t.check, t.nodes * sizeof *t.check },
		{ "node", t.node, t.nodes * sizeof *t.node },
	};
	container_make_pieces(out, "dictionary", buf_str(&header), part, sizeof part / sizeof *part, LEXICON_FRONT);
	*sum = (struct compiled){ k->word.n, k->mixed.n, k->left_out, t.nodes };
	free(sorted);
	free(entry);
	free(index);
	trie_free(&t);
	buf_free(&header);
	buf_free(&mixed);
}

int
compile_lists(struct buf *out, char *const *list, size_t lists, struct compiled *c, struct fb_err *e)
{
	struct compiler *k = xcalloc(1, sizeof *k);
	int rc = 0;
	for (size_t i = 0; i < lists && rc == 0; i++)
		rc = wordlist_read(list[i], take_word, k, e);
	if (rc == 0 && k->total == 0)
		rc = err_set(e, FB_EDATA, "%s: no word with a frequency: a line is a word, a blank and how often it is met",
		    lists ? list[0] : "no list");
	if (rc == 0) {
		weigh_bare(k);
		number_characters(k);
		write_file(k, out, c);
		if (c->nodes > LEXICON_BASE)
			rc = err_set(e, FB_EDATA, "%zu nodes are more than the %d that a dictionary holds: take fewer words", c->nodes, LEXICON_BASE);
	}
	map_free(&k->word);
	map_free(&k->bare);
	map_free(&k->mixed);
	buf_free(&k->folded);
	free(k);
	return rc;
}
