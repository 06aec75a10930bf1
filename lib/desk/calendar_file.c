#include "desk/calendar_file.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/sort.h"
#include "record/date.h"

enum { DEEPEST = 8 };

/* Where the reader is: words of one line. */
struct reader {
	struct calendar *c;
	const char *path;
	uint64_t line;
	struct fb_str rest;     /* of the line */
	const char *start;      /* of the line */
	struct fb_str word;     /* the last one taken; n = 0 at the end of the line */
	int depth;
	struct fb_err *e;
};

static const char *const weekday[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

static int read_text(struct reader *outer, struct fb_str text, const char *path, int depth);

#define WRONG(r, ...) err_at((r)->e, FB_ECONFIG, (r)->path, (r)->line, \
	(uint64_t)(((r)->word.p ? (r)->word.p : (r)->start) - (r)->start) + 1, __VA_ARGS__)

/* A word for messages: printf's %.*s. */
#define SHOWN(s) (int)((s).n < 60 ? (s).n : 60), (s).p

static bool
next_word(struct reader *r)
{
	while (r->rest.n && (*r->rest.p == ' ' || *r->rest.p == '\t')) {
		r->rest.p++;
		r->rest.n--;
	}
	r->word = (struct fb_str){ r->rest.p, 0 };
	while (r->word.n < r->rest.n && r->rest.p[r->word.n] != ' ' && r->rest.p[r->word.n] != '\t')
		r->word.n++;
	r->rest.p += r->word.n;
	r->rest.n -= r->word.n;
	return r->word.n > 0;
}

static bool
clock_read(struct fb_str s, int32_t *seconds)
{
	if (s.n != 5 || s.p[2] != ':')
		return false;
	for (int i = 0; i < 5; i++)
		if (i != 2 && (s.p[i] < '0' || s.p[i] > '9'))
			return false;
	int h = (s.p[0] - '0') * 10 + s.p[1] - '0', m = (s.p[3] - '0') * 10 + s.p[4] - '0';
	*seconds = h * 3600 + m * 60;
	return m < 60 && *seconds <= DATE_DAY;
}

/* The rest of the line: stretches, ascending. */
static int
read_hours(struct reader *r, struct hours *h)
{
	*h = (struct hours){ 0 };
	while (next_word(r)) {
		int32_t from, to;
		struct fb_str w = r->word;
		if (w.n != 11 || w.p[5] != '-' || !clock_read((struct fb_str){ w.p, 5 }, &from) ||
		    !clock_read((struct fb_str){ w.p + 6, 5 }, &to) || from == DATE_DAY)
			return WRONG(r, "'%.*s': hours such as 09:00-18:00 are wanted", SHOWN(w));
		if (to <= from)
			to += DATE_DAY;
		if (h->n == MOST_STRETCHES)
			return WRONG(r, "more than %d stretches in a day", MOST_STRETCHES);
		if (h->n && h->at[h->n - 1].to > from)
			return WRONG(r, "'%.*s' begins before the stretch ahead of it ends", SHOWN(w));
		h->at[h->n++] = (struct stretch){ from, to };
	}
	if (h->n && h->at[h->n - 1].to - DATE_DAY > h->at[0].from)
		return WRONG(r, "the last stretch runs into the first one of the next day");
	return 0;
}

static int
weekday_read(struct fb_str s)
{
	for (int i = 0; i < 7; i++)
		if (slice_is(s, weekday[i]))
			return i + 1;
	return 0;
}

/* "mon-fri" or "mon,wed,fri" into a set of bits 1 … 7; 0: not that. */
static unsigned
weekdays_read(struct fb_str s)
{
	unsigned set = 0;
	while (s.n) {
		int from = s.n >= 3 ? weekday_read((struct fb_str){ s.p, 3 }) : 0, to = from;
		if (!from)
			return 0;
		size_t used = 3;
		if (s.n >= 7 && s.p[3] == '-') {
			to = weekday_read((struct fb_str){ s.p + 4, 3 });
			used = 7;
		}
		if (!to)
			return 0;
		for (int d = from;; d = d % 7 + 1) {
			set |= 1u << d;
			if (d == to)
				break;
		}
		if (used < s.n && (s.p[used++] != ',' || used == s.n))
			return 0;
		s.p += used;
		s.n -= used;
	}
	return set;
}

