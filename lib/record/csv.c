#include "record/csv.h"

#include <csv.h>
#include <stdlib.h>

#include "base/mem.h"
#include "record/span.h"

bool csv_plain = true;

static int
no_space(unsigned char c)
{
	(void)c;
	return 0;
}

static void
add(struct csv_fields *c, struct fb_str value)
{
	if (c->n == c->cap) {
		size_t cap = c->cap;
		c->f = xgrow(c->f, &cap, c->n + 1, sizeof *c->f);
		c->end = xrealloc(c->end, cap, sizeof *c->end);
		c->cap = cap;
	}
	c->f[c->n++] = value;
}

static void
on_field(void *p, size_t n, void *arg)
{
	struct csv_fields *c = arg;
	buf_add(&c->bytes, p, n);
	add(c, (struct fb_str){ NULL, 0 });
	c->end[c->n - 1] = c->bytes.n;
}

static void
on_record(int why, void *arg)
{
	(void)why;
	(void)arg;
}

/* The common case, without copying: each cell is bare, or stands whole between two quotes. False where one is not; then
 * libcsv has the say. */
static bool
split_plain(struct csv_fields *c, struct fb_str record, char delimiter, bool quotes)
{
	const char *p = record.p, *end = p + record.n;
	end -= end > p && end[-1] == '\n';
	end -= end > p && end[-1] == '\r';
	for (c->n = 0; p < end || c->n;) {
		const char *from = p, *stop;
		if (quotes && p < end && *p == '"') {
			from = p + 1;
			stop = memchr(from, '"', (size_t)(end - from));
			if (!stop || (stop + 1 < end && stop[1] != delimiter))
				return false;
			p = stop + 1;
		} else {
			stop = memchr(p, delimiter, (size_t)(end - p));
			p = stop = stop ? stop : end;
		}
		add(c, (struct fb_str){ from, (size_t)(stop - from) });
		if (p++ == end)
			break;
	}
	return true;
}

int
csv_fields_split(struct csv_fields *c, struct fb_str record, char delimiter, bool quotes)
{
	if ((csv_plain || !quotes) && split_plain(c, record, delimiter, quotes))
		return c->n > 0;
	if (!c->parser) {
		c->parser = xcalloc(1, sizeof *c->parser);
		csv_init(c->parser, 0);
		csv_set_space_func(c->parser, no_space);
	}
	c->n = c->bytes.n = 0;
	csv_set_delim(c->parser, (unsigned char)delimiter);
	if (csv_parse(c->parser, record.p, record.n, on_field, on_record, c) != record.n)
		mem_none();     /* without CSV_STRICT libcsv has no other error */
	enum { WITHIN = 2 };    /* libcsv's FIELD_BEGUN */
	bool open = c->parser->quoted && c->parser->pstate == WITHIN;
	csv_fini(c->parser, on_field, on_record, c);
	const char *bytes = buf_str(&c->bytes).p;
	size_t from = 0;
	for (size_t i = 0; i < c->n; i++) {
		c->f[i] = (struct fb_str){ bytes + from, c->end[i] - from };
		from = c->end[i];
	}
	return open ? -1 : c->n > 0;
}

bool
csv_lone_quote(struct fb_str record, char delimiter, size_t *fields)
{
	const char *p = record.p, *end = p + record.n;
	bool lone = false;
	*fields = 1;
	for (bool start = true, quoted = false; p < end; p++) {
		if (!quoted) {
			quoted = start && *p == '"';
			start = *p == delimiter || *p == '\n' || *p == '\r';
			*fields += *p == delimiter;
		} else if (*p == '"' && p + 1 < end && p[1] == '"') {
			p++;
		} else if (*p == '"') {
			quoted = false;
			lone |= p + 1 < end && p[1] != delimiter && p[1] != '\n' && p[1] != '\r';
		}
	}
	return lone;
}

void
csv_fields_free(struct csv_fields *c)
{
	if (c->parser)
		csv_free(c->parser);
	free(c->parser);
	free(c->f);
	free(c->end);
	buf_free(&c->bytes);
}

char
csv_delimiter(const char *text)
{
	if (strcmp(text, "tab") == 0 || strcmp(text, "\\t") == 0)
		return '\t';
	return strlen(text) == 1 && !strchr("\"\r\n", *text) && !(*text & 0x80) ? *text : '\0';
}

void
csv_value_write(struct buf *b, struct fb_str value, char delimiter, bool alone)
{
	const char *p = value.p, *end = p + value.n;
	bool quote = value.n ? *p == ' ' || *p == '\t' || end[-1] == ' ' || end[-1] == '\t' : alone;
	if (!quote && span_without(p, value.n, '"', delimiter, '\n', '\r') == value.n) {
		buf_slice(b, value);
		return;
	}
	buf_char(b, '"');
	for (const char *q; p < end; p = q) {
		q = memchr(p, '"', (size_t)(end - p));
		q = q ? q + 1 : end;
		buf_add(b, p, (size_t)(q - p));
		if (q[-1] == '"')
			buf_char(b, '"');
	}
	buf_char(b, '"');
}

/* How many bytes of blank s begins with, or ends with. */
static size_t
blank(struct fb_str s, bool end)
{
	static const char *const wide[] = { "\xc2\xa0", "\xe3\x80\x80", "\xef\xbb\xbf" };
	if (!s.n)
		return 0;
	char c = end ? s.p[s.n - 1] : s.p[0];
	if (!(c & 0x80))
		return c == ' ' || c == '\t' || c == '\r' || c == '\n';
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
		size_t n = strlen(wide[i]);
		if (s.n >= n && memcmp(end ? s.p + s.n - n : s.p, wide[i], n) == 0)
			return n;
	}
	return 0;
}

/* Whether a cell that begins or ends with this byte may have something to trim there. */
static inline bool
may_trim(char c, bool end)
{
	unsigned char b = (unsigned char)c;
	if (b < 0x80)
		return b <= ' ' || b == (end ? '"' : '=');
	return end ? b == 0xa0 || b == 0x80 || b == 0xbf : b == 0xc2 || b == 0xe3 || b == 0xef;
}

struct fb_str
cell_trim(struct fb_str s)
{
	if (!s.n || (!may_trim(*s.p, false) && !may_trim(s.p[s.n - 1], true)))
		return s;
	for (size_t n;;) {
		if ((n = blank(s, false)))
			s.p += n;
		else if (!(n = blank(s, true)) && s.n >= 3 && s.p[0] == '=' && s.p[1] == '"' && s.p[s.n - 1] == '"' &&
		    !memchr(s.p + 2, '"', s.n - 3)) {
			s.p += 2;
			n = 3;
		}
		if (!n)
			return s;
		s.n -= n;
	}
}
