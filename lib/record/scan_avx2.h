/* The AVX2 half of scan.c: see scan.h. Included there only. */
#ifndef FB_SCAN_AVX2_H
#define FB_SCAN_AVX2_H

#if defined __x86_64__ && defined __GNUC__
#define FB_AVX2 1
#include <immintrin.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/mem.h"
#include "record/scan.h"

#define AVX2 __attribute__((target("avx2,popcnt,bmi")))

/* Error classes of the pairs (byte before, byte): a pair is wrong where its three look-ups share a bit. */
enum {
	TOO_SHORT = 1 << 0,     /* lead, then no continuation */
	TOO_LONG = 1 << 1,      /* ASCII, then continuation */
	OVERLONG_3 = 1 << 2,    /* E0, then 80 – 9F */
	TOO_LARGE = 1 << 3,     /* F4, then 90 – BF; or F5 and more */
	SURROGATE = 1 << 4,     /* ED, then A0 – BF */
	OVERLONG_2 = 1 << 5,    /* C0 or C1 */
	TOO_LARGE_1000 = 1 << 6, /* F5 and more, then 80 – 8F */
	OVERLONG_4 = 1 << 6,    /* F0, then 80 – 8F */
	TWO_CONTS = 1 << 7,     /* two continuations: right only as 3rd or 4th byte */
	CARRY = TOO_SHORT | TOO_LONG | TWO_CONTS,
};

#define TWICE(...) _mm256_setr_epi8(__VA_ARGS__, __VA_ARGS__)

AVX2 static inline __m256i
high_nibble(__m256i v)
{
	return _mm256_and_si256(_mm256_srli_epi16(v, 4), _mm256_set1_epi8(0x0f));
}

/* v moved up by k bytes, with the last bytes of before coming in. */
#define SHIFTED(v, before, k) _mm256_alignr_epi8(v, _mm256_permute2x128_si256(before, v, 0x21), 16 - (k))

/* Bits where v, following before, is not UTF-8. */
AVX2 static inline __m256i
utf8_errors(__m256i v, __m256i before)
{
	__m256i one = SHIFTED(v, before, 1);
	__m256i lead = _mm256_shuffle_epi8(TWICE(TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,
	    (char)TWO_CONTS, (char)TWO_CONTS, (char)TWO_CONTS, (char)TWO_CONTS, TOO_SHORT | OVERLONG_2, TOO_SHORT,
	    TOO_SHORT | OVERLONG_3 | SURROGATE, TOO_SHORT | TOO_LARGE | TOO_LARGE_1000 | OVERLONG_4), high_nibble(one));
	__m256i low = _mm256_shuffle_epi8(TWICE((char)(CARRY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4), (char)(CARRY | OVERLONG_2),
	    (char)CARRY, (char)CARRY, (char)(CARRY | TOO_LARGE), (char)(CARRY | TOO_LARGE | TOO_LARGE_1000),
	    (char)(CARRY | TOO_LARGE | TOO_LARGE_1000), (char)(CARRY | TOO_LARGE | TOO_LARGE_1000),
	    (char)(CARRY | TOO_LARGE | TOO_LARGE_1000), (char)(CARRY | TOO_LARGE | TOO_LARGE_1000),
	    (char)(CARRY | TOO_LARGE | TOO_LARGE_1000), (char)(CARRY | TOO_LARGE | TOO_LARGE_1000),
	    (char)(CARRY | TOO_LARGE | TOO_LARGE_1000), (char)(CARRY | TOO_LARGE | TOO_LARGE_1000 | SURROGATE),
	    (char)(CARRY | TOO_LARGE | TOO_LARGE_1000), (char)(CARRY | TOO_LARGE | TOO_LARGE_1000)),
	    _mm256_and_si256(one, _mm256_set1_epi8(0x0f)));
	__m256i next = _mm256_shuffle_epi8(TWICE(TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
	    (char)(TOO_LONG | OVERLONG_2 | TWO_CONTS | OVERLONG_3 | TOO_LARGE_1000 | OVERLONG_4),
	    (char)(TOO_LONG | OVERLONG_2 | TWO_CONTS | OVERLONG_3 | TOO_LARGE),
	    (char)(TOO_LONG | OVERLONG_2 | TWO_CONTS | SURROGATE | TOO_LARGE),
	    (char)(TOO_LONG | OVERLONG_2 | TWO_CONTS | SURROGATE | TOO_LARGE), TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT),
	    high_nibble(v));
	__m256i pair = _mm256_and_si256(_mm256_and_si256(lead, low), next);
	/* Third and fourth bytes must be, and only they may be, a second continuation in a row. */
	__m256i third = _mm256_subs_epu8(SHIFTED(v, before, 2), _mm256_set1_epi8((char)(0xe0 - 0x80)));
	__m256i fourth = _mm256_subs_epu8(SHIFTED(v, before, 3), _mm256_set1_epi8((char)(0xf0 - 0x80)));
	__m256i must = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
	return _mm256_xor_si256(must, pair);
}

