/* What a file is: format, encoding, delimiter, header. See intake.h. */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "record/foreign.h"
#include "record/heading.h"
#include "record/intake.h"
#include "record/jsoncut.h"
#include "record/scan.h"

enum { SAMPLE_ROWS = 500, HEADER_ROWS = 40, FRONT = 400 };

/* 0, or 1: more bytes are needed. *mark: the bytes of a byte order mark. */
static int
find_encoding(struct intake *in, const char *p, size_t n, bool whole, size_t *mark)
{
	struct encoding *x = in->encoding;
	in->decided = 0;
	in->pending = false;
	*x = encoding_utf8;
	*mark = encoding_mark(x, p, n);
	if (*in->opt.encoding.name) {
		/* -e utf-16 names both byte orders: the mark knows which. */
		if (!*mark || (strcmp(x->name, in->opt.encoding.name) != 0 && !(x->wide && in->opt.encoding.wide)))
			*x = in->opt.encoding;
		return 0;
	}
	if (*mark || !in->format.look)
		return 0;
	if (encoding_wide(x, p, n < FRONT ? n : FRONT))
		return 0;
	size_t at = encoding_beyond_ascii(p, n);
	if (at == n) {
		in->pending = true;
		return 0;
	}
	if (n - at < ENCODING_WINDOW && !whole)
		return 1;
	size_t window = n - at < ENCODING_WINDOW ? n - at : ENCODING_WINDOW;
	if (!encoding_wide(x, p, at + window))
		encoding_guess(x, p + at, window, whole && window == n - at);
	return 0;
}

/* How well rows agree: the share of rows that have the commonest number of fields (at least 2), and that number. */
static double
agreement(const size_t *width, size_t rows, size_t *common)
{
	size_t best = 0, there = 0;
	*common = 1;
	for (size_t i = 0; i < rows; i++) {
		size_t same = 0;
		there += width[i] > 0;
		for (size_t k = 0; k < rows && width[i] > 1; k++)
			same += width[k] == width[i];
		if (same > best || (same == best && width[i] > *common)) {
			best = same;
			*common = width[i] ? width[i] : 1;
		}
	}
	return there ? (double)best / (double)there : 0;
}

static size_t
known_names(struct fb_str *row, size_t width)
{
	size_t n = 0;
	for (size_t i = 0; i < width; i++)
		n += heading_known(row[i]);
	return n;
}

/* The delimiter under which rows agree best; known header names among the first rows count too. */
static void
find_delimiter(struct intake *in, const char *p, size_t n, bool whole)
{
	static const char candidates[] = ",\t;|";
	double best = -1;
	char found = ',';
	for (const char *c = candidates; *c; c++) {
		struct sample s = { 0 };
		size_t common, known = 0;
		in->cut.delimiter = *c;
		intake_rows(in, p, n, whole, 120, &s);
		double score = agreement(s.width, s.rows, &common);
		for (size_t i = 0; i < s.rows && i < HEADER_ROWS; i++) {
			size_t k = s.width[i] > 1 ? known_names(s.row[i], s.width[i]) : 0;
			known = k > known ? k : known;
		}
		score += common > 1 ? .2 * (double)known + .001 * (double)(common < 50 ? common : 50) : 0;
		if (score > best) {
			best = score;
			found = *c;
		}
		sample_free(&s);
	}
	in->cut.delimiter = found;
}

/* Whether quotes open cells that never close, line after line: an exporter that does not know what they mean. Then rows agree only when
 * quotes are letters. */
