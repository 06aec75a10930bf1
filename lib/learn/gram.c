#include "learn/gram.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/utf8.h"

/* Odd numbers without structure: the first digits of the golden ratio, and of the square roots of 2, 3, 5 and 7. */
static const uint64_t SIGN = 0x9e3779b97f4a7c15u, STEP = 0x6a09e667f3bcc909u, LETTER = 0xbb67ae8584caa73bu,
	SEED = 0x3c6ef372fe94f82bu, LETTER_SEED = 0xa54ff53a5f1d36f1u;

enum { BLANK, MARK, DIGIT, WORD, IDEOGRAM };

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

/* The units of the text so far, so that a repeat is known. Places count on from text to text: what lies before `base` is
 * from an earlier one. */
enum { HEADS = 1 << 11, LOOK_BACK = 16, LEAST_SLOTS = 1 << 11, MOST_SLOTS = 1 << 17 };

struct gram_past {
	uint32_t head[HEADS];   /* last place of a unit whose hash begins so */
	uint32_t base, next;
	uint64_t *unit;         /* [next - base]; with the place before it in prev */
	uint32_t *prev;
	size_t unit_cap, prev_cap;
	/* Letter n-grams of the text: a slot is taken where its high half is the text's number; the low half is of the key. */
	uint64_t *seen;
	size_t slots, taken;    /* slots is a power of two */
	uint32_t text;
};

static void
past_begin(struct grams *g, size_t bytes)
{
	struct gram_past *p = g->past ? g->past : (g->past = xcalloc(1, sizeof *p));
	if (p->next > UINT32_MAX - (uint32_t)bytes - 2) {
		memset(p->head, 0, sizeof p->head);
		p->next = 0;
	}
	if (++p->text == 0) {
		memset(p->seen, 0, p->slots * sizeof *p->seen);
		p->text = 1;
	}
	size_t slots = LEAST_SLOTS;
	while (slots < MOST_SLOTS && slots < 4 * bytes)
		slots *= 2;
	if (slots > p->slots) {
		free(p->seen);
		p->seen = xcalloc(p->slots = slots, sizeof *p->seen);
	}
	p->taken = 0;
	p->base = p->next += 1;
	if (p->unit_cap < bytes + 1) {
		p->unit = xgrow(p->unit, &p->unit_cap, bytes + 1, sizeof *p->unit);
		p->prev = xgrow(p->prev, &p->prev_cap, bytes + 1, sizeof *p->prev);
	}
}

/* Take one more unit; returns how many units that end with it, up to GRAM_UNITS, were in the text before in this order. */
static inline unsigned
past_add(struct gram_past *p, uint64_t unit)
{
	uint32_t at = p->next++, *head = &p->head[unit >> 53], before = *head;
	const uint64_t *u = p->unit;
	size_t i = at - p->base;
	unsigned longest = 0;
	p->unit[i] = unit;
	p->prev[i] = before;
	*head = at;
	for (int k = 0; before >= p->base && k < LOOK_BACK && longest < GRAM_UNITS; k++) {
		size_t j = before - p->base;
		unsigned n = 0;
		while (n <= j && n < GRAM_UNITS && u[i - n] == u[j - n])
			n++;
		longest = n > longest ? n : longest;
		before = p->prev[j];
	}
	return longest;
}

/* Whether a letter n-gram is new in the text. */
static inline bool
past_letters(struct gram_past *p, uint64_t key)
{
	uint64_t mark = (uint64_t)p->text << 32 | (uint32_t)key;
	size_t i = (size_t)(key >> 40) & (p->slots - 1);
	while (p->seen[i] >> 32 == p->text) {
		if (p->seen[i] == mark)
			return false;
		i = (i + 1) & (p->slots - 1);
	}
	if (2 * p->taken < p->slots) {
		p->seen[i] = mark;
		p->taken++;
	}
	return true;
}

/* The keys of the last n-grams, as they roll. */
struct rolling {
	uint64_t key[GRAM_UNITS];       /* key[n-1]: the n-gram that ends here */
	uint32_t at[GRAM_UNITS];        /* where it begins */
	unsigned units, signs;          /* how many units, and signs in a row, end here; at most GRAM_UNITS */
};

struct cutter {
	struct grams *g;
	const char *text, *end;
	uint64_t salt;
	bool spans;
	struct rolling r;
};

static inline void
put(struct cutter *c, uint64_t key, size_t at, size_t end)
{
	struct grams *g = c->g;
	if (c->spans)
		g->span[g->n] = (struct gram_span){ (uint32_t)at, (uint32_t)(end - at) };
	g->key[g->n++] = key ^ c->salt;
}

/* Room for what a text of that many bytes can have: 4 n-grams end at a sign, and 3 + 3 and 2 for the ends at a letter. */
static void
make_room(struct grams *g, size_t bytes, bool spans)
{
	size_t want = g->n + 10 * bytes + 16;
	if (want > g->cap)
		g->key = xgrow(g->key, &g->cap, want, sizeof *g->key);
	if (spans && want > g->span_cap)
		g->span = xgrow(g->span, &g->span_cap, want, sizeof *g->span);
}

