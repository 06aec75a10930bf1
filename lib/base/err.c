#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A text that was cut ends with a whole character (UTF-8). */
static void
whole_characters(char *text, size_t n)
{
	size_t at = n;
	while (at && ((unsigned char)text[at - 1] & 0xc0) == 0x80)
		at--;
	if (at && (unsigned char)text[at - 1] >= 0xc0)
		text[at - 1] = '\0';
}

static int
fill(struct fb_err *e, int code, const char *file, uint64_t line, uint64_t column, const char *fmt, va_list ap)
{
	if (e) {
		e->code = code;
		e->line = line;
		e->column = column;
		snprintf(e->file, sizeof e->file, "%s", file ? file : "");
		if (vsnprintf(e->text, sizeof e->text, fmt, ap) >= (int)sizeof e->text)
			whole_characters(e->text, sizeof e->text - 1);
	}
	return code;
}

int
err_set(struct fb_err *e, int code, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	fill(e, code, NULL, 0, 0, fmt, ap);
	va_end(ap);
	return code;
}

int
err_at(struct fb_err *e, int code, const char *file, uint64_t line, uint64_t column, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	fill(e, code, file, line, column, fmt, ap);
	va_end(ap);
	return code;
}

int
err_sys(struct fb_err *e, int code, const char *fmt, ...)
{
	int why = errno;
	va_list ap;
	if (why == ENOMEM)
		code = FB_ENOMEM;
	va_start(ap, fmt);
	fill(e, code, NULL, 0, 0, fmt, ap);
	va_end(ap);
	if (e) {
		size_t n = strlen(e->text);
		snprintf(e->text + n, sizeof e->text - n, ": %s", strerror(why));
	}
	return code;
}

void
err_place(struct fb_err *e, const char *file, uint64_t line)
{
	if (!e || *e->file)
		return;
	snprintf(e->file, sizeof e->file, "%s", file);
	e->line = line;
}