static bool
quotes_are_letters(struct intake *in, const char *p, size_t n, bool whole)
{
	enum { TRIES = 8, MANY_LINES = 500 };
	struct csvcut lines_only = in->cut;
	struct csv_ends e = { 0 }, line = { 0 };
	struct sample s = { 0 };
	size_t common, failed = 0;
	double agree = 0;
	lines_only.quotes = false;
	csvcut_ends(&lines_only, p, n, whole, true, &line);
	for (size_t at = 0, k = 0; failed < TRIES && at < n;) {
		/* From line k on: does a record run over many lines, or to the end? */
		csvcut_ends(&in->cut, p + at, n - at, whole, true, &e);
		size_t i = 0, to = at;
		for (; i < e.n; i++) {
			size_t next = at + e.at[i], from_line = k;
			while (k < line.n && line.at[k] < next)
				k++;
			k++;
			if (k - from_line > MANY_LINES) {
				k = from_line;
				break;
			}
			to = next;
		}
		if (i == e.n && !e.open)
			break;
		failed++;
		while (k < line.n && line.at[k] <= to)
			k++;
		at = k < line.n ? line.at[k] : n;
		k++;
	}
	if (failed == TRIES) {
		in->cut.quotes = false;
		intake_rows(in, p, n, whole, SAMPLE_ROWS, &s);
		in->cut.quotes = true;
		agree = agreement(s.width, s.rows, &common);
	}
	sample_free(&s);
	free(e.at);
	free(line.at);
	return agree > .95;
}

/* A table separated by TABs: CSV, the record stream, COPY or plain? */
static enum intake_kind
kind_of_tabs(struct intake *in, const char *p, size_t n, bool whole)
{
	struct sample s = { 0 };
	size_t common, quoted = 0, null = 0, standard = 0;
	in->kind = INTAKE_TSV;
	in->cut.quotes = false;
	intake_rows(in, p, n, whole, SAMPLE_ROWS, &s);
	double agree = agreement(s.width, s.rows, &common);
	for (size_t i = 0; i < s.rows; i++)
		for (size_t k = 0; k < s.width[i]; k++) {
			struct fb_str f = s.row[i][k];
			quoted += f.n > 1 && *f.p == '"';
			null += slice_is(f, "\\N");
			standard += i == 0 && (slice_is(f, "id") || slice_is(f, "text"));
		}
	sample_free(&s);
	if (agree == 1 && null)
		return INTAKE_PG;
	if (agree == 1 && standard)
		return INTAKE_STREAM;
	in->cut.quotes = quoted > 0;
	return quoted ? INTAKE_CSV : INTAKE_TSV;
}

/* Whether an object that is all there is holds the records in an array, rather than being one: by the array's name, or where no other
 * member would do for text. */
static bool
holds_records(const char *p, size_t n, const struct cols *members)
{
	static const char *const names[] = { "data", "result", "results", "records", "rows", "list", "entries", "reviews", "tickets" };
	struct buf path = { 0 };
	bool array = jsoncut_array(p, n, NULL, &path) > 0, named = false, text = false;
	const char *dot = strrchr(buf_cstr(&path), '.'), *last = dot ? dot + 1 : buf_cstr(&path);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		named |= strcmp(last, names[i]) == 0;
	for (size_t i = 0; i < members->n; i++)
		text |= strcmp(members->name[i], buf_cstr(&path)) != 0 && heading_rank(STD_TEXT, slice(members->name[i]));
	buf_free(&path);
	return array && (named || !text);
}

/* Lines of objects or a document; see kind_of_json. */
static enum intake_kind
kind_of_text(const char *p, size_t n, bool whole)
{
	const char *end = memchr(p, '\n', n), *rest = end ? end : p + n;
	struct json_fields j = { 0 };
	struct cols in = { 0 };
	struct map index = { 0 }, maybe = { 0 };
	bool object = *p == '{' && !json_columns(&j, (struct fb_str){ p, (size_t)(rest - p) }, &in, &index, &maybe);
	while (rest < p + n && strchr(" \t\r\n", *rest))
		rest++;
	if (object && whole && rest == p + n)
		object = !holds_records(p, n, &in);
	json_fields_free(&j);
	cols_free(&in);
	map_free(&index);
	map_free(&maybe);
	return object ? INTAKE_JSONL : INTAKE_JSON;
}

/* The start of the file, p[0 .. n), in UTF-8: as it is, or in *b. */
static struct fb_str
in_utf8(struct intake *in, const char *p, size_t n, struct buf *b)
{
	if (in->encoding->utf8)
		return (struct fb_str){ p, n };
	decoder_run(&in->loaded, in->encoding, (struct fb_str){ p, n }, b);
	return buf_str(b);
}

