#include "text/lexicon.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/msg.h"
#include "base/num.h"
#include "base/sort.h"
#include "base/where.h"
#include "text/normal.h"
#include "text/utf8.h"
#include "text/wordlist.h"

enum { USER_BIAS = 1 << 30, MIXED_LONGEST = 96 };

uint32_t
lexicon_fold(uint32_t c)
{
	c = normal_char(c);
	return c == 0x8457 ? 0x7740 : c;
}

size_t
lexicon_han(const struct lexicon *l, const char *p, struct lexicon_entry *x)
{
	uint32_t c = utf8_get(p), folded = lexicon_fold(c);
	if ((lexicon_has(c) || (c > 0x2e80 && lexicon_has(folded))) && folded - 0x4dc0 >= 0x40)
		*x = *lexicon_look(l, lexicon_has(c) ? c : folded);
	else if (c == 0x3007)
		*x = *lexicon_look(l, 0x96f6);
	else if ((c >= 0x20000 && c < 0x40000) || (folded >= 0x20000 && folded < 0x40000))
		*x = l->entry[0];
	else
		return 0;
	return utf8_length((unsigned char)*p);
}

static bool
is_alnum(uint32_t c)
{
	return ascii_letter(c) || c - '0' < 10;
}

bool
lexicon_is_mixed(struct fb_str word)
{
	bool letters = false, han_before = true;
	if (word.n == 0 || word.n > MIXED_LONGEST)
		return false;
	for (const char *p = word.p; p < word.p + word.n;) {
		uint32_t c = utf8_next(&p);
		bool han = lexicon_has(c), letter = is_alnum(c);
		if (c <= ' ' || c == '\\' || c == 0x7f || (han_before && !letter && !han))
			return false;
		letters |= letter;
		han_before &= han;
	}
	return letters;
}

static int
broken(const struct lexicon *l, struct fb_err *e, const char *why)
{
	return err_set(e, FB_EDATA, "%s: %s: make the dictionary again", l->file.path, why);
}

static void
note_starts(struct lexicon *l, const struct lexicon_mixed *m)
{
	for (size_t i = 0; i < m->n; i++) {
		unsigned char first = (unsigned char)m->word[i].p[0], second = m->word[i].n > 1 ? (unsigned char)m->word[i].p[1] : 0;
		if (first >= 128)
			continue;
		/* A second character may be written in another form; and what follows a word of one is not known. */
		memset(l->mixed_start[first] + 16, 0xff, 16);
		if (m->word[i].n == 1)
			memset(l->mixed_start[first], 0xff, 16);
		else if (second < 128)
			l->mixed_start[first][second / 8] |= (uint8_t)(1 << second % 8);
	}
}

/* The lines of the section as sorted words. */
static int
read_mixed(struct lexicon *l, struct fb_err *e)
{
	struct fb_str text = container_section(&l->file, "mixed");
	size_t n = 0, cap = 0;
	struct fb_str *word = NULL;
	for (const char *p = text.p, *end = text.p + text.n; p < end;) {
		const char *eol = memchr(p, '\n', (size_t)(end - p));
		struct fb_str w = { p, eol ? (size_t)(eol - p) : 0 };
		if (w.n == 0 || w.n > MIXED_LONGEST || (n && slice_cmp(word[n - 1], w) >= 0)) {
			free(word);
			return broken(l, e, "section mixed is not a sorted list of words");
		}
		word = xgrow(word, &cap, n + 1, sizeof *word);
		word[n++] = w;
		p = eol + 1;
	}
	l->mixed = (struct lexicon_mixed){ .word = word, .n = n };
	note_starts(l, &l->mixed);
	return 0;
}

/* Whether a node of the n has a base above `most`: a sign tells, of sixteen at once. There are a quarter of a million, at each start. */
static bool
any_beyond(const uint32_t *node, size_t n, uint32_t most)
{
	typedef int32_t four __attribute__((vector_size(16)));
	four base[4], beyond = { 0 };
	int32_t rest = 0;
	size_t i = 0;
	for (; i + 16 <= n; i += 16) {
		memcpy(base, node + i, sizeof base);
		beyond |= ((int32_t)most - (base[0] & LEXICON_BASE)) | ((int32_t)most - (base[1] & LEXICON_BASE)) |
		    ((int32_t)most - (base[2] & LEXICON_BASE)) | ((int32_t)most - (base[3] & LEXICON_BASE));
	}
	for (; i < n; i++)
		rest |= (int32_t)most - (int32_t)(node[i] & LEXICON_BASE);
	return (beyond[0] | beyond[1] | beyond[2] | beyond[3] | rest) < 0;
}

