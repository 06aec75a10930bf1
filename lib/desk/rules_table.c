/* Files that rules name: lists, look-up tables, calendars. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "desk/rules_build.h"
#include "record/scan.h"

/* Where @name lies: beside the rules file, as it is or with an ending. */
static void
named_path(struct buf *path, const char *rules, struct fb_str name, bool calendar)
{
	static const char *const suffix[] = { "", ".tsv", ".txt", "", ".calendar" };
	const char *slash = name.n && *name.p == '/' ? NULL : strrchr(rules, '/');
	for (size_t i = calendar ? 3 : 0; i < (calendar ? 5 : 3); i++) {
		path->n = 0;
		if (slash)
			buf_add(path, rules, (size_t)(slash - rules) + 1);
		buf_slice(path, name);
		buf_text(path, suffix[i]);
		if (access(buf_cstr(path), F_OK) == 0)
			return;
	}
	path->n -= strlen(suffix[calendar ? 4 : 2]);
}

static int
table_line(struct table *t, struct fb_str line, const char *path, uint64_t number, struct fb_err *e)
{
	struct buf scratch = { 0 };
	const char *tab = memchr(line.p, '\t', line.n);
	struct fb_str key = { line.p, tab ? (size_t)(tab - line.p) : line.n }, rest = { NULL, 0 };
	struct span span = { 0 };
	bool made;
	if (tab)
		rest = (struct fb_str){ tab + 1, line.n - key.n - 1 };
	if (t->kind == TABLE_LIST && tab)
		return err_at(e, FB_ECONFIG, path, number, key.n + 1, "a list has one value a line, but this line has a TAB");
	if (t->kind != TABLE_LIST && (!tab || memchr(rest.p, '\t', rest.n)))
		return err_at(e, FB_ECONFIG, path, number, 0, "a look-up table has two columns, key and value, with one TAB between them");
	if (t->kind == TABLE_SPANS && !span_read(rest, &span))
		return err_at(e, FB_ECONFIG, path, number, key.n + 2, "'%.*s' is no time for due: one such as 4h, 4bh, 3bd or 18:00 is wanted",
		    (int)(rest.n < 60 ? rest.n : 60), rest.p);
	struct map_entry *m = map_put(&t->key, field_value(key, &scratch), &made);
	buf_free(&scratch);
	if (!made)
		return t->kind == TABLE_LIST ? 0 : err_at(e, FB_ECONFIG, path, number, 0, "'%.*s' was given a value above",
		    (int)(key.n < 60 ? key.n : 60), key.p);
	m->value = t->n;
	size_t cap = t->cap;
	if (t->kind == TABLE_PAIRS) {
		t->field = xgrow(t->field, &t->cap, t->n + 1, sizeof *t->field);
		t->field[t->n] = (struct fb_str){ arena_copy(&t->arena, rest.p, rest.n), rest.n };
	} else if (t->kind == TABLE_SPANS) {
		t->span = xgrow(t->span, &cap, t->n + 1, sizeof *t->span);
		t->cap = cap;
		t->span[t->n] = span;
		t->business = t->business || span_is_business(&span);
	}
	t->n++;
	return 0;
}

static int
table_read(struct table *t, struct fb_str text, const char *path, struct fb_err *e)
{
	size_t good = scan_utf8(text.p, text.n);
	uint64_t number = 0, line, column;
	if (good < text.n) {
		text_place(text, good, &line, &column);
		return err_at(e, FB_ECONFIG, path, line, column, "not UTF-8");
	}
	if (text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0) {
		text.p += 3;
		text.n -= 3;
	}
	while (text.n) {
		const char *lf = memchr(text.p, '\n', text.n);
		struct fb_str s = { text.p, lf ? (size_t)(lf - text.p) : text.n };
		text.p += s.n + (lf != NULL);
		text.n -= s.n + (lf != NULL);
		number++;
		if (s.n && s.p[s.n - 1] == '\r')
			s.n--;
		int code = s.n ? table_line(t, s, path, number, e) : 0;
		if (code < 0)
			return code;
	}
	return 0;
}

int
build_table(struct builder *b, struct fb_str name, enum table_kind kind, size_t at, size_t *index)
{
	struct rules *r = b->r;
	struct buf path = { 0 };
	struct fb_str bytes;
	struct fb_err why = { 0 };
	if (!name.n)
		return lex_wrong(&b->l, at, "the name of a file is wanted after @");
	for (*index = 0; *index < r->tables; ++*index)
		if (r->table[*index].kind == kind && slice_is(name, r->table[*index].name))
			return 0;
	named_path(&path, r->path, name, false);
	int code = file_map(buf_cstr(&path), &bytes, &why);
	if (code < 0) {
		buf_free(&path);
		return lex_wrong(&b->l, at, "%s", why.text);
	}
	r->table = xgrow(r->table, &r->table_cap, r->tables + 1, sizeof *r->table);
	struct table *t = &r->table[r->tables++];
	*t = (struct table){ .name = xstrndup(name.p, name.n), .kind = kind };
	code = table_read(t, bytes, buf_cstr(&path), b->l.e);
	r->digest = r->digest * 31 + hash_bytes(bytes.p, bytes.n);
	file_unmap(bytes);
	buf_free(&path);
	return code;
}

void
table_free(struct table *t)
{
	free(t->name);
	map_free(&t->key);
	free(t->field);
	free(t->span);
	arena_free(&t->arena);
}

int
build_calendar(struct builder *b, struct fb_str name, struct fb_str file, size_t at)
{
	struct rules *r = b->r;
	struct buf path = { 0 };
	struct calendar *c = NULL;
	named_path(&path, r->path, file, true);
	int code = calendar_open(&c, buf_cstr(&path), b->l.e);
	if (code < 0 && access(buf_cstr(&path), F_OK) != 0) {
		struct fb_err why = *b->l.e;
		code = lex_wrong(&b->l, at, "%s", why.text);
	}
	buf_free(&path);
	if (code < 0)
		return code;
	r->digest = r->digest * 31 + calendar_digest(c);
	r->calendar = xgrow(r->calendar, &r->calendar_cap, r->calendars + 1, sizeof *r->calendar);
	r->calendar[r->calendars++] = (struct named_calendar){ xstrndup(name.p, name.n), c };
	return 0;
}
