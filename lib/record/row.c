#include "record/row.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/near.h"
#include "base/num.h"
#include "record/span.h"

size_t
cols_find(const struct cols *c, struct fb_str name)
{
	for (size_t i = 0; i < c->n; i++)
		if (slice_is(name, c->name[i]))
			return i;
	return COLS_NONE;
}

void
cols_add(struct cols *c, struct fb_str name)
{
	c->name = xgrow(c->name, &c->cap, c->n + 1, sizeof *c->name);
	c->name[c->n++] = xstrndup(name.p, name.n);
}

void
cols_free(struct cols *c)
{
	for (size_t i = 0; i < c->n; i++)
		free(c->name[i]);
	free(c->name);
	*c = (struct cols){ 0 };
}

int
cols_missing(const struct cols *c, const char *name, const char *file, struct fb_err *e)
{
	struct buf there = { 0 };
	const char *near = near_word(slice(name), (const char *const *)c->name, c->n);
	for (size_t i = 0; i < c->n && there.n < 200; i++)
		buf_printf(&there, "%s%s", i ? ", " : "", c->name[i]);
	err_at(e, FB_EDATA, file, 1, 0, "no column '%s'; there are %s%s%s%s", name, buf_cstr(&there),
	    near ? ": did you mean " : "", near ? near : "", near ? "?" : "");
	buf_free(&there);
	return FB_EDATA;
}

struct fb_str
field_value(struct fb_str f, struct buf *scratch)
{
	const char *p = f.p, *end = p + f.n, *slash = f.n ? memchr(p, '\\', f.n) : NULL;
	if (!slash)
		return f;
	scratch->n = 0;
	buf_more(scratch, f.n);
	for (; slash; slash = memchr(p, '\\', (size_t)(end - p))) {
		buf_add(scratch, p, (size_t)(slash - p));
		p = slash + 1;
		char c = p < end ? *p : '\0';
		static const char code[] = "tnr\\", value[] = "\t\n\r\\";
		const char *k = c ? strchr(code, c) : NULL;
		buf_char(scratch, k ? value[k - code] : '\\');
		p += k != NULL;
	}
	buf_add(scratch, p, (size_t)(end - p));
	return buf_str(scratch);
}

void
field_write(struct buf *b, struct fb_str value)
{
	const char *p = value.p, *end = p + value.n;
	while (p < end) {
		const char *q = p + span_without(p, (size_t)(end - p), '\\', '\t', '\n', '\r');
		buf_add(b, p, (size_t)(q - p));
		if (q == end)
			break;
		buf_char(b, '\\');
		buf_char(b, *q == '\t' ? 't' : *q == '\n' ? 'n' : *q == '\r' ? 'r' : '\\');
		p = q + 1;
	}
}

void
out_field(struct out *o, struct fb_str s)
{
	out_begin(o);
	buf_slice(&o->b, s);
}

void
out_value(struct out *o, struct fb_str s)
{
	out_begin(o);
	field_write(&o->b, s);
}

void
out_fixed(struct out *o, double x, int decimals)
{
	out_begin(o);
	num_fixed(&o->b, x, decimals);
}
