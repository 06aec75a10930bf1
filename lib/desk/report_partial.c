/* Parts of a report: the tally of some files in a file, and the report of several such. See report_inside.h.
 *
 * A container of kind "report" (base/container.h). Header: `by NAME` where it was made with --by, `file RECORDS REFUSED NAME` for each
 * file read and `why LINE REASON` behind it where records were refused, `columns` with those met, and the totals. Sections:
 * `names` (for each dimension the values as written, each followed by LF, in the order of their codes; dimensions end with an
 * empty line), `clusters` (the same of cluster names), `cells`, and for each day `seen` digests and `items`. A part
 * keeps a bucket a day, so that any period can be made of it. */
#include <stdlib.h>

#include "base/container.h"
#include "base/num.h"
#include "desk/report_inside.h"
#include "desk/tally_inside.h"

/* A list's item in the file; id, text and due follow as slices of the section `strings`. */
struct stored_item {
	uint64_t rank, tie;
	int32_t day, bucket;
	uint32_t kind, a, b, by, product;
	uint16_t topic, cluster, sentiment, dept, priority, zero;
	uint32_t string[3];     /* offsets of NUL-ended id, text, due */
};

struct stored_digest {
	uint64_t digest;
	int64_t bucket;
};

/* ---- writing ---- */

static void
write_header(struct buf *b, const struct tally *t)
{
	if (t->by >= 0)
		buf_printf(b, "by %s\n", tally_columns[dim_column[t->by]]);
	buf_text(b, "columns");
	for (size_t i = 0; i < COLUMNS; i++)
		if (t->has[i])
			buf_printf(b, " %s", tally_columns[i]);
	buf_printf(b, "\nrecords %llu %llu %llu\n", (unsigned long long)t->records, (unsigned long long)t->texts,
	    (unsigned long long)t->han);
	buf_printf(b, "last %lld %d %d %d\n", (long long)t->last, t->last_offset, t->first_day, t->last_day);
	for (size_t i = 0; i < t->files; i++) {
		buf_printf(b, "file %llu %llu ", (unsigned long long)t->file[i].records, (unsigned long long)t->file[i].refused);
		rich_value(b, slice(t->file[i].name));
		buf_char(b, '\n');
		if (!t->file[i].refused)
			continue;
		buf_printf(b, "why %llu ", (unsigned long long)t->file[i].line);
		rich_value(b, slice(t->file[i].why));
		buf_char(b, '\n');
	}
}

static void
write_names(struct buf *names, struct buf *clusters, const struct tally *t)
{
	for (enum dim d = 0; d < DIMS_NAMED; d++) {
		for (size_t i = 0; i < t->names[d].map.n; i++) {
			buf_slice(names, t->names[d].map.entry[i].key);
			buf_char(names, '\n');
		}
		buf_char(names, '\n');
	}
	for (size_t i = 0; i < t->names[DIM_CLUSTER].map.n; i++) {
		if (i < t->cluster_cap && t->cluster_names[i])
			buf_text(clusters, t->cluster_names[i]);
		buf_char(clusters, '\n');
	}
}

static void
write_item(struct buf *items, struct buf *strings, const struct bucket *k, const struct list *l, const struct kept *i)
{
	struct stored_item s;
	const char *text[3] = { i->id, i->text, i->due };
	memset(&s, 0, sizeof s);
	s.rank = i->rank;
	s.tie = i->tie;
	s.day = i->day;
	s.bucket = k->id;
	s.kind = l->kind;
	s.a = l->a;
	s.b = l->b;
	s.by = l->by;
	s.product = i->product;
	s.topic = i->topic;
	s.cluster = i->cluster;
	s.sentiment = i->sentiment;
	s.dept = i->dept;
	s.priority = i->priority;
	for (int n = 0; n < 3; n++) {
		s.string[n] = (uint32_t)strings->n;
		buf_add(strings, text[n], strlen(text[n]) + 1);
	}
	buf_add(items, &s, sizeof s);
}

static void
write_buckets(struct buf *seen, struct buf *items, struct buf *strings, const struct tally *t)
{
	for (size_t k = 0; k < t->buckets; k++) {
		const struct bucket *b = &t->bucket[k];
		for (size_t i = 0; i < b->seen_slots; i++)
			if (b->seen[i])
				buf_add(seen, &(struct stored_digest){ b->seen[i], b->id }, sizeof(struct stored_digest));
		for (size_t i = 0; i < b->n; i++)
			for (size_t n = 0; n < b->list[i].n; n++)
				write_item(items, strings, b, &b->list[i], &b->list[i].item[n]);
	}
}

