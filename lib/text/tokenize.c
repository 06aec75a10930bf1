#include "text/tokenize.h"

#include <stdlib.h>

#include "base/near.h"
#include "base/num.h"
#include "text/segment.h"
#include "text/token.h"

struct worker {
	struct words words;
	struct buf value, line;
};

static int
read_kinds(struct tokenize *t, struct fb_err *e)
{
	for (size_t i = 0; i < t->only.n; i++) {
		int kind = 0;
		while (token_kinds[kind] && strcmp(token_kinds[kind], t->only.v[i]) != 0)
			kind++;
		if (!token_kinds[kind]) {
			const char *near = near_word(slice(t->only.v[i]), token_kinds, TOKEN_KINDS);
			return err_set(e, FB_EUSAGE, "--only %s: no such kind: did you mean %s? There are han latin kana number date punct symbol emoji face url mail name tag mark",
			    t->only.v[i], near ? near : "han");
		}
		t->keep |= 1u << kind;
	}
	return 0;
}

/* The n-grams of a record take the square of it times its length: of the longest record, half a gigabyte. */
enum { NGRAM_LONGEST = 20 };

int
tokenize_open(struct tokenize *t, struct fb_err *e)
{
	int rc = read_kinds(t, e);
	t->language = t->lang ? stem_language(slice(t->lang)) : -1;
	if (rc == 0 && t->ngrams > NGRAM_LONGEST)
		rc = err_set(e, FB_EUSAGE, "--ngrams %ju: %d words are the most", (uintmax_t)t->ngrams, NGRAM_LONGEST);
	if (rc == 0 && t->lang && !t->stem)
		rc = err_set(e, FB_EUSAGE, "--lang chooses how words are stemmed: --stem --lang %s", t->lang);
	if (rc == 0 && t->lang && t->language < 0)
		rc = err_set(e, FB_EUSAGE, "--lang %s: words can be stemmed in en, fr, de, es, it, pt, nl, ru, el, ar and hi", t->lang);
	if (rc == 0)
		rc = lexicon_open(&t->lexicon, NULL, e);
	for (size_t i = 0; rc == 0 && i < t->dict.n; i++)
		rc = lexicon_add(&t->lexicon, t->dict.v[i], e);
	if (rc == 0 && t->stop)
		stop_common(&t->stops);
	for (size_t i = 0; rc == 0 && i < t->stop_words.n; i++)
		rc = stop_read(&t->stops, t->stop_words.v[i], e);
	return rc;
}

void
tokenize_close(struct tokenize *t)
{
	lexicon_close(&t->lexicon);
	stop_free(&t->stops);
}

static int
bind(void *job, const struct cols *in, struct cols *add, struct fb_err *e)
{
	static const char *const line[] = { "id", "token", "start", "end", "kind" };
	const struct tokenize *t = job;
	(void)in, (void)e;
	if (t->lines) {
		for (size_t i = 0; i < sizeof line / sizeof *line; i++)
			cols_add(add, slice(line[i]));
		return 0;
	}
	cols_add(add, slice("tokens"));
	if (t->spans)
		cols_add(add, slice("spans"));
	if (t->kinds)
		cols_add(add, slice("kinds"));
	return 0;
}

static void *
worker(void *job)
{
	(void)job;
	return xcalloc(1, sizeof(struct worker));
}

static void
unworker(void *job, void *arg)
{
	struct worker *w = arg;
	(void)job;
	words_free(&w->words);
	buf_free(&w->value);
	buf_free(&w->line);
	free(w);
}

/* Copy n bytes, n mostly small: 16 at once where both sides have room for them. */
static inline char *
put(char *to, const char *from, size_t n, const char *end)
{
	if (n <= 16 && end - from >= 16)
		memcpy(to, from, 16);
	else
		memcpy(to, from, n);
	return to + n;
}