static const char damaged[] = "its bytes do not match its digest";
static const char outside[] = "the trie points outside itself";

/* Indices, roots and ids stay in the sections, so that the segmenter need not look. Ids are numbered as entries are. */
static int
check(struct lexicon *l, struct fb_err *e)
{
	typedef uint16_t eight __attribute__((vector_size(16)));
	typedef uint32_t four __attribute__((vector_size(16)));
	uint32_t n = (uint32_t)l->entries;
	if (n == 0 || n > LEXICON_CHARS || l->nodes <= n || l->nodes > LEXICON_BASE)
		return broken(l, e, outside);
	l->most = (uint32_t)l->nodes - n;
	/* A difference below 0 has its sign set. An entry's first lane is the base, its second the id and above it the cost. */
	_Static_assert(sizeof(struct lexicon_entry) == sizeof(four) && offsetof(struct lexicon_entry, id) == 4, "two of four lanes");
	four entry, beyond = { 0 }, limit = { l->most, n - 1 }, part = { LEXICON_BASE, 0xffff };
	for (size_t i = 0; i < n; i++) {
		memcpy(&entry, l->entry + i, sizeof entry);
		beyond |= limit - (entry & part);
	}
	eight index, last = { 0 };
	for (size_t i = 0; i < LEXICON_CHARS; i += 8) {
		memcpy(&index, l->index + i, sizeof index);
		eight more = (eight)(index > last);
		last = (index & more) | (last & ~more);
	}
	for (size_t i = 0; i < 8; i++)
		beyond[0] |= n - 1 - last[i];
	return (beyond[0] | beyond[1]) >> 31 ? broken(l, e, outside) : 0;
}

/* All nodes are as they were written, and lead to others: 0, or FB_EDATA. */
static int
check_nodes(const struct lexicon *l, struct fb_err *e)
{
	if (!container_prove(&l->file, l->file.bytes.p, l->file.bytes.n))
		return broken(l, e, damaged);
	if (any_beyond(l->node, l->nodes, l->most))
		return broken(l, e, outside);
	__atomic_store_n(l->whole, true, __ATOMIC_RELEASE);
	return 0;
}

/* In the middle of a text there is nobody to hand an error to. */
static _Noreturn void
give_up(const struct fb_err *e)
{
	int status = msg_err(e);
	if (mem_last_act)
		mem_last_act();
	_exit(status);
}

void
lexicon_prove_all(const struct lexicon *l)
{
	struct fb_err e = { 0 };
	if (check_nodes(l, &e) != 0)
		give_up(&e);
}

uint16_t
lexicon_prove(const struct lexicon *l, size_t node)
{
	struct fb_err e = { 0 };
	bool inside = node < l->nodes;
	if (!inside || !container_prove(&l->file, l->node + node, sizeof *l->node) ||
	    !container_prove(&l->file, l->check + node, sizeof *l->check)) {
		broken(l, &e, inside ? damaged : outside);
		give_up(&e);
	}
	return l->check[node];
}

int
lexicon_open(struct lexicon *l, const char *path, struct fb_err *e)
{
	struct buf found = { 0 };
	*l = (struct lexicon){ 0 };
	int rc = path ? 0 : where_data(&found, "words.dict", e);
	if (rc == 0)
		rc = container_open_front(&l->file, path ? path : buf_cstr(&found), "dictionary", e);
	buf_free(&found);
	if (rc != 0)
		return rc;
	struct fb_str nodes = container_section(&l->file, "node");
	l->nodes = nodes.n / sizeof *l->node;
	l->entries = container_section(&l->file, "entry").n / sizeof *l->entry;
	l->index = container_array(&l->file, "index", LEXICON_CHARS, sizeof *l->index, e);
	l->entry = container_array(&l->file, "entry", l->entries, sizeof *l->entry, e);
	l->node = container_array(&l->file, "node", l->nodes, sizeof *l->node, e);
	l->check = container_array(&l->file, "check", l->nodes, sizeof *l->check, e);
	rc = l->index && l->entry && l->node && l->check ? check(l, e) : FB_EDATA;
	if (rc == 0)
		rc = read_mixed(l, e);
	l->whole = xcalloc(1, sizeof *l->whole);
	if (rc == 0 && container_proved(&l->file))
		rc = check_nodes(l, e);
	if (rc != 0)
		lexicon_close(l);
	return rc;
}

