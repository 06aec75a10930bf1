/* Files: whole ones read or mapped, and output that replaces a file only when it is complete.
 *
 * Output to a regular or new file goes to a temporary one beside it, which is fsynced and renamed by outfile_commit.
 * A signal or a failed run removes it; what a KILL left is removed by the next run (the temporary file is locked while
 * its program lives). Anything else (a device, a FIFO, "-" for standard output) is opened and written as it is. */
#ifndef FB_FILE_H
#define FB_FILE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"

/* Read all of path ("-": standard input) into *b. FB_ENOINPUT where there is none or it is a directory, FB_EIO. */
int file_read(const char *path, struct buf *b, struct fb_err *e);

/* All bytes of path, read-only: mapped, or of a small file a copy; aligned to 64. Empty files give n = 0. Undo with file_unmap. */
int file_map(const char *path, struct fb_str *bytes, struct fb_err *e);
int file_map_rarely(const char *path, struct fb_str *bytes, struct fb_err *e);  /* the same, where few of many pages will be read */
void file_unmap(struct fb_str bytes);

/* Open for reading: a descriptor, or FB_ENOINPUT / FB_EIO with the nearest file name as a suggestion. */
int file_open(const char *path, struct fb_err *e);

struct outfile {
	int fd;             /* to write to; -1: not open */
	char *path;         /* as given, for messages; "standard output" */
	char *target;       /* what is replaced (symlinks followed); NULL where the file is written in place */
	char *temporary;    /* NULL where there is none */
};

enum outfile_kind { OUTFILE_PRIVATE, OUTFILE_PUBLIC };  /* a new file is 0600, or 0666 less umask */

/* path NULL or "-": standard output. FB_ECREATE. */
int outfile_open(struct outfile *f, const char *path, enum outfile_kind kind, struct fb_err *e);
int outfile_write(struct outfile *f, const void *p, size_t n, struct fb_err *e);       /* all of it, or FB_EIO */
int outfile_commit(struct outfile *f, struct fb_err *e);        /* fsync, rename, close */
void outfile_abandon(struct outfile *f);        /* close, and remove the temporary file; harmless after commit */

/* The shortest way to write a file whole. */
int file_write(const char *path, struct fb_str bytes, enum outfile_kind kind, struct fb_err *e);

/* Where temporary files belong: $TMPDIR, or /tmp. */
const char *file_temporary(void);

#endif