/* JSON by its first character; a document where the first line is no whole object, or is the only one and holds the records. */
static enum intake_kind
kind_of_json(struct intake *in, const char *p, size_t n, bool whole)
{
	struct buf text = { 0 };
	struct fb_str s = { p, n };
	/* What is not UTF-16 is converted only where it may be JSON: its first bytes tell. */
	if (in->encoding->wide || (n && strchr("{[ \t\r\n", *p)))
		s = in_utf8(in, p, n, &text);
	while (s.n && strchr(" \t\r\n", *s.p)) {
		s.p++;
		s.n--;
	}
	enum intake_kind kind = s.n && (*s.p == '{' || *s.p == '[') ? kind_of_text(s.p, s.n, whole) : INTAKE_GUESS;
	buf_free(&text);
	return kind;
}

static void
find_kind(struct intake *in, const char *p, size_t n, bool whole)
{
	in->kind = in->opt.kind;
	if (in->kind == INTAKE_GUESS && !in->opt.delimiter)
		in->kind = kind_of_json(in, p, n, whole);
	bool guess = in->kind == INTAKE_GUESS;
	in->cut = (struct csvcut){ .delimiter = ',', .quotes = true, .two_byte = in->encoding->two_byte, .wide = in->encoding->wide,
		.big = in->encoding->big };
	if (guess || in->kind == INTAKE_CSV) {
		in->kind = INTAKE_CSV;
		if (in->opt.delimiter)
			in->cut.delimiter = in->opt.delimiter;
		else
			find_delimiter(in, p, n, whole);
		in->cut.quotes = !quotes_are_letters(in, p, n, whole);
		if (guess && !in->opt.delimiter && in->cut.delimiter == '\t')
			in->kind = kind_of_tabs(in, p, n, whole);
	} else {
		in->cut.quotes = false;
		in->cut.delimiter = '\t';
		in->cut.json = in->kind == INTAKE_JSON;
	}
}

/* The row that is the header: the first of full width that names something known; or one of fewer cells above it that names more, half
 * of its cells and two at least, for rows may go on after their last column; else the first of full width. */
static size_t
find_header(const struct sample *s)
{
	const size_t *width = s->width;
	size_t common, rows = s->rows < HEADER_ROWS ? s->rows : HEADER_ROWS, first = s->rows, narrow = s->rows, narrow_known = 0;
	agreement(width, s->rows, &common);
	for (size_t i = 0; i < rows; i++) {
		size_t filled = 0, known = known_names(s->row[i], width[i]);
		for (size_t k = 0; k < width[i]; k++)
			filled += s->row[i][k].n > 0;
		if (!width[i] || filled * 2 <= width[i])
			continue;
		if (width[i] < common) {
			if (narrow == s->rows && known >= 2 && known * 2 >= filled) {
				narrow = i;
				narrow_known = known;
			}
			continue;
		}
		if (first == s->rows)
			first = i;
		if (known > narrow_known)
			return i;
	}
	if (narrow < s->rows)
		return narrow;
	for (size_t i = 0; i < s->rows && first == s->rows; i++)
		if (width[i])
			first = i;
	return first;
}

static void
tell_preamble(struct intake *in, const struct sample *s, size_t header)
{
	const size_t *width = s->width;
	size_t lines = 0;
	struct fb_str first = { 0 };
	for (size_t i = 0; i < header; i++)
		for (size_t k = 0; k < width[i]; k++)
			if (s->row[i][k].n) {
				first = first.n ? first : s->row[i][k];
				lines++;
				break;
			}
	if (header)
		buf_printf(&in->told, ", header in row %zu", header + 1);
	if (lines)
		buf_printf(&in->told, " after %zu other%s ('%.*s')", lines, lines == 1 ? "" : "s", (int)(first.n < 60 ? first.n : 60), first.p);
}

