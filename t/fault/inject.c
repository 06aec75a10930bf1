/* inject.c: a library to preload, that makes the k-th call of one function fail.
 *
 *     FB_FAULT=write:ENOSPC:3     the third write fails with ENOSPC; from then on they work again
 *     FB_FAULT=read:SHORT:2       the second read gives one byte (so does write: takes one)
 *     FB_FAULT=malloc:ENOMEM:9    the ninth allocation of any kind fails
 *
 * FB_FAULT_REPORT names a file that gets a line "hit" when the call came. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char what[32], how[32];
static long at;
static atomic_long seen;

static ssize_t (*real_read)(int, void *, size_t);
static ssize_t (*real_write)(int, const void *, size_t);
static int (*real_open)(const char *, int, ...);
static int (*real_close)(int);
static int (*real_fsync)(int);
static int (*real_rename)(const char *, const char *);
static int (*real_mkostemp)(char *, int);
static void *(*real_malloc)(size_t);
static void *(*real_calloc)(size_t, size_t);
static void *(*real_realloc)(void *, size_t);

static void __attribute__((constructor))
begin(void)
{
	real_read = (ssize_t (*)(int, void *, size_t))dlsym(RTLD_NEXT, "read");
	real_write = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
	real_open = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open");
	real_close = (int (*)(int))dlsym(RTLD_NEXT, "close");
	real_fsync = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
	real_rename = (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");
	real_mkostemp = (int (*)(char *, int))dlsym(RTLD_NEXT, "mkostemp");
	real_malloc = (void *(*)(size_t))dlsym(RTLD_NEXT, "malloc");
	real_calloc = (void *(*)(size_t, size_t))dlsym(RTLD_NEXT, "calloc");
	real_realloc = (void *(*)(void *, size_t))dlsym(RTLD_NEXT, "realloc");
	const char *spec = getenv("FB_FAULT");
	if (!spec || sscanf(spec, "%31[^:]:%31[^:]:%ld", what, how, &at) != 3)
		what[0] = '\0';
}

/* Whether this is the call; reports it. */
static int
now(const char *name)
{
	if (!at || strcmp(what, name) != 0 || atomic_fetch_add(&seen, 1) + 1 != at)
		return 0;
	const char *report = getenv("FB_FAULT_REPORT");
	int fd = report && real_open ? real_open(report, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
	if (fd >= 0) {
		real_write(fd, "hit\n", 4);
		real_close(fd);
	}
	errno = strcmp(how, "ENOSPC") == 0 ? ENOSPC : strcmp(how, "EINTR") == 0 ? EINTR : strcmp(how, "EMFILE") == 0 ? EMFILE : EIO;
	return 1;
}

#define SHORT (strcmp(how, "SHORT") == 0)

ssize_t
read(int fd, void *p, size_t n)
{
	if (!now("read"))
		return real_read(fd, p, n);
	return SHORT ? real_read(fd, p, n ? 1 : 0) : -1;
}

ssize_t
write(int fd, const void *p, size_t n)
{
	if (fd == 2 || !now("write"))
		return real_write(fd, p, n);
	return SHORT ? real_write(fd, p, n ? 1 : 0) : -1;
}

int
open(const char *path, int flags, ...)
{
	va_list ap;
	va_start(ap, flags);
	mode_t mode = flags & O_CREAT ? (mode_t)va_arg(ap, int) : 0;
	va_end(ap);
	return now("open") ? -1 : real_open(path, flags, mode);
}

int
close(int fd)
{
	/* A close that fails has closed all the same. */
	if (!now("close"))
		return real_close(fd);
	int why = errno;
	real_close(fd);
	errno = why;
	return -1;
}

int
fsync(int fd)
{
	return now("fsync") ? -1 : real_fsync(fd);
}

int
rename(const char *from, const char *to)
{
	return now("rename") ? -1 : real_rename(from, to);
}

int
mkostemp(char *path, int flags)
{
	return now("mkostemp") ? -1 : real_mkostemp(path, flags);
}

void *
malloc(size_t n)
{
	if (!real_malloc)
		real_malloc = (void *(*)(size_t))dlsym(RTLD_NEXT, "malloc");
	if (!now("malloc"))
		return real_malloc(n);
	errno = ENOMEM;
	return NULL;
}

void *
calloc(size_t n, size_t size)
{
	/* dlsym itself asks for a little before it can be asked. */
	static char early[4096];
	static size_t used;
	if (!real_calloc) {
		size_t bytes = (n * size + 15) & ~(size_t)15;
		used += bytes;
		return used <= sizeof early ? early + used - bytes : NULL;
	}
	if (!now("malloc"))
		return real_calloc(n, size);
	errno = ENOMEM;
	return NULL;
}

void *
realloc(void *p, size_t n)
{
	if (!now("malloc"))
		return real_realloc(p, n);
	errno = ENOMEM;
	return NULL;
}