void
lexicon_close(struct lexicon *l)
{
	free((void *)(uintptr_t)l->mixed.word);
	free((void *)(uintptr_t)l->user_mixed.word);
	free(l->own);
	free(l->own_index);
	free(l->whole);
	map_free(&l->user);
	arena_free(&l->words);
	if (l->file.bytes.p)
		container_close(&l->file);
	*l = (struct lexicon){ 0 };
}

/* The letters of a word of characters that the table has; 0: it holds others. */
static size_t
word_letters(struct fb_str word, uint16_t *letter)
{
	size_t n = 0;
	for (const char *p = word.p, *end = word.p + word.n; p < end; n++) {
		uint32_t c = lexicon_fold(utf8_next(&p));
		if (n == LEXICON_LONGEST || !lexicon_has(c))
			return 0;
		letter[n] = (uint16_t)c;
	}
	return n;
}

/* Characters that no word of the dictionary holds get entries of their own when words with them are added. */
static void
need_entry(struct lexicon *l, uint32_t letter)
{
	if (l->own_index[letter - LEXICON_FIRST] || l->entries >= LEXICON_CHARS)
		return;
	struct lexicon_entry *x = &l->own[l->entries];
	*x = l->entry[0];
	x->letter = (uint16_t)letter;
	for (uint32_t c = LEXICON_FIRST; c < LEXICON_END; c++)
		if (lexicon_fold(c) == letter)
			l->own_index[c - LEXICON_FIRST] = (uint16_t)l->entries;
	l->entries++;
}

static void
mark_start(struct lexicon *l, uint32_t letter, uint32_t flag)
{
	if (!lexicon_has(letter))
		return;
	need_entry(l, letter);
	l->own[l->own_index[letter - LEXICON_FIRST]].base |= flag;
}

static struct fb_str
letters(const uint16_t *letter, size_t n)
{
	return (struct fb_str){ (const char *)letter, n * sizeof *letter };
}

static void
add_mixed(struct lexicon *l, struct fb_str word)
{
	struct lexicon_mixed *m = &l->user_mixed;
	struct fb_str *grown = xrealloc((void *)(uintptr_t)m->word, m->n + 1, sizeof *grown);
	grown[m->n++] = (struct fb_str){ arena_copy(&l->words, word.p, word.n), word.n };
	m->word = grown;
	mark_start(l, lexicon_fold(utf8_get(word.p)), LEXICON_MIXED);
}

static int
add_word(void *job, const struct wordlist_line *line, struct fb_err *e)
{
	struct lexicon *l = job;
	uint16_t letter[LEXICON_LONGEST];
	struct buf folded = { 0 };
	normal_fold(line->word, &folded);
	size_t n = word_letters(buf_str(&folded), letter);
	bool mixed = lexicon_is_mixed(buf_str(&folded));
	if (mixed)
		add_mixed(l, buf_str(&folded));
	buf_free(&folded);
	if (mixed)
		return 0;
	if (n == 0)
		return err_set(e, FB_EDATA, "'%.*s': a word of up to %d Chinese characters, or one with letters or digits, is wanted",
		    (int)line->word.n, line->word.p, LEXICON_LONGEST);
	double often = line->often < 1 ? 1 : line->often < LEXICON_WHOLE ? line->often : LEXICON_WHOLE;
	/* A word without a weight: cheaper than any other way to write its characters. */
	int32_t cost = line->counted ? (int32_t)(LEXICON_SCALE * (num_log(LEXICON_WHOLE) - num_log(often)) + .5)
	                             : -(int32_t)n * 24 * LEXICON_SCALE;
	for (size_t i = 1; i < n; i++) {
		need_entry(l, letter[i]);
		map_put(&l->user, letters(letter, i), NULL);
	}
	map_put(&l->user, letters(letter, n), NULL)->value = (uint64_t)((int64_t)cost + USER_BIAS);
	mark_start(l, letter[0], LEXICON_USER);
	return 0;
}

