/* Output files that are replaced whole: see file.h. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

/* Temporary files alive now, for the signal handler. A slot's pointer is set last and taken back first. */
enum { SLOTS = 16 };
static _Atomic(char *) alive[SLOTS];

static void
remove_all(void)
{
	for (int i = 0; i < SLOTS; i++) {
		char *path = atomic_load(&alive[i]);
		if (path)
			unlink(path);
	}
}

static void
on_signal(int number)
{
	remove_all();
	signal(number, SIG_DFL);
	raise(number);
}

static void
watch(char *path)
{
	static const int number[] = { SIGHUP, SIGINT, SIGTERM, SIGQUIT, SIGPIPE, SIGXCPU, SIGXFSZ };
	static bool installed;
	for (int i = 0; i < SLOTS; i++) {
		char *none = NULL;
		if (atomic_compare_exchange_strong(&alive[i], &none, path))
			break;
	}
	for (size_t i = 0; !installed && i < sizeof number / sizeof *number; i++) {
		struct sigaction old, act = { .sa_handler = on_signal };
		sigaction(number[i], NULL, &old);
		if (old.sa_handler == SIG_DFL)
			sigaction(number[i], &act, NULL);
	}
	installed = true;
	mem_last_act = remove_all;
}

static void
unwatch(char *path)
{
	for (int i = 0; i < SLOTS; i++) {
		char *mine = path;
		if (atomic_compare_exchange_strong(&alive[i], &mine, NULL))
			return;
	}
}

/* Directory part of path, "." where there is none; free it. */
static char *
directory(const char *path)
{
	const char *base = strrchr(path, '/');
	return base ? xstrndup(path, base == path ? 1 : (size_t)(base - path)) : xstrdup(".");
}

static const char *
last_part(const char *path)
{
	const char *base = strrchr(path, '/');
	return base ? base + 1 : path;
}

/* Remove what killed runs left beside target: ".NAME.fb-XXXXXX" that no living program holds locked. */
static void
sweep(const char *target)
{
	char *dir = directory(target);
	DIR *d = opendir(dir);
	struct buf prefix = { 0 };
	buf_printf(&prefix, ".%s.fb-", last_part(target));
	for (struct dirent *x; d && (x = readdir(d));) {
		if (strlen(x->d_name) != prefix.n + 6 || memcmp(x->d_name, prefix.p, prefix.n) != 0)
			continue;
		int fd = openat(dirfd(d), x->d_name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
		if (fd < 0)
			continue;
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			unlinkat(dirfd(d), x->d_name, 0);
		close(fd);
	}
	if (d)
		closedir(d);
	buf_free(&prefix);
	free(dir);
}

static int
open_beside(struct outfile *f, mode_t mode, bool keep_owner, const struct stat *old, struct fb_err *e)
{
	char *dir = directory(f->target);
	struct buf name = { 0 };
	int rc = 0;
	sweep(f->target);
	buf_printf(&name, "%s/.%s.fb-XXXXXX", dir, last_part(f->target));
	free(dir);
	f->temporary = xstrdup(buf_cstr(&name));
	buf_free(&name);
	/* No signal may come between making the file and watching it. */
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	f->fd = mkostemp(f->temporary, O_CLOEXEC);
	if (f->fd >= 0)
		watch(f->temporary);
	int why = errno;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = why;
	if (f->fd < 0) {
		rc = err_sys(e, FB_ECREATE, "%s: cannot write a file beside it", f->path);
		free(f->temporary);
		f->temporary = NULL;
		return rc;
	}
	flock(f->fd, LOCK_EX | LOCK_NB);
	/* The owner is kept where we may; a mode that we cannot set is an error, for it would open or close the file. */
	if (keep_owner && fchown(f->fd, old->st_uid, old->st_gid) != 0)
		mode &= 0777;
	if (fchmod(f->fd, mode) != 0)
		rc = err_sys(e, FB_ECREATE, "%s: cannot set its mode", f->path);
	return rc;
}

int
outfile_open(struct outfile *f, const char *path, enum outfile_kind kind, struct fb_err *e)
{
	struct stat st;
	*f = (struct outfile){ .fd = -1 };
	if (!path || strcmp(path, "-") == 0) {
		f->path = xstrdup("standard output");
		f->fd = 1;
		return 0;
	}
	f->path = xstrdup(path);
	if (stat(path, &st) == 0) {
		if (S_ISDIR(st.st_mode))
			return err_set(e, FB_ECREATE, "%s: is a directory: name a file in it", path);
		if (!S_ISREG(st.st_mode)) {
			f->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
			return f->fd < 0 ? err_sys(e, FB_ECREATE, "%s", path) : 0;
		}
		if (access(path, W_OK) != 0)
			return err_sys(e, FB_ECREATE, "%s", path);
		f->target = realpath(path, NULL);
		if (!f->target)
			return err_sys(e, FB_ECREATE, "%s", path);
		return open_beside(f, st.st_mode & 07777, st.st_uid != geteuid() || st.st_gid != getegid(), &st, e);
	}
	if (errno != ENOENT)
		return err_sys(e, FB_ECREATE, "%s", path);
	/* A dangling link names the file to make. */
	char link[4096];
	ssize_t n = readlink(path, link, sizeof link - 1);
	if (n > 0) {
		link[n] = '\0';
		char *dir = directory(path);
		struct buf full = { 0 };
		buf_printf(&full, "%s%s%s", *link == '/' ? "" : dir, *link == '/' ? "" : "/", link);
		f->target = xstrdup(buf_cstr(&full));
		buf_free(&full);
		free(dir);
	} else {
		f->target = xstrdup(path);
	}
	mode_t mask = umask(0);
	umask(mask);
	return open_beside(f, (kind == OUTFILE_PRIVATE ? 0600 : 0666) & ~mask, false, NULL, e);
}

int
outfile_write(struct outfile *f, const void *p, size_t n, struct fb_err *e)
{
	const char *at = p;
	while (n) {
		ssize_t r = write(f->fd, at, n);
		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return err_sys(e, FB_EIO, "%s", f->path);
		at += r;
		n -= (size_t)r;
	}
	return 0;
}

int
outfile_commit(struct outfile *f, struct fb_err *e)
{
	int rc = 0;
	if (f->fd < 0)
		return 0;
	if (!f->temporary) {
		if (close(f->fd) != 0)
			rc = err_sys(e, FB_EIO, "%s", f->path);
		f->fd = -1;
		return rc;
	}
	if (fsync(f->fd) != 0)
		return err_sys(e, FB_EIO, "%s", f->path);
	if (rename(f->temporary, f->target) != 0)
		return err_sys(e, FB_ECREATE, "%s", f->path);
	unwatch(f->temporary);
	free(f->temporary);
	f->temporary = NULL;
	if (close(f->fd) != 0)
		rc = err_sys(e, FB_EIO, "%s", f->path);
	f->fd = -1;
	/* The rename itself must survive a power cut; a directory that cannot be synced (some network ones) is no loss of data. */
	char *dir = directory(f->target);
	int d = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(dir);
	if (d >= 0) {
		fsync(d);
		close(d);
	}
	return rc;
}

void
outfile_abandon(struct outfile *f)
{
	if (f->temporary) {
		unlink(f->temporary);
		unwatch(f->temporary);
	}
	if (f->fd > 2)
		close(f->fd);
	f->fd = -1;
	free(f->temporary);
	free(f->target);
	free(f->path);
	f->temporary = f->target = f->path = NULL;
}
