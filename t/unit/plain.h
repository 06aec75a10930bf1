/* The plain reference of segmentation: the same model as lib/text/han.c, with nothing done for speed.
 *
 * For every place in a run of Han characters and every length, what does a word of that length cost? The cheapest path is
 * found from the end over all of them. Numerals come from han_numeral, which both share. */
#ifndef PLAIN_H
#define PLAIN_H

#include <stdlib.h>

#include "text/han.h"
#include "text/normal.h"
#include "text/segment.h"
#include "text/utf8.h"

static struct lexicon_entry *plain_x;
static uint32_t *plain_at;              /* byte offset of each character */
static int64_t *plain_best;
static size_t *plain_next;

static inline void
plain_open(const struct lexicon *l)
{
	(void)l;
	plain_x = xcalloc(SEGMENT_RUN + 8, sizeof *plain_x);
	plain_at = xcalloc(SEGMENT_RUN + 8, sizeof *plain_at);
	plain_best = xcalloc(SEGMENT_RUN + 8, sizeof *plain_best);
	plain_next = xcalloc(SEGMENT_RUN + 8, sizeof *plain_next);
}

static inline void
plain_close(void)
{
	free(plain_x);
	free(plain_at);
	free(plain_best);
	free(plain_next);
}

/* The cost of x[0 .. n) as a word of the dictionary, or LEXICON_NEVER. */
static inline int64_t
plain_word(const struct lexicon *l, const struct lexicon_entry *x, size_t n)
{
	char text[4 * LEXICON_LONGEST];
	size_t bytes = 0;
	if (n == 1)
		return x->cost;
	if (n > LEXICON_LONGEST)
		return LEXICON_NEVER;
	for (size_t i = 0; i < n; i++) {
		if (!x[i].letter)
			return LEXICON_NEVER;
		bytes += utf8_put(text + bytes, x[i].letter);
	}
	return lexicon_cost(l, (struct fb_str){ text, bytes });
}

/* The cost of x[0 .. n) as a word that nobody knows. */
static inline int64_t
plain_unknown(const struct lexicon_entry *x, size_t n, size_t left)
{
	static const int64_t length[] = { 0, 0, HAN_UNKNOWN_2, HAN_UNKNOWN_3, HAN_UNKNOWN_4, HAN_UNKNOWN_5 };
	if (n < 2 || n > 5 || left < n)
		return LEXICON_NEVER;
	if (n > 3 && x[0].cost + x[1].cost + x[2].cost - x[0].begin - x[1].inner - x[2].inner <= HAN_GAIN)
		return LEXICON_NEVER;
	int64_t cost = length[n] + x[0].begin + x[n - 1].end;
	for (size_t i = 1; i + 1 < n; i++)
		cost += x[i].inner;
	return cost;
}

/* Whether the edge i → j is better than what i has: costs first; then special and long words; then longer ones. */
static inline void
plain_edge(size_t i, size_t j, int64_t cost, bool special)
{
	int64_t rank = special ? 0 : j - i > 3 ? 0 : (int64_t)(4 - (j - i));
	int64_t score = (plain_best[j] >> 2 << 2) + 4 * cost + rank;
	if (score < plain_best[i] || (score == plain_best[i] && j > plain_next[i])) {
		plain_best[i] = score;
		plain_next[i] = j;
	}
}

static inline void
plain_path(const struct lexicon *l, size_t m)
{
	plain_best[m] = 0;
	for (size_t i = m; i-- > 0;) {
		plain_best[i] = INT64_MAX / 2;
		const struct lexicon_entry *x = plain_x + i;
		struct han_edge edge[4];
		for (size_t n = 1; n <= LEXICON_LONGEST && i + n <= m; n++) {
			int64_t word = plain_word(l, x, n), unknown = plain_unknown(x, n, m - i);
			if (word != LEXICON_NEVER)
				plain_edge(i, i + n, word, false);
			if (unknown != LEXICON_NEVER)
				plain_edge(i, i + n, unknown, false);
		}
		size_t same = 0;
		while (i + same < m && x->letter && x[same].letter == x->letter)
			same++;
		if (same > 2 && (i == 0 || x[-1].letter != x->letter))
			plain_edge(i, i + same, HAN_REPEAT, true);
		size_t edges = x->base & LEXICON_NUMERAL ? han_numeral(plain_x, i, m, edge) : 0;
		for (size_t k = 0; k < edges; k++)
			plain_edge(i, i + edge[k].n, edge[k].cost, true);
	}
}

/* Whether the words of the run of m characters begin where tokens begin; *k is the token at its front, and is moved behind it. */
static inline bool
plain_same(const struct segment *s, size_t m, size_t *k)
{
	bool same = true;
	for (size_t i = 0; i < m && same; i = plain_next[i])
		same = *k < s->n && s->token[(*k)++].at == plain_at[i];
	return same;
}

static inline bool
plain_agrees(const struct segment *s, const struct lexicon *l, struct fb_str text)
{
	for (size_t k = 0; k < s->n;) {
		const char *p = text.p + s->token[k].at, *stop = p;
		size_t m = 0, last = k;
		/* Adjacent tokens that begin with Han characters; one with other characters in it ends them, and is a run's end
		 * only as far as 第6 is. */
		for (bool open = true; open && last < s->n && text.p + s->token[last].at == stop; last++) {
			struct lexicon_entry x;
			const char *q = stop, *token_end = stop + s->token[last].n;
			if (!lexicon_han(l, q, &x))
				break;
			while (open && q < token_end) {
				size_t n = lexicon_han(l, q, &x);
				if (n == 0 && normal_char(utf8_get(q)) != 0)
					open = false;
				else
					q += utf8_length((unsigned char)*q);
			}
			if (!open && !(q - stop == 3 && memcmp(stop, "第", 3) == 0 && s->token[last].kind == TOKEN_NUMBER))
				break;
			stop = q;
		}
		if (stop == p) {
			k++;
			continue;
		}
		while (p < stop && m < SEGMENT_RUN) {
			size_t n = lexicon_han(l, p, &plain_x[m]);
			plain_at[m] = (uint32_t)(p - text.p);
			m += n > 0;
			p += utf8_length((unsigned char)*p);
		}
		plain_path(l, m);
		if (!plain_same(s, m, &k))
			return false;
	}
	return true;
}

#endif