int
partial_write(const struct tally *t, const char *path, struct fb_err *e)
{
	struct buf header = { 0 }, names = { 0 }, clusters = { 0 }, seen = { 0 }, items = { 0 }, strings = { 0 }, out = { 0 };
	write_header(&header, t);
	write_names(&names, &clusters, t);
	write_buckets(&seen, &items, &strings, t);
	const struct container_part part[] = { { "names", names.p, names.n }, { "clusters", clusters.p, clusters.n },
		{ "cells", t->cell, t->n * sizeof *t->cell }, { "seen", seen.p, seen.n }, { "items", items.p, items.n },
		{ "strings", strings.p, strings.n } };
	container_make(&out, "report", buf_str(&header), part, sizeof part / sizeof *part);
	int rc = file_write(path, buf_str(&out), OUTFILE_PRIVATE, e);
	struct buf *all[] = { &header, &names, &clusters, &seen, &items, &strings, &out };
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		buf_free(all[i]);
	return rc;
}

/* ---- reading ---- */

struct part_file {
	struct container c;
	uint32_t *code[DIMS_NAMED];     /* code in the file - 1 → code in the tally */
	size_t codes[DIMS_NAMED];
};

static int
broken(const struct part_file *p, const char *what, struct fb_err *e)
{
	return err_at(e, FB_EDATA, p->c.path, 0, 0, "%s: make it again with fb-report --partial", what);
}

static bool
next_word(struct fb_str *s, struct fb_str *word)
{
	size_t n = 0;
	while (n < s->n && s->p[n] != ' ')
		n++;
	*word = (struct fb_str){ s->p, n };
	s->p += n + (n < s->n);
	s->n -= n + (n < s->n);
	return n > 0;
}

static bool
next_number(struct fb_str *s, int64_t *x)
{
	struct fb_str w;
	uint64_t u;
	if (!next_word(s, &w))
		return false;
	bool minus = w.p[0] == '-';
	w.p += minus;
	w.n -= minus;
	if (!num_count(w, &u) || u > (uint64_t)INT64_MAX + minus)
		return false;
	*x = minus ? (int64_t)(0 - u) : (int64_t)u;
	return true;
}

static int
read_files(struct tally *t, const struct part_file *p, struct fb_err *e)
{
	struct fb_str file, why;
	int64_t records, refused, line;
	for (size_t i = 0, whys = 0; (file = container_value(&p->c, "file", i)).p; i++) {
		char name[256];
		if (!next_number(&file, &records) || !next_number(&file, &refused) || records < 0 || refused < 0 || file.n >= sizeof name)
			return broken(p, "a line 'file' cannot be read", e);
		memcpy(name, file.p, file.n);
		name[file.n] = '\0';
		tally_file(t, name);
		struct tally_file *f = &t->file[t->files - 1];
		f->records = (uint64_t)records;
		f->refused = (uint64_t)refused;
		if (!refused)
			continue;
		why = container_value(&p->c, "why", whys++);
		if (!why.p || !next_number(&why, &line) || line < 0)
			return broken(p, "a line 'why' cannot be read", e);
		f->line = (uint64_t)line;
		f->why = xstrndup(why.p, why.n);
	}
	return 0;
}

static int
read_header(struct tally *t, const struct part_file *p, struct fb_err *e)
{
	struct fb_str by = container_value(&p->c, "by", 0), columns = container_value(&p->c, "columns", 0), word;
	struct fb_str records = container_value(&p->c, "records", 0), last = container_value(&p->c, "last", 0);
	int64_t n[4], m[4];
	if (t->by >= 0 && !slice_is(by, tally_columns[dim_column[t->by]]))
		return err_at(e, FB_EDATA, p->c.path, 0, 0, "it was made without --by %s: make it again with it",
		    tally_columns[dim_column[t->by]]);
	while (next_word(&columns, &word))
		for (size_t i = 0; i < COLUMNS; i++)
			if (slice_is(word, tally_columns[i]))
				t->has[i] = true;
	for (int i = 0; i < 3; i++)
		if (!next_number(&records, &n[i]) || n[i] < 0)
			return broken(p, "its line 'records' cannot be read", e);
	for (int i = 0; i < 4; i++)
		if (!next_number(&last, &m[i]) || (i && (m[i] < INT32_MIN || m[i] > INT32_MAX)))
			return broken(p, "its line 'last' cannot be read", e);
	t->records += (uint64_t)n[0];
	t->texts += (uint64_t)n[1];
	t->han += (uint64_t)n[2];
	if (m[0] > t->last) {
		t->last = m[0];
		t->last_offset = (int32_t)m[1];
	}
	if (m[2] != DAY_NONE && (t->first_day == DAY_NONE || m[2] < t->first_day))
		t->first_day = (int32_t)m[2];
	if (m[3] > t->last_day)
		t->last_day = (int32_t)m[3];
	return read_files(t, p, e);
}

