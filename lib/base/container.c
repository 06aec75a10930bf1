#include "base/container.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/num.h"

enum { ALIGN = 64, DIGITS = 16, SIZE_DIGITS = 20, FEW_PIECES = 16 };

static size_t
aligned(size_t n)
{
	return (n + ALIGN - 1) / ALIGN * ALIGN;
}

/* XXH3-64 of the file, or its front, as if the 16 digits at that place were zeros. */
static uint64_t
digest_of(struct fb_str bytes, size_t at)
{
	static const char zeros[DIGITS + 1] = "0000000000000000";
	struct fb_str part[] = { { bytes.p, at }, { zeros, DIGITS }, { bytes.p + at + DIGITS, bytes.n - at - DIGITS } };
	return hash_parts(part, 3);
}

static int
broken(const struct container *c, struct fb_err *e, const char *why)
{
	return err_set(e, FB_EDATA, "%s: %s: make it again, or copy it again from where it came", c->path, why);
}

static const char damaged[] = "its bytes do not match its digest: it is damaged";

/* The header line that starts at *at, without its end; false at the empty line or past the header. */
static bool
next_line(const struct container *c, size_t *at, struct fb_str *line)
{
	const char *p = c->bytes.p + *at, *end = memchr(p, '\n', c->header - *at);
	if (!end || end == p)
		return false;
	*line = (struct fb_str){ p, (size_t)(end - p) };
	*at += line->n + 1;
	return true;
}

static bool
section_at(struct fb_str line, struct fb_str *name, uint64_t *offset, uint64_t *size)
{
	if (!slice_is(slice_part(&line, ' '), "section"))
		return false;
	*name = slice_part(&line, ' ');
	return num_count(slice_part(&line, ' '), offset) && num_count(line, size);
}

/* A size as it stands in the header. */
static void
write_size(char to[SIZE_DIGITS], size_t n)
{
	for (int i = SIZE_DIGITS; i-- > 0; n /= 10)
		to[i] = (char)('0' + n % 10);
}

/* Where the pieces begin: of a file that has none, at its end. False: there is no such place, `least` bytes in or more. */
static bool
read_front(struct container *c, size_t least)
{
	struct fb_str line = container_value(c, "front", 0);
	uint64_t front;
	c->front = c->bytes.n;
	if (!line.p)
		return true;
	if (!num_count(line, &front) || front < c->header || front < least || front > c->bytes.n)
		return false;
	c->front = (size_t)front;
	return true;
}

static int
verify(struct container *c, const char *kind, struct fb_err *e)
{
	char size[SIZE_DIGITS], digest[DIGITS + 1];
	size_t k = strlen(kind), at = 3 + k + 3 + 7, size_at = at + DIGITS + 6;
	const char *p = c->bytes.p;
	if (c->bytes.n < 3 || memcmp(p, "fb ", 3) != 0)
		return err_set(e, FB_EDATA, "%s: not an fb %s file", c->path, kind);
	if (c->bytes.n < size_at + SIZE_DIGITS + 2 || memcmp(p + 3, kind, k) != 0 || memcmp(p + 3 + k, " 1\n", 3) != 0) {
		const char *end = memchr(p, '\n', c->bytes.n < 40 ? c->bytes.n : 40);
		return err_set(e, FB_EDATA, "%s: an fb %s of version 1 is wanted; this says '%.*s'", c->path, kind,
		    end ? (int)(end - p) : 0, p);
	}
	write_size(size, c->bytes.n);
	if (memcmp(p + size_at, size, SIZE_DIGITS) != 0)
		return broken(c, e, "its size is not the one it was written with: it is cut, or something was added");
	const char *end = memmem(p, c->bytes.n, "\n\n", 2);
	c->header = end ? (size_t)(end - p) + 2 : 0;
	bool has_front = read_front(c, size_at + SIZE_DIGITS + 2);
	hash_hex(c->digest = digest_of((struct fb_str){ p, c->front }, at), digest);
	if (memcmp(p + at, digest, DIGITS) != 0)
		return broken(c, e, damaged);
	if (!end || !has_front)
		return broken(c, e, "its header has no end, or its front");

	struct fb_str line, name;
	uint64_t offset, bytes;
	for (size_t i = 0; next_line(c, &i, &line);) {
		if (line.n < 8 || memcmp(line.p, "section ", 8) != 0)
			continue;
		if (!section_at(line, &name, &offset, &bytes) || offset % ALIGN || offset < c->header ||
		    offset > c->bytes.n || bytes > c->bytes.n - offset)
			return broken(c, e, "a section lies outside the file");
	}
	return 0;
}

