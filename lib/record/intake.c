#include "record/intake.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/near.h"
#include "record/heading.h"
#include "record/jsoncut.h"
#include "record/scan.h"
#include "record/source.h"

/* One thread's reader. */
struct intake_reader {
	struct intake *in;
	struct chunk chunk;
	struct csv_fields csv, inner;
	struct json_fields json;
	struct fb_str *f;
	size_t cap;
	struct buf values;
	size_t columns;
	bool last;
	char why[160];
};

static const char *const kind_names[] = { "?", "csv", "tsv", "stream", "pg", "jsonl", "json" };

int
intake_kind_named(enum intake_kind *kind, const char *name, struct fb_err *e)
{
	enum { KINDS = sizeof kind_names / sizeof *kind_names };
	for (size_t i = 1; i < KINDS; i++)
		if (strcmp(name, kind_names[i]) == 0) {
			*kind = (enum intake_kind)i;
			return 0;
		}
	const char *near = near_word(slice(name), kind_names + 1, KINDS - 1);
	return err_set(e, FB_EUSAGE, "format '%s' is none of csv, tsv, stream, pg, jsonl, json%s%s%s", name, near ? ": did you mean " : "",
	    near ? near : "", near ? "?" : "");
}

const char *
intake_kind_name(enum intake_kind kind)
{
	return kind_names[kind];
}

static const struct encoding *
encoding_now(const struct intake *in)
{
	return &in->encoding[atomic_load(&in->decided)];
}

static void
add_field(struct intake_reader *r, size_t n, struct fb_str f)
{
	if (n >= r->cap)
		r->f = xgrow(r->f, &r->cap, n + 1, sizeof *r->f);
	r->f[n] = f;
}

static struct fb_str
without_end(struct fb_str s)
{
	if (s.n && s.p[s.n - 1] == '\n')
		s.n--;
	if (s.n && s.p[s.n - 1] == '\r')
		s.n--;
	return s;
}

static int
hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

/* Append a field of COPY's text format, unescaped. PostgreSQL 15 manual, COPY, "Text Format". */
static void
pg_value(struct buf *b, struct fb_str s)
{
	static const char code[] = "btnfrv", value[] = "\b\t\n\f\r\v";
	for (size_t i = 0; i < s.n; i++) {
		const char *k;
		if (s.p[i] != '\\' || i + 1 == s.n) {
			buf_char(b, s.p[i]);
			continue;
		}
		char c = s.p[++i];
		if ((k = memchr(code, c, sizeof code - 1))) {
			buf_char(b, value[k - code]);
		} else if (c >= '0' && c <= '7') {
			int v = c - '0';
			for (int more = 2; more && i + 1 < s.n && s.p[i + 1] >= '0' && s.p[i + 1] <= '7'; more--)
				v = v * 8 + (s.p[++i] - '0');
			buf_char(b, (char)v);
		} else if (c == 'x' && i + 1 < s.n && hex_digit(s.p[i + 1]) >= 0) {
			int v = hex_digit(s.p[++i]);
			if (i + 1 < s.n && hex_digit(s.p[i + 1]) >= 0)
				v = v * 16 + hex_digit(s.p[++i]);
			buf_char(b, (char)v);
		} else {
			buf_char(b, c);
		}
	}
}

/* Split a line at TABs and undo the format's escapes. Returns the number of fields; *odd: an escape stood for a byte that no text has. */
static size_t
split(struct intake_reader *r, struct fb_str line, bool *odd)
{
	struct buf one = { 0 };
	size_t n = 0;
	r->values.n = 0;
	buf_more(&r->values, line.n + 1);       /* no value is longer than its field: pointers into it stay */
	for (const char *p = line.p, *end = p + line.n;; p++) {
		const char *tab = memchr(p, '\t', (size_t)(end - p)), *stop = tab ? tab : end;
		struct fb_str f = { p, (size_t)(stop - p) };
		if (r->in->kind != INTAKE_TSV && f.n && memchr(f.p, '\\', f.n)) {
			size_t from = r->values.n;
			if (r->in->kind == INTAKE_STREAM)
				buf_slice(&r->values, field_value(f, &one));
			else if (!slice_is(f, "\\N"))
				pg_value(&r->values, f);
			f = (struct fb_str){ r->values.p + from, r->values.n - from };
			*odd |= f.n && (memchr(f.p, '\0', f.n) || scan_utf8(f.p, f.n) != f.n);
		}
		add_field(r, n++, f);
		p = stop;
		if (!tab)
			break;
	}
	buf_free(&one);
	return n;
}