/* Tables: find the header row, keep rows below it as a sample. */
static int
table_header(struct intake *in, const char *file, const char *p, size_t n, bool whole, size_t *used, struct cols *cols,
    struct fb_err *e)
{
	struct sample s = { 0 };
	size_t header = 0;
	int rc = 0;
	intake_rows(in, p, n, whole, SAMPLE_ROWS, &s);
	if (!in->opt.names) {
		header = in->opt.header_row ? in->opt.header_row - 1 : in->kind == INTAKE_CSV || in->kind == INTAKE_TSV ? find_header(&s) : 0;
		if (header >= s.rows || !s.width[header]) {
			rc = s.rows == 0 && !whole ? 1 : err_at(e, FB_EDATA, file, in->opt.header_row, 0,
			    in->opt.header_row ? "row %llu holds no header" : "no header line is there", (unsigned long long)in->opt.header_row);
			sample_free(&s);
			return rc;
		}
		for (size_t i = 0; i < s.width[header]; i++) {
			cols_add(&in->header, s.row[header][i]);
			cols_add(cols, s.row[header][i]);
		}
		heading_clean(cols);
		tell_preamble(in, &s, header);
		*used = s.end[header];
	}
	size_t columns = in->opt.names ? s.rows ? s.width[0] : 0 : cols->n, rows = 0;
	for (size_t i = in->opt.names ? 0 : header + 1; i < s.rows; i++)
		if (s.width[i] == columns)
			s.row[rows++] = s.row[i];
	s.rows = rows;
	in->sample = s;
	return 0;
}

/* JSON Lines: the columns are the members seen, in the order they came. */
static int
json_header(struct intake *in, const char *p, size_t n, bool whole, struct cols *cols)
{
	struct json_fields j = { 0 };
	struct map maybe = { 0 };
	struct chunk c = { 0 };
	struct csv_ends ends = { 0 };
	struct fb_str raw, text;
	const char *bad;
	for (size_t i = 0; i < in->opt.ncolumns; i++) {
		cols_add(cols, slice(in->opt.columns[i]));
		map_put(&in->index, slice(in->opt.columns[i]), NULL);
	}
	if (in->opt.ncolumns)
		return 0;
	csvcut_ends(&in->cut, p, n, whole, false, &ends);
	chunk_start(&c, &in->cut, in->encoding, p, whole ? n : ends.last, whole);
	while (chunk_next(&c, &raw, &text, &bad))
		if (!bad)
			json_columns(&j, text, cols, &in->index, &maybe);
	for (size_t i = 0; i < maybe.n; i++) {
		/* Null or empty wherever it came: a column, unless it was an object elsewhere. */
		struct fb_str name = maybe.entry[i].key;
		bool object = false, made;
		for (size_t k = 0; k < cols->n && !object; k++)
			object = strlen(cols->name[k]) > name.n && memcmp(cols->name[k], name.p, name.n) == 0 && cols->name[k][name.n] == '.';
		if (object)
			continue;
		map_put(&in->index, name, &made);
		if (made)
			cols_add(cols, name);
	}
	chunk_free(&c);
	json_fields_free(&j);
	map_free(&maybe);
	struct sample *s = &in->sample;
	size_t rows = 0;
	intake_rows(in, p, n, whole, SAMPLE_ROWS, s);
	for (size_t i = 0; i < s->rows; i++)
		if (s->width[i] == cols->n)
			s->row[rows++] = s->row[i];
	s->rows = rows;
	return cols->n ? 0 : whole || ends.last ? -1 : 1;
}

/* Where in p[0 .. n), which is not in UTF-8, the '[' lies that ends text: as many come before it. Returns the offset after it. */
static size_t
bracket_again(const struct intake *in, const char *p, size_t n, struct fb_str text)
{
	struct buf letters = { 0 };
	size_t left = scan_count(text.p, text.n, '['), i = 0;
	encoding_letters(&letters, in->encoding, p, n);
	while (left && i < letters.n)
		left -= letters.p[i++] == '[';
	buf_free(&letters);
	return in->encoding->wide ? 2 * i : i;
}

