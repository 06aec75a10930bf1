#include "record/export.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "record/csv.h"
#include "record/jsontext.h"

struct export {
	const struct export_options *o;
	struct cols names;
	size_t *pick, picks;            /* input columns, in output order */
	struct cols members;            /* JSON: what stands before each value, ,"name": */
	uint64_t formulas;
};

struct export_worker {
	struct buf value, line;
	iconv_t cd;
	bool converts;
	uint64_t formulas;
};

static bool
converts(const struct export_options *o)
{
	return *o->encoding.name && !o->encoding.utf8;
}

/* Whether Excel would run a cell as a formula (OWASP, "CSV Injection"): it begins with = + - @ TAB or CR, and is no number. */
static bool
is_formula(struct fb_str v)
{
	if (!v.n || !strchr("=+-@\t\r", *v.p) || !*v.p)
		return false;
	bool digits = false;
	for (size_t i = 1; i < v.n; i++) {
		if (!(v.p[i] >= '0' && v.p[i] <= '9') && v.p[i] != '.' && v.p[i] != ',')
			return true;
		digits = true;
	}
	return !digits || (*v.p != '+' && *v.p != '-');
}

static void
csv_cell(const struct export_options *o, struct buf *b, struct fb_str v, bool alone, uint64_t *formulas, struct buf *safe)
{
	if (o->excel && is_formula(v)) {
		++*formulas;
		safe->n = 0;
		buf_char(safe, '\'');
		buf_slice(safe, v);
		v = buf_str(safe);
	}
	csv_value_write(b, v, o->delimiter, alone);
}

/* Convert b from byte `from` on into the target encoding; false where a character has no place in it. */
static bool
convert(struct export_worker *w, struct buf *b, size_t from)
{
	w->line.n = 0;
	buf_add(&w->line, b->p + from, b->n - from);
	char *in = w->line.p;
	size_t left = w->line.n;
	b->n = from;
	iconv(w->cd, NULL, NULL, NULL, NULL);
	while (left) {
		buf_more(b, 2 * left + 16);
		char *to = b->p + b->n;
		size_t room = b->cap - b->n, before = left;
		size_t rc = iconv(w->cd, &in, &left, &to, &room);
		b->n = (size_t)(to - b->p);
		if (rc == (size_t)-1 && left == before)
			return false;
	}
	return true;
}

static void *
worker(void *job)
{
	const struct export *x = job;
	struct export_worker *w = xcalloc(1, sizeof *w);
	w->converts = converts(x->o);
	w->cd = w->converts ? iconv_open(x->o->encoding.name, "UTF-8") : (iconv_t)-1;
	return w;
}

static void
unworker(void *job, void *arg)
{
	struct export *x = job;
	struct export_worker *w = arg;
	x->formulas += w->formulas;
	if (w->converts)
		iconv_close(w->cd);
	buf_free(&w->value);
	buf_free(&w->line);
	free(w);
}

static int
bind(void *job, const struct cols *in, struct cols *add, struct fb_err *e)
{
	struct export *x = job;
	const struct opt_list *s = x->o->select;
	(void)add;
	x->picks = s->n ? s->n : in->n;
	x->pick = xrealloc(x->pick, x->picks, sizeof *x->pick);
	struct buf member = { 0 };
	int rc = 0;
	cols_free(&x->names);
	cols_free(&x->members);
	for (size_t i = 0; i < x->picks; i++) {
		x->pick[i] = s->n ? cols_find(in, slice(s->v[i])) : i;
		if (x->pick[i] == COLS_NONE) {
			rc = cols_missing(in, s->v[i], NULL, e);
			break;
		}
		struct fb_str name = slice(in->name[x->pick[i]]);
		member.n = 0;
		buf_char(&member, i ? ',' : '{');
		json_text(&member, name);
		buf_char(&member, ':');
		cols_add(&x->names, name);
		cols_add(&x->members, buf_str(&member));
	}
	buf_free(&member);
	return rc;
}

static int
begin(void *job, struct out *o, struct fb_err *e)
{
	struct export *x = job;
	uint64_t formulas = 0;
	struct buf safe = { 0 };
	struct export_worker *w = worker(x);
	bool good = true;
	if (!x->o->jsonl) {
		if (x->o->excel && !w->converts)
			buf_text(&o->b, "\xef\xbb\xbf");
		size_t from = o->b.n;
		for (size_t i = 0; i < x->names.n; i++) {
			if (i)
				buf_char(&o->b, x->o->delimiter);
			csv_cell(x->o, &o->b, slice(x->names.name[i]), x->names.n == 1, &formulas, &safe);
		}
		buf_text(&o->b, x->o->excel ? "\r\n" : "\n");
		good = !w->converts || convert(w, &o->b, from);
	}
	w->formulas = formulas;
	unworker(x, w);
	buf_free(&safe);
	return good ? 0 : err_set(e, FB_EDATA, "a column name has a character that %s has not: --select leaves columns out", x->o->encoding.name);
}

static int
row(void *job, void *arg, struct row *r, struct out *o, struct fb_err *e)
{
	const struct export *x = job;
	struct export_worker *w = arg;
	size_t from = o->b.n;
	for (size_t i = 0; i < x->picks; i++) {
		struct fb_str v = field_value(r->f[x->pick[i]], &w->value);
		if (x->o->jsonl) {
			buf_text(&o->b, x->members.name[i]);
			json_text(&o->b, v);
			continue;
		}
		if (i)
			buf_char(&o->b, x->o->delimiter);
		csv_cell(x->o, &o->b, v, x->picks == 1, &w->formulas, &w->line);
	}
	buf_text(&o->b, x->o->jsonl ? "}\n" : x->o->excel ? "\r\n" : "\n");
	if (w->converts && !convert(w, &o->b, from))
		return err_set(e, FB_REFUSE, "a character that %s has not: -e gb18030 and UTF-8 have all", x->o->encoding.name);
	return 0;
}

int
export_run(const struct export_options *o, const struct stream *s, struct fb_err *e)
{
	static const struct filter filter = {
		.bind = bind,
		.begin = begin,
		.worker = worker,
		.row = row,
		.unworker = unworker,
		.shape = SHAPE_RAW,
		.all_columns = true,
		.kind = OUTFILE_PRIVATE,
	};
	struct export x = { .o = o };
	int rc = pipeline_run(&filter, &x, s, e);
	if (rc >= 0 && x.formulas && o->say) {
		char text[128];
		snprintf(text, sizeof text, "%llu cell%s that Excel would run as a formula now begin%s with '", (unsigned long long)x.formulas,
		    x.formulas == 1 ? "" : "s", x.formulas == 1 ? "s" : "");
		o->say(text);
	}
	cols_free(&x.names);
	cols_free(&x.members);
	free(x.pick);
	return rc;
}
