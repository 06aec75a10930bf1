#include "text/normal.h"

#include "base/mem.h"
#include "text/fold.h"
#include "text/utf8.h"

enum { SPECIAL = 0xffff };

const uint16_t *const normal_bmp = fold_bmp;

/* Letters that pass for Latin ones, by code point. */
static const struct {
	uint16_t c;
	char latin;
} alike[] = {
	{ 0x391, 'a' }, { 0x392, 'b' }, { 0x395, 'e' }, { 0x396, 'z' }, { 0x397, 'h' }, { 0x399, 'i' }, { 0x39a, 'k' },
	{ 0x39c, 'm' }, { 0x39d, 'n' }, { 0x39f, 'o' }, { 0x3a1, 'p' }, { 0x3a4, 't' }, { 0x3a5, 'y' }, { 0x3a7, 'x' },
	{ 0x3b1, 'a' }, { 0x3b9, 'i' }, { 0x3ba, 'k' }, { 0x3bd, 'v' }, { 0x3bf, 'o' }, { 0x3c1, 'p' }, { 0x3c5, 'u' },
	{ 0x3c7, 'x' }, { 0x405, 's' }, { 0x406, 'i' }, { 0x408, 'j' }, { 0x410, 'a' }, { 0x412, 'b' }, { 0x415, 'e' },
	{ 0x41a, 'k' }, { 0x41c, 'm' }, { 0x41d, 'h' }, { 0x41e, 'o' }, { 0x420, 'p' }, { 0x421, 'c' }, { 0x422, 't' },
	{ 0x423, 'y' }, { 0x425, 'x' }, { 0x430, 'a' }, { 0x432, 'b' }, { 0x435, 'e' }, { 0x43a, 'k' }, { 0x43c, 'm' },
	{ 0x43d, 'h' }, { 0x43e, 'o' }, { 0x440, 'p' }, { 0x441, 'c' }, { 0x442, 't' }, { 0x443, 'y' }, { 0x445, 'x' },
	{ 0x455, 's' }, { 0x456, 'i' }, { 0x458, 'j' },
};

/* Greek and Cyrillic. */
static bool
may_pass(uint32_t c)
{
	return c - 0x370 < 0x530 - 0x370;
}

static uint32_t
latin_alike(uint32_t c)
{
	for (size_t i = 0; i < sizeof alike / sizeof *alike; i++)
		if (alike[i].c == c)
			return (unsigned char)alike[i].latin;
	return 0;
}

/* The form of a character that fold_bmp does not hold; *own is room for c where it is its own form. */
static size_t
special_form(uint32_t c, const uint32_t **form, uint32_t *own)
{
	size_t low = 0, high = sizeof fold_more / sizeof *fold_more;
	if (!fold_page[c >> 8])
		low = high;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (fold_more[mid].c < c)
			low = mid + 1;
		else
			high = mid;
	}
	if (fold_page[c >> 8] && low < sizeof fold_more / sizeof *fold_more && fold_more[low].c == c) {
		*form = fold_pool + fold_more[low].at;
		return fold_more[low].n;
	}
	*own = c;
	*form = own;
	return 1;
}

static size_t
form_of(uint32_t c, const uint32_t **form, uint32_t *own)
{
	if (c >= 0x10000 || fold_bmp[c] == SPECIAL)
		return special_form(c, form, own);
	*own = fold_bmp[c];
	*form = own;
	return *own ? 1 : 0;
}

uint32_t
normal_char(uint32_t c)
{
	const uint32_t *form;
	uint32_t own;
	size_t n = form_of(c, &form, &own);
	return n == 1 ? form[0] : n == 0 ? 0 : c;
}

/* A run of Greek and Cyrillic letters with Latin ones in it: looked for once a run. */
struct run {
	const char *end;        /* letters before this have been looked at */
	bool mixed;
};

