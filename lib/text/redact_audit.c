/* fb-redact --audit: how many of which kind, and a few of them in their surroundings, masked. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/sort.h"
#include "text/redact_in.h"
#include "text/utf8.h"

enum { EXAMPLES = 3, AROUND = 8 };      /* for each rule; characters on either side */

struct tally {
	char *kind, *rule;
	uint64_t finds, records, last;  /* last: the record that was counted last, plus one */
	struct buf examples;
	size_t shown;
};

struct audit {
	struct map index;               /* KIND TAB RULE → tally */
	struct tally *tally;
	size_t n, cap;
	uint64_t record;
};

/* Append p[0 .. n), digits as #. */
static void
write_masked(struct buf *out, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_char(out, p[i] >= '0' && p[i] <= '9' ? '#' : p[i]);
}

void
audit_context(struct fb_str value, const struct find *find, size_t n, size_t which, size_t chars, struct buf *out)
{
	const struct find *f = &find[which];
	size_t from = f->start, to = f->end;
	for (size_t k = 0; k < chars && from > 0; k++)
		for (from--; from > 0 && ((unsigned char)value.p[from] & 0xc0) == 0x80;)
			from--;
	for (size_t k = 0; k < chars && to < value.n; k++)
		to += utf8_length((unsigned char)value.p[to]);
	for (size_t i = from; i < to;) {
		size_t next = to, end = to;
		const char *kind = NULL;
		for (size_t k = 0; k < n; k++)
			if (find[k].end > i && find[k].start < next) {
				next = find[k].start > i ? find[k].start : i;
				end = find[k].end;
				kind = find[k].kind;
			}
		if (i <= f->start && next == f->start && f->start <= (kind ? end : to)) {
			kind = f->kind;
			end = f->end;
		}
		write_masked(out, value.p + i, next - i);
		if (kind)
			buf_printf(out, "[%s]", kind);
		i = kind ? end : to;
	}
}

static int
row_audit(void *job, void *own, struct row *row, struct out *o, struct fb_err *e)
{
	const struct redact *r = job;
	struct redact_worker *w = own;
	uint64_t before = w->found;
	for (size_t c = 0; c < r->columns; c++) {
		struct fb_str value = field_value(row->f[c], &w->value);
		const struct find *find;
		size_t n;
		if (personal_find(w->hunt, value, &find, &n, e))
			return FB_REFUSE;
		w->found += n;
		for (size_t i = 0; i < n; i++) {
			buf_printf(&o->b, "%s\t%s\t", find[i].kind, find[i].rule);
			w->made.n = 0;
			audit_context(value, find, n, i, AROUND, &w->made);
			field_write(&o->b, buf_str(&w->made));
			buf_char(&o->b, '\n');
		}
	}
	return w->found > before ? 0 : FB_DROP;
}

static struct tally *
tally_of(struct audit *a, struct fb_str key)
{
	bool made;
	struct map_entry *m = map_put(&a->index, key, &made);
	if (made) {
		const char *tab = memchr(key.p, '\t', key.n);
		size_t kind = (size_t)(tab - key.p);
		m->value = a->n;
		a->tally = xgrow(a->tally, &a->cap, a->n + 1, sizeof *a->tally);
		a->tally[a->n++] = (struct tally){ .kind = xstrndup(key.p, kind), .rule = xstrndup(tab + 1, key.n - kind - 1) };
	}
	return &a->tally[m->value];
}

/* Take what row_audit wrote for a record: lines of kind, rule, context. */
static int
seq_audit(void *job, struct row *row, struct out *o, struct fb_err *e)
{
	struct audit *a = ((struct redact *)job)->audit;
	(void)row;
	(void)e;
	a->record++;
	for (size_t i = 0, end; i < o->b.n; i = end + 1) {
		const char *p = o->b.p + i, *lf = memchr(p, '\n', o->b.n - i);
		end = (size_t)(lf - o->b.p);
		const char *tab = memrchr(p, '\t', (size_t)(lf - p));
		struct tally *t = tally_of(a, (struct fb_str){ p, (size_t)(tab - p) });
		t->finds++;
		t->records += t->last != a->record;
		t->last = a->record;
		if (t->shown++ < EXAMPLES) {
			buf_text(&t->examples, t->examples.n ? " | " : "");
			buf_add(&t->examples, tab + 1, (size_t)(lf - tab) - 1);
		}
	}
	o->b.n = 0;
	return 0;
}

void
audit_filter(struct redact *r)
{
	r->audit = xcalloc(1, sizeof *r->audit);
	r->filter.row = row_audit;
	r->filter.seq = seq_audit;
	r->filter.shape = SHAPE_RAW;
}

/* Most finds first; equal ones by name. */
static int
order(const void *x, const void *y)
{
	const struct tally *a = x, *b = y;
	if (a->finds != b->finds)
		return a->finds > b->finds ? -1 : 1;
	int kind = strcmp(a->kind, b->kind);
	return kind ? kind : strcmp(a->rule, b->rule);
}

void
audit_write(const struct audit *a, struct buf *out)
{
	buf_text(out, "kind\trule\tfinds\trecords\texamples\n");
	if (a->n)
		sort_items(a->tally, a->n, sizeof *a->tally, order);
	for (size_t i = 0; i < a->n; i++) {
		const struct tally *t = &a->tally[i];
		buf_printf(out, "%s\t%s\t", t->kind, t->rule);
		num_write(out, t->finds);
		buf_char(out, '\t');
		num_write(out, t->records);
		buf_char(out, '\t');
		buf_slice(out, buf_str(&t->examples));
		buf_char(out, '\n');
	}
}

void
audit_free(struct audit *a)
{
	if (!a)
		return;
	for (size_t i = 0; i < a->n; i++) {
		free(a->tally[i].kind);
		free(a->tally[i].rule);
		buf_free(&a->tally[i].examples);
	}
	free(a->tally);
	map_free(&a->index);
	free(a);
}
