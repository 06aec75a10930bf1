#include "text/tokenize.h"

#include <stdlib.h>

#include "text/segment.h"

struct worker {
	struct segment segment;
	struct buf value, line;
};

int
tokenize_open(struct tokenize *t, struct fb_err *e)
{
	int rc = lexicon_open(&t->lexicon, NULL, e);
	for (size_t i = 0; rc == 0 && i < t->dict.n; i++)
		rc = lexicon_add(&t->lexicon, t->dict.v[i], e);
	return rc;
}

void
tokenize_close(struct tokenize *t)
{
	lexicon_close(&t->lexicon);
}

static int
bind(void *job, const struct cols *in, struct cols *add, struct fb_err *e)
{
	(void)job, (void)in, (void)e;
	cols_add(add, slice("tokens"));
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
	segment_free(&w->segment);
	buf_free(&w->value);
	buf_free(&w->line);
	free(w);
}

/* Copy n bytes, n mostly small: whole words of 16 where both sides have room for them. */
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

static int
row(void *job, void *arg, struct row *r, struct out *o, struct fb_err *e)
{
	struct tokenize *t = job;
	struct worker *w = arg;
	struct fb_str text = field_value(r->f[0], &w->value);
	(void)e;
	segment_run(&w->segment, &t->lexicon, text);
	out_begin(o);
	if (text.p == r->f[0].p) {
		join(&o->b, &w->segment, text);
	} else {
		w->line.n = 0;
		join(&w->line, &w->segment, text);
		field_write(&o->b, buf_str(&w->line));
	}
	return 0;
}

struct filter
tokenize_filter(struct tokenize *t)
{
	t->need[0] = t->column;
	return (struct filter){ .need = t->need, .bind = bind, .worker = worker, .row = row, .unworker = unworker, .shape = SHAPE_APPEND };
}
