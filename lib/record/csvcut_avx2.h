/* The AVX2 half of csvcut.c: see csvcut.h. Included there only. */
#ifndef FB_CSVCUT_AVX2_H
#define FB_CSVCUT_AVX2_H

#if defined __x86_64__ && defined __GNUC__
#define FB_AVX2 1
#include <immintrin.h>
#include <string.h>

#define AVX2 __attribute__((target("avx2,popcnt,bmi,pclmul")))

/* Bit i: whether an odd number of bits 0 … i of x is set: the carry-less product with all ones. */
AVX2 static inline uint64_t
running_xor(uint64_t x)
{
	__m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)x), _mm_set1_epi8(-1), 0);
	return (uint64_t)_mm_cvtsi128_si64(product);
}

AVX2 static inline uint64_t
equals(__m256i a, __m256i b, char c)
{
	__m256i want = _mm256_set1_epi8(c);
	uint32_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, want));
	uint32_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, want));
	return (uint64_t)high << 32 | low;
}

/* As walk() in csvcut.c from offset `from` on, where a record begins, but stops at the first 64 bytes that hold a quote which does not
 * open, close or double: returns the start of the record that it belongs to, n where all went well. */
AVX2 static size_t
avx2_walk(const struct csvcut *c, const char *p, size_t from, size_t n, bool list, struct csv_ends *e)
{
	uint64_t inside = 0, starts = 1, closed = 0;    /* carried: all ones within quotes; bit 0: a field may begin; a quote closed */
	size_t record = from;
	for (size_t i = from; i < n; i += 64) {
		char tail[64];
		const char *at = p + i;
		uint64_t there = ~(uint64_t)0;
		if (n - i < 64) {
			memset(tail, ' ', sizeof tail);
			memcpy(tail, at, n - i);
			at = tail;
			there = ((uint64_t)1 << (n - i)) - 1;
		}
		__m256i a = _mm256_loadu_si256((const void *)at), b = _mm256_loadu_si256((const void *)(at + 32));
		uint64_t quote = c->quotes ? equals(a, b, '"') : 0, lf = equals(a, b, '\n'), cr = equals(a, b, '\r');
		uint64_t stop = equals(a, b, c->delimiter) | lf | cr;
		uint64_t in = running_xor(quote) ^ inside;
		uint64_t opening = quote & in, closing = quote & ~in;
		uint64_t wrong = opening & ~(((stop & ~in) | closing) << 1 | starts);
		wrong |= (closing << 1 | closed) & ~(stop | quote) & there;
		uint64_t more = n - i > 64 && p[i + 64] == '\n';
		/* At the very end a CR may be the first half of CR LF: the caller decides. */
		uint64_t alone = cr & ~(lf >> 1 | more << 63);
		if (i + 64 >= n && p[n - 1] == '\r')
			alone &= ~((uint64_t)1 << (n - 1 - i));
		uint64_t end = (lf | alone) & ~in;
		if (wrong) {
			/* Ends before the wrong quote are right. */
			end &= (wrong & -wrong) - 1;
		}
		for (; list && end & (end - 1); end &= end - 1)
			e->at[e->n++] = (uint32_t)(i + (size_t)__builtin_ctzll(end) + 1);
		if (end) {
			record = i + 64 - (size_t)__builtin_clzll(end);
			if (list)
				e->at[e->n++] = (uint32_t)record;
		}
		if (wrong)
			break;
		if (list && e->cap - e->n < 64)
			e->at = xgrow(e->at, &e->cap, e->n + 64, sizeof *e->at);
		inside = in >> 63 ? ~(uint64_t)0 : 0;
		starts = ((stop & ~in) | closing) >> 63;
		closed = closing >> 63;
		if (i + 64 >= n) {
			e->open = (in & there) >> (n - i - 1) & 1;
			e->last = record > from ? record : e->last;
			return n;
		}
	}
	e->last = record > from ? record : e->last;
	return from < n ? record : n;
}

#endif
#endif
