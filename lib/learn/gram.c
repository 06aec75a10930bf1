#include "learn/gram.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/normal.h"
#include "text/utf8.h"

/* Odd numbers without structure: the first digits of the golden ratio, and of the square roots of 2, 3, 5 and 7. */
static const uint64_t SIGN = 0x9e3779b97f4a7c15u, STEP = 0x6a09e667f3bcc909u, LETTER = 0xbb67ae8584caa73bu,
	SEED = 0x3c6ef372fe94f82bu, LETTER_SEED = 0xa54ff53a5f1d36f1u;
/* Of the units that begin a clause, end it and are denied: the same of 11, 13 and 17. */
static const uint64_t FIRST = 0x510e527fade682d1u, LAST = 0x9b05688c2b3e6c1fu, DENIED = 0x1f83d9abfb41bd6bu;

enum { BLANK, MARK, DIGIT, WORD, IDEOGRAM };

/* Bits of the table of n-grams that were met. A text too long for the most may count some twice. */
enum { SEEN_LEAST = 12, SEEN_MOST = 20, SEEN_STEPS = 64 };
enum { SCOPE = 5 /* units */ };

static const uint8_t ascii[128] = {
	['0'] = DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT,
	['a'] = WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD,
	WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD,
	['A'] = WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD,
	WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD,
	['_'] = WORD,
	['!'] = MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK, MARK,
	[':'] = MARK, MARK, MARK, MARK, MARK, MARK, MARK,
	['['] = MARK, MARK, MARK, MARK, ['`'] = MARK, ['{'] = MARK, MARK, MARK, MARK,
};

static inline int
class_of(uint32_t c)
{
	if (c < 128)
		return ascii[c];
	if (c - 0x3400 < 0xa000 - 0x3400)
		return IDEOGRAM;
	if (c - 0x3041 < 0x3100 - 0x3041 || c - 0x20000 < 0x20000 || c - 0xf900 < 0x200 || c - 0xe00 < 0x100)
		return IDEOGRAM;
	/* Letters outside: Latin to Georgian and Ethiopic, Hangul. What lies between them is punctuation and symbols. */
	if (c - 0xc0 < 0x2000 - 0xc0)
		return c == 0xd7 || c == 0xf7 ? MARK : WORD;
	if (c - 0xac00 < 0xd7a4 - 0xac00)
		return WORD;
	return c == 0xa0 || c == 0x3000 || c - 0x2000 < 0x10 || c == 0x2028 || c == 0x2029 ? BLANK : MARK;
}

static inline uint64_t
mixed(uint64_t h)
{
	h ^= h >> 32;
	h *= 0xd6e8feb86659fd93u;
	h ^= h >> 32;
	return h * 0xd6e8feb86659fd93u;
}

/* Symbols: the characters of a text's normal form */

static uint32_t *
symbols_room(struct grams *g, size_t bytes)
{
	if (g->symbol_cap < bytes + 1)
		g->symbol = xgrow(g->symbol, &g->symbol_cap, bytes + 1, sizeof *g->symbol);
	return g->symbol;
}

static size_t
symbols_of_folded(struct grams *g, struct fb_str text)
{
	uint32_t *s = symbols_room(g, text.n);
	size_t n = 0;
	for (const char *p = text.p, *end = p + text.n; p < end;)
		s[n++] = utf8_next(&p);
	return n;
}

/* Straight from a value where the form of each of its characters is one character whatever stands beside it, which is
 * nearly always; SIZE_MAX where not. */
static size_t
symbols_of_plain(struct grams *g, struct fb_str value)
{
	uint32_t *s = symbols_room(g, value.n);
	size_t n = 0;
	for (const char *p = value.p, *end = p + value.n; p < end;) {
		unsigned char lead = (unsigned char)*p;
		uint32_t form;
		if (lead >= 0xf0)
			return SIZE_MAX;
		form = normal_bmp[utf8_next(&p)];
		if (lead >= 0x80 && normal_depends(form))
			return SIZE_MAX;
		s[n] = form;
		n += form != 0;
	}
	return n;
}

/* Cutting */

struct clause {                 /* the one that the last unit is in */
	size_t units;           /* of it, so far; 0: there is none */
	unsigned scope;         /* how many of the next units are denied, unless it ends before */
	size_t denial;          /* where the last negation begins */
	struct { uint64_t unit; size_t from, end; } last, before;
	bool follows;           /* the last unit is denied too */
};

