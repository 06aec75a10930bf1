#include "record/csvcut.h"

#include <string.h>

#include "base/cpu.h"
#include "base/mem.h"
#include "record/csvcut_avx2.h"
#include "record/encoding.h"
#include "record/jsoncut.h"
#include "record/scan.h"

void
csv_ends_add(struct csv_ends *e, size_t at)
{
	e->last = at;
	if (e->n == e->cap)
		e->at = xgrow(e->at, &e->cap, e->n + 64, sizeof *e->at);
	e->at[e->n++] = (uint32_t)at;
}

static void
add(struct csv_ends *e, size_t at, bool list)
{
	if (list)
		csv_ends_add(e, at);
	else
		e->last = at;
}

enum { FIELD, LETTERS, QUOTED, QUOTE };       /* at a field's start; in it; within quotes; after a quote there */

/* The character at p, where it is ASCII; some letter otherwise. */
static inline char
unit(const struct csvcut *c, const char *p)
{
	if (!c->wide)
		return *p;
	return p[c->big ? 0 : 1] == 0 ? p[c->big ? 1 : 0] : 'x';
}

/* Character by character from offset `from`, where a record begins; with one, to the end of that record only. Returns how far it
 * came. */
static size_t
walk(const struct csvcut *c, const char *p, size_t from, size_t n, bool at_end, bool one, bool list, struct csv_ends *e)
{
	const size_t width = c->wide ? 2 : 1;
	int state = FIELD;
	for (size_t i = from; i + width <= n; i += width) {
		char b = unit(c, p + i);
		if (state == QUOTED) {
			state = b == '"' ? QUOTE : QUOTED;
		} else if (b == '"' && (state == QUOTE || (state == FIELD && c->quotes))) {
			state = QUOTED;
		} else if (b == c->delimiter) {
			state = FIELD;
		} else if (b == '\n' || b == '\r') {
			bool more = i + 2 * width <= n;
			state = FIELD;
			if (b == '\r' && (more ? unit(c, p + i + width) == '\n' : !at_end))
				continue;
			add(e, i + width, list);
			if (one)
				return i + width;
		} else {
			state = state == QUOTE ? QUOTED : LETTERS;
			i += pair_begins(c->two_byte, b) && i + 1 < n && (unsigned char)p[i + 1] >= 0x40;
		}
	}
	e->open = state == QUOTED;
	return n;
}

#ifdef FB_AVX2
static void
fast_ends(const struct csvcut *c, const char *p, size_t n, bool at_end, bool list, struct csv_ends *e)
{
	for (size_t from = 0; from < n;) {
		if (list && e->cap - e->n < 64)
			e->at = xgrow(e->at, &e->cap, e->n + 64, sizeof *e->at);
		e->open = false;
		from = avx2_walk(c, p, from, n, list, e);
		if (from < n)
			from = walk(c, p, from, n, at_end, true, list, e);
	}
	if (at_end && n && !e->open && e->last < n && p[n - 1] == '\r')
		add(e, n, list);
}
#endif

/* Elements of a JSON array, in any encoding. */
static void
json_ends(const struct csvcut *c, const char *p, size_t n, bool at_end, bool list, struct csv_ends *e)
{
	const struct encoding x = { .wide = c->wide, .big = c->big, .two_byte = c->two_byte };
	struct buf letters = { 0 };
	const size_t width = c->wide ? 2 : 1;
	if (c->wide || c->two_byte) {
		encoding_letters(&letters, &x, p, n);
		p = buf_str(&letters).p;
		n = letters.n;
	}
	jsoncut_ends(p, n, at_end, list, e);
	for (size_t i = 0; i < e->n; i++)
		e->at[i] *= (uint32_t)width;
	e->last *= width;
	buf_free(&letters);
}

void
csvcut_ends(const struct csvcut *c, const char *p, size_t n, bool at_end, bool list, struct csv_ends *e)
{
	if (c->json) {
		json_ends(c, p, n, at_end, list, e);
		return;
	}
	e->n = e->last = 0;
	e->open = false;
#ifdef FB_AVX2
	bool plain = c->wide || (c->two_byte && c->quotes && (unsigned char)c->delimiter >= 0x40);
	if (scan_fast && !plain && cpu_avx2() && cpu_pclmul()) {
		fast_ends(c, p, n, at_end, list, e);
		return;
	}
#endif
	walk(c, p, 0, n, at_end, false, list, e);
}

/* Offset from `from` on of a quote that could close a field, n where there is none. */
static size_t
next_closer(const struct csvcut *c, const char *p, size_t from, size_t n)
{
	for (const char *q; from < n && (q = memchr(p + from, '"', n - from)); from = (size_t)(q - p) + 1)
		if (q + 1 == p + n || q[1] == c->delimiter || q[1] == '\n' || q[1] == '\r')
			return (size_t)(q - p);
	return n;
}

/* Lines that begin before offset n. */
static size_t
lines_in(const char *p, size_t n)
{
	size_t lines = 0;
	for (const char *q = p, *end = p + n; q < end && (q = memchr(q, '\n', (size_t)(end - q))); q++)
		lines++;
	return lines;
}

void
csvcut_recover(const struct csvcut *c, const char *p, size_t n, bool at_end, bool first, struct csv_ends *e)
{
	enum { FAR = 64 << 10 };
	struct csvcut lines = *c;
	struct csv_ends one = { 0 };
	size_t closer = 0;
	lines.quotes = false;
	for (size_t i = 0, end; i < n; first = false) {
		one.last = 0;
		walk(&lines, p, i, n, at_end, true, false, &one);
		if (!one.last && !at_end)
			return;
		size_t line = one.last ? one.last : n;
		one.last = 0;
		walk(c, p, i, line, at_end || line < n, true, false, &one);
		end = one.last;
		if (!end && !first) {
			if (!c->wide && closer < line)
				closer = next_closer(c, p, line, n);
			size_t far = n - i < FAR ? n : i + FAR;
			one.open = true;
			if (c->wide || closer < far)
				walk(c, p, i, far, at_end && far == n, true, false, &one);
			/* A last record may lack its line end. */
			end = one.last ? one.last : at_end && far == n && !one.open ? n : 0;
			if (!end && far == n && !at_end && lines_in(p + i, n - i) <= CSVCUT_LINES)
				return;
			end = end && lines_in(p + i, end - i) <= CSVCUT_LINES ? end : 0;
		}
		i = end && !first ? end : line;
		csv_ends_add(e, i);
	}
}
