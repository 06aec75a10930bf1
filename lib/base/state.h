/* State files: what a program remembers between runs, held by one run at a time.
 *
 * The file is locked from state_open to state_close, so that of two runs that would both go on from it and then write it, the
 * second is refused; it is replaced whole by state_write. What it holds is its reader's affair (base/container.h). */
#ifndef FB_STATE_H
#define FB_STATE_H

#include "base/file.h"

struct state {
	char *path;             /* NULL: not open */
	int fd;                 /* holds the lock */
	bool made;              /* there was no file before */
	bool empty;             /* nothing to read: it was made just now, or a run that was killed made it */
};

/* FB_ELOCK where another run has it, FB_ECREATE, FB_ENOINPUT (a directory). state_close must follow in any case. */
int state_open(struct state *s, const char *path, struct fb_err *e);

int state_write(struct state *s, struct fb_str bytes, struct fb_err *e);

/* Give up the lock. A file that was made and never written goes away. Harmless on a zeroed struct. */
void state_close(struct state *s);

#endif