/* A JSON document: *mark moves behind the '[' of the array that holds the records. */
static int
find_array(struct intake *in, const char *file, const char *p, size_t n, size_t *mark, struct fb_err *e)
{
	struct buf path = { 0 }, converted = { 0 };
	struct fb_str text = in_utf8(in, p + *mark, n - *mark, &converted);
	size_t at = jsoncut_array(text.p, text.n, in->opt.each, &path);
	int rc = 0;
	if (!at && in->opt.each && jsoncut_array(text.p, text.n, NULL, &path) && path.n)
		rc = err_at(e, FB_EDATA, file, 1, 0, "no array is at '%s' in the document's first 256 KiB: did you mean --each %s?", in->opt.each,
		    buf_cstr(&path));
	else if (!at && in->opt.each)
		rc = err_at(e, FB_EDATA, file, 1, 0, "no array is at '%s' in the document's first 256 KiB", in->opt.each);
	else if (!at)
		rc = err_at(e, FB_EDATA, file, 1, 0,
		    "the JSON document holds no array of objects: --each NAME says where it is; jq -c . makes JSON Lines of single objects");
	else if (path.n)
		buf_printf(&in->told, ", records in '%s'", buf_cstr(&path));
	if (at && !in->encoding->utf8)
		at = bracket_again(in, p + *mark, n - *mark, (struct fb_str){ text.p, at });
	*mark += at;
	buf_free(&path);
	buf_free(&converted);
	return rc;
}

static void
tell(struct intake *in, size_t mark)
{
	static const struct {
		char c;
		const char *name;
	} delimiters[] = { { ',', "commas" }, { '\t', "TABs" }, { ';', "semicolons" }, { '|', "bars" } };
	static const char *const kinds[] = { "", "CSV", "TSV without escapes", "the record stream", "COPY text", "JSON Lines", "JSON" };
	in->told.n = 0;
	buf_text(&in->told, kinds[in->kind]);
	for (size_t i = 0; i < sizeof delimiters / sizeof *delimiters && in->kind == INTAKE_CSV; i++)
		if (delimiters[i].c == in->cut.delimiter)
			buf_printf(&in->told, " with %s%s", delimiters[i].name, in->cut.quotes ? "" : ", quotes are letters");
	if (in->pending)
		buf_text(&in->told, ", ASCII so far");
	else
		buf_printf(&in->told, ", %s%s", in->encoding->name, mark ? " (BOM)" : "");
}

int
intake_header(void *self, const char *file, const char *p, size_t n, bool whole, size_t *used, struct cols *cols, struct fb_err *e)
{
	struct intake *in = self;
	size_t mark;
	int rc;
	if (n < 4 && !whole)
		return 1;
	cols_free(&in->header);
	map_free(&in->index);
	sample_free(&in->sample);
	in->index = (struct map){ 0 };
	in->file = file;
	if ((rc = foreign_refuse(file, p, n, e)) || (rc = find_encoding(in, p, n, whole, &mark)) ||
	    (rc = decoder_open(&in->loaded, in->encoding, e)))
		return rc;
	whole = whole && n <= INTAKE_LOOK;
	n = n < INTAKE_LOOK ? n : INTAKE_LOOK;
	in->cr = !in->encoding->wide && !memchr(p, '\n', n) && memchr(p, '\r', n);
	find_kind(in, p + mark, n - mark, whole);
	tell(in, mark);
	*used = 0;
	if (in->kind == INTAKE_JSON && (rc = find_array(in, file, p, n, &mark, e)))
		return rc;
	if (in->kind == INTAKE_JSONL || in->kind == INTAKE_JSON)
		rc = json_header(in, p + mark, n - mark, whole, cols);
	else
		rc = table_header(in, file, p + mark, n - mark, whole, used, cols, e);
	if (rc == -1)
		return err_at(e, FB_EDATA, file, 1, 0, in->kind == INTAKE_JSON ?
		    "no JSON object is among the array's first elements: there are no columns" : "no JSON object is among the first lines");
	*used += mark;
	return rc;
}
