#include "record/chunk.h"

#include <stdio.h>
#include <stdlib.h>

#include "record/scan.h"

/* Convert all at once; false where some record is invalid, or the text would be cut in more or fewer pieces than the bytes. What is broken
 * JSON may be cut elsewhere in as many: its records are converted one by one. */
static bool
convert_all(struct chunk *c, bool last)
{
	struct csvcut text_cut = c->cut;
	c->text.n = 0;
	if (decoder_run(&c->decoder, &c->encoding, (struct fb_str){ c->p, c->n }, &c->text) != c->n)
		return false;
	text_cut.wide = false;
	text_cut.two_byte = PAIRS_NONE;
	csvcut_ends(&text_cut, c->text.p, c->text.n, last, true, &c->converted);
	if (c->converted.last < c->text.n)
		csv_ends_add(&c->converted, c->text.n);
	return c->converted.n == c->raw.n;
}

/* Add the ends of p[from .. to), where quotes are not to be trusted. */
static void
recover(struct chunk *c, size_t from, size_t to, bool last, bool first)
{
	struct csv_ends e = { 0 };
	csvcut_recover(&c->cut, c->p + from, to - from, last, first, &e);
	for (size_t i = 0; i < e.n; i++)
		csv_ends_add(&c->raw, from + e.at[i]);
	free(e.at);
}

void
chunk_start(struct chunk *c, const struct csvcut *cut, const struct encoding *x, const char *p, size_t n, bool last)
{
	c->cut = *cut;
	c->cut.wide = x->wide;
	c->cut.big = x->big;
	c->cut.two_byte = x->two_byte;
	c->encoding = *x;
	if (!x->wide && encoding_beyond_ascii(p, n) == n)
		c->encoding = encoding_utf8;
	c->p = p;
	c->n = n;
	c->at = c->next = c->text_at = 0;
	csvcut_ends(&c->cut, p, n, last, true, &c->raw);
	bool open = c->raw.open && !c->cut.json;
	if (open)
		recover(c, c->raw.last, n, last, false);
	if (c->raw.last < n)
		csv_ends_add(&c->raw, n);
	if (c->encoding.utf8) {
		c->single = false;
		c->clean = scan_utf8(p, n) == n && !memchr(p, '\0', n);
	} else {
		c->single = open || c->cut.json || !convert_all(c, last);
		c->clean = !c->single && !memchr(c->text.p, '\0', c->text.n);
	}
}

/* Whether a record without a line end stops within the character at `at`: a file that was not copied whole. */
static bool
cut_off(const struct chunk *c, struct fb_str raw, size_t at)
{
	unsigned char lead = (unsigned char)raw.p[at];
	size_t left = raw.n - at, needs = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
	if (!c->encoding.utf8)
		return left == 1 && lead > 0x80;
	if (lead < 0xc2 || left >= needs)
		return false;
	for (size_t i = 1; i < left; i++)
		if (((unsigned char)raw.p[at + i] & 0xc0) != 0x80)
			return false;
	return true;
}

static const char *
invalid(struct chunk *c, struct fb_str raw, size_t at)
{
	if (cut_off(c, raw, at)) {
		snprintf(c->why, sizeof c->why, "ends within a character (byte %zu of the record, 0x%02x): was the file copied whole?", at + 1,
		    (unsigned char)raw.p[at]);
		return c->why;
	}
	snprintf(c->why, sizeof c->why, "byte %zu of the record (0x%02x) is not %s: -e NAME reads another encoding", at + 1,
	    (unsigned char)raw.p[at], c->encoding.name);
	return c->why;
}

int
chunk_next(struct chunk *c, struct fb_str *raw, struct fb_str *text, const char **bad)
{
	if (c->next == c->raw.n)
		return 0;
	*raw = *text = (struct fb_str){ c->p + c->at, c->raw.at[c->next] - c->at };
	c->at = c->raw.at[c->next];
	*bad = NULL;
	if (c->encoding.utf8) {
		size_t good = c->clean ? raw->n : scan_utf8(raw->p, raw->n);
		if (good < raw->n)
			*bad = invalid(c, *raw, good);
	} else if (c->single) {
		c->text.n = 0;
		size_t good = decoder_run(&c->decoder, &c->encoding, *raw, &c->text);
		*text = buf_str(&c->text);
		if (good < raw->n)
			*bad = invalid(c, *raw, good);
	} else {
		*text = (struct fb_str){ c->text.p + c->text_at, c->converted.at[c->next] - c->text_at };
		c->text_at = c->converted.at[c->next];
	}
	if (!*bad && !c->clean && memchr(text->p, '\0', text->n))
		*bad = "a NUL character: text holds none";
	c->next++;
	return 1;
}

void
chunk_recover(struct chunk *c, struct fb_str *raw)
{
	size_t from = (size_t)(raw->p - c->p), to = from + raw->n, rest = c->raw.n - c->next;
	struct csv_ends after = { 0 };
	for (size_t i = 0; i < rest; i++)
		csv_ends_add(&after, c->raw.at[c->next + i]);
	c->next--;
	c->raw.n = c->next;
	recover(c, from, to, true, true);
	for (size_t i = 0; i < rest; i++)
		csv_ends_add(&c->raw, after.at[i]);
	free(after.at);
	c->single = !c->encoding.utf8;
	raw->n = c->raw.at[c->next] - from;
	c->at = c->raw.at[c->next++];
}

void
chunk_free(struct chunk *c)
{
	free(c->raw.at);
	free(c->converted.at);
	buf_free(&c->text);
	decoder_close(&c->decoder);
}
