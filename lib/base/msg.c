#include "base/msg.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *msg_program = "fb";

bool
msg_colored(int fd, enum msg_color when)
{
	const char *no = getenv("NO_COLOR");
	if (when != COLOR_AUTO)
		return when == COLOR_ALWAYS;
	return !(no && *no) && isatty(fd);
}

static void
put(const char *place, const char *text)
{
	char line[2048];
	int n = snprintf(line, sizeof line, "%s: %s%s\n", msg_program, place, text);
	if (n < 0)
		return;
	if ((size_t)n >= sizeof line) {
		n = sizeof line - 1;
		line[n - 1] = '\n';
	}
	/* What came out of a file must not move the cursor or colour the terminal. */
	for (int i = 0; i < n - 1; i++)
		if (((unsigned char)line[i] < ' ' && line[i] != '\n' && line[i] != '\t') || line[i] == 0x7f)
			line[i] = ' ';
	ssize_t r = write(2, line, (size_t)n);
	(void)r;
}

void
msg_say(const char *fmt, ...)
{
	char text[1536];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	put("", text);
}

void
msg_lines(struct fb_str text)
{
	for (const char *p = text.p, *end = p + text.n, *lf; p < end; p = lf + 1) {
		lf = memchr(p, '\n', (size_t)(end - p));
		msg_say("%.*s", (int)(lf - p), p);
	}
}

int
msg_err(const struct fb_err *e)
{
	char place[320] = "";
	int n = 0;
	if (*e->file)
		n = snprintf(place, sizeof place, "%s:", e->file);
	if (e->line)
		n += snprintf(place + n, sizeof place - (size_t)n, "%llu:", (unsigned long long)e->line);
	if (e->column)
		n += snprintf(place + n, sizeof place - (size_t)n, "%llu:", (unsigned long long)e->column);
	if (n)
		snprintf(place + n, sizeof place - (size_t)n, " ");
	put(place, e->text);
	return -e->code;
}

void
msg_start(const char *program)
{
	msg_program = program;
	if (fcntl(2, F_GETFD) < 0)
		open("/dev/null", O_WRONLY);
	if (fcntl(1, F_GETFD) < 0) {
		msg_say("standard output is closed: give it somewhere to write, e.g. >FILE");
		exit(-FB_EIO);
	}
	if (fcntl(0, F_GETFD) < 0)
		open("/dev/null", O_RDONLY);
}

int
msg_end(int status)
{
	if (fflush(stdout) == 0 && !ferror(stdout) && fclose(stdout) == 0)
		return status;
	msg_say("standard output: %s", strerror(errno));
	return -FB_EIO;
}
