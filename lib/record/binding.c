/* Columns: which ones the filter reads, which it adds, which it replaces. See block.h. */
#include <stdlib.h>

#include "record/block.h"

static int
pick_columns(struct binding *b, const char *file, struct fb_err *e)
{
	const struct filter *f = b->filter;
	size_t n = 0;
	b->picks = 0;
	if (f->all_columns) {
		b->pick = xrealloc(b->pick, b->in.n, sizeof *b->pick);
		for (; n < b->in.n; n++)
			b->pick[n] = n;
		b->picks = n;
		return 0;
	}
	for (const char *const *p = f->need; p && *p; p++)
		n++;
	for (const char *const *p = f->maybe; p && *p; p++)
		n++;
	b->pick = xrealloc(b->pick, n, sizeof *b->pick);
	for (const char *const *p = f->need; p && *p; p++) {
		b->pick[b->picks] = cols_find(&b->in, slice(*p));
		bool bare = p == f->need && f->bare && strcmp(file, f->bare) == 0;
		if (b->pick[b->picks++] == COLS_NONE && !bare)
			return cols_missing(&b->in, *p, file, e);
	}
	for (const char *const *p = f->maybe; p && *p; p++)
		b->pick[b->picks++] = cols_find(&b->in, slice(*p));
	return 0;
}

static int
place_added(struct binding *b, const char *file, struct fb_err *e)
{
	b->replaced = xrealloc(b->replaced, b->add.n, sizeof *b->replaced);
	b->replaces = false;
	for (size_t i = 0; i < b->add.n; i++) {
		b->replaced[i] = b->filter->shape == SHAPE_APPEND ? cols_find(&b->in, slice(b->add.name[i])) : COLS_NONE;
		if (b->replaced[i] == COLS_NONE)
			continue;
		if (!b->stream->replace)
			return err_at(e, FB_EDATA, file, 1, 0, "column '%s' is there already: %s--replace writes over it",
			    b->add.name[i], b->stream->no_rename ? "" : "--as NAME gives the new one another name, ");
		b->replaces = true;
	}
	return 0;
}

static bool
equal(const struct cols *a, const struct cols *b)
{
	bool same = a->n == b->n;
	for (size_t i = 0; same && i < a->n; i++)
		same = strcmp(a->name[i], b->name[i]) == 0;
	return same;
}

int
binding_set(struct binding *b, struct cols *in, const char *file, bool first, struct fb_err *e)
{
	struct cols add = { 0 };
	int rc;
	if (!first && !b->filter->align && !equal(&b->in, in)) {
		cols_free(in);
		return err_at(e, FB_EDATA, file, 1, 0,
		    "its columns are not those of the first file: bring them together with fb-import, or run one file at a time");
	}
	cols_free(&b->in);
	b->in = *in;
	if ((rc = pick_columns(b, file, e)))
		return rc;
	if (b->filter->bind && (rc = b->filter->bind(b->job, &b->in, &add, e))) {
		err_place(e, file, 1);
		cols_free(&add);
		return rc;
	}
	if (!first && b->filter->shape != SHAPE_RAW && !equal(&b->add, &add)) {
		cols_free(&add);
		return err_at(e, FB_EDATA, file, 1, 0, "it would give other columns than the file before it: run one file at a time");
	}
	cols_free(&b->add);
	b->add = add;
	return place_added(b, file, e);
}

void
binding_header(const struct binding *b, struct out *o)
{
	o->first = true;
	if (b->filter->shape == SHAPE_APPEND)
		for (size_t i = 0; i < b->in.n; i++)
			out_field(o, slice(b->in.name[i]));
	for (size_t i = 0; i < b->add.n; i++)
		if (b->replaced[i] == COLS_NONE)
			out_field(o, slice(b->add.name[i]));
	buf_char(&o->b, '\n');
}

void
binding_free(struct binding *b)
{
	cols_free(&b->in);
	cols_free(&b->add);
	buf_free(&b->header);
	free(b->pick);
	free(b->replaced);
}