static size_t
pieces_of(size_t bytes)
{
	return (bytes + CONTAINER_PIECE - 1) / CONTAINER_PIECE;
}

/* Pieces' digests are copied, for they are struck out one by one. */
static int
read_pieces(struct container *c, struct fb_err *e)
{
	size_t n = pieces_of(c->bytes.n - c->front);
	const void *written = container_array(c, "pieces", n, sizeof *c->pieces, e);
	if (!written)
		return FB_EDATA;
	if ((size_t)((const char *)written - c->bytes.p) + n * sizeof *c->pieces > c->front)
		return broken(c, e, "what proves its pieces lies behind them");
	c->pieces = xcalloc(n, sizeof *c->pieces);
	memcpy(c->pieces, written, n * sizeof *c->pieces);
	return 0;
}

bool
container_prove(const struct container *c, const void *p, size_t n)
{
	size_t at = (size_t)((const char *)p - c->bytes.p), first = at < c->front ? 0 : (at - c->front) / CONTAINER_PIECE;
	if (!c->pieces || at + n <= c->front)
		return true;
	for (size_t k = first; k < pieces_of(at + n - c->front); k++) {
		uint64_t wanted = __atomic_load_n(&c->pieces[k], __ATOMIC_RELAXED);
		size_t from = c->front + k * CONTAINER_PIECE, left = c->bytes.n - from;
		if (wanted == 0)
			continue;
		struct fb_str piece = { c->bytes.p + from, left < CONTAINER_PIECE ? left : CONTAINER_PIECE };
		if (hash_parts(&piece, 1) != wanted)
			return false;
		__atomic_store_n(&c->pieces[k], 0, __ATOMIC_RELAXED);
	}
	return true;
}

/* Open a file that has been mapped. */
static int
open_mapped(struct container *c, const char *kind, bool whole, struct fb_err *e)
{
	int rc = verify(c, kind, e);
	if (rc == 0 && c->front < c->bytes.n)
		rc = read_pieces(c, e);
	whole |= pieces_of(c->bytes.n - c->front) <= FEW_PIECES;
	if (rc == 0 && whole && !container_prove(c, c->bytes.p, c->bytes.n))
		rc = broken(c, e, damaged);
	if (rc != 0) {
		container_close(c);
	} else if (whole) {
		free(c->pieces);
		c->pieces = NULL;
	}
	return rc;
}

int
container_open(struct container *c, const char *path, const char *kind, struct fb_err *e)
{
	*c = (struct container){ 0 };
	memcpy(c->path, path, strnlen(path, sizeof c->path - 1));
	int rc = file_map(path, &c->bytes, e);
	return rc ? rc : open_mapped(c, kind, true, e);
}

int
container_open_front(struct container *c, const char *path, const char *kind, struct fb_err *e)
{
	*c = (struct container){ 0 };
	memcpy(c->path, path, strnlen(path, sizeof c->path - 1));
	int rc = file_map_rarely(path, &c->bytes, e);
	return rc ? rc : open_mapped(c, kind, false, e);
}

void
container_close(struct container *c)
{
	file_unmap(c->bytes);
	free(c->pieces);
	c->bytes = (struct fb_str){ 0 };
	c->pieces = NULL;
}

struct fb_str
container_value(const struct container *c, const char *key, size_t n)
{
	struct fb_str line;
	size_t k = strlen(key);
	for (size_t at = 0; next_line(c, &at, &line);)
		if (line.n > k && line.p[k] == ' ' && memcmp(line.p, key, k) == 0 && n-- == 0)
			return (struct fb_str){ line.p + k + 1, line.n - k - 1 };
	return (struct fb_str){ 0 };
}