/* One more unit, [at, end) of the text, of which `known` units that end here were seen before: the n-grams that end with it. */
static inline __attribute__((always_inline)) void
unit_add(struct cutter *c, uint64_t unit, unsigned known, size_t at, size_t end, bool word)
{
	struct rolling *r = &c->r;
	for (int n = GRAM_UNITS - 1; n > 0; n--) {
		r->key[n] = r->key[n - 1] * STEP + unit;
		if (c->spans)
			r->at[n] = r->at[n - 1];
	}
	r->key[0] = SEED * STEP + unit;
	r->at[0] = (uint32_t)at;
	r->units += r->units < GRAM_UNITS;
	r->signs = word ? 0 : r->signs + (r->signs < GRAM_UNITS);
	unsigned longest = r->signs == GRAM_UNITS ? GRAM_UNITS : r->units < GRAM_WORDS ? r->units : GRAM_WORDS;
	for (unsigned n = known; n < longest; n++)
		put(c, r->key[n], r->at[n], end);
	c->g->units++;
}

/* The letter n-grams of a word, [at, end) of the text. */
struct letters {
	uint64_t key[GRAM_LETTERS];
	uint32_t at[GRAM_LETTERS];
	unsigned n;
};

static inline void
letter_add(struct cutter *c, struct letters *l, uint32_t letter, size_t at, size_t end)
{
	for (int n = GRAM_LETTERS - 1; n > 0; n--) {
		l->key[n] = (l->key[n - 1] + letter + 1) * LETTER;
		l->at[n] = l->at[n - 1];
	}
	l->key[0] = (LETTER_SEED + letter + 1) * LETTER;
	l->at[0] = (uint32_t)at;
	l->n += l->n < GRAM_LETTERS;
	for (unsigned n = 1; n < l->n; n++)
		if (past_letters(c->g->past, l->key[n]))
			put(c, l->key[n], l->at[n], end);
}

/* [phone]: the end of a placeholder that begins at p, or NULL. */
static const char *
placeholder(const char *p, const char *end)
{
	const char *q = p + 1;
	while (q < end && q - p < 32 && ((*q >= 'a' && *q <= 'z') || *q == '_'))
		q++;
	return q < end && *q == ']' && q - p > 2 ? q + 1 : NULL;
}

static bool
goes_on(const char *p, const char *end, bool segmented)
{
	if (p >= end)
		return false;
	int k = class_of(utf8_get(p));
	if (segmented)
		return k != BLANK;
	if (*p == '\'' && p + 1 < end)
		return class_of(utf8_get(p + 1)) == WORD;
	return k == WORD || k == DIGIT;
}

/* The letter n-grams of the word [p, end). */
static void
letters_add(struct cutter *c, const char *p, const char *end)
{
	enum { START = 2, STOP = 3 };   /* marks of a word's ends: no text has these characters */
	struct letters l = { .n = 0 };
	size_t at = (size_t)(p - c->text), stop = (size_t)(end - c->text);
	letter_add(c, &l, START, at, at);
	while (p < end) {
		uint32_t ch = utf8_next(&p);
		size_t next = (size_t)(p - c->text);
		letter_add(c, &l, class_of(ch) == DIGIT ? '0' : ch, at, next);
		at = next;
	}
	letter_add(c, &l, STOP, stop, stop);
}

/* A word that begins at p: its end. */
static const char *
word_add(struct cutter *c, const char *p, bool segmented)
{
	const char *from = p, *held = *p == '[' ? placeholder(p, c->end) : NULL;
	uint64_t h = 0;
	do {
		uint32_t ch = utf8_next(&p);
		h = (h + (class_of(ch) == DIGIT ? '0' : ch) + 1) * LETTER;
	} while (held ? p < held : goes_on(p, c->end, segmented));
	h = mixed(h);
	unsigned known = past_add(c->g->past, h);
	if (!known && !held)
		letters_add(c, from, p);
	unit_add(c, h, known, (size_t)(from - c->text), (size_t)(p - c->text), true);
	return p;
}

static inline __attribute__((always_inline)) void
cut(struct grams *g, struct fb_str text, bool segmented, uint64_t salt, bool spans)
{
	struct cutter c = { g, text.p, text.p + text.n, salt ? mixed(salt) : 0, spans, { .units = 0 } };
	make_room(g, text.n, spans);
	past_begin(g, text.n);
	for (const char *p = text.p; p < c.end;) {
		uint32_t ch = utf8_get(p);
		int k = class_of(ch);
		const char *next = p + utf8_length((unsigned char)*p);
		if (k == BLANK)
			p = next;
		else if (segmented || k == WORD || k == DIGIT || (ch == '[' && placeholder(p, c.end)))
			p = word_add(&c, p, segmented);
		else {
			uint64_t unit = (ch + 1) * SIGN;
			unit_add(&c, unit, past_add(g->past, unit), (size_t)(p - text.p), (size_t)(next - text.p), false);
			p = next;
		}
	}
}

void
grams_add(struct grams *g, struct fb_str text, bool segmented, uint64_t salt)
{
	cut(g, text, segmented, salt, false);
}

void
grams_spans(struct grams *g, struct fb_str text, bool segmented, uint64_t salt)
{
	cut(g, text, segmented, salt, true);
}

void
grams_free(struct grams *g)
{
	free(g->key);
	free(g->span);
	if (g->past) {
		free(g->past->unit);
		free(g->past->prev);
		free(g->past->seen);
		free(g->past);
	}
	*g = (struct grams){ 0 };
}