/* What is no letter at the front of the first form is before the run: ͺ is a blank and ι. */
static void
look_ahead(struct run *r, const char *p, const char *end, bool latin_before)
{
	bool front = true;
	r->mixed = latin_before;
	for (r->end = p; r->end < end;) {
		const char *next = r->end;
		const uint32_t *form;
		uint32_t own;
		size_t n = form_of(utf8_next(&next), &form, &own);
		for (size_t i = 0; i < n; i++) {
			bool passes = may_pass(form[i]);
			if (ascii_letter(form[i]))
				r->mixed = true;
			else if (front && !passes)
				r->mixed = false;
			else if (!passes)
				return;
			front = front && !passes;
		}
		r->end = next;
	}
}

/* Fold one character that is no ASCII and write it at b->p + b->n, which has room for what is left of the input. */
static inline const char *
fold_special(struct buf *b, const char *p, const char *end, struct run *run)
{
	const uint32_t *form;
	uint32_t own, c = utf8_get(p);
	const char *next = p + utf8_length((unsigned char)*p);
	size_t n = form_of(c, &form, &own);
	bool mixed = false;
	for (size_t i = 0; i < n && !mixed; i++)
		if (may_pass(form[i])) {
			if (p >= run->end)
				look_ahead(run, p, end, b->n && ascii_letter((unsigned char)b->p[b->n - 1]));
			mixed = run->mixed;
		}
	size_t want = 4 * n + (size_t)(end - next);
	if (b->cap - b->n < want)
		buf_more(b, want);
	for (size_t i = 0; i < n; i++) {
		/* A capital may look like another letter than its small form does. */
		uint32_t latin = !mixed ? 0 : n == 1 && latin_alike(c) ? latin_alike(c) : latin_alike(form[i]);
		b->n += utf8_put(b->p + b->n, latin ? latin : form[i]);
	}
	return next;
}

/* The eight bytes at p where all are ASCII and none is a backtick, lower-cased in *x. */
static inline bool
eight_ascii(const char *p, uint64_t *x)
{
	const uint64_t ones = 0x0101010101010101, high = ones << 7;
	uint64_t v;
	memcpy(&v, p, sizeof v);
	uint64_t tick = v ^ ones * '`';
	if ((v | ((tick - ones) & ~tick)) & high)
		return false;
	/* The high bit of each byte: at least 'A', and not above 'Z'. */
	uint64_t upper = (v + ones * (0x80 - 'A')) & ~(v + ones * (0x7f - 'Z')) & high;
	*x = v | upper >> 2;
	return true;
}

/* Invariant: b has room for as many bytes as are left of the input, because a form in fold_bmp is not longer than its
 * character; fold_special makes room for others. */
static inline __attribute__((always_inline)) void
fold(struct fb_str value, struct buf *b, struct normal_map *map)
{
	const char *p = value.p, *end = p + value.n;
	struct run run = { p, false };
	uint64_t ascii;
	b->n = 0;
	if (b->cap < value.n)
		buf_more(b, value.n);
	while (p < end) {
		unsigned char lead = (unsigned char)*p;
		size_t from = b->n;
		const char *start = p;
		if (lead < 0x80) {
			if (!map && end - p >= 8 && eight_ascii(p, &ascii)) {
				memcpy(b->p + b->n, &ascii, 8);
				b->n += 8;
				p += 8;
				continue;
			}
			b->p[b->n++] = (char)fold_bmp[lead];
			p++;
		} else if ((lead & 0xf0) == 0xe0) {
			uint16_t form = fold_bmp[utf8_get(p)];
			if (form >= 0x800 && form != SPECIAL) {
				b->n += utf8_put(b->p + b->n, form);
				p += 3;
			} else if (form && form < 0x80) {
				b->p[b->n++] = (char)form;
				p += 3;
			} else {
				p = fold_special(b, p, end, &run);
			}
		} else {
			p = fold_special(b, p, end, &run);
		}
		if (map) {
			map->at = xgrow(map->at, &map->cap, b->cap + 1, sizeof *map->at);
			for (; from < b->n; from++)
				map->at[from] = (uint32_t)(start - value.p);
		}
	}
}

void
normal_fold(struct fb_str value, struct buf *out)
{
	fold(value, out, NULL);
}

void
normal_fold_map(struct fb_str value, struct buf *out, struct normal_map *map)
{
	fold(value, out, map);
	map->at = xgrow(map->at, &map->cap, out->n + 1, sizeof *map->at);
	map->at[out->n] = (uint32_t)value.n;
}