static size_t
line_ends(const struct intake *in, const char *p, size_t n)
{
	const struct encoding *x = encoding_now(in);
	char end = in->cr ? '\r' : '\n';
	size_t count = 0;
	if (!x->wide)
		return scan_count(p, n, end);
	for (size_t i = 0; i + 1 < n; i += 2)
		count += p[i + x->big] == end && p[i + !x->big] == '\0';
	return count;
}

static size_t
lines(void *self, const char *p, size_t n)
{
	return line_ends(self, p, n);
}

static struct fb_str
line_end(void *self)
{
	const struct intake *in = self;
	const struct encoding *x = encoding_now(in);
	if (x->wide)
		return (struct fb_str){ in->cr ? x->big ? "\0\r" : "\r\0" : x->big ? "\0\n" : "\n\0", 2 };
	return slice(in->cr ? "\r" : "\n");
}

static void
close_document(void *self, struct fb_str header, struct buf *b)
{
	const struct intake *in = self;
	const struct encoding *x = encoding_now(in);
	struct buf letters = { 0 }, closing = { 0 };
	if (in->kind != INTAKE_JSON)
		return;
	encoding_letters(&letters, x, header.p, header.n);
	jsoncut_close(buf_str(&letters), &closing);
	for (size_t i = 0; i < closing.n; i++) {
		if (x->wide && x->big)
			buf_char(b, '\0');
		buf_char(b, closing.p[i]);
		if (x->wide && !x->big)
			buf_char(b, '\0');
	}
	buf_free(&letters);
	buf_free(&closing);
}

/* How far p[0 .. n) may be cut at all: while the encoding is open, up to the first byte that is not ASCII, or past it where enough
 * bytes are there to decide. */
static size_t
decide(struct intake *in, const char *p, size_t n, bool *at_end)
{
	size_t at = encoding_beyond_ascii(p, n);
	if (at == n)
		return n;
	if (n - at < ENCODING_WINDOW && !*at_end && n < INTAKE_LOOK * 4) {
		*at_end = false;
		return at;
	}
	size_t window = n - at < ENCODING_WINDOW ? n - at : ENCODING_WINDOW;
	encoding_guess(&in->encoding[1], p + at, window, window == n - at && *at_end);
	decoder_open(&in->loaded, &in->encoding[1], NULL);
	atomic_store(&in->decided, 1);
	in->pending = false;
	if (in->opt.say && !in->encoding[1].utf8) {
		char text[400];
		snprintf(text, sizeof text, "%s: what is not ASCII is read as %s; -e NAME reads another encoding", in->file,
		    in->encoding[1].name);
		in->opt.say(text);
	}
	return n;
}

static size_t
cut(void *self, const char *p, size_t n, bool at_end)
{
	struct intake *in = self;
	struct csv_ends e = { 0 };
	if (in->pending)
		n = decide(in, p, n, &at_end);
	/* in->cut itself is what threads read: it stays. */
	struct csvcut now = in->cut;
	now.two_byte = encoding_now(in)->two_byte;
	csvcut_ends(&now, p, n, at_end, false, &e);
	if (now.json && e.open)
		return e.last ? e.last : CUT_END;
	if (e.open && !e.last && !at_end && n > LIMIT) {
		csvcut_recover(&now, p, n, false, true, &e);
		free(e.at);
	}
	return at_end ? n : e.last;
}