static int
line_hours(struct reader *r)
{
	struct hours h;
	next_word(r);
	unsigned set = weekdays_read(r->word);
	if (!set)
		return WRONG(r, "weekdays such as mon-fri or sat,sun are wanted");
	int code = read_hours(r, &h);
	if (code < 0)
		return code;
	if (!h.n)
		return WRONG(r, "hours such as 09:00-18:00 are wanted");
	for (int d = 1; d <= 7; d++)
		if (set & 1u << d)
			r->c->week[d] = h;
	return 0;
}

static bool
day_read(struct fb_str s, int32_t *day)
{
	struct date d;
	if (s.n != 10 || !date_read(s, &d))
		return false;
	*day = (int32_t)(d.s / DATE_DAY - (d.s % DATE_DAY < 0));
	return true;
}

static void
add_special(struct calendar *c, int32_t day, const struct hours *h)
{
	c->special = xgrow(c->special, &c->cap, c->n + 1, sizeof *c->special);
	c->special[c->n] = (struct special){ day, (uint32_t)c->n, *h };
	c->n++;
}

/* closed DAY[..DAY], open DAY[..DAY] [HOURS]. Hours that are not given are those of the first weekday that has some; they
 * are filled in at the end (n = -1 until then), when all weekdays are known. */
static int
line_days(struct reader *r, bool open)
{
	int32_t from, to;
	struct hours h = { 0 };
	next_word(r);
	struct fb_str w = r->word;
	bool good = w.n == 10 && day_read(w, &from);
	if (good)
		to = from;
	else
		good = w.n == 22 && w.p[10] == '.' && w.p[11] == '.' && day_read((struct fb_str){ w.p, 10 }, &from) &&
		    day_read((struct fb_str){ w.p + 12, 10 }, &to) && to >= from;
	if (!good)
		return WRONG(r, "'%.*s': a day such as 2024-10-01, or days such as 2024-10-01..2024-10-07, are wanted", SHOWN(w));
	if (to - from >= LONGEST_RANGE || r->c->n + (size_t)(to - from) >= MOST_DAYS)
		return WRONG(r, "too many days: at most %d in a range, %d in all", LONGEST_RANGE, MOST_DAYS);
	if (open) {
		int code = read_hours(r, &h);
		if (code < 0)
			return code;
		if (!h.n)
			h.n = -1;
	} else if (next_word(r)) {
		return WRONG(r, "'%.*s': nothing is wanted after the days; a remark begins with #", SHOWN(r->word));
	}
	for (int32_t d = from; d <= to; d++)
		add_special(r->c, d, &h);
	return 0;
}

/* The path of a file named in another: beside it, unless absolute. */
static void
beside(struct buf *b, const char *path, struct fb_str name)
{
	const char *slash = name.n && *name.p == '/' ? NULL : strrchr(path, '/');
	if (slash)
		buf_add(b, path, (size_t)(slash - path) + 1);
	buf_slice(b, name);
}

static int
line_include(struct reader *r)
{
	struct buf path = { 0 };
	struct fb_str text;
	struct fb_err why = { 0 };
	int code;
	if (!next_word(r))
		return WRONG(r, "the name of a calendar file is wanted");
	if (r->depth == DEEPEST)
		return WRONG(r, "files include one another more than %d deep", DEEPEST);
	beside(&path, r->path, r->word);
	if (file_map(buf_cstr(&path), &text, &why) < 0) {
		code = WRONG(r, "%s", why.text);
	} else {
		code = read_text(r, text, buf_cstr(&path), r->depth + 1);
		file_unmap(text);
	}
	buf_free(&path);
	return code;
}

static int
line_zone(struct reader *r)
{
	struct fb_err why = { 0 };
	next_word(r);
	if (!r->word.n)
		return WRONG(r, "a zone such as Asia/Shanghai or +08:00 is wanted");
	char *name = xstrndup(r->word.p, r->word.n);
	struct zone *z;
	int code = zone_open(&z, name, &why) < 0 ? WRONG(r, "%s", why.text) : 0;
	free(name);
	if (code == 0) {
		zone_close(r->c->zone);
		r->c->zone = z;
	}
	return code;
}