static bool
next_line(struct fb_str *s, struct fb_str *line)
{
	const char *end = s->n ? memchr(s->p, '\n', s->n) : NULL;
	if (!end)
		return false;
	*line = (struct fb_str){ s->p, (size_t)(end - s->p) };
	s->p += line->n + 1;
	s->n -= line->n + 1;
	return true;
}

static int
read_names(struct tally *t, struct part_file *p, struct fb_err *e)
{
	struct fb_str names = container_section(&p->c, "names"), clusters = container_section(&p->c, "clusters"), line;
	for (enum dim d = 0; d < DIMS_NAMED; d++) {
		size_t cap = 0;
		for (;;) {
			if (!next_line(&names, &line))
				return broken(p, "its names end too early", e);
			if (!line.n)
				break;
			p->code[d] = xgrow(p->code[d], &cap, p->codes[d] + 1, sizeof *p->code[d]);
			p->code[d][p->codes[d]++] = name_code(&t->names[d], line);
		}
		if (d != DIM_PRODUCT && t->names[d].map.n > UINT16_MAX)
			return broken(p, "together there are over 65,535 values of a column", e);
	}
	for (size_t i = 0; i < p->codes[DIM_CLUSTER]; i++) {
		if (!next_line(&clusters, &line))
			return broken(p, "its cluster names end too early", e);
		tally_name_cluster(t, p->code[DIM_CLUSTER][i], line);
	}
	return 0;
}

/* The tally's code for one of the file; false where the file has no such code. */
static bool
recode(const struct part_file *p, enum dim d, uint32_t *code)
{
	if (*code > p->codes[d])
		return false;
	*code = *code ? p->code[d][*code - 1] : 0;
	return true;
}

static bool
recode16(const struct part_file *p, enum dim d, uint16_t *code)
{
	uint32_t wide = *code;
	bool known = recode(p, d, &wide);
	*code = (uint16_t)wide;
	return known;
}

static int
read_cells(struct tally *t, const struct part_file *p, struct fb_err *e)
{
	struct fb_str s = container_section(&p->c, "cells");
	if (s.n % sizeof(struct cell))
		return broken(p, "its counts are cut", e);
	for (size_t i = 0; i < s.n; i += sizeof(struct cell)) {
		struct cell c;
		memcpy(&c, s.p + i, sizeof c);
		bool known = recode(p, DIM_PRODUCT, &c.product);
		for (enum dim d = DIM_PRODUCT + 1; d < DIMS_NAMED; d++)
			known = recode16(p, d, &c.code[d - 1]) && known;
		if (!known)
			return broken(p, "a cell has a value without a name", e);
		tally_cell(t, &c);
	}
	return 0;
}

static bool
recode_list(const struct tally *t, const struct part_file *p, struct stored_item *s)
{
	bool known = true;
	uint32_t cluster = s->a & (QUOTES_OF_CLUSTER - 1);
	if (s->kind == LIST_QUOTES && s->a & QUOTES_OF_CLUSTER) {
		known = recode(p, DIM_CLUSTER, &cluster);
		s->a = QUOTES_OF_CLUSTER | cluster;
	} else if (s->kind == LIST_QUOTES) {
		known = recode(p, DIM_TOPIC, &s->a);
	} else if (s->kind == LIST_WORK) {
		known = recode(p, DIM_DEPT, &s->a);
	}
	if (s->kind == LIST_QUOTES)
		known = recode(p, DIM_SENTIMENT, &s->b) && known;
	if (t->by < 0)
		s->by = 0;
	else
		known = recode(p, (enum dim)t->by, &s->by) && known;
	return known;
}