static void *
reader(void *self)
{
	struct intake_reader *r = xcalloc(1, sizeof *r);
	r->in = self;
	r->json.chosen = r->in->opt.ncolumns > 0;
	return r;
}

static void
unreader(void *arg)
{
	struct intake_reader *r = arg;
	for (size_t i = 0; i < r->json.extra.n; i++)
		map_put(&r->in->extra, r->json.extra.entry[i].key, NULL)->value += r->json.extra.entry[i].value;
	chunk_free(&r->chunk);
	csv_fields_free(&r->csv);
	csv_fields_free(&r->inner);
	json_fields_free(&r->json);
	buf_free(&r->values);
	free(r->f);
	free(r);
}

static void
start(void *arg, const char *p, size_t n, size_t columns, bool last)
{
	struct intake_reader *r = arg;
	r->columns = columns;
	r->last = last;
	chunk_start(&r->chunk, &r->in->cut, encoding_now(r->in), p, n, last);
}

/* Values of one record into *out; false: it is no record. */
static bool
fields(struct intake_reader *r, struct fb_str text, struct record *out)
{
	const struct intake *in = r->in;
	struct fb_str line = without_end(text);
	out->bare = line;
	if (in->kind == INTAKE_CSV) {
		int rc = csv_fields_split(&r->csv, text, in->cut.delimiter, in->cut.quotes);
		out->f = r->csv.f;
		out->n = r->csv.n;
		if (rc < 0)
			out->bad = "a quoted field begins in this line and never ends: a stray quote?";
		return rc != 0;
	}
	if (in->kind == INTAKE_JSONL || in->kind == INTAKE_JSON) {
		line = json_trim(text);
		out->bad = line.n ? json_fields_split(&r->json, line, &in->index, r->columns) : NULL;
		out->f = r->json.f;
		out->n = r->columns;
		return line.n != 0;
	}
	/* COPY's end of data, where a file has it. */
	if (in->kind == INTAKE_PG && slice_is(line, "\\."))
		return false;
	bool odd = false;
	out->n = split(r, line, &odd);
	out->f = r->f;
	if (odd)
		out->bad = "an escape such as \\0 or \\xff stands for a byte that is no UTF-8 text";
	return line.n || r->columns == 1 || in->kind == INTAKE_STREAM;
}

/* Whether a line has as many fields as the header; where it leaves a quoted field open, with quotes as letters, or quoted parts of fields. */
static bool
is_alike(struct intake_reader *r, struct fb_str line)
{
	char delimiter = r->in->cut.delimiter;
	size_t fields = 0;
	line = without_end(line);
	if (csv_fields_split(&r->inner, line, delimiter, true) < 0) {
		csv_lone_quote(line, delimiter, &fields);
		csv_fields_split(&r->inner, line, delimiter, false);
	}
	return r->inner.n == r->columns || fields == r->columns;
}

enum swallowed { NOTHING_SWALLOWED, RECORDS_SWALLOWED, REST_UNSURE };

/* Whether the record's first line is one by itself, which ends where a quote in it was taken for a letter of a quoted field, and what comes
 * after it, cut anew, is nothing but whole records; REST_UNSURE where the last of these would go on behind the record. */
static enum swallowed
begins_with_record(struct intake_reader *r, struct fb_str text, size_t first)
{
	const struct csvcut cut = { .delimiter = r->in->cut.delimiter, .quotes = true };
	struct csv_ends e = { 0 };
	size_t fields;
	bool whole = r->columns > 1 && csv_lone_quote(text, cut.delimiter, &fields) && is_alike(r, (struct fb_str){ text.p, first });
	if (whole)
		csvcut_ends(&cut, text.p + first, text.n - first, true, true, &e);
	for (size_t i = 0, from = first; i < e.n && whole; from = first + e.at[i++])
		whole = csv_fields_split(&r->inner, (struct fb_str){ text.p + from, first + e.at[i] - from }, cut.delimiter, true) > 0 &&
		    r->inner.n == r->columns;
	free(e.at);
	return !whole ? NOTHING_SWALLOWED : e.open ? REST_UNSURE : RECORDS_SWALLOWED;
}

