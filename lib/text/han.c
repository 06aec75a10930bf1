#include "text/han.h"

#include <stdlib.h>

#include "text/normal.h"
#include "text/utf8.h"

/* Runs are read as the scanner meets them, and cut all at once when the text ends or the room does: the look-ups of a text
 * are loops without branches, so that many wait for the memory at the same time, and what is added up is added for eight
 * places at once. What is left of a run, the cheapest path, is short: it is found from the end, so that its words can be
 * read from the front.
 *
 * Scores are costs times 4, and the two low bits say by which edge a place is left: 3, 2, 1 by a word of one, two,
 * three characters; 0 by a longer or special one (far). The smallest number so is the
 * cheapest path, and of equals the one whose first word is longer. */
enum { PAD = 1, LANES = 8, FEW = 128, ROOM = 2 * (SEGMENT_RUN + PAD), BEYOND = 2 * LANES,
	STEP_NUMBER = 1 << 14, STEP_DATE = 1 << 15, STEP_LENGTH = (1 << 14) - 1, RUN_ODD = 1 << 15, UNREACHED = INT32_MAX / 2 };

/* Why a place has more edges than words of up to three characters. */
enum { FLAG_REPEAT = 1, FLAG_UNKNOWN = 2 };

struct han {
	/* Of all runs, one behind the other, each followed by an entry that matches nothing (pad). All arrays have room for as many
	 * places as the text needs, up to ROOM, and BEYOND more, which are read and not used. */
	struct lexicon_entry *x;
	uint32_t *at;                           /* byte offsets of runs that are not 3 bytes a character; behind a run: its end */
	uint32_t *node2;                        /* of the first two characters from here; 0: none */
	uint32_t *more;                         /* the base behind three characters, and flags of the entry */
	int16_t *cost, *begin, *inner, *end, *id;       /* of x */
	int16_t *two, *three;                   /* costs of words of two and three characters */
	int16_t *flag;
	size_t room;                            /* places */
	size_t n;
	size_t m;                               /* characters of the run that is read */
	size_t met;                             /* places cut while nodes are proved one by one */
	/* By place, before x[place]: the score from there to the end, and the far edge that goes on, if one does: its characters and
	 * kind. */
	int32_t *score;
	uint16_t *step;
	size_t place;                           /* whose far edges are looked for, */
	int32_t best;                           /* the best score of any of its edges so far, */
	uint16_t far;                           /* and its step, if it is one of these */
};

/* A pad costs nothing as a word, is no part of others, and has a letter that no word has. */
static const struct lexicon_entry pad = { .begin = LEXICON_LONER, .inner = LEXICON_LONER, .end = LEXICON_LONER, .letter = 1 };

/* Dropped characters at p that a Han character follows: their bytes, or 0. */
static size_t
dropped_within(const struct lexicon *l, const char *p, const char *end)
{
	struct lexicon_entry x;
	const char *q = p;
	while (q < end && (unsigned char)*q >= 0x80 && normal_char(utf8_get(q)) == 0)
		q += utf8_length((unsigned char)*q);
	return q > p && q < end && (unsigned char)*q >= 0x80 && lexicon_han(l, q, &x) ? (size_t)(q - p) : 0;
}

/* Whether the character at p is one of the signs that end most runs: no Han character, and not dropped. */
static inline bool
ends_run(const char *p)
{
	unsigned char lead = (unsigned char)p[0], next = (unsigned char)p[1], last = lead >= 0xe0 ? (unsigned char)p[2] : 0;
	switch (lead) {
	case 0xe2:      /* quotes, dashes, dots */
		return next == 0x80 && last >= 0x90 && last < 0xa8;
	case 0xe3:      /* 、。《》 but not 〇 〸 */
		return next == 0x80 && last != 0x87 && last < 0xb8;
	case 0xef:      /* ，！？ */
		return next == 0xbc || next == 0xbd;
	case 0xf0:      /* emoji, but not skin tones and squared Han characters */
		return next == 0x9f && last != 0x8f && last != 0x88 && last != 0x89;
	default:
		return false;
	}
}

