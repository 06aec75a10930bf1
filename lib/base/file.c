#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/near.h"

/* ": did you mean …" where the directory holds a similar name. */
static void
suggest(const char *path, struct fb_err *e)
{
	const char *base = strrchr(path, '/');
	char *dir = base ? xstrndup(path, base == path ? 1 : (size_t)(base - path)) : xstrdup(".");
	DIR *d = opendir(dir);
	char best[256] = "";
	base = base ? base + 1 : path;
	if (d) {
		for (struct dirent *x; (x = readdir(d));) {
			const char *pair[] = { *best ? best : x->d_name, x->d_name };
			const char *nearest = near_word(slice(base), pair, 2);
			if (nearest && nearest != best)
				snprintf(best, sizeof best, "%s", nearest);
		}
		closedir(d);
	}
	free(dir);
	if (*best && e) {
		size_t n = strlen(e->text);
		snprintf(e->text + n, sizeof e->text - n, ": did you mean %.*s%s?", (int)(base - path), path, best);
	}
}

int
file_open(const char *path, struct fb_err *e)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0) {
		int why = errno, rc = err_sys(e, FB_ENOINPUT, "%s", path);
		if (why == ENOENT)
			suggest(path, e);
		return rc;
	}
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		close(fd);
		return err_set(e, FB_ENOINPUT, "%s: is a directory: name the files in it", path);
	}
	return fd;
}

/* To map a file smaller than this, and to take that back, costs more than a copy. */
enum { SMALL = 64 << 10 };

int
file_read(const char *path, struct buf *b, struct fb_err *e)
{
	bool in = strcmp(path, "-") == 0;
	int fd = in ? 0 : file_open(path, e), rc = 0;
	if (fd < 0)
		return fd;
	/* A buffer of the file's size, where it is small: rules and lists are read at every start. */
	struct stat st;
	size_t first = !in && fstat(fd, &st) == 0 && st.st_size > 0 && st.st_size < SMALL ? (size_t)st.st_size + 1 : SMALL;
	b->n = 0;
	for (;;) {
		buf_more(b, b->n ? 1 : first);
		ssize_t r = read(fd, b->p + b->n, b->cap - b->n);
		if (r > 0)
			b->n += (size_t)r;
		else if (r == 0)
			break;
		else if (errno != EINTR) {
			rc = err_sys(e, FB_EIO, "%s", in ? "standard input" : path);
			break;
		}
	}
	if (!in)
		close(fd);
	return rc;
}

enum { ALIGN = 64 };

static int
copy_small(int fd, size_t n, const char *path, struct fb_str *bytes, struct fb_err *e)
{
	char *p = aligned_alloc(ALIGN, (n + ALIGN - 1) / ALIGN * ALIGN);
	size_t at = 0;
	ssize_t r = 1;
	if (!p)
		mem_none();
	while (at < n && r != 0) {
		r = read(fd, p + at, n - at);
		if (r < 0 && errno != EINTR) {
			free(p);
			return err_sys(e, FB_EIO, "%s", path);
		}
		at += r > 0 ? (size_t)r : 0;
	}
	if (at == 0)
		free(p);
	else
		*bytes = (struct fb_str){ p, at };
	return 0;
}

static int
map_file(const char *path, int flags, struct fb_str *bytes, struct fb_err *e)
{
	struct stat st;
	int fd = file_open(path, e), rc = 0;
	if (fd < 0)
		return fd;
	*bytes = (struct fb_str){ "", 0 };
	if (fstat(fd, &st) != 0) {
		rc = err_sys(e, FB_EIO, "%s", path);
	} else if (!S_ISREG(st.st_mode)) {
		rc = err_set(e, FB_EDATA, "%s: not a regular file: it is mapped, not read through", path);
	} else if (st.st_size > SMALL) {
		void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE | flags, fd, 0);
		if (p == MAP_FAILED)
			rc = err_sys(e, FB_EIO, "%s", path);
		else
			*bytes = (struct fb_str){ p, (size_t)st.st_size };
	} else if (st.st_size > 0) {
		rc = copy_small(fd, (size_t)st.st_size, path, bytes, e);
	}
	close(fd);
	return rc;
}

int
file_map(const char *path, struct fb_str *bytes, struct fb_err *e)
{
	return map_file(path, MAP_POPULATE, bytes, e);
}

int
file_map_rarely(const char *path, struct fb_str *bytes, struct fb_err *e)
{
	return map_file(path, 0, bytes, e);
}

void
file_unmap(struct fb_str bytes)
{
	if (bytes.n > SMALL)
		munmap((void *)(uintptr_t)bytes.p, bytes.n);
	else if (bytes.n)
		free((void *)(uintptr_t)bytes.p);
}

int
file_write(const char *path, struct fb_str bytes, enum outfile_kind kind, struct fb_err *e)
{
	struct outfile f;
	int rc = outfile_open(&f, path, kind, e);
	if (rc == 0)
		rc = outfile_write(&f, bytes.p, bytes.n, e);
	if (rc == 0)
		rc = outfile_commit(&f, e);
	outfile_abandon(&f);
	return rc;
}

const char *
file_temporary(void)
{
	const char *dir = getenv("TMPDIR");
	return dir && *dir ? dir : "/tmp";
}
