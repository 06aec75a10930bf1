#include "base/state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

static int
open_or_make(struct state *s)
{
	do {
		s->made = false;
		s->fd = open(s->path, O_RDWR | O_CLOEXEC);
		if (s->fd >= 0 || errno != ENOENT)
			return s->fd;
		s->fd = open(s->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		s->made = s->fd >= 0;
	} while (s->fd < 0 && errno == EEXIST);
	return s->fd;
}

int
state_open(struct state *s, const char *path, struct fb_err *e)
{
	*s = (struct state){ .path = xstrdup(path), .fd = -1 };
	/* Lock the file that is at path when the lock is had: a run that ended meanwhile has put a new one there. */
	for (;;) {
		struct stat mine, there;
		if (open_or_make(s) < 0)
			return err_sys(e, errno == EISDIR ? FB_ENOINPUT : FB_ECREATE, "%s", s->path);
		if (flock(s->fd, LOCK_EX | LOCK_NB) != 0) {
			s->made = false;
			return errno == EWOULDBLOCK ? err_set(e, FB_ELOCK, "%s: another run is using it: try again when that has ended", s->path)
						    : err_sys(e, FB_EIO, "%s", s->path);
		}
		if (fstat(s->fd, &mine) != 0)
			return err_sys(e, FB_EIO, "%s", s->path);
		if (stat(s->path, &there) == 0 && mine.st_ino == there.st_ino && mine.st_dev == there.st_dev) {
			s->empty = S_ISREG(mine.st_mode) && mine.st_size == 0;
			return 0;
		}
		close(s->fd);
	}
}

int
state_write(struct state *s, struct fb_str bytes, struct fb_err *e)
{
	int rc = file_write(s->path, bytes, OUTFILE_PRIVATE, e);
	s->made = s->made && rc != 0;
	return rc;
}

void
state_close(struct state *s)
{
	if (!s->path)
		return;
	if (s->made)
		unlink(s->path);
	if (s->fd >= 0)
		close(s->fd);
	free(s->path);
	*s = (struct state){ 0 };
}
