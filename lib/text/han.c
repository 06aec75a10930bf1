#include "text/han.h"

#include <stdlib.h>

#include "text/normal.h"
#include "text/utf8.h"

/* Of a run of m characters: x[0 .. m), and entries that match nothing behind them.
 *
 * Scores are costs times 4, and the two low bits say by which edge a place is reached: 3, 2, 1 by a word of one, two,
 * three characters; 0 by a longer or special one, whose length and kind stand in `far`. The smallest number so is the
 * cheapest path, and of equals the one whose last word is longer. */
enum { PAD = 4, FAR_NUMBER = 1 << 14, FAR_DATE = 1 << 15, FAR_LENGTH = (1 << 14) - 1, UNREACHED = INT32_MAX / 2 };

/* What can be said of a place before the scores are known: words of one to three characters from there, as scores; and
 * `more`, not 0 where there are others: the trie's base behind a third character, and flags. */
struct step {
	int32_t one, two, three;
	uint32_t more;
};

enum { MORE_BASE = LEXICON_BASE, MORE_REPEAT = 1 << 27, MORE_UNKNOWN = 1 << 28 };

struct han {
	struct step step[SEGMENT_RUN];
	struct lexicon_entry x[SEGMENT_RUN + PAD];
	uint32_t at[SEGMENT_RUN + 1];           /* byte offsets in the text; at[m]: the end */
	int32_t late[SEGMENT_RUN + 1];          /* by i: the best score of `far` edges that end there */
	uint16_t far[SEGMENT_RUN + 1];
	uint16_t word[SEGMENT_RUN + 1];         /* starts of words, last first */
	uint8_t back[SEGMENT_RUN + 1];
	int32_t score;                          /* of the place whose edges are looked for */
	size_t place, m;
};

size_t
han_look(const struct lexicon *l, const char *p, const char *end, struct lexicon_entry *x)
{
	uint32_t c = utf8_get(p), folded = lexicon_fold(c);
	(void)end;
	if (lexicon_has(c) && c - 0x4dc0 >= 0x40) {
		*x = l->entry[c - LEXICON_FIRST];
	} else if (c > 0x2e80 && lexicon_has(folded) && folded - 0x4dc0 >= 0x40) {
		*x = l->entry[folded - LEXICON_FIRST];
	} else if (c == 0x3007) {
		*x = l->entry[0x96f6 - LEXICON_FIRST];
	} else if ((c >= 0x20000 && c < 0x40000) || (folded >= 0x20000 && folded < 0x40000)) {
		*x = l->entry[0x4dbf - LEXICON_FIRST];          /* as one that no word holds */
		x->id = x->letter = 0;
		x->base = 0;
	} else {
		return 0;
	}
	return utf8_length((unsigned char)*p);
}

/* Dropped characters at p that a Han character follows: their bytes, or 0. */
static size_t
dropped_within(const struct lexicon *l, const char *p, const char *end)
{
	struct lexicon_entry x;
	const char *q = p;
	while (q < end && (unsigned char)*q >= 0x80 && normal_char(utf8_get(q)) == 0)
		q += utf8_length((unsigned char)*q);
	return q > p && q < end && (unsigned char)*q >= 0x80 && han_look(l, q, end, &x) ? (size_t)(q - p) : 0;
}

/* Read the run at p into h; returns its end. */
static const char *
__attribute__((noinline)) read_run(struct han *h, const struct lexicon *l, const char *text, const char *p, const char *end)
{
	size_t m = 0;
	while (p < end && m < SEGMENT_RUN) {
		unsigned char lead = (unsigned char)*p;
		h->at[m] = (uint32_t)(p - text);
		/* E4 B8 80 … E9 BF BF: U+4E00 – U+9FFF */
		if (lead - 0xe5u < 5 || (lead == 0xe4 && (unsigned char)p[1] >= 0xb8)) {
			h->x[m++] = l->entry[utf8_get(p) - LEXICON_FIRST];
			p += 3;
			continue;
		}
		if (lead < 0x80)
			break;
		size_t n = han_look(l, p, end, &h->x[m]);
		if (n)
			m++;
		else if (!m || !(n = dropped_within(l, p, end)))
			break;
		p += n;
	}
	h->at[m] = (uint32_t)(p - text);
	h->m = m;
	memset(h->x + m, 0, PAD * sizeof *h->x);
	return p;
}