/* Non-zero where v ends within a character. */
AVX2 static inline __m256i
unfinished(__m256i v)
{
	const __m256i most = _mm256_setr_epi8(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	    -1, -1, -1, -1, -1, -1, -1, (char)(0xf0 - 1), (char)(0xe0 - 1), (char)(0xc0 - 1));
	return _mm256_subs_epu8(v, most);
}

struct utf8_state {
	__m256i before, error, open;
};

AVX2 static inline void
utf8_feed(struct utf8_state *s, __m256i a, __m256i b)
{
	if (_mm256_movemask_epi8(_mm256_or_si256(a, b)) == 0) {
		s->error = _mm256_or_si256(s->error, s->open);
		s->open = _mm256_setzero_si256();
	} else {
		s->error = _mm256_or_si256(s->error, _mm256_or_si256(utf8_errors(a, s->before), utf8_errors(b, a)));
		s->open = unfinished(b);
	}
	s->before = b;
}

AVX2 static inline uint64_t
equal_mask(__m256i a, __m256i b, __m256i c)
{
	uint32_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, c));
	uint32_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, c));
	return (uint64_t)high << 32 | low;
}

/* 64 bytes at p, or the n < 64 that are there and blanks after them. */
AVX2 static inline void
load_chunk(const char *p, size_t n, __m256i *a, __m256i *b)
{
	char last[64];
	if (n < 64) {
		memset(last, ' ', sizeof last);
		memcpy(last, p, n);
		p = last;
	}
	*a = _mm256_loadu_si256((const void *)p);
	*b = _mm256_loadu_si256((const void *)(p + 32));
}

/* Offset of the first chunk in which an error shows, n where there is none. */
AVX2 static size_t
avx2_utf8(const char *p, size_t n)
{
	struct utf8_state s = { _mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256() };
	__m256i a, b;
	for (size_t i = 0; i < n; i += 64) {
		load_chunk(p + i, n - i, &a, &b);
		utf8_feed(&s, a, b);
		if (!_mm256_testz_si256(s.error, s.error))
			return i;
	}
	return _mm256_testz_si256(s.open, s.open) ? n : n - 1;
}

AVX2 static size_t
avx2_count(const char *p, size_t n, char c)
{
	const __m256i want = _mm256_set1_epi8(c);
	size_t count = 0, i = 0;
	__m256i a, b;
	for (; i + 64 <= n; i += 64) {
		load_chunk(p + i, 64, &a, &b);
		count += (size_t)__builtin_popcountll(equal_mask(a, b, want));
	}
	for (; i < n; i++)
		count += p[i] == c;
	return count;
}

AVX2 static inline __m256i
dirt(__m256i v)
{
	return _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_setzero_si256()), _mm256_cmpeq_epi8(v, _mm256_set1_epi8('\r')));
}

AVX2 static void
avx2_index(struct scan_marks *m, const char *p, size_t n, char one, char two)
{
	struct utf8_state s = { _mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256() };
	const __m256i first = _mm256_set1_epi8(one), second = _mm256_set1_epi8(two);
	__m256i a, b;
	for (size_t i = 0; i < n; i += 64) {
		load_chunk(p + i, n - i, &a, &b);
		utf8_feed(&s, a, b);
		s.error = _mm256_or_si256(s.error, _mm256_or_si256(dirt(a), dirt(b)));
		uint64_t mask = equal_mask(a, b, first) | equal_mask(a, b, second);
		if (n - i < 64)
			mask &= ((uint64_t)1 << (n - i)) - 1;
		if (m->cap - m->n < 64)
			m->at = xgrow(m->at, &m->cap, m->n + 64, sizeof *m->at);
		for (; mask; mask &= mask - 1)
			m->at[m->n++] = (uint32_t)(i + (size_t)__builtin_ctzll(mask));
	}
	s.error = _mm256_or_si256(s.error, s.open);
	m->clean = _mm256_testz_si256(s.error, s.error);
}

/* As scan_lines, but may stop at the start of any line before the first bad one. */
AVX2 static size_t
avx2_lines(const char *p, size_t n, size_t tabs, struct fb_str header, uint64_t *lines)
{
	struct utf8_state s = { _mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256() };
	const __m256i tab = _mm256_set1_epi8('\t'), lf = _mm256_set1_epi8('\n');
	size_t good = 0, seen = 0;
	__m256i a, b;
	if (line_is(p, n, header))
		return 0;
	for (size_t i = 0; i < n; i += 64) {
		load_chunk(p + i, n - i, &a, &b);
		utf8_feed(&s, a, b);
		s.error = _mm256_or_si256(s.error, _mm256_or_si256(dirt(a), dirt(b)));
		if (!_mm256_testz_si256(s.error, s.error))
			return good;
		uint64_t t = equal_mask(a, b, tab), l = equal_mask(a, b, lf);
		for (; l; l &= l - 1) {
			uint64_t below = l ^ (l - 1);
			seen += (size_t)__builtin_popcountll(t & below);
			t &= ~below;
			if (seen != tabs)
				return good;
			seen = 0;
			good = i + (size_t)__builtin_ctzll(l) + 1;
			(*lines)++;
			if (line_is(p + good, n - good, header))
				return good;
		}
		seen += (size_t)__builtin_popcountll(t);
	}
	return good;
}

#endif
#endif