struct cutter {
	struct grams *g;
	const uint32_t *symbol;
	size_t n;
	uint64_t salt;
	bool spans, repeats, clauses;
	struct clause clause;
	unsigned letters;               /* of the longest letter n-grams */
	unsigned shift;                 /* the high bits of a key are its place in seen[] */
	/* The keys of the unit n-grams that end at the last unit, and where they begin. */
	uint64_t key[GRAM_UNITS];
	size_t from[GRAM_UNITS];
	unsigned units, signs;          /* how many units, and signs in a row, end here; at most GRAM_UNITS */
};

/* At least 16 places for each symbol, or the most; returns the bits. The table only grows: a long text's is kept, and a short one
 * uses the front of it, which stays in the cache. */
static unsigned
seen_room(struct grams *g, size_t symbols)
{
	unsigned bits = SEEN_LEAST;
	while (bits < SEEN_MOST && (size_t)1 << bits < 16 * symbols)
		bits++;
	if (bits > g->seen_bits) {
		free(g->seen);
		g->seen = xcalloc((size_t)1 << bits, sizeof *g->seen);
		g->seen_bits = bits;
	}
	return bits;
}

/* Room for what a text of that many symbols can have: 4 n-grams end at a sign, and 3 + 4 and 4 for the ends at a letter;
 * 1 + 2 + 2 at a unit that begins a clause, is denied and ends it. */
static void
make_room(struct grams *g, size_t symbols, bool spans)
{
	size_t want = g->n + 16 * symbols + 16;
	if (want > g->cap)
		g->key = xgrow(g->key, &g->cap, want, sizeof *g->key);
	if (spans && want > g->span_cap)
		g->span = xgrow(g->span, &g->span_cap, want, sizeof *g->span);
}

/* The place of a mark whose own is taken by another n-gram of the record. */
static __attribute__((noinline)) uint32_t *
seen_place(struct grams *g, size_t at, uint32_t mark)
{
	size_t last = ((size_t)1 << g->seen_bits) - 1;
	for (unsigned step = 0; step < SEEN_STEPS && g->seen[at] >> 16 == g->record && g->seen[at] != mark; step++)
		at = (at + 1) & last;
	return &g->seen[at];
}

/* One n-gram, of the symbols [from, end): written, and kept if it is new. */
static inline __attribute__((always_inline)) void
put(struct cutter *c, uint64_t key, size_t from, size_t end)
{
	struct grams *g = c->g;
	key ^= c->salt;
	if (c->spans)
		g->span[g->n] = (struct gram_span){ g->at[from], g->at[end] - g->at[from] };
	g->key[g->n] = key;
	if (c->repeats) {
		g->n++;
		return;
	}
	uint32_t *place = &g->seen[key >> c->shift], mark = g->record << 16 | (uint32_t)(key >> 24 & 0xffff);
	if (*place >> 16 == g->record && *place != mark)
		place = seen_place(g, key >> c->shift, mark);
	g->n += *place != mark;
	*place = mark;
}

/* What divides clauses. */
static inline bool
divides(uint32_t c)
{
	switch (c) {
	case '.': case ',': case ';': case ':': case '!': case '?': case '~': case '(': case ')':
	case 0x3001: case 0x3002: case 0x2026:          /* 、 。 … */
		return true;
	}
	return false;
}

/* 不 没 别 未 无, as a sign at i; but 不过 is "however". */
static inline bool
negates(const struct cutter *c, size_t i)
{
	switch (c->symbol[i]) {
	case 0x4e0d:
		return i + 1 == c->n || c->symbol[i + 1] != 0x8fc7;
	case 0x6ca1: case 0x522b: case 0x672a: case 0x65e0:
		return true;
	}
	return false;
}

static inline __attribute__((always_inline)) void
clause_end(struct cutter *c)
{
	const struct clause *l = &c->clause;
	if (l->units > 0)
		put(c, LAST * STEP + l->last.unit, l->last.from, l->last.end);
	if (l->units > 1)
		put(c, (LAST * STEP + l->before.unit) * STEP + l->last.unit, l->before.from, l->last.end);
	c->clause.units = 0;
	c->clause.scope = 0;
}

/* One more unit: what it is to its clause. */
static inline __attribute__((always_inline)) void
clause_add(struct cutter *c, uint64_t unit, size_t from, size_t end, bool word)
{
	struct clause *l = &c->clause;
	if (!word && divides(c->symbol[from])) {
		clause_end(c);
		return;
	}
	l->before = l->last;
	l->last.unit = unit;
	l->last.from = from;
	l->last.end = end;
	if (++l->units == 1)
		put(c, FIRST * STEP + unit, from, end);
	else if (l->units == 2)
		put(c, (FIRST * STEP + l->before.unit) * STEP + unit, l->before.from, end);
	if (!word && negates(c, from)) {
		l->scope = SCOPE;
		l->denial = from;
		l->follows = false;
	} else if (l->scope > 0) {
		put(c, DENIED * STEP + unit, l->denial, end);
		if (l->follows)
			put(c, (DENIED * STEP + l->before.unit) * STEP + unit, l->denial, end);
		l->follows = true;
		l->scope--;
	}
}

