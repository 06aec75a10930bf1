/* The file container: models, dictionaries, knowledge bases and state share it.
 *
 *     fb KIND 1                          first line: what it is, and the version of this layout
 *     digest 0123456789abcdef            XXH3-64 of the whole file with these 16 digits as zeros
 *     size 00000000000000123456          of the whole file, 20 digits
 *     key value …                        whatever the kind says of itself, for people: `head -20 FILE`
 *     front 000000123456                 where the file is proved in pieces: the bytes before the first of them
 *     section NAME OFFSET SIZE           where the binary parts lie; offsets are multiples of 64
 *                                        an empty line ends the header, zeros pad to the first section
 *
 * Binary parts are little-endian. Opening maps the file and verifies size, digest and the layout of sections before
 * anything is used: a file that is cut, changed, or has bytes appended is refused with FB_EDATA. What sections hold is
 * checked by whoever reads them (sizes, counts, finite numbers): the digest proves that nobody broke the file, not that
 * its maker was right.
 *
 * A big file of which a run may need little has a line front. Its digest is of the bytes before that offset only; of what
 * comes behind, section pieces, which lies before, has the XXH3-64 of every CONTAINER_PIECE bytes. So every byte is proved
 * still, and whoever opens it with container_open_front may prove the pieces as they are needed. */
#ifndef FB_CONTAINER_H
#define FB_CONTAINER_H

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"

struct container {
	struct fb_str bytes;        /* the whole mapped file */
	size_t header;              /* bytes of the text header */
	uint64_t digest;
	char path[256];
	size_t front;               /* where the pieces begin; bytes.n: there are none, or all are proved */
	uint64_t *pieces;           /* their digests; 0: proved. A copy, shared by all threads */
};

enum { CONTAINER_PIECE = 4 << 10 };

/* Open path as a container of that kind ("model", "dictionary"). */
int container_open(struct container *c, const char *path, const char *kind, struct fb_err *e);
void container_close(struct container *c);

/* The same, but pieces are left to prove, unless they are few. */
int container_open_front(struct container *c, const char *path, const char *kind, struct fb_err *e);
/* Whether no piece is left to prove since it was opened. */
static inline bool
container_proved(const struct container *c)
{
	return !c->pieces;
}
/* Whether the bytes p[0 .. n) of the file are as they were written; any thread. */
bool container_prove(const struct container *c, const void *p, size_t n);

/* The value of the n-th (from 0) header line with that key; p is NULL where there is none. */
struct fb_str container_value(const struct container *c, const char *key, size_t n);

/* The bytes of a section; p is NULL where there is none. Aligned to 64. */
struct fb_str container_section(const struct container *c, const char *name);

/* A section of count elements of that size each: its address, or NULL with *e (missing, or of another size). */
const void *container_array(const struct container *c, const char *name, size_t count, size_t size, struct fb_err *e);

struct container_part {
	const char *name;           /* no blanks */
	const void *p;
	size_t n;
};

/* Compose a file: header holds whole "key value\n" lines. The result is in *out. */
void container_make(struct buf *out, const char *kind, struct fb_str header, const struct container_part *part, size_t parts);
/* The same; part[first .. parts) is proved in pieces. */
void container_make_pieces(struct buf *out, const char *kind, struct fb_str header, const struct container_part *part, size_t parts,
    size_t first);

#endif
