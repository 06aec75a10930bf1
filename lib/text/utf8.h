/* UTF-8 that is known to be valid: decoding, encoding and stepping, with no checks.
 *
 * The row pipeline refuses records that are not UTF-8 (record/scan.h), so that nothing behind it checks again. On other
 * bytes these functions give some value and may read up to three bytes past the one they are given. */
#ifndef FB_UTF8_H
#define FB_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline bool
ascii_letter(uint32_t c)
{
	return (c | 32) - 'a' < 26;
}

/* Bytes of the character that begins with this byte; 1 for a continuation byte. */
static inline size_t
utf8_length(unsigned char lead)
{
	return lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/* The code point at p. */
static inline uint32_t
utf8_get(const char *p)
{
	const unsigned char *s = (const unsigned char *)p;
	if (s[0] < 0x80)
		return s[0];
	if (s[0] < 0xe0)
		return (s[0] & 0x1fu) << 6 | (s[1] & 0x3fu);
	if (s[0] < 0xf0)
		return (s[0] & 0x0fu) << 12 | (s[1] & 0x3fu) << 6 | (s[2] & 0x3fu);
	return (s[0] & 0x07u) << 18 | (s[1] & 0x3fu) << 12 | (s[2] & 0x3fu) << 6 | (s[3] & 0x3fu);
}

/* The code point at *p, and *p behind it. */
static inline uint32_t
utf8_next(const char **p)
{
	uint32_t c = utf8_get(*p);
	*p += utf8_length((unsigned char)**p);
	return c;
}

/* Write c at p, which has room for 4 bytes; returns how many it took. */
static inline size_t
utf8_put(char *p, uint32_t c)
{
	if (c < 0x80) {
		p[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		p[0] = (char)(0xc0 | c >> 6);
		p[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		p[0] = (char)(0xe0 | c >> 12);
		p[1] = (char)(0x80 | (c >> 6 & 0x3f));
		p[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	p[0] = (char)(0xf0 | c >> 18);
	p[1] = (char)(0x80 | (c >> 12 & 0x3f));
	p[2] = (char)(0x80 | (c >> 6 & 0x3f));
	p[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

/* Code points in p[0 .. n): the bytes that are no continuation. */
static inline size_t
utf8_count(const char *p, size_t n)
{
	size_t count = 0;
	for (size_t i = 0; i < n; i++)
		count += (signed char)p[i] >= -64;
	return count;
}

#endif
