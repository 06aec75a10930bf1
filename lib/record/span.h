/* How far it is to the first of some bytes: what writers of escapes and quotes ask of every value. SSE2 where there is any. */
#ifndef FB_SPAN_H
#define FB_SPAN_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __SSE2__
#include <emmintrin.h>

/* Which of 16 bytes are looked for, as bits: a, b, c and d; for `json` a quote, a backslash and control characters. */
static inline unsigned
span_bits(__m128i v, bool json, char a, char b, char c, char d)
{
	__m128i low = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(a)), _mm_cmpeq_epi8(v, _mm_set1_epi8(b)));
	__m128i high = json ? _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1f)), v)
			    : _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(c)), _mm_cmpeq_epi8(v, _mm_set1_epi8(d)));
	return (unsigned)_mm_movemask_epi8(_mm_or_si128(low, high));
}
#endif

static inline size_t
span_of(const char *p, size_t n, bool json, char a, char b, char c, char d)
{
	size_t i = 0;
#ifdef __SSE2__
	for (unsigned bits; i < n && n >= 16; i += 16) {
		/* The last 16 bytes overlap those before. */
		i = i + 16 <= n ? i : n - 16;
		if ((bits = span_bits(_mm_loadu_si128((const void *)(p + i)), json, a, b, c, d)))
			return i + (size_t)__builtin_ctz(bits);
	}
	for (unsigned bits; i < n && n >= 8; i += 8) {
		i = i + 8 <= n ? i : n - 8;
		if ((bits = span_bits(_mm_loadl_epi64((const void *)(p + i)), json, a, b, c, d) & 0xff))
			return i + (size_t)__builtin_ctz(bits);
	}
#endif
	for (; i < n; i++)
		if (p[i] == a || p[i] == b || (json ? (unsigned char)p[i] < 0x20 : p[i] == c || p[i] == d))
			break;
	return i;
}

/* Bytes of p[0 .. n) before the first a, b, c or d; n where there is none. */
static inline size_t
span_without(const char *p, size_t n, char a, char b, char c, char d)
{
	return span_of(p, n, false, a, b, c, d);
}

/* Bytes of p[0 .. n) before the first quote, backslash or control character: what stands in a JSON string as it is. */
static inline size_t
span_json(const char *p, size_t n)
{
	return span_of(p, n, true, '"', '\\', '"', '"');
}

#endif
