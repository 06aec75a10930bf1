#include "record/import.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/num.h"
#include "record/csv.h"
#include "record/datememo.h"
#include "record/ids.h"
#include "record/seen.h"

/* Things that are counted on the way, and one example of each. */
enum tally { TALLY_DATES, TALLY_TOTALS, TALLY_EMPTY, TALLIES };

struct counts {
	uint64_t n[TALLIES], line[TALLIES];     /* line: of the first one */
	char total[64];                 /* how the first line of totals begins */
	uint64_t scale[SCALE_KINDS];
	uint64_t *rounded;              /* for each output column: values like 1.38E+10 */
};

struct import {
	struct filter filter;           /* bind() may take row and seq out of it */
	const struct import_options *o;
	const struct stream *stream;
	struct intake intake;
	struct plan plan;
	struct cols first;              /* the first file's output columns */
	struct id_table ids;
	struct seen seen;
	uint64_t before, changed;       /* records that --seen knows */
	struct counts counts;
	struct buf scratch, suffix;
};

struct import_worker {
	struct counts counts;
	struct buf joined, id;
	struct buf value[4];            /* -f stream: unescaped */
	struct datememo dates;
};

/* What row() tells seq(). */
struct note {
	uint64_t hash;
	uint64_t text;                  /* hash of the text, for --seen */
	size_t id_at, id_end;           /* the id in what row made, counted from the TAB before the first field */
	uint64_t times;                 /* so many records had that id by now */
	bool made;                      /* it may get .2, .3 … */
};

