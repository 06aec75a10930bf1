#include "record/source.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "record/scan.h"

enum { PIPE = 1 << 20 };        /* bytes that are asked of a pipe, so that both its ends run; some systems allow less */

void
source_open(struct source *in, const struct stream *s, const struct format *format)
{
	*in = (struct source){ .s = s, .format = format, .fd = -1 };
}

void
source_close(struct source *in)
{
	if (in->fd > 0)
		close(in->fd);
	in->fd = -1;
	free(in->p);
	in->p = NULL;
}

static int
open_next(struct source *in, struct fb_err *e)
{
	struct stat st;
	const char *path = in->s->files ? in->s->file[in->file] : "-";
	bool standard = strcmp(path, "-") == 0;
	in->fd = standard ? 0 : file_open(path, e);
	if (in->fd < 0) {
		int rc = in->fd;
		in->fd = -1;
		return rc;
	}
	in->name = standard ? "standard input" : path;
	if (fstat(in->fd, &st) != 0)
		return err_sys(e, FB_EIO, "%s", in->name);
	if (S_ISDIR(st.st_mode))
		return err_set(e, FB_ENOINPUT, "%s: is a directory: name the files in it", in->name);
	in->regular = S_ISREG(st.st_mode);
	in->size = in->regular ? (uint64_t)st.st_size : 0;
	in->ended = in->past = in->skipping = false;
	in->line = 1;
	in->off = 0;
	in->n = 0;
	if (standard && isatty(0) && !in->s->quiet)
		msg_say("reading from the terminal; Ctrl-D at the start of a line ends it");
	if (in->regular)
		posix_fadvise(in->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	else if (S_ISFIFO(st.st_mode))
		fcntl(in->fd, F_SETPIPE_SZ, PIPE);
	return 0;
}

static bool
would_wait(const struct source *in)
{
	struct pollfd p = { .fd = in->fd, .events = POLLIN };
	return !in->regular && poll(&p, 1, 0) == 0;
}

/* Read until `want` bytes are in hand, the file ends, or, unless `insist`, a read would wait and something is there. */
static int
read_more(struct source *in, size_t want, bool insist, void (*wait)(void *), void *arg, struct fb_err *e)
{
	bool got = false;
	in->p = xgrow(in->p, &in->cap, want + 1, 1);
	while (in->n < want && !in->ended) {
		if (would_wait(in)) {
			if (got && !insist)
				return 0;
			wait(arg);
		}
		ssize_t r = read(in->fd, in->p + in->n, want - in->n);
		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return err_sys(e, FB_EIO, "%s", in->name);
		in->ended = r == 0;
		in->n += (size_t)r;
		got = true;
	}
	return 0;
}

static size_t
line_ends(const struct source *in, const char *p, size_t n)
{
	if (in->format->lines)
		return in->format->lines(in->format->self, p, n);
	return scan_count(p, n, '\n');
}

/* Give the first n bytes in hand away as a piece; what is left moves into the piece's old buffer. */
static int
give(struct source *in, size_t n, struct piece *b)
{
	char *p = b->p;
	size_t cap = b->cap, rest = in->n - n;
	if (rest || !in->ended)
		p = xgrow(p, &cap, rest > BLOCK ? rest : BLOCK + 1, 1);
	if (rest)
		memcpy(p, in->p + n, rest);
	b->p = in->p;
	b->cap = in->cap;
	b->n = n;
	b->file = in->name;
	b->line = in->line;
	b->off = in->off;
	b->lines = line_ends(in, b->p, n);
	b->last = in->ended && rest == 0;
	b->full = in->n >= BLOCK && !in->ended;
	in->line += b->lines;
	in->off += n;
	in->p = p;
	in->cap = cap;
	in->n = rest;
	return SOURCE_PIECE;
}

/* A line longer than the limit: given away as it comes, up to its end, in whole characters where each has two bytes. */
static int
give_long(struct source *in, struct piece *b)
{
	struct fb_str end = in->format->line_end ? in->format->line_end(in->format->self) : slice("\n");
	size_t at = 0, n = 0;
	for (const char *q; !n && at < in->n && (q = memmem(in->p + at, in->n - at, end.p, end.n)); at = (size_t)(q - in->p) + 1)
		if ((size_t)(q - in->p) % end.n == 0)
			n = (size_t)(q - in->p) + end.n;
	b->too_long = true;
	b->more = in->skipping;
	in->skipping = !n && !in->ended;
	return give(in, n ? n : in->ended ? in->n : in->n - in->n % end.n, b);
}

static int
close_file(struct source *in)
{
	if (in->fd > 0)
		close(in->fd);
	in->fd = -1;
	in->file++;
	return 0;
}

/* Bytes to read before a block is handed on: of a small file all, and one more, by which its end is seen. */
static size_t
block_of(const struct source *in)
{
	return in->size && in->size < BLOCK ? (size_t)in->size + 1 : BLOCK;
}

int
source_next(struct source *in, struct piece *b, void (*wait)(void *), void *arg, struct fb_err *e)
{
	int rc;
	b->too_long = b->more = false;
	if (in->fd < 0) {
		if (in->file >= (in->s->files ? in->s->files : 1))
			return SOURCE_END;
		return (rc = open_next(in, e)) ? rc : SOURCE_FILE;
	}
	for (size_t want = block_of(in);;) {
		if (in->n < want && !in->ended && (rc = read_more(in, want, false, wait, arg, e)))
			return rc;
		if (in->past)
			in->n = 0;
		if (in->n == 0 && in->ended) {
			close_file(in);
			return source_next(in, b, wait, arg, e);
		}
		if (in->past)
			continue;
		if (in->skipping)
			return give_long(in, b);
		size_t n = in->n > LIMIT + 1 ? LIMIT + 1 : in->n;
		size_t whole = in->format->cut(in->format->self, in->p, n, in->ended && n == in->n);
		in->past = whole == CUT_END;
		if (whole && !in->past)
			return give(in, whole, b);
		if (in->n > LIMIT && !in->past)
			return give_long(in, b);
		if (in->n >= want)
			want = want * 2 > LIMIT ? LIMIT + 1 : want * 2;
	}
}

int
source_header(struct source *in, struct cols *cols, struct buf *raw, void (*wait)(void *), void *arg, struct fb_err *e)
{
	size_t used = 0, want = in->format->look ? in->format->look : 4096;
	bool insist = in->format->look != 0;
	raw->n = 0;
	for (int rc;;) {
		if (!in->ended && (rc = read_more(in, want, insist, wait, arg, e)))
			return rc;
		if (in->n == 0 && in->ended)
			return err_set(e, FB_EDATA, "%s: is empty: not even a header; was the step before it right?", in->name);
		rc = in->s->names.n && !in->format->headless ? 0 : in->format->header(in->format->self, in->name, in->p, in->n, in->ended, &used, cols, e);
		if (rc < 0)
			return rc;
		if (rc == 0)
			break;
		if (in->n > LIMIT)
			return err_at(e, FB_EDATA, in->name, 1, 0, "no end of the header within %d bytes: is this the right file?", LIMIT);
		want = in->n >= want ? 2 * want : want;
	}
	buf_add(raw, in->p, used);
	in->line += line_ends(in, in->p, used);
	in->off += used;
	memmove(in->p, in->p + used, in->n - used);
	in->n -= used;
	return 0;
}