static int
read_line(struct reader *r)
{
	static const char *const known[] = { "zone", "hours", "closed", "open", "include" };
	int code;
	if (!next_word(r))
		return 0;
	if (slice_is(r->word, "zone"))
		code = line_zone(r);
	else if (slice_is(r->word, "hours"))
		code = line_hours(r);
	else if (slice_is(r->word, "closed"))
		code = line_days(r, false);
	else if (slice_is(r->word, "open"))
		code = line_days(r, true);
	else if (slice_is(r->word, "include"))
		code = line_include(r);
	else {
		const char *near = near_word(r->word, known, sizeof known / sizeof *known);
		return WRONG(r, "'%.*s': a line begins with zone, hours, closed, open or include%s%s%s", SHOWN(r->word),
		    near ? ": did you mean " : "", near ? near : "", near ? "?" : "");
	}
	if (code == 0 && next_word(r))
		return WRONG(r, "'%.*s': nothing is wanted here; a remark begins with #", SHOWN(r->word));
	return code;
}

static int
read_text(struct reader *outer, struct fb_str text, const char *path, int depth)
{
	struct reader r = { .c = outer->c, .path = path, .depth = depth, .e = outer->e };
	outer->c->digest = outer->c->digest * 31 + hash_bytes(text.p, text.n);
	while (text.n) {
		const char *lf = memchr(text.p, '\n', text.n);
		size_t n = lf ? (size_t)(lf - text.p) : text.n;
		r.line++;
		r.start = text.p;
		r.word = (struct fb_str){ 0 };
		r.rest = (struct fb_str){ text.p, n };
		const char *remark = memchr(text.p, '#', n);
		if (remark)
			r.rest.n = (size_t)(remark - text.p);
		if (r.rest.n && r.rest.p[r.rest.n - 1] == '\r')
			r.rest.n--;
		int code = read_line(&r);
		if (code < 0)
			return code;
		text.p += n + (lf != NULL);
		text.n -= n + (lf != NULL);
	}
	return 0;
}

static int
by_day(const void *a, const void *b)
{
	const struct special *x = a, *y = b;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

static int
finish(struct calendar *c, const char *path, struct fb_err *e)
{
	const struct hours *usual = NULL;
	size_t n = 0;
	for (int d = 7; d >= 1; d--)
		if (c->week[d].n)
			usual = &c->week[d];
	if (!c->zone)
		return err_at(e, FB_ECONFIG, path, 0, 0, "no zone: a line such as 'zone Asia/Shanghai' is wanted");
	if (!usual)
		return err_at(e, FB_ECONFIG, path, 0, 0, "no hours: a line such as 'hours mon-fri 09:00-18:00' is wanted");
	if (c->n)
		sort_items(c->special, c->n, sizeof *c->special, by_day);
	for (size_t i = 0; i < c->n; i++) {
		if (i + 1 < c->n && c->special[i].day == c->special[i + 1].day)
			continue;
		c->special[n] = c->special[i];
		if (c->special[n].hours.n < 0)
			c->special[n].hours = *usual;
		n++;
	}
	c->n = n;
	return 0;
}

int
calendar_parse(struct calendar **out, struct fb_str text, const char *path, struct fb_err *e)
{
	struct calendar *c = xcalloc(1, sizeof *c);
	struct reader r = { .c = c, .e = e };
	int code = read_text(&r, text, path, 0);
	if (code == 0)
		code = finish(c, path, e);
	if (code < 0) {
		calendar_close(c);
		return code;
	}
	*out = c;
	return 0;
}

int
calendar_open(struct calendar **c, const char *path, struct fb_err *e)
{
	struct fb_str text;
	struct fb_err why = { 0 };
	if (file_map(path, &text, &why) < 0)
		return err_at(e, FB_ECONFIG, path, 0, 0, "%s", why.text);
	int code = calendar_parse(c, text, path, e);
	file_unmap(text);
	return code;
}

void
calendar_close(struct calendar *c)
{
	if (!c)
		return;
	zone_close(c->zone);
	free(c->special);
	free(c);
}
