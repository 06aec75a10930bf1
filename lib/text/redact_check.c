/* fb-redact --fail-if-found: whole files, whatever is in them. */
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/scan.h"
#include "text/redact_in.h"
#include "text/utf8.h"

enum { TOLD = 20, LONGEST = 1 << 20 };

struct look {
	const struct redact *r;
	struct hunt *hunt;
	struct buf *report, value, context;     /* context: of a find, on one line once it is escaped */
	uint64_t found, line;
	const char *file;
	size_t skip, field;             /* the field of the header's column id; COLS_NONE: none */
};

/* One piece of text: a field, or what stands between control bytes of a binary file. */
static int
look_text(struct look *l, struct fb_str s, struct fb_err *e)
{
	const struct find *find;
	size_t n;
	struct fb_str value = field_value(s, &l->value);
	if (personal_find(l->hunt, value, &find, &n, e)) {
		err_place(e, l->file, l->line);
		return e->code;
	}
	for (size_t i = 0; i < n; i++) {
		if (find[i].inner)
			continue;
		if (l->found++ >= TOLD)
			continue;
		buf_printf(l->report, "%s:%llu: %s (%s): ", l->file, (unsigned long long)l->line, find[i].kind, find[i].rule);
		l->context.n = 0;
		audit_context(value, find, n, i, 8, &l->context);
		field_write(l->report, buf_str(&l->context));
		buf_char(l->report, '\n');
	}
	return 0;
}

/* p[0 .. n) holds no control bytes; what is not UTF-8 in it parts the texts. */
static int
look_bytes(struct look *l, const char *p, size_t n, struct fb_err *e)
{
	int rc = 0;
	while (n && rc == 0) {
		size_t good = scan_utf8(p, n), k = good < LONGEST ? good : LONGEST;
		while (k < good && k && ((unsigned char)p[k] & 0xc0) == 0x80)
			k--;
		if (k)
			rc = look_text(l, (struct fb_str){ p, k }, e);
		k += k < n && k == good;
		p += k;
		n -= k;
	}
	return rc;
}

/* The field that the first line calls id, where it is the header of a record stream. */
static size_t
id_field(struct fb_str s)
{
	size_t field = 0;
	for (size_t i = 0, from = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c != '\t' && c != '\n' && c < ' ')
			break;
		if (c != '\t' && c != '\n')
			continue;
		if (slice_is((struct fb_str){ s.p + from, i - from }, "id"))
			return field;
		if (c == '\n')
			break;
		from = i + 1;
		field++;
	}
	return COLS_NONE;
}

static int
look_file(struct look *l, struct fb_str s, struct fb_err *e)
{
	int rc = 0;
	l->line = 1;
	l->field = 0;
	l->skip = id_field(s);
	for (size_t i = 0, from = 0; i <= s.n && rc == 0; i++) {
		unsigned char c = i < s.n ? (unsigned char)s.p[i] : '\n';
		if (c >= ' ' && c != 0x7f)
			continue;
		if (i > from && l->field != l->skip)
			rc = look_bytes(l, s.p + from, i - from, e);
		from = i + 1;
		l->field = c == '\n' ? 0 : l->field + (c == '\t');
		l->line += c == '\n';
	}
	return rc;
}

int
redact_check(const struct redact *r, char **file, size_t files, struct buf *report, uint64_t *found, struct fb_err *e)
{
	static char *standard_input[] = { "-" };
	struct look l = { .r = r, .hunt = hunt_new(r->personal), .report = report };
	int rc = 0;
	if (!files) {
		file = standard_input;
		files = 1;
	}
	for (size_t i = 0; i < files && rc == 0; i++) {
		struct buf whole = { 0 };
		struct fb_str s = { 0 };
		bool map = strcmp(file[i], "-") != 0;
		l.file = map ? file[i] : "standard input";
		rc = map ? file_map(file[i], &s, e) : file_read("-", &whole, e);
		if (rc == 0)
			rc = look_file(&l, map ? s : buf_str(&whole), e);
		if (map && s.p)
			file_unmap(s);
		buf_free(&whole);
	}
	*found = l.found;
	hunt_free(l.hunt);
	buf_free(&l.value);
	buf_free(&l.context);
	return rc;
}