struct fb_str
container_section(const struct container *c, const char *name)
{
	struct fb_str line, found;
	uint64_t offset, size;
	for (size_t at = 0; next_line(c, &at, &line);)
		if (section_at(line, &found, &offset, &size) && slice_is(found, name))
			return (struct fb_str){ c->bytes.p + offset, (size_t)size };
	return (struct fb_str){ 0 };
}

const void *
container_array(const struct container *c, const char *name, size_t count, size_t size, struct fb_err *e)
{
	struct fb_str s = container_section(c, name);
	size_t bytes;
	if (s.p && !__builtin_mul_overflow(count, size, &bytes) && s.n == bytes)
		return s.p;
	err_set(e, FB_EDATA, "%s: section %s is missing or not of %zu times %zu bytes: make the file again", c->path, name,
	    count, size);
	return NULL;
}

static void
pad(struct buf *out)
{
	while (out->n % ALIGN)
		buf_char(out, '\0');
}

/* The table of sections, from `start` on; returns where the file ends. Before part[first] stands the section pieces, and
 * *front is where that ends. */
static size_t
write_table(struct buf *table, const struct container_part *part, size_t parts, size_t first, size_t pieces, size_t start,
    size_t *front)
{
	size_t offset = start, end = start;
	table->n = 0;
	/* Offsets are written with a fixed width, so that the length of the table is known before they are. */
	for (size_t i = 0; i < parts; i++) {
		if (i == first) {
			*front = aligned(offset + pieces * sizeof(uint64_t));
			buf_printf(table, "front %012zu\nsection pieces %012zu %zu\n", *front, offset, pieces * sizeof(uint64_t));
			offset = *front;
		}
		buf_printf(table, "section %s %012zu %zu\n", part[i].name, offset, part[i].n);
		end = offset + part[i].n;
		offset = aligned(end);
	}
	return end;
}

/* The digests of the pieces behind `front`, to their place in front of it. */
static void
write_pieces(struct buf *out, size_t at, size_t front)
{
	for (size_t from = front; from < out->n; from += CONTAINER_PIECE, at += sizeof(uint64_t)) {
		size_t left = out->n - from;
		struct fb_str piece = { out->p + from, left < CONTAINER_PIECE ? left : CONTAINER_PIECE };
		uint64_t digest = hash_parts(&piece, 1);
		memcpy(out->p + at, &digest, sizeof digest);
	}
}

void
container_make_pieces(struct buf *out, const char *kind, struct fb_str header, const struct container_part *part, size_t parts,
    size_t first)
{
	struct buf table = { 0 };
	size_t fixed = strlen("fb ") + strlen(kind) + strlen(" 1\n") + strlen("digest \nsize \n") + DIGITS + SIZE_DIGITS;
	size_t start = 0, end = 0, front = 0, pieces = 0, pieces_at = 0;
	char hex[DIGITS + 1];
	/* How many pieces there are is known after the first pass, how long the table is after the second. */
	for (int pass = 0; pass < 3; pass++) {
		end = write_table(&table, part, parts, first, pieces, start, &front);
		pieces = pieces_of(end - front);
		start = aligned(fixed + header.n + table.n + 1);
	}
	out->n = 0;
	buf_printf(out, "fb %s 1\ndigest %016d\nsize %020zu\n", kind, 0, (size_t)0);
	buf_slice(out, header);
	buf_slice(out, buf_str(&table));
	buf_char(out, '\n');
	for (size_t i = 0; i < parts; i++) {
		pad(out);
		if (i == first)
			for (pieces_at = out->n; out->n < front;)
				buf_char(out, '\0');
		buf_add(out, part[i].p, part[i].n);
	}
	buf_free(&table);

	size_t at = strlen("fb ") + strlen(kind) + strlen(" 1\n") + strlen("digest ");
	write_size(out->p + at + DIGITS + 6, out->n);
	if (first < parts)
		write_pieces(out, pieces_at, front);
	hash_hex(digest_of((struct fb_str){ out->p, first < parts ? front : out->n }, at), hex);
	memcpy(out->p + at, hex, DIGITS);
}

void
container_make(struct buf *out, const char *kind, struct fb_str header, const struct container_part *part, size_t parts)
{
	container_make_pieces(out, kind, header, part, parts, parts);
}
