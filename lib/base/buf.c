#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

int
slice_cmp(struct fb_str a, struct fb_str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;
	return c ? c : (a.n > b.n) - (a.n < b.n);
}

struct fb_str
slice_part(struct fb_str *rest, char c)
{
	const char *end = rest->n ? memchr(rest->p, c, rest->n) : NULL;
	struct fb_str part = { rest->p, end ? (size_t)(end - rest->p) : rest->n };
	*rest = end ? (struct fb_str){ end + 1, rest->n - part.n - 1 } : (struct fb_str){ rest->p + rest->n, 0 };
	return part;
}

void
buf_more(struct buf *b, size_t n)
{
	b->p = xgrow(b->p, &b->cap, b->n + n, 1);
}

void
buf_free(struct buf *b)
{
	free(b->p);
	*b = (struct buf){ 0 };
}

void
buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	if (n >= 0) {
		buf_more(b, (size_t)n + 1);
		vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	}
	va_end(again);
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	buf_vprintf(b, fmt, ap);
	va_end(ap);
}

const char *
buf_cstr(struct buf *b)
{
	buf_more(b, 1);
	b->p[b->n] = '\0';
	return b->p;
}

bool
slice_has_word(struct fb_str list, const char *word)
{
	size_t n = strlen(word);
	for (size_t i = 0; i + n <= list.n; i++) {
		bool left = i == 0 || !((list.p[i - 1] | 32) >= 'a' && (list.p[i - 1] | 32) <= 'z');
		bool right = i + n == list.n || !((list.p[i + n] | 32) >= 'a' && (list.p[i + n] | 32) <= 'z');
		if (left && right && memcmp(list.p + i, word, n) == 0)
			return true;
	}
	return false;
}