/* Go on reading a run that has other characters than U+4E00 – U+9FFF: h->at is needed from here on. */
static const char *
read_odd(struct han *h, const struct lexicon *l, const char *text, const char *p, const char *end)
{
	struct lexicon_entry *x = h->x + h->n;
	uint32_t *at = h->at + h->n, start = (uint32_t)(p - text) - 3 * (uint32_t)h->m;
	size_t m = h->m;
	for (size_t i = 0; i < m; i++)
		at[i] = start + 3 * (uint32_t)i;
	while (p < end && m < SEGMENT_RUN && (unsigned char)*p >= 0x80) {
		at[m] = (uint32_t)(p - text);
		size_t n = lexicon_han(l, p, &x[m]);
		if (n)
			m++;
		else if (!m || !(n = dropped_within(l, p, end)))
			break;
		p += n;
	}
	at[m] = (uint32_t)(p - text);
	h->m = m;
	return p;
}

/* Read the run at p into h; returns its end. */
static inline const char *
read_run(struct han *h, const struct lexicon *l, const char *text, const char *p, const char *end)
{
	struct lexicon_entry *x = h->x + h->n, *last = x + SEGMENT_RUN;
	for (; p < end && x < last; p += 3) {
		const unsigned char *u = (const unsigned char *)p;
		/* E4 B8 80 … E9 BF BF: U+4E00 – U+9FFF */
		if (u[0] - 0xe4u > 5)
			break;
		uint32_t c = (u[0] & 0x0fu) << 12 | (u[1] & 0x3fu) << 6 | (u[2] & 0x3fu);
		if (c < 0x4e00)
			break;
		*x++ = *lexicon_look(l, c);
	}
	h->m = (size_t)(x - (h->x + h->n));
	return p < end && x < last && (unsigned char)*p >= 0x80 && !ends_run(p) ? read_odd(h, l, text, p, end) : p;
}