static int
read_item(struct tally *t, const struct part_file *p, struct fb_str strings, struct stored_item s, struct fb_err *e)
{
	const char *text[3];
	struct bucket *b = bucket_of(t, s.bucket);
	if (s.kind >= LISTS || !recode_list(t, p, &s) || !recode(p, DIM_PRODUCT, &s.product) || !recode16(p, DIM_TOPIC, &s.topic) ||
	    !recode16(p, DIM_CLUSTER, &s.cluster) || !recode16(p, DIM_SENTIMENT, &s.sentiment) || !recode16(p, DIM_DEPT, &s.dept) ||
	    !recode16(p, DIM_PRIORITY, &s.priority))
		return broken(p, "a quote has a value without a name", e);
	for (int k = 0; k < 3; k++) {
		if (s.string[k] >= strings.n || !memchr(strings.p + s.string[k], '\0', strings.n - s.string[k]))
			return broken(p, "a quote lies outside", e);
		text[k] = strings.p + s.string[k];
	}
	if (strlen(text[1]) > ITEM_TEXT)
		return broken(p, "a quote is too long", e);
	if (!b)
		return 0;
	struct kept i = { .rank = s.rank, .tie = s.tie, .day = s.day, .product = s.product, .topic = s.topic, .cluster = s.cluster,
		.sentiment = s.sentiment, .dept = s.dept, .priority = s.priority, .id = (char *)(uintptr_t)text[0],
		.text = (char *)(uintptr_t)text[1], .due = (char *)(uintptr_t)text[2] };
	list_offer(bucket_list(b, (enum list_kind)s.kind, s.a, s.b, s.by), &i);
	return 0;
}

static int
read_kept(struct tally *t, const struct part_file *p, struct fb_err *e)
{
	struct fb_str seen = container_section(&p->c, "seen"), items = container_section(&p->c, "items"),
		      strings = container_section(&p->c, "strings");
	int rc = 0;
	if (seen.n % sizeof(struct stored_digest) || items.n % sizeof(struct stored_item))
		return broken(p, "what it keeps is cut", e);
	for (size_t i = 0; i < seen.n; i += sizeof(struct stored_digest)) {
		struct stored_digest d;
		memcpy(&d, seen.p + i, sizeof d);
		if (d.bucket < INT32_MIN || d.bucket > INT32_MAX)
			return broken(p, "a day is none", e);
		struct bucket *b = bucket_of(t, (int32_t)d.bucket);
		if (b)
			bucket_seen(b, d.digest);
	}
	for (size_t i = 0; i < items.n && rc == 0; i += sizeof(struct stored_item)) {
		struct stored_item s;
		memcpy(&s, items.p + i, sizeof s);
		rc = read_item(t, p, strings, s, e);
	}
	return rc;
}

static int
read_part(struct tally *t, const char *path, struct fb_err *e)
{
	struct part_file p = { 0 };
	int rc = container_open(&p.c, path, "report", e);
	if (rc)
		return rc;
	rc = read_header(t, &p, e);
	if (rc == 0 && !container_section(&p.c, "cells").p)
		rc = broken(&p, "an older fb-report made it", e);
	if (rc == 0)
		rc = read_names(t, &p, e);
	if (rc == 0)
		rc = read_cells(t, &p, e);
	if (rc == 0)
		rc = read_kept(t, &p, e);
	for (enum dim d = 0; d < DIMS_NAMED; d++)
		free(p.code[d]);
	container_close(&p.c);
	return rc;
}

int
partial_run(struct report_job *j, const struct stream *s, struct fb_err *e)
{
	struct outfile f = { .fd = -1 };
	struct buf out = { 0 };
	int rc = 0, look = 0;
	if (!s->files)
		return err_set(e, FB_EUSAGE, "--merge wants files that --partial made");
	for (size_t i = 0; i < s->files && rc == 0; i++)
		rc = read_part(&j->tally, s->file[i], e);
	if (rc == 0)
		rc = outfile_open(&f, s->output, OUTFILE_PRIVATE, e);
	if (rc == 0)
		look = rc = report_finish(j, &out, e);
	if (rc == 0 || rc == FB_ELOOK)
		rc = outfile_write(&f, out.p, out.n, e);
	if (rc == 0)
		rc = outfile_commit(&f, e);
	outfile_abandon(&f);
	buf_free(&out);
	return rc ? rc : look;
}