/* Whether a quoted field has swallowed records: the lines within the record are records themselves. Of more than FEW lines all must be but
 * one, and have three columns at least; of many nearly all. */
static enum swallowed
swallows(struct intake_reader *r, struct fb_str text, size_t lines)
{
	enum { FEW = 5 };
	size_t inner = 0, alike = 0;
	enum swallowed begin = NOTHING_SWALLOWED;
	const char *end = text.p + text.n, *lf = memchr(text.p, '\n', text.n);
	if (!lf || lf + 1 == end)
		return NOTHING_SWALLOWED;
	if (lines <= CSVCUT_LINES)
		begin = begins_with_record(r, text, (size_t)(lf + 1 - text.p));
	if (begin != NOTHING_SWALLOWED || lines <= FEW || (lines <= CSVCUT_LINES && r->columns < 3))
		return begin;
	for (const char *p = lf + 1; p < end && (lf = memchr(p, '\n', (size_t)(end - p))) && lf + 1 < end; p = lf + 1) {
		inner++;
		alike += is_alike(r, (struct fb_str){ p, (size_t)(lf + 1 - p) });
	}
	/* The last of them may belong to the field that the swallower ended in. */
	bool found = lines <= CSVCUT_LINES ? inner >= FEW && alike + 1 >= inner : alike * 10 > inner * 9;
	return found ? RECORDS_SWALLOWED : NOTHING_SWALLOWED;
}

/* Whether the record is the header again. */
static bool
is_header(const struct intake *in, const struct record *rec)
{
	if (!in->header.n || in->header.n != rec->n || (rec->f[0].n && *rec->f[0].p != *in->header.name[0]) || !slice_is(rec->f[0], in->header.name[0]))
		return false;
	for (size_t i = 1; i < rec->n; i++)
		if (!slice_is(rec->f[i], in->header.name[i]))
			return false;
	return true;
}

/* A row that goes on after its last column, with empty cells only: some exporters end each row with a delimiter, but not the header. */
static bool
drop_surplus(const struct intake_reader *r, struct record *out)
{
	if ((r->in->kind != INTAKE_CSV && r->in->kind != INTAKE_TSV) || out->n < r->columns)
		return false;
	for (size_t i = r->columns; i < out->n; i++)
		if (cell_trim(out->f[i]).n)
			return false;
	out->n = r->columns;
	return true;
}

/* A line below the data that is none of it: totals with amounts, remarks. It gets the right number of fields, for row() to leave it out. */
static bool
pad_total(struct intake_reader *r, struct record *out)
{
	size_t n = out->n;
	enum total total = n && n < r->columns ? heading_total(out->f[0]) : TOTAL_NO;
	if (total == TOTAL_NO)
		return false;
	for (size_t i = 1; i < n; i++)
		if (out->f[i].n && (total == TOTAL_REMARK || !memchr("0123456789+-.", *out->f[i].p, 13)))
			return false;
	for (size_t i = 0; i < r->columns; i++)
		add_field(r, i, i < n ? out->f[i] : (struct fb_str){ "", 0 });
	out->f = r->f;
	out->n = r->columns;
	return true;
}