static void
add_far(struct han *h, size_t length, int32_t cost, uint16_t kind)
{
	size_t j = h->place + length;
	int32_t score = h->score + 4 * cost;
	if (score < h->late[j]) {
		h->late[j] = score;
		h->far[j] = (uint16_t)(length | kind);
	}
}

static void
add_user(void *job, size_t length, int32_t cost)
{
	add_far(job, length, cost, 0);
}

static inline int32_t
least(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

/* Words of four characters and more, which go on from this node of the third. */
static void
far_words(struct han *h, const struct lexicon *l, uint32_t base)
{
	for (size_t k = h->place + 3; base && k < h->m; k++) {
		uint16_t id = h->x[k].id;
		if (!id || l->check[base + id] != id)
			return;
		uint32_t node = l->node[base + id], cost = lexicon_node_cost(node);
		if (cost != LEXICON_NEVER)
			add_far(h, k + 1 - h->place, (int32_t)cost, 0);
		base = node & LEXICON_BASE;
	}
}

static void
far_unknown(struct han *h)
{
	const struct lexicon_entry *x = h->x + h->place;
	size_t left = h->m - h->place;
	int32_t cost = x[0].begin + x[1].inner + x[2].inner;
	if (left >= 4)
		add_far(h, 4, cost + x[3].end + HAN_UNKNOWN_4, 0);
	if (left >= 5)
		add_far(h, 5, cost + x[3].inner + x[4].end + HAN_UNKNOWN_5, 0);
}

static void
far_numerals(struct han *h)
{
	struct han_edge edge[4];
	size_t n = han_numeral(h->x, h->place, h->m, edge);
	for (size_t i = 0; i < n; i++)
		add_far(h, edge[i].n, edge[i].cost, edge[i].kind == TOKEN_DATE ? FAR_DATE : FAR_NUMBER);
}

static void
far_repeat(struct han *h)
{
	size_t n = 3;
	const struct lexicon_entry *x = h->x + h->place;
	if (!x->letter || (h->place && x[-1].letter == x->letter))
		return;
	while (h->place + n < h->m && x[n].letter == x->letter)
		n++;
	add_far(h, n, HAN_REPEAT, 0);
}

static void
far_user(struct han *h, const struct lexicon *l)
{
	uint16_t letter[LEXICON_LONGEST];
	size_t n = 0;
	for (; n < LEXICON_LONGEST && h->place + n < h->m; n++)
		letter[n] = h->x[h->place + n].letter;
	lexicon_user(l, letter, n, add_user, h);
}

/* Fill step[]. No branches: the look-ups of many places are under way at once. */
static void
__attribute__((noinline)) look_up(struct han *h, const struct lexicon *l)
{
	const uint32_t *node = l->node;
	const uint16_t *check = l->check;
	size_t m = h->m;
	for (size_t i = 0; i < m; i++) {
		const struct lexicon_entry *x = h->x + i;
		struct step *step = &h->step[i];
		uint32_t at2 = (x->base & LEXICON_BASE) + x[1].id;
		uint32_t node2 = node[at2 & -(uint32_t)(check[at2] == x[1].id)];
		uint32_t at3 = (node2 & LEXICON_BASE) + x[2].id;
		uint32_t node3 = node[at3 & -(uint32_t)(check[at3] == x[2].id)];
		int32_t two = (int32_t)lexicon_node_cost(node2), three = (int32_t)lexicon_node_cost(node3);
		int32_t inner = x[0].begin + x[1].inner;
		two = least(two, x[0].begin + x[1].end + HAN_UNKNOWN_2);
		three = least(three, inner + x[2].end + HAN_UNKNOWN_3);
		uint32_t repeat = (x[0].letter == x[1].letter) & (x[1].letter == x[2].letter);
		uint32_t unknown = x[0].cost + x[1].cost + x[2].cost - inner - x[2].inner > HAN_GAIN;
		step->one = 4 * x->cost + 3;
		step->two = 4 * two + 2;
		step->three = 4 * three + 1;
		step->more = (node3 & LEXICON_BASE) | (x->base & (LEXICON_NUMERAL | LEXICON_USER)) | repeat * MORE_REPEAT | unknown * MORE_UNKNOWN;
	}
}

static __attribute__((noinline)) void
far_edges(struct han *h, const struct lexicon *l, size_t place, int32_t score, uint32_t more)
{
	h->score = score;
	h->place = place;
	if (more & MORE_BASE)
		far_words(h, l, more & MORE_BASE);
	if (more & MORE_UNKNOWN)
		far_unknown(h);
	if (more & MORE_REPEAT)
		far_repeat(h);
	if (more & LEXICON_NUMERAL)
		far_numerals(h);
	if (more & LEXICON_USER)
		far_user(h, l);
}

/* Find the cheapest path: back[j] and far[j] for every place j. */
static void
__attribute__((noinline)) find_path(struct han *h, const struct lexicon *l)
{
	int32_t s = 0, by2 = UNREACHED, by3 = UNREACHED, by3_next = UNREACHED;
	size_t m = h->m;
	for (size_t i = 0; i <= m; i++)
		h->late[i] = UNREACHED;
	for (size_t i = 0; i < m; i++) {
		struct step step = h->step[i];
		if (step.more)
			far_edges(h, l, i, s, step.more);
		int32_t best = least(least(by2, by3), least(s + step.one, h->late[i + 1]));
		by2 = s + step.two;
		by3 = by3_next;
		by3_next = s + step.three;
		h->back[i + 1] = best & 3;
		s = best & ~3;
	}
}

static void
__attribute__((noinline)) add_words(struct han *h, struct segment *s)
{
	size_t words = 0;
	for (size_t j = h->m; j;) {
		size_t length = h->back[j] ? 4u - h->back[j] : h->far[j] & FAR_LENGTH;
		h->word[words++] = (uint16_t)j;
		j -= length;
	}
	s->token = xgrow(s->token, &s->cap, s->n + words, sizeof *s->token);
	uint32_t from = h->at[0];
	while (words) {
		size_t j = h->word[--words];
		enum token_kind kind = TOKEN_HAN;
		if (h->back[j] == 0 && h->far[j] > FAR_LENGTH)
			kind = h->far[j] & FAR_DATE ? TOKEN_DATE : TOKEN_NUMBER;
		s->token[s->n++] = (struct token){ from, h->at[j] - from, (uint8_t)kind };
		from = h->at[j];
	}
}

/* A mixed word that begins among the last characters of the run and goes on behind it: the run ends before it. */
static const char *
before_mixed(struct han *h, const struct lexicon *l, const char *text, const char *p, const char *end)
{
	for (size_t i = h->m > LEXICON_LONGEST ? h->m - LEXICON_LONGEST : 0; i < h->m; i++) {
		const char *q = text + h->at[i];
		if (h->x[i].base & LEXICON_MIXED && lexicon_mixed_at(l, q, end) > (size_t)(p - q)) {
			h->m = i;
			memset(h->x + i, 0, PAD * sizeof *h->x);
			return q;
		}
	}
	return p;
}

const char *
han_run(struct segment *s, const struct lexicon *l, const char *text, const char *p, const char *end)
{
	if (!s->han)
		s->han = xmalloc(sizeof *s->han);
	p = read_run(s->han, l, text, p, end);
	if (p < end && *p != ' ')
		p = before_mixed(s->han, l, text, p, end);
	if (s->han->m == 0)
		return p;
	look_up(s->han, l);
	find_path(s->han, l);
	add_words(s->han, s);
	return p;
}