/* The tokens of text joined by one space, appended to b. */
static void
join(struct buf *b, const struct segment *s, struct fb_str text)
{
	const struct token *t = s->token, *last = s->token + s->n;
	if (s->n == 0)
		return;
	/* Each token is followed by a space, and writes up to 16 bytes. */
	buf_more(b, text.n + s->n + 16);
	char *to = b->p + b->n;
	for (; t < last; t++) {
		to = put(to, text.p + t->at, t->n, text.p + text.n);
		*to++ = ' ';
	}
	b->n = (size_t)(to - 1 - b->p);
}

/* Tokens as they stand: no list is made. */
static void
write_plain(const struct tokenize *t, struct worker *w, struct fb_str field, struct out *o)
{
	struct fb_str text = field_value(field, &w->value);
	segment_run(&w->words.segment, &t->lexicon, text);
	out_begin(o);
	if (text.p == field.p) {
		join(&o->b, &w->words.segment, text);
		return;
	}
	w->line.n = 0;
	join(&w->line, &w->words.segment, text);
	field_write(&o->b, buf_str(&w->line));
}

static struct fb_str
spelt(const struct words *w, const struct word *x)
{
	return (struct fb_str){ w->spell.p + x->at, x->n };
}

static const char *
kind_name(const struct word *x)
{
	return x->kind < TOKEN_KINDS ? token_kinds[x->kind] : "ngram";
}

/* One column: what show() writes of each word, joined by one space. */
static void
write_column(struct out *o, const struct words *w, void (*show)(struct buf *b, const struct words *w, const struct word *x))
{
	out_begin(o);
	for (size_t i = 0; i < w->n; i++) {
		if (i)
			buf_char(&o->b, ' ');
		show(&o->b, w, &w->word[i]);
	}
}

static void
show_token(struct buf *b, const struct words *w, const struct word *x)
{
	field_write(b, spelt(w, x));
}

static void
show_span(struct buf *b, const struct words *w, const struct word *x)
{
	(void)w;
	num_write(b, x->from);
	buf_char(b, '-');
	num_write(b, x->to);
}

static void
show_kind(struct buf *b, const struct words *w, const struct word *x)
{
	(void)w;
	buf_text(b, kind_name(x));
}

static void
write_lines(struct out *o, const struct words *w, struct fb_str id, uint64_t line)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct word *x = &w->word[i];
		if (i) {
			buf_char(&o->b, '\n');
			o->first = true;
		}
		out_begin(o);
		if (id.p)
			buf_slice(&o->b, id);
		else
			num_write(&o->b, line);
		out_value(o, spelt(w, x));
		out_begin(o);
		num_write(&o->b, x->from);
		out_begin(o);
		num_write(&o->b, x->to);
		out_field(o, slice(kind_name(x)));
	}
}

static int
row(void *job, void *arg, struct row *r, struct out *o, struct fb_err *e)
{
	struct tokenize *t = job;
	struct worker *w = arg;
	bool list = t->stop || t->stops.words.n || t->keep || t->ngrams > 1 || t->stem || t->normal || t->search || t->spans || t->kinds || t->lines;
	(void)e;
	if (!list) {
		write_plain(t, w, r->f[0], o);
		return 0;
	}
	int language = t->language >= 0 ? t->language : r->f[1].p ? stem_language(r->f[1]) : -1;
	words_of(&w->words, t, field_value(r->f[0], &w->value), language);
	if (t->lines) {
		write_lines(o, &w->words, r->f[2], r->line);
		return w->words.n ? 0 : FB_DROP;
	}
	write_column(o, &w->words, show_token);
	if (t->spans)
		write_column(o, &w->words, show_span);
	if (t->kinds)
		write_column(o, &w->words, show_kind);
	return 0;
}

struct filter
tokenize_filter(struct tokenize *t)
{
	t->need[0] = t->column;
	t->maybe[0] = "lang";
	t->maybe[1] = "id";
	return (struct filter){ .need = t->need, .maybe = t->maybe, .bind = bind, .worker = worker, .row = row, .unworker = unworker,
		.shape = t->lines ? SHAPE_NEW : SHAPE_APPEND };
}