/* One more unit, the symbols [from, end): the n-grams that end with it. */
static inline __attribute__((always_inline)) void
unit_add(struct cutter *c, uint64_t unit, size_t from, size_t end, bool word)
{
	for (int n = GRAM_UNITS - 1; n > 0; n--) {
		c->key[n] = c->key[n - 1] * STEP + unit;
		if (c->spans)
			c->from[n] = c->from[n - 1];
	}
	c->key[0] = SEED * STEP + unit;
	c->from[0] = from;
	c->units += c->units < GRAM_UNITS;
	c->signs = word ? 0 : c->signs + (c->signs < GRAM_UNITS);
	unsigned longest = c->signs == GRAM_UNITS ? GRAM_UNITS : c->units < GRAM_WORDS ? c->units : GRAM_WORDS;
	for (unsigned n = 0; n < longest; n++)
		put(c, c->key[n], c->from[n], end);
	if (c->clauses)
		clause_add(c, unit, from, end, word);
}

/* The letter n-grams of a word. */
struct letters {
	uint64_t key[GRAM_LETTERS];
	size_t from[GRAM_LETTERS];
	unsigned n;
};

static inline void
letter_add(struct cutter *c, struct letters *l, uint32_t letter, size_t from, size_t end)
{
	for (int n = GRAM_LETTERS - 1; n > 0; n--) {
		l->key[n] = (l->key[n - 1] + letter + 1) * LETTER;
		l->from[n] = l->from[n - 1];
	}
	l->key[0] = (LETTER_SEED + letter + 1) * LETTER;
	l->from[0] = from;
	l->n += l->n < c->letters;
	for (unsigned n = 1; n < l->n; n++)
		put(c, l->key[n], l->from[n], end);
}

/* [phone]: the end of a placeholder that begins at i, or 0. */
static size_t
placeholder(const struct cutter *c, size_t i)
{
	size_t k = i + 1;
	while (k < c->n && k - i < 32 && (c->symbol[k] - 'a' < 26 || c->symbol[k] == '_'))
		k++;
	return k < c->n && c->symbol[k] == ']' && k - i > 2 ? k + 1 : 0;
}

/* Whether the characters of word stand at i. */
static bool
stands(const struct cutter *c, size_t i, const char *word)
{
	for (; *word; i++, word++)
		if (i >= c->n || c->symbol[i] != (unsigned char)*word)
			return false;
	return true;
}

/* The end of a web address that begins at i, or 0. */
static size_t
address(const struct cutter *c, size_t i)
{
	size_t k = i;
	if (!stands(c, i, "http://") && !stands(c, i, "https://") && !stands(c, i, "www."))
		return 0;
	while (k < c->n && c->symbol[k] > ' ' && c->symbol[k] < 0x7f && !strchr("\"<>\\^`{|}", (int)c->symbol[k]))
		k++;
	while (k > i && strchr(".,;:!?'()", (int)c->symbol[k - 1]))
		k--;
	return k;
}

static inline bool
goes_on(const struct cutter *c, size_t i, bool segmented)
{
	if (i >= c->n)
		return false;
	int k = class_of(c->symbol[i]);
	if (segmented)
		return k != BLANK;
	if (c->symbol[i] == '\'' && i + 1 < c->n)
		return class_of(c->symbol[i + 1]) == WORD;
	return k == WORD || k == DIGIT;
}

/* A word that begins at i: its end. */
static inline size_t
word_add(struct cutter *c, size_t i, bool segmented)
{
	enum { START = 2, STOP = 3 };   /* marks of a word's ends: no text has these characters */
	static const char url[] = "[url]";
	uint32_t start = c->symbol[i];
	size_t from = i, first = c->g->n, held = start == '[' ? placeholder(c, i) : 0, web = start == 'h' || start == 'w' ? address(c, i) : 0;
	uint64_t h = 0;
	if (web && !segmented) {
		for (const char *p = url; *p; p++)
			h = (h + (unsigned char)*p + 1) * LETTER;
		unit_add(c, mixed(h), from, web, true);
		return web;
	}
	struct letters l = { .n = 0 };
	if (!held)
		letter_add(c, &l, START, i, i);
	do {
		uint32_t letter = class_of(c->symbol[i]) == DIGIT ? '0' : c->symbol[i];
		h = (h + letter + 1) * LETTER;
		if (!held)
			letter_add(c, &l, letter, i, i + 1);
		i++;
	} while (held ? i < held : goes_on(c, i, segmented));
	if (!held)
		letter_add(c, &l, STOP, i, i);
	/* Nobody reads half a word: its letters stand for it. */
	for (size_t k = first; c->spans && k < c->g->n; k++)
		c->g->span[k] = (struct gram_span){ c->g->at[from], c->g->at[i] - c->g->at[from] };
	unit_add(c, mixed(h), from, i, true);
	return i;
}