static int
by_bytes(const void *a, const void *b)
{
	return slice_cmp(*(const struct fb_str *)a, *(const struct fb_str *)b);
}

int
lexicon_add(struct lexicon *l, const char *path, struct fb_err *e)
{
	if (!l->own) {
		l->own = xmalloc(LEXICON_CHARS * sizeof *l->own);
		memcpy(l->own, l->entry, l->entries * sizeof *l->own);
		l->entry = l->own;
		l->own_index = xmalloc(LEXICON_CHARS * sizeof *l->own_index);
		memcpy(l->own_index, l->index, LEXICON_CHARS * sizeof *l->own_index);
		l->index = l->own_index;
	}
	int rc = wordlist_read(path, add_word, l, e);
	if (l->user_mixed.n)
		sort_items((void *)(uintptr_t)l->user_mixed.word, l->user_mixed.n, sizeof *l->user_mixed.word, by_bytes);
	note_starts(l, &l->user_mixed);
	return rc;
}

void
lexicon_user(const struct lexicon *l, const uint16_t *text, size_t n, void (*found)(void *job, size_t length, int32_t cost),
    void *job)
{
	for (size_t i = 1; i <= n; i++) {
		const struct map_entry *w = map_find(&l->user, letters(text, i));
		if (!w)
			return;
		if (w->value)
			found(job, i, (int32_t)w->value - USER_BIAS);
	}
}

/* Words of m that begin with key, among m->word[*low .. *high): narrows that range; says whether one is key itself. */
static bool
narrow(const struct lexicon_mixed *m, struct fb_str key, size_t *low, size_t *high)
{
	size_t a = *low, b = *high;
	while (a < b) {
		size_t mid = (a + b) / 2;
		if (slice_cmp(m->word[mid], key) < 0)
			a = mid + 1;
		else
			b = mid;
	}
	*low = a;
	for (b = *high; a < b;) {
		size_t mid = (a + b) / 2;
		const struct fb_str w = m->word[mid];
		if (w.n >= key.n && memcmp(w.p, key.p, key.n) == 0)
			a = mid + 1;
		else
			b = mid;
	}
	*high = a;
	return *low < *high && m->word[*low].n == key.n;
}

static size_t
longest(const struct lexicon_mixed *m, const char *p, const char *end)
{
	char text[MIXED_LONGEST + 4];
	size_t n = 0, low = 0, high = m->n, found = 0;
	for (const char *q = p; q < end && n < MIXED_LONGEST && low < high;) {
		uint32_t c = normal_char(utf8_next(&q));
		n += c ? utf8_put(text + n, c) : 0;
		/* Not the front of a longer Latin word or number. */
		bool whole = q == end || !is_alnum((unsigned char)*q) || !is_alnum((unsigned char)q[-1]);
		if (c && narrow(m, (struct fb_str){ text, n }, &low, &high) && whole)
			found = (size_t)(q - p);
	}
	return found;
}

size_t
lexicon_mixed_at(const struct lexicon *l, const char *p, const char *end)
{
	size_t own = l->user_mixed.n ? longest(&l->user_mixed, p, end) : 0;
	size_t built_in = longest(&l->mixed, p, end);
	return own > built_in ? own : built_in;
}

uint16_t
lexicon_cost(const struct lexicon *l, struct fb_str word)
{
	uint16_t letter[LEXICON_LONGEST];
	size_t n = word_letters(word, letter);
	if (n == 0)
		return LEXICON_NEVER;
	const struct lexicon_entry *x = lexicon_look(l, letter[0]);
	uint32_t base = x->base & LEXICON_BASE;
	uint16_t cost = x->cost;
	bool whole = lexicon_whole(l);
	for (size_t i = 1; i < n; i++) {
		uint16_t id = lexicon_look(l, letter[i])->id;
		if (!base || !id || (whole ? l->check[base + id] : lexicon_prove(l, base + id)) != id)
			return LEXICON_NEVER;
		cost = (uint16_t)lexicon_node_cost(l->node[base + id]);
		base = l->node[base + id] & LEXICON_BASE;
	}
	return cost;
}