static int
next(void *arg, struct record *out)
{
	struct intake_reader *r = arg;
	struct fb_str text;
	*out = (struct record){ 0 };
	if (!chunk_next(&r->chunk, &out->raw, &text, &out->bad)) {
		/* A block of elements ends its file only where the array's ']' never came. */
		out->raw = (struct fb_str){ "", 0 };
		out->bad = r->last && r->in->kind == INTAKE_JSON ? "the file ends before the array of records does: was it cut?" : NULL;
		r->last = false;
		return out->bad != NULL;
	}
	if (out->bad)
		out->bare = without_end(text);
	else if (!fields(r, text, out))
		out->nothing = true;
	out->lines = line_ends(r->in, out->raw.p, out->raw.n);
	if (out->bad || out->nothing || !r->columns)
		return 1;
	enum swallowed swallowed = r->in->kind == INTAKE_CSV ? swallows(r, text, out->lines) : NOTHING_SWALLOWED;
	bool far = r->in->kind == INTAKE_CSV && out->n != r->columns && out->lines > CSVCUT_LINES;
	if (swallowed != NOTHING_SWALLOWED || far) {
		/* Some quote opened a field that was closed by another one far away. */
		if (swallowed != REST_UNSURE || far) {
			chunk_recover(&r->chunk, &out->raw);
			out->lines = line_ends(r->in, out->raw.p, out->raw.n);
		}
		out->bad = "a quoted field begins in this line and swallows those after it: a stray quote? (a quote in a text is written twice, in quotes)";
	} else if (out->n != r->columns && !drop_surplus(r, out) && !pad_total(r, out)) {
		snprintf(r->why, sizeof r->why, "%zu field%s where the header has %zu%s", out->n, out->n == 1 ? "" : "s", r->columns,
		    out->n > r->columns && r->in->kind == INTAKE_CSV ? ": a delimiter in a text that is not quoted?" : "");
		out->bad = r->why;
	} else if (is_header(r->in, out)) {
		out->bad = "the header again: were files with a header each put one after another?";
	}
	return 1;
}

void
intake_rows(struct intake *in, const char *p, size_t n, bool whole, size_t most, struct sample *s)
{
	struct record rec;
	struct csv_ends e = { 0 };
	struct intake_reader *r = reader(in);
	csvcut_ends(&in->cut, p, n, whole, false, &e);
	/* JSON: the columns found before. */
	start(r, p, whole ? n : e.last, in->index.n, whole);
	while (s->rows < most && next(r, &rec)) {
		size_t k = rec.nothing || rec.bad ? 0 : rec.n;
		if (s->rows == s->cap) {
			s->row = xgrow(s->row, &s->cap, s->rows + 1, sizeof *s->row);
			s->width = xrealloc(s->width, s->cap, sizeof *s->width);
			s->end = xrealloc(s->end, s->cap, sizeof *s->end);
		}
		struct fb_str *f = arena_get(&s->arena, (k + 1) * sizeof *f);
		for (size_t i = 0; i < k; i++)
			f[i] = (struct fb_str){ arena_copy(&s->arena, rec.f[i].p, rec.f[i].n), rec.f[i].n };
		s->width[s->rows] = k;
		s->end[s->rows] = (s->rows ? s->end[s->rows - 1] : 0) + rec.raw.n;
		s->row[s->rows++] = f;
	}
	unreader(r);
}

void
sample_free(struct sample *s)
{
	arena_free(&s->arena);
	free(s->row);
	free(s->width);
	free(s->end);
	*s = (struct sample){ 0 };
}

void
intake_open(struct intake *in, const struct intake_options *opt)
{
	*in = (struct intake){ .opt = *opt };
	bool jsonl = opt->kind == INTAKE_JSONL && opt->ncolumns, lines_only = opt->kind == INTAKE_STREAM || opt->kind == INTAKE_PG;
	in->format = (struct format){
		.look = jsonl || lines_only ? 0 : INTAKE_LOOK,
		.header = intake_header,
		.cut = cut,
		.lines = lines,
		.reader = reader,
		.start = start,
		.next = next,
		.unreader = unreader,
		.self = in,
		.headless = true,
		.line_end = line_end,
		.close = close_document,
	};
}

void
intake_close(struct intake *in)
{
	decoder_close(&in->loaded);
	cols_free(&in->header);
	map_free(&in->index);
	map_free(&in->extra);
	sample_free(&in->sample);
	buf_free(&in->told);
}