static inline __attribute__((always_inline)) void
cut(struct grams *g, size_t n, unsigned how, uint64_t salt, bool spans)
{
	bool segmented = how & GRAM_SEGMENTED;
	struct cutter c = { .g = g, .symbol = g->symbol, .n = n, .salt = salt ? mixed(salt) : 0, .spans = spans, .repeats = how & GRAM_REPEATS,
		.clauses = !(how & (GRAM_PLAIN | GRAM_SEGMENTED)), .letters = how & GRAM_PLAIN ? GRAM_LETTERS_PLAIN : GRAM_LETTERS };
	make_room(g, n, spans);
	c.shift = 64 - seen_room(g, n);
	for (size_t i = 0; i < n;) {
		uint32_t ch = c.symbol[i];
		int k = class_of(ch);
		if (k == BLANK)
			i++;
		else if (segmented || k == WORD || k == DIGIT || (ch == '[' && placeholder(&c, i)))
			i = word_add(&c, i, segmented);
		else {
			unit_add(&c, (ch + 1) * SIGN, i, i + 1, false);
			i++;
		}
	}
	clause_end(&c);
}

static void
cut_symbols(struct grams *g, size_t n, unsigned how, uint64_t salt)
{
	if (how == 0)
		cut(g, n, 0, salt, false);
	else if (how == GRAM_PLAIN)
		cut(g, n, GRAM_PLAIN, salt, false);
	else
		cut(g, n, how, salt, false);
}

void
grams_begin(struct grams *g)
{
	g->n = 0;
	if (++g->record == 1 << 16) {
		if (g->seen)
			memset(g->seen, 0, sizeof *g->seen << g->seen_bits);
		g->record = 1;
	}
}

void
grams_add(struct grams *g, struct fb_str value, unsigned how, uint64_t salt)
{
	size_t n = symbols_of_plain(g, value);
	if (n == SIZE_MAX) {
		normal_fold(value, &g->folded);
		n = symbols_of_folded(g, buf_str(&g->folded));
	}
	cut_symbols(g, n, how, salt);
}

void
grams_add_folded(struct grams *g, struct fb_str text, unsigned how, uint64_t salt)
{
	cut_symbols(g, symbols_of_folded(g, text), how, salt);
}

void
grams_spans(struct grams *g, struct fb_str text, unsigned how, uint64_t salt)
{
	size_t n = symbols_of_folded(g, text), at = 0;
	if (g->at_cap < n + 1)
		g->at = xgrow(g->at, &g->at_cap, n + 1, sizeof *g->at);
	for (size_t i = 0; i < n; i++) {
		g->at[i] = (uint32_t)at;
		at += utf8_length((unsigned char)text.p[at]);
	}
	g->at[n] = (uint32_t)at;
	cut(g, n, how, salt, true);
}

uint64_t
gram_of_signs(struct fb_str word, uint64_t salt)
{
	uint64_t key = SEED;
	unsigned n = 0;
	for (const char *p = word.p, *end = p + word.n; p < end; n++)
		key = key * STEP + (uint64_t)(utf8_next(&p) + 1) * SIGN;
	return n && n <= GRAM_UNITS ? key ^ (salt ? mixed(salt) : 0) : 0;
}

uint64_t
gram_of_unit(struct fb_str unit, uint64_t salt)
{
	const char *p = unit.p;
	uint64_t h = 0;
	uint32_t c = utf8_get(p);
	if (class_of(c) != WORD && class_of(c) != DIGIT)
		return gram_of_signs((struct fb_str){ p, utf8_length((unsigned char)*p) }, salt);
	while (p < unit.p + unit.n) {
		c = utf8_next(&p);
		h = (h + (class_of(c) == DIGIT ? '0' : c) + 1) * LETTER;
	}
	return (SEED * STEP + mixed(h)) ^ (salt ? mixed(salt) : 0);
}

void
grams_free(struct grams *g)
{
	free(g->key);
	free(g->span);
	free(g->symbol);
	free(g->at);
	free(g->seen);
	buf_free(&g->folded);
	*g = (struct grams){ 0 };
}
