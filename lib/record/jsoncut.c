#include "record/jsoncut.h"

static size_t
skip_blanks(const char *p, size_t i, size_t n)
{
	while (i < n && (p[i] == ' ' || p[i] == '\t' || p[i] == '\n' || p[i] == '\r'))
		i++;
	return i;
}

/* Offset after the string that begins at i, n where it does not end. */
static size_t
skip_string(const char *p, size_t i, size_t n)
{
	for (i++; i < n && p[i] != '"'; i++)
		i += p[i] == '\\';
	return i < n ? i + 1 : n;
}

/* Offset after the value that begins at i; n where it does not end before. */
static size_t
skip_value(const char *p, size_t i, size_t n)
{
	size_t depth = 0, from = i;
	while (i < n) {
		char c = p[i];
		if (c == '"') {
			i = skip_string(p, i, n);
		} else if (c == '{' || c == '[') {
			depth++;
			i++;
		} else if ((c == '}' || c == ']') && depth) {
			depth--;
			i++;
		} else if (depth == 0 && (c == ',' || c == '}' || c == ']' || (i > from && skip_blanks(p, i, i + 1) > i))) {
			/* A bracket that closes nothing is a value by itself: it will be refused. */
			return i > from ? i : i + 1;
		} else {
			i++;
			continue;
		}
		if (depth == 0)
			return i;
	}
	return n;
}

/* The members of the object at i; see jsoncut_array. */
static size_t
search(const char *p, size_t i, size_t n, const char *path, struct buf *found, int depth)
{
	size_t before = found->n;
	for (i = skip_blanks(p, i + 1, n); i < n && p[i] == '"'; i = skip_blanks(p, i, n)) {
		size_t key = i + 1, end = skip_string(p, i, n);
		i = skip_blanks(p, end, n);
		if (i >= n || p[i] != ':')
			return 0;
		i = skip_blanks(p, i + 1, n);
		size_t rest = path ? strcspn(path, ".") : 0;
		bool match = !path || (rest == end - 1 - key && memcmp(path, p + key, rest) == 0);
		if (before)
			buf_char(found, '.');
		buf_add(found, p + key, end - 1 - key);
		size_t first = i < n ? skip_blanks(p, i + 1, n) : n;
		if (match && i < n && p[i] == '[' && (path ? !path[rest] : first < n && p[first] == '{'))
			return i + 1;
		if (match && i < n && p[i] == '{' && depth < 4 && (!path || path[rest])) {
			size_t at = search(p, i, n, path ? path + rest + 1 : NULL, found, depth + 1);
			if (at)
				return at;
		}
		found->n = before;
		i = skip_blanks(p, skip_value(p, i, n), n);
		if (i < n && p[i] == ',')
			i++;
	}
	return 0;
}

size_t
jsoncut_array(const char *p, size_t n, const char *path, struct buf *found)
{
	size_t i = skip_blanks(p, 0, n);
	found->n = 0;
	if (i < n && p[i] == '[' && !path)
		return i + 1;
	return i < n && p[i] == '{' ? search(p, i, n, path, found, 0) : 0;
}

static size_t
skip_separators(const char *p, size_t i, size_t n)
{
	while (i < n && (p[i] == ',' || skip_blanks(p, i, i + 1) > i))
		i++;
	return i;
}

void
jsoncut_ends(const char *p, size_t n, bool at_end, bool list, struct csv_ends *e)
{
	size_t i = skip_separators(p, 0, n);
	e->n = e->last = 0;
	e->open = false;
	while (i < n) {
		if (p[i] == ']') {
			e->open = true;
			return;
		}
		i = skip_separators(p, skip_value(p, i, n), n);
		if (i == n && !at_end)
			return;
		if (list)
			csv_ends_add(e, i);
		e->last = i;
	}
}

void
jsoncut_close(struct fb_str opening, struct buf *b)
{
	struct buf open = { 0 };
	for (size_t i = 0; i < opening.n;) {
		char c = opening.p[i];
		if (c == '{' || c == '[')
			buf_char(&open, c == '{' ? '}' : ']');
		else if ((c == '}' || c == ']') && open.n)
			open.n--;
		i = c == '"' ? skip_string(opening.p, i, opening.n) : i + 1;
	}
	while (open.n)
		buf_char(b, open.p[--open.n]);
	buf_char(b, '\n');
	buf_free(&open);
}
