/* Byte slices and a growing byte buffer.
 *
 * struct fb_str is a slice of somebody else's bytes: not NUL-terminated, valid as long as its owner says.
 * struct buf owns its bytes; zero-initialise, buf_free at the end; p may move whenever something is added. */
#ifndef FB_BUF_H
#define FB_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct fb_str {
	const char *p;      /* NULL: absent (an optional column that the stream lacks) */
	size_t n;
};

struct buf {
	char *p;
	size_t n, cap;
};

/* A slice of a C string or literal. */
static inline struct fb_str
slice(const char *s)
{
	return (struct fb_str){ s, s ? strlen(s) : 0 };
}

static inline bool
slice_eq(struct fb_str a, struct fb_str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool
slice_is(struct fb_str a, const char *s)
{
	return slice_eq(a, slice(s));
}

static inline bool
slice_begins(struct fb_str s, struct fb_str with)
{
	return s.n >= with.n && (with.n == 0 || memcmp(s.p, with.p, with.n) == 0);
}

/* Order by bytes, then by length: UTF-8 sorts by code point. For qsort-like use: < 0, 0, > 0. */
int slice_cmp(struct fb_str a, struct fb_str b);
struct fb_str slice_part(struct fb_str *rest, char c);   /* up to the next c, or all; *rest moves behind it */
bool slice_has_word(struct fb_str list, const char *word);  /* a word of ASCII letters stands in a list, whatever separates them */

void buf_more(struct buf *b, size_t n);         /* room for n more bytes at b->p + b->n */
void buf_free(struct buf *b);

static inline void
buf_add(struct buf *b, const void *p, size_t n)
{
	if (b->cap - b->n < n)
		buf_more(b, n);
	if (n)
		memcpy(b->p + b->n, p, n);
	b->n += n;
}

static inline void
buf_char(struct buf *b, char c)
{
	if (b->n == b->cap)
		buf_more(b, 1);
	b->p[b->n++] = c;
}

static inline void
buf_slice(struct buf *b, struct fb_str s)
{
	buf_add(b, s.p, s.n);
}

static inline void
buf_text(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
const char *buf_cstr(struct buf *b);            /* with a NUL after b->n; valid until the next addition */

static inline struct fb_str
buf_str(const struct buf *b)
{
	return (struct fb_str){ b->p ? b->p : "", b->n };
}

#endif