static void
say(const struct import *m, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void
say(const struct import *m, const char *fmt, ...)
{
	char text[1024];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	/* A cell of the file may have line ends. */
	for (char *c = text; *c; c++)
		if (*c == '\n' || *c == '\r')
			*c = ' ';
	if (m->o->say)
		m->o->say(text);
}

static int
bind(void *job, const struct cols *in, struct cols *add, struct fb_err *e)
{
	struct import *m = job;
	int rc;
	plan_free(&m->plan);
	if ((rc = plan_make(&m->plan, &m->o->plan, &m->intake, in, e)))
		return rc;
	if (m->first.n && (rc = plan_align(&m->plan, &m->first, e)))
		return rc;
	for (size_t i = 0; i < m->plan.n; i++) {
		cols_add(add, slice(m->plan.names.name[i]));
		if (!m->counts.rounded)
			cols_add(&m->first, slice(m->plan.names.name[i]));
	}
	if (!m->counts.rounded)
		m->counts.rounded = xcalloc(m->first.n, sizeof *m->counts.rounded);
	if (!m->stream->quiet && m->o->plan.guess)
		say(m, "%s: %s%s%s", m->intake.file, buf_cstr(&m->intake.told), m->plan.told.n ? "; " : "", buf_cstr(&m->plan.told));
	return 0;
}

static void *
worker(void *job)
{
	struct import *m = job;
	struct import_worker *w = xcalloc(1, sizeof *w);
	w->counts.rounded = xcalloc(m->first.n + 1, sizeof *w->counts.rounded);
	return w;
}

static void
unworker(void *job, void *arg)
{
	struct import *m = job;
	struct import_worker *w = arg;
	for (int i = 0; i < TALLIES; i++) {
		m->counts.n[i] += w->counts.n[i];
		if (!w->counts.line[i] || (m->counts.line[i] && m->counts.line[i] < w->counts.line[i]))
			continue;
		m->counts.line[i] = w->counts.line[i];
		if (i == TALLY_TOTALS)
			memcpy(m->counts.total, w->counts.total, sizeof m->counts.total);
	}
	for (int i = 0; i < SCALE_KINDS; i++)
		m->counts.scale[i] += w->counts.scale[i];
	for (size_t i = 0; i < m->first.n; i++)
		m->counts.rounded[i] += w->counts.rounded[i];
	free(w->counts.rounded);
	datememo_free(&w->dates);
	buf_free(&w->joined);
	buf_free(&w->id);
	for (size_t i = 0; i < 4; i++)
		buf_free(&w->value[i]);
	free(w);
}

static void
tally(struct import_worker *w, enum tally what, uint64_t line)
{
	if (!w->counts.n[what]++)
		w->counts.line[what] = line;
}

/* Whether nothing but one cell is filled. */
static bool
remark(const struct row *r, size_t cell)
{
	for (size_t i = 0; i < r->n; i++)
		if (i != cell && r->f[i].n)
			return false;
	return true;
}

/* Whether the record is none: all empty, or a line of totals below the data. */
static bool
no_record(const struct import *m, struct import_worker *w, const struct row *r)
{
	const struct plan *p = &m->plan;
	size_t first = 0, text = p->standard[STD_TEXT];
	while (first < r->n && !r->f[first].n)
		first++;
	if (first == r->n) {
		tally(w, TALLY_EMPTY, r->line);
		return true;
	}
	double number;
	enum total total = m->intake.kind == INTAKE_CSV || m->intake.kind == INTAKE_TSV ? heading_total(r->f[first]) : TOTAL_NO;
	size_t at = text != COLS_NONE && p->part[text].n ? p->part[text].from[0] : COLS_NONE;
	if (total == TOTAL_NO || (total == TOTAL_REMARK && (r->n == 1 || !remark(r, first))))
		return false;
	/* The text of a line of totals is empty, or a count; a text that begins with such a word is feedback. */
	if (at == first ? total != TOTAL_WORD || !remark(r, first) : at != COLS_NONE && r->f[at].n && !num_read(r->f[at], &number))
		return false;
	if (!w->counts.n[TALLY_TOTALS])
		snprintf(w->counts.total, sizeof w->counts.total, "%.*s", (int)(r->f[first].n < 30 ? r->f[first].n : 30), r->f[first].p);
	tally(w, TALLY_TOTALS, r->line);
	return true;
}

static struct fb_str
joined(const struct part *x, const struct row *r, struct buf *b)
{
	b->n = 0;
	for (size_t i = 0; i < x->n; i++) {
		struct fb_str f = r->f[x->from[i]];
		if (f.n && b->n)
			buf_char(b, '\n');
		buf_slice(b, f);
	}
	return buf_str(b);
}

/* Excel wrote a long number short: its digits are gone. */
static bool
rounded(struct fb_str f)
{
	return f.n >= 5 && f.n <= 12 && f.p[f.n - 4] == 'E' && f.p[f.n - 3] == '+' && f.p[0] >= '1' && f.p[0] <= '9' &&
	    (f.p[1] == '.' || f.n == 5);
}

static const struct fb_str none = { "", 0 };

/* One column. value[] collects what the id is made of; the one of ts is where it stands in o, which may move. */
static void
write_part(const struct import *m, struct import_worker *w, const struct row *r, size_t i, struct fb_str value[STD_COUNT + 1],
    struct fb_str *ts_raw, struct out *o)
{
	const struct part *x = &m->plan.part[i];
	struct fb_str f = x->n ? r->f[x->from[0]] : none;
	out_begin(o);
	switch (x->kind) {
	case PART_TRIM:
	case PART_VALUE:
		if (x->kind == PART_TRIM)
			f = cell_trim(f);
		w->counts.rounded[i] += rounded(f);
		break;
	case PART_ID:
		f = cell_trim(f);
		break;
	case PART_JOIN:
		f = joined(x, r, &w->joined);
		break;
	case PART_SET:
		f = slice(x->value);
		break;
	case PART_TS:
		f = cell_trim(f);
		value[STD_TS] = (struct fb_str){ NULL, o->b.n };
		if (f.n && !datememo_write(&w->dates, &m->plan.style, f, &o->b)) {
			tally(w, TALLY_DATES, r->line);
			*ts_raw = f;
		}
		return;
	case PART_TS_RAW:
		f = ts_raw->n ? *ts_raw : f;
		break;
	case PART_NOTE:
		f = !f.n && phrases_have(&m->o->phrases, value[STD_TEXT]) ? slice(NOTE_PHRASE) : f;
		break;
	case PART_RATING:
		value[STD_RATING] = f = cell_trim(f);
		w->counts.scale[scale_write(&m->o->scale, f, &o->b)]++;
		return;
	case PART_SEEN:
		buf_text(&o->b, "new");
		return;
	case PART_SRC:
		buf_printf(&o->b, "%s:%llu", r->file, (unsigned long long)r->line);
		return;
	}
	value[x->standard] = f;
	field_write(&o->b, f);
}

static int
row(void *job, void *arg, struct row *r, struct out *o, struct fb_err *e)
{
	struct import *m = job;
	struct import_worker *w = arg;
	struct note *note = r->note;
	struct fb_str value[STD_COUNT + 1] = { none, none, none, none, none, none, none, none, none }, ts_raw = none;
	const struct plan *p = &m->plan;
	size_t id = p->standard[STD_ID], id_at = 0, ts_at = 0, ts_end = 0;
	(void)e;
	if (m->o->plan.guess && no_record(m, w, r))
		return FB_DROP;
	const size_t base = o->b.n, lead = o->first;
	for (size_t i = 0; i < p->n; i++) {
		size_t before = o->b.n;
		write_part(m, w, r, i, value, &ts_raw, o);
		if (i == p->standard[STD_TS] && !value[STD_TS].p) {
			ts_at = value[STD_TS].n;
			ts_end = o->b.n;
		}
		if (i != id)
			continue;
		id_at = before + !(lead && i == 0);     /* after its TAB, where there is one */
		note->made = !value[STD_ID].n;
		if (note->made)
			buf_add(&o->b, "0123456789abcdef", 16);
		note->id_at = id_at - base + lead;
		note->id_end = o->b.n - base + lead;
	}
	if (m->o->seen)
		note->text = hash_bytes(value[STD_TEXT].p, value[STD_TEXT].n);
	if (!note->made)
		return 0;
	if (ts_end)
		value[STD_TS] = (struct fb_str){ o->b.p + ts_at, ts_end - ts_at };
	char hex[17];
	note->hash = id_hash(value[STD_USER], value[STD_TS], value[STD_PRODUCT], value[STD_TEXT], &w->id);
	hash_hex(note->hash, hex);
	memcpy(o->b.p + id_at, hex, 16);
	return 0;
}

/* Put text into what row made, in place of the bytes from `at` to `end`. */
static void
edit(struct import *m, struct out *o, size_t at, size_t end, struct fb_str text)
{
	m->scratch.n = 0;
	buf_add(&m->scratch, o->b.p + end, o->b.n - end);
	o->b.n = at;
	buf_slice(&o->b, text);
	buf_slice(&o->b, buf_str(&m->scratch));
}

/* --seen: drop the record, or say in its last column but for others that it has changed. */
static int
ask(struct import *m, const struct note *note, struct out *o)
{
	uint64_t id = hash_bytes(o->b.p + note->id_at, note->id_end - note->id_at);
	enum seen_answer answer = seen_ask(&m->seen, id, note->text);
	if (answer == SEEN_BEFORE) {
		m->before++;
		return FB_DROP;
	}
	if (answer == SEEN_CHANGED) {
		size_t at = 0, column = cols_find(&m->first, slice("seen"));
		for (size_t i = 0; i <= column && at < o->b.n; at++)
			i += o->b.p[at] == '\t';
		edit(m, o, at, at + strlen("new"), slice("changed"));
		m->changed++;
	}
	return 0;
}

/* Whether the record is the first with its id, which then stays as it is. */
static bool
calm(void *job, struct row *r)
{
	struct import *m = job;
	struct note *note = r->note;
	note->times = note->made ? id_table_count(&m->ids, note->hash) : 1;
	return note->times == 1 && !m->o->seen;
}

/* The k-th record with the same id gets ".k" after it. */
static int
seq(void *job, struct row *r, struct out *o, struct fb_err *e)
{
	struct import *m = job;
	struct note *note = r->note;
	(void)e;
	if (note->times > 1) {
		m->suffix.n = 0;
		buf_char(&m->suffix, '.');
		num_write(&m->suffix, note->times);
		edit(m, o, note->id_end, note->id_end, buf_str(&m->suffix));
		note->id_end += m->suffix.n;
	}
	return m->o->seen ? ask(m, note, o) : 0;
}

static int
stream_bind(void *job, const struct cols *in, struct cols *add, struct fb_err *e)
{
	struct import *m = job;
	(void)e;
	bool there = cols_find(in, slice("id")) != COLS_NONE;
	if (there) {
		m->filter.row = NULL;
		m->filter.seq = NULL;
	} else {
		cols_add(add, slice("id"));
	}
	return 0;
}

static int
stream_row(void *job, void *arg, struct row *r, struct out *o, struct fb_err *e)
{
	struct import_worker *w = arg;
	struct note *note = r->note;
	struct fb_str v[4];
	char hex[17];
	(void)job;
	(void)e;
	for (size_t i = 0; i < 4; i++)
		v[i] = r->f[i].p ? field_value(r->f[i], &w->value[i]) : none;
	note->made = true;
	note->hash = id_hash(v[0], v[1], v[2], v[3], &w->id);
	hash_hex(note->hash, hex);
	out_field(o, (struct fb_str){ hex, 16 });
	note->id_at = 1;
	note->id_end = note->id_at + 16;
	return 0;
}

static const char *const hashed[] = { "user", "ts", "product", "text", NULL };

static const struct filter stream_filter = {
	.maybe = hashed,
	.bind = stream_bind,
	.worker = worker,
	.row = stream_row,
	.seq = seq,
	.calm = calm,
	.unworker = unworker,
	.shape = SHAPE_APPEND,
	.note = sizeof(struct note),
	.kind = OUTFILE_PRIVATE,
};

static const struct filter import_filter = {
	.bind = bind,
	.worker = worker,
	.row = row,
	.seq = seq,
	.calm = calm,
	.unworker = unworker,
	.shape = SHAPE_NEW,
	.align = true,
	.all_columns = true,
	.note = sizeof(struct note),
	.kind = OUTFILE_PRIVATE,
};

/* What was found on the way; said also with -q, since it concerns the data and not a guess. */
static void
report(const struct import *m)
{
	const struct counts *c = &m->counts;
	const unsigned long long *n = (const unsigned long long *)c->n, *line = (const unsigned long long *)c->line;
	if (n[TALLY_DATES])
		say(m, "%llu date%s could not be read (first in line %llu): ts is empty there, ts_raw has the original; --date-format tells how to "
		    "read them", n[TALLY_DATES], n[TALLY_DATES] == 1 ? "" : "s", line[TALLY_DATES]);
	if (n[TALLY_TOTALS])
		say(m, "%llu line%s of totals or remarks left out (first in line %llu, '%s')", n[TALLY_TOTALS], n[TALLY_TOTALS] == 1 ? "" : "s",
		    line[TALLY_TOTALS], c->total);
	if (n[TALLY_EMPTY])
		say(m, "%llu row%s without any value left out (first in line %llu)", n[TALLY_EMPTY], n[TALLY_EMPTY] == 1 ? "" : "s", line[TALLY_EMPTY]);
	struct buf mixed = { 0 };
	scale_mixed(c->scale, &mixed);
	if (mixed.n)
		say(m, "rating mixes scales (%s): no average over it means anything; --scale 好评=5 … or 0-10=1-5 brings them to one", buf_cstr(&mixed));
	buf_free(&mixed);
	if (m->before || m->changed)
		say(m, "%llu record%s left out; %llu came with another text", (unsigned long long)m->before,
		    m->before == 1 ? " was passed on before and is" : "s were passed on before and are", (unsigned long long)m->changed);
	for (size_t i = 0; i < m->first.n; i++)
		if (c->rounded[i])
			say(m, "column '%s': %llu value%s like 1.38E+10, whose digits Excel has dropped: export them anew, as text",
			    m->first.name[i], (unsigned long long)c->rounded[i], c->rounded[i] == 1 ? "" : "s");
	for (size_t i = 0; i < m->intake.extra.n; i++)
		say(m, "member '%.*s' first came after the columns were settled and was left out of %llu records: -c names the members to read",
		    (int)m->intake.extra.entry[i].key.n, m->intake.extra.entry[i].key.p, (unsigned long long)m->intake.extra.entry[i].value);
}

int
import_run(const struct import_options *o, const struct stream *s, struct fb_err *e)
{
	const struct plan_options *p = &o->plan;
	bool plain = o->intake.kind == INTAKE_STREAM && !p->map->n && !p->set->n && !p->columns->n && !p->date_format && !p->src && !p->seen &&
	    !*o->intake.encoding.name;
	struct import *m = xcalloc(1, sizeof *m);
	m->o = o;
	m->stream = s;
	m->filter = plain ? stream_filter : import_filter;
	intake_open(&m->intake, &o->intake);
	if (!plain)
		m->filter.format = &m->intake.format;
	int rc = o->seen ? seen_open(&m->seen, o->seen, e) : 0;
	if (rc == 0)
		rc = pipeline_run(&m->filter, m, s, e);
	if (rc >= 0)
		report(m);
	if (rc >= 0 && o->seen && seen_commit(&m->seen, e))
		rc = e->code;
	if (rc == 0 && (m->counts.n[TALLY_DATES] || m->intake.extra.n))
		rc = 1;
	if (o->seen)
		seen_close(&m->seen);
	intake_close(&m->intake);
	plan_free(&m->plan);
	cols_free(&m->first);
	id_table_free(&m->ids);
	free(m->counts.rounded);
	buf_free(&m->scratch);
	buf_free(&m->suffix);
	free(m);
	return rc;
}