static void
add_far(struct han *h, size_t length, int32_t cost, uint16_t kind)
{
	int32_t score = (h->score[h->place + length] & ~3) + 4 * cost;
	if (score < h->best || (score == h->best && length > (h->far & STEP_LENGTH))) {
		h->best = score;
		h->far = (uint16_t)(length | kind);
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
	/* A pad's id is in no word. */
	for (size_t k = h->place + 3; base; k++) {
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
	int32_t cost = x[0].begin + x[1].inner + x[2].inner;
	size_t n = 0;
	while (n < 5 && x[n].letter != pad.letter)
		n++;
	if (n >= 4)
		add_far(h, 4, cost + x[3].end + HAN_UNKNOWN_4, 0);
	if (n >= 5)
		add_far(h, 5, cost + x[3].inner + x[4].end + HAN_UNKNOWN_5, 0);
}

static void
far_numerals(struct han *h)
{
	struct han_edge edge[4];
	size_t n = han_numeral(h->x, h->place, h->n, edge);
	for (size_t i = 0; i < n; i++)
		add_far(h, edge[i].n, edge[i].cost, edge[i].kind == TOKEN_DATE ? STEP_DATE : STEP_NUMBER);
}

static void
far_repeat(struct han *h)
{
	size_t n = 3;
	const struct lexicon_entry *x = h->x + h->place;
	if (h->place && x[-1].letter == x->letter)
		return;
	while (x[n].letter == x->letter)
		n++;
	add_far(h, n, HAN_REPEAT, 0);
}

static void
far_user(struct han *h, const struct lexicon *l)
{
	uint16_t letter[LEXICON_LONGEST];
	size_t n = 0;
	for (; n < LEXICON_LONGEST && h->x[h->place + n].letter != pad.letter; n++)
		letter[n] = h->x[h->place + n].letter;
	lexicon_user(l, letter, n, add_user, h);
}

/* Prove the nodes that look_up and far_words will read, step by step as they do. */
static void
prove(const struct han *h, const struct lexicon *l)
{
	const struct lexicon_entry *x = h->x;
	lexicon_prove(l, 0);
	for (size_t i = 0; i < h->n; i++) {
		uint32_t base = x[i].base & LEXICON_BASE;
		for (size_t k = i + 1; k < i + 3 || (base && x[k].id); k++) {
			uint32_t at = base + x[k].id;
			bool found = lexicon_prove(l, at) == x[k].id;
			if (!found && k >= i + 3)
				break;
			base = l->node[found ? at : 0] & LEXICON_BASE;
		}
	}
}

/* Look all places' words up: node2, more, two and three (as the nodes have them), and x apart. */
static void
look_up(struct han *h, const struct lexicon *l)
{
	const struct lexicon_entry *x = h->x;
	size_t n = h->n;
	for (size_t i = 0; i < n; i++) {
		uint32_t at = (x[i].base & LEXICON_BASE) + x[i + 1].id;
		h->node2[i] = l->check[at] == x[i + 1].id ? at : 0;
		h->cost[i] = (int16_t)x[i].cost;
		h->begin[i] = (int16_t)x[i].begin;
		h->inner[i] = (int16_t)x[i].inner;
		h->end[i] = (int16_t)x[i].end;
		h->id[i] = (int16_t)x[i].id;
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t node = l->node[h->node2[i]], at = (node & LEXICON_BASE) + x[i + 2].id;
		h->two[i] = (int16_t)(node >> LEXICON_COST);
		h->more[i] = l->check[at] == x[i + 2].id ? at : 0;
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t node = l->node[h->more[i]];
		h->three[i] = (int16_t)(node >> LEXICON_COST);
		/* Most numerals are 一 and count nothing: what stands behind them tells. */
		uint32_t counts = x[i + 1].base & LEXICON_COUNTS ? LEXICON_NUMERAL : 0;
		h->more[i] = (node & LEXICON_BASE) | (x[i].base & (counts | LEXICON_USER));
	}
}

typedef int16_t lanes __attribute__((vector_size(2 * LANES)));

static inline lanes
lanes_at(const int16_t *p)
{
	lanes v;
	memcpy(&v, p, sizeof v);
	return v;
}

static inline void
lanes_put(int16_t *p, lanes v)
{
	memcpy(p, &v, sizeof v);
}

static inline lanes
lanes_least(lanes a, lanes b)
{
	lanes less = a < b;
	return (a & less) | (b & ~less);
}

/* The costs of words as the nodes have them, those of what is no word beyond all others. */
static inline lanes
word_costs(lanes v)
{
	return v | ((v == LEXICON_NO_WORD) & INT16_MAX);
}

/* Weigh what the dictionary has against unknown words, and flag places with other edges. */
static void
weigh(struct han *h)
{
	for (size_t i = 0; i < h->n; i += LANES) {
		lanes begin = lanes_at(h->begin + i), inner = begin + lanes_at(h->inner + i + 1);
		lanes two = begin + lanes_at(h->end + i + 1) + HAN_UNKNOWN_2, three = inner + lanes_at(h->end + i + 2) + HAN_UNKNOWN_3;
		lanes_put(h->two + i, lanes_least(word_costs(lanes_at(h->two + i)), two));
		lanes_put(h->three + i, lanes_least(word_costs(lanes_at(h->three + i)), three));
		lanes gain = lanes_at(h->cost + i) + lanes_at(h->cost + i + 1) + lanes_at(h->cost + i + 2) - inner - lanes_at(h->inner + i + 2);
		lanes id = lanes_at(h->id + i), id1 = lanes_at(h->id + i + 1), id2 = lanes_at(h->id + i + 2);
		lanes repeat = (id == id1) & (id1 == id2) & (id != 0);
		lanes_put(h->flag + i, (repeat & FLAG_REPEAT) | ((gain > HAN_GAIN) & FLAG_UNKNOWN));
	}
}

/* Whether a far edge of the place is better than `best`, a score with its two low bits: h->best and h->far then. */
static __attribute__((noinline)) bool
far_edges(struct han *h, const struct lexicon *l, size_t place, int32_t best)
{
	uint32_t more = h->more[place];
	int16_t flag = h->flag[place];
	h->best = best;
	h->place = place;
	if (more & LEXICON_BASE)
		far_words(h, l, more & LEXICON_BASE);
	if (flag & FLAG_UNKNOWN)
		far_unknown(h);
	if (flag & FLAG_REPEAT)
		far_repeat(h);
	if (more & LEXICON_NUMERAL)
		far_numerals(h);
	if (more & LEXICON_USER)
		far_user(h, l);
	return h->best < best;
}

/* Find the cheapest path through all runs and pads: score of every place, step of those left far. What words of two and three
 * characters make of a place is known before the place behind it is: `rest` is that of the next one. */
static void
find_path(struct han *h, const struct lexicon *l)
{
	int32_t s1 = 3, s2 = UNREACHED, rest = UNREACHED;       /* of the places behind; low bits set */
	h->score[h->n] = 0;
	for (size_t i = h->n; i-- > 0;) {
		int32_t best = least(rest, s1 + 4 * h->cost[i]);
		if ((h->more[i] | (uint16_t)h->flag[i]) && far_edges(h, l, i, best)) {
			best = h->best;
			h->step[i] = h->far;
		}
		if (i)
			rest = least(s1 - 1 + 4 * h->two[i - 1], s2 - 2 + 4 * h->three[i - 1]);
		s2 = s1;
		s1 = best | 3;
		h->score[i] = best;
	}
}

/* The words of one run, x[from .. from + m), as tokens. `run` is the whole run, and marks behind its last character maybe. */
static inline void
add_words(struct han *h, struct segment *s, const struct token *run, size_t from)
{
	const struct lexicon_entry *x = h->x + from;
	const uint32_t *at = run->length & RUN_ODD ? h->at + from : NULL;
	size_t m = run->length & (RUN_ODD - 1);
	struct token *t = s->token + s->n;
	uint32_t start = run->at;
	for (size_t i = 0, next; i < m; i = next, t++) {
		uint32_t near = (uint32_t)h->score[from + i] & 3, step = near ? 4 - near : h->step[from + i];
		next = i + (step & STEP_LENGTH);
		uint32_t to = at ? at[next] : run->at + 3 * (uint32_t)next;
		*t = (struct token){ .at = start, .n = to - start, .kind = TOKEN_HAN };
		if (step > STEP_LENGTH)
			t->kind = step & STEP_DATE ? TOKEN_DATE : TOKEN_NUMBER;
		else if (x[i].base & LEXICON_NUMERAL && han_is_number(x + i, next - i))
			t->kind = TOKEN_NUMBER;
		start = to;
	}
	s->n = (size_t)(t - s->token);
	/* Marks are the last word's; and in a file that is made wrong, a word may go on over the end. */
	t[-1].n = run->at + run->n - t[-1].at;
}

/* Without runs, what was found are the tokens. */
static void
swap_found(struct segment *s)
{
	struct token *token = s->token;
	size_t cap = s->cap;
	s->token = s->find;
	s->cap = s->find_cap;
	s->n = s->found;
	s->find = token;
	s->find_cap = cap;
	s->found = 0;
}

void
han_cut(struct segment *s, const struct lexicon *l, const char *text)
{
	struct han *h = s->han;
	size_t place = 0;
	if (!h->n) {
		swap_found(s);
		return;
	}
	if (!lexicon_whole(l)) {
		if ((h->met += h->n) > LEXICON_FEW)
			lexicon_prove_all(l);
		else
			prove(h, l);
	}
	look_up(h, l);
	weigh(h);
	find_path(h, l);
	s->token = xgrow(s->token, &s->cap, s->n + s->found + h->n, sizeof *s->token);
	for (size_t i = 0; i < s->found; i++) {
		struct token *t = &s->find[i], *last = s->n ? &s->token[s->n - 1] : NULL;
		if (t->kind == HAN_RUN) {
			add_words(h, s, t, place);
			place += (t->length & (RUN_ODD - 1u)) + PAD;
			continue;
		}
		if (t->kind == HAN_ORDINAL) {
			t->kind = TOKEN_NUMBER;
			if (last && last->n == 3 && last->at + 3 == t->at && memcmp(text + last->at, "第", 3) == 0) {
				last->n += t->n;
				last->kind = TOKEN_NUMBER;
				continue;
			}
		}
		s->token[s->n++] = *t;
	}
	h->n = 0;
	s->found = 0;
}

/* A mixed word that begins among the last characters of the run from .. p and goes on behind it: the run ends before it. */
static const char *
before_mixed(struct han *h, const struct lexicon *l, const char *text, const char *from, const char *p, const char *end)
{
	bool odd = (size_t)(p - from) > 3 * h->m;
	for (size_t i = h->m > LEXICON_LONGEST ? h->m - LEXICON_LONGEST : 0; i < h->m; i++) {
		if (!(h->x[h->n + i].base & LEXICON_MIXED))
			continue;
		const char *q = odd ? text + h->at[h->n + i] : from + 3 * i;
		if (lexicon_mixed_at(l, q, end) > (size_t)(p - q)) {
			h->m = i;
			return q;
		}
	}
	return p;
}

/* Whether a letter or digit is at p. */
static bool
letter_at(const char *p)
{
	unsigned char c = (unsigned char)*p;
	if (c < 0x80 || c == 0xef)
		c = (unsigned char)normal_char(utf8_get(p));
	return (unsigned char)((c | 32) - 'a') < 26 || (unsigned char)(c - '0') < 10;
}

const char *
han_run(struct segment *s, const struct lexicon *l, const char *text, const char *p, const char *end)
{
	const char *from = p;
	struct han *h = s->han;
	if (h->n + SEGMENT_RUN + PAD > ROOM)
		han_cut(s, l, text);
	p = read_run(h, l, text, p, end);
	if (p < end && letter_at(p))
		p = before_mixed(h, l, text, from, p, end);
	if (h->m == 0)
		return p;
	h->x[h->n + h->m] = pad;
	h->n += h->m + PAD;
	segment_token(s, text, from, p, HAN_RUN);
	s->find[s->found - 1].length = (uint16_t)(h->m | ((size_t)(p - from) > 3 * h->m ? RUN_ODD : 0));
	return p;
}

static void *
part(char **p, size_t bytes)
{
	void *at = *p;
	*p += bytes;
	return at;
}

/* Arrays for that many places, an even number: one piece of memory, the widest first. */
static void
make_room(struct han *h, size_t room)
{
	size_t n = room + BEYOND, one = sizeof *h->x, four = sizeof *h->at, two = sizeof *h->cost;
	free(h->x);
	h->room = room;
	h->x = xcalloc(n, one + 4 * four + 9 * two);
	char *p = (char *)(h->x + n);
	h->at = part(&p, n * four);
	h->node2 = part(&p, n * four);
	h->more = part(&p, n * four);
	h->score = part(&p, n * four);
	h->cost = part(&p, n * two);
	h->begin = part(&p, n * two);
	h->inner = part(&p, n * two);
	h->end = part(&p, n * two);
	h->id = part(&p, n * two);
	h->two = part(&p, n * two);
	h->three = part(&p, n * two);
	h->flag = part(&p, n * two);
	h->step = part(&p, n * two);
}

void
han_begin(struct segment *s, size_t bytes)
{
	/* A run's characters have three bytes each, and what is between runs one or more: a run of one takes two places. */
	size_t places = bytes / 2 + 8, room = FEW;
	if (!s->han)
		s->han = xcalloc(1, sizeof *s->han);
	while (room < places)
		room *= 2;
	if (s->han->room < room && s->han->room < ROOM)
		make_room(s->han, room < ROOM ? room : ROOM);
	s->han->n = 0;
}

void
han_end(struct segment *s)
{
	if (s->han)
		free(s->han->x);
	free(s->han);
}
