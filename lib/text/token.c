#include "text/token.h"

#include <stdlib.h>

#include "text/normal.h"
#include "text/utf8.h"

void
token_normal(struct fb_str token, enum token_kind kind, struct buf *out)
{
	size_t most = kind == TOKEN_HAN || kind == TOKEN_LATIN || kind == TOKEN_KANA ? 2 : 1, same = 0, to = 0;
	uint32_t last = 0;
	normal_fold(token, out);
	if (kind > TOKEN_KANA && kind != TOKEN_PUNCT && kind != TOKEN_SYMBOL && kind != TOKEN_EMOJI)
		return;
	for (const char *p = out->p, *end = out->p + out->n; p < end;) {
		const char *from = p;
		uint32_t c = utf8_next(&p);
		same = c == last && !(c - '0' < 10) ? same + 1 : 1;
		last = c;
		if (same > most)
			continue;
		memmove(out->p + to, from, (size_t)(p - from));
		to += (size_t)(p - from);
	}
	out->n = to;
}

static void
add_word(struct words *w, struct fb_str text, uint32_t from, uint32_t to, uint8_t kind)
{
	w->word = xgrow(w->word, &w->cap, w->n + 1, sizeof *w->word);
	w->word[w->n++] = (struct word){ (uint32_t)w->spell.n, (uint32_t)text.n, from, to, kind, false, false };
	buf_slice(&w->spell, text);
}

/* 哈哈哈哈 */
static bool
is_repeat(struct fb_str token)
{
	return token.n >= 6 && token.n % 3 == 0 && memcmp(token.p, token.p + 3, token.n - 3) == 0;
}

/* Words of two characters and more within a long one, by where they begin. */
static void
add_inner(struct words *w, const struct tokenize *t, struct fb_str token, uint32_t from)
{
	const char *end = token.p + token.n;
	uint32_t start = from;
	for (const char *p = token.p; p < end; p += utf8_length((unsigned char)*p), start++) {
		const char *q = p + utf8_length((unsigned char)*p);
		for (uint32_t to = start + 1; q < end;) {
			q += utf8_length((unsigned char)*q);
			to++;
			struct fb_str inner = { p, (size_t)(q - p) };
			if (inner.n < token.n && lexicon_cost(&t->lexicon, inner) != LEXICON_NEVER) {
				add_word(w, inner, start, to, TOKEN_HAN);
				w->word[w->n - 1].inner = true;
			}
		}
	}
}

static bool
is_sign(uint8_t kind)
{
	return kind == TOKEN_PUNCT || kind == TOKEN_SYMBOL;
}

static bool
kind_left_out(const struct tokenize *t, uint8_t kind)
{
	return (t->keep && !(t->keep >> kind & 1)) || (t->stop && kind == TOKEN_PUNCT);
}

static void
add_ngram(struct words *w, const size_t *word, size_t n)
{
	size_t at = w->spell.n;
	for (size_t k = 0; k < n; k++) {
		struct word x = w->word[word[k]];
		buf_more(&w->spell, x.n + 1);
		if (k)
			buf_char(&w->spell, '_');
		buf_add(&w->spell, w->spell.p + x.at, x.n);
	}
	w->word = xgrow(w->word, &w->cap, w->n + 1, sizeof *w->word);
	w->word[w->n++] = (struct word){ (uint32_t)at, (uint32_t)(w->spell.n - at), w->word[word[0]].from,
		w->word[word[n - 1]].to, TOKEN_KINDS, false, false };
}

static void
add_ngrams(struct words *w, uint64_t most)
{
	/* together[i]: how many words from word[i] on hang together; 0: a sign. */
	size_t words = 0, *word = xcalloc(2 * w->n, sizeof *word), *together = word + w->n;
	for (size_t i = 0; i < w->n; i++)
		if (!w->word[i].inner)
			word[words++] = i;
	for (size_t i = words; i-- > 0;) {
		bool goes_on = i + 1 < words && !w->word[word[i + 1]].apart;
		together[i] = is_sign(w->word[word[i]].kind) ? 0 : goes_on ? together[i + 1] + 1 : 1;
	}
	for (size_t n = 2; n <= most && n <= words; n++)
		for (size_t i = 0; i + n <= words; i++)
			if (together[i] >= n)
				add_ngram(w, word + i, n);
	free(word);
}

void
words_of(struct words *w, const struct tokenize *t, struct fb_str text, int language)
{
	bool needs_normal = t->normal || t->stem || t->stops.words.n;
	uint32_t place = 0;
	size_t at = 0;
	segment_run(&w->segment, &t->lexicon, text);
	bool guess = t->stem && language < 0, apart = false;
	if (guess)
		language = stem_guess(&w->segment, text, &w->scratch);
	w->n = w->spell.n = 0;
	for (size_t i = 0; i < w->segment.n; i++) {
		const struct token *x = &w->segment.token[i];
		struct fb_str token = { text.p + x->at, x->n }, normal = token;
		apart |= is_sign(x->kind) || kind_left_out(t, x->kind) || memchr(text.p + at, '\n', x->at - at);
		uint32_t from = place + (uint32_t)utf8_count(text.p + at, x->at - at);
		place = from + (uint32_t)utf8_count(token.p, token.n);
		at = x->at + x->n;
		if (kind_left_out(t, x->kind))
			continue;
		if (needs_normal) {
			token_normal(token, x->kind, &w->scratch);
			normal = buf_str(&w->scratch);
		}
		if (t->stops.words.n && stop_has(&t->stops, normal))
			continue;
		struct fb_str written = t->normal ? normal : token;
		int script = guess ? stem_script(token) : -1;
		if (t->stem && x->kind == TOKEN_LATIN)
			written = stem_word(&w->stem, script >= 0 ? script : language, normal);
		if (written.n == 0)
			continue;
		add_word(w, written, from, place, x->kind);
		w->word[w->n - 1].apart = apart;
		apart = is_sign(x->kind);
		if (t->search && x->kind == TOKEN_HAN && place - from > 2 && !is_repeat(written))
			add_inner(w, t, written, from);
	}
	if (t->ngrams > 1)
		add_ngrams(w, t->ngrams);
}

void
words_free(struct words *w)
{
	free(w->word);
	buf_free(&w->spell);
	buf_free(&w->scratch);
	segment_free(&w->segment);
	stem_free(&w->stem);
}
