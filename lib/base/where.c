#include "base/where.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/near.h"

/* The directory that holds the running program's bin directory, with a '/' at its end. */
static void
home(struct buf *path)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	path->n = 0;
	if (n <= 0)
		return;
	self[n] = '\0';
	for (int up = 0; up < 2; up++) {
		char *slash = strrchr(self, '/');
		if (slash)
			*slash = '\0';
	}
	buf_text(path, self);
	buf_char(path, '/');
}

static bool
readable(struct buf *path)
{
	return access(buf_cstr(path), R_OK) == 0;
}

static bool
in_variable(struct buf *path, const char *variable, const char *name)
{
	const char *dir = getenv(variable);
	path->n = 0;
	if (!dir || !*dir)
		return false;
	buf_text(path, dir);
	buf_char(path, '/');
	buf_text(path, name);
	return readable(path);
}

static bool
beside(struct buf *path, const char *dir, const char *name)
{
	home(path);
	buf_text(path, dir);
	buf_text(path, name);
	return readable(path);
}

int
where_data(struct buf *path, const char *name, struct fb_err *e)
{
	if (in_variable(path, "FB_SHARE", name) || beside(path, "share/fb/", name))
		return 0;
	return err_set(e, FB_ENOINPUT, "%s: not in $FB_SHARE, and not at %s: reinstall fb, or run make", name, buf_cstr(path));
}

static void
nearest_model(const char *dir, const char *name, char *best, size_t size)
{
	DIR *d = opendir(dir);
	for (struct dirent *x; d && (x = readdir(d));) {
		const char *pair[] = { *best ? best : x->d_name, x->d_name };
		const char *near = near_word(slice(name), pair, 2);
		if (near && near != best)
			snprintf(best, size, "%s", near);
	}
	if (d)
		closedir(d);
}

int
where_model(struct buf *path, const char *name, struct fb_err *e)
{
	static const char *const dirs[] = { "models/", "share/fb/models/" };
	char best[256] = "";
	if (strchr(name, '/')) {
		path->n = 0;
		buf_text(path, name);
		buf_cstr(path);
		return 0;
	}
	if (in_variable(path, "FB_MODELS", name))
		return 0;
	for (int i = 0; i < 2; i++)
		if (beside(path, dirs[i], name))
			return 0;
	if (getenv("FB_MODELS"))
		nearest_model(getenv("FB_MODELS"), name, best, sizeof best);
	for (int i = 0; i < 2; i++) {
		home(path);
		buf_text(path, dirs[i]);
		nearest_model(buf_cstr(path), name, best, sizeof best);
	}
	if (*best)
		return err_set(e, FB_ENOINPUT, "no model '%s': did you mean %s? A file is named with a '/': ./%s", name, best, name);
	return err_set(e, FB_ENOINPUT, "no model '%s' in $FB_MODELS or with fb: a file is named with a '/': ./%s", name, name);
}
