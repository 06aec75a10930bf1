#include "record/scan.h"

#include <string.h>

#include "base/cpu.h"
#include "base/mem.h"

/* Whether the line that begins at p is this one. */
static inline bool
line_is(const char *p, size_t n, struct fb_str line)
{
	return line.n && n > line.n && p[0] == line.p[0] && p[line.n] == '\n' && memcmp(p, line.p, line.n) == 0;
}

#include "record/scan_avx2.h"

#ifdef FB_AVX2
bool scan_fast = true;
#else
bool scan_fast = false;
#endif

static bool
fast(void)
{
#ifdef FB_AVX2
	return scan_fast && cpu_avx2();
#else
	return false;
#endif
}

/* Length of the valid character at p (n bytes are there), 0 where there is none: Unicode 15, table 3-7. */
static size_t
character(const unsigned char *p, size_t n)
{
	unsigned char c = p[0];
	if (c < 0x80)
		return 1;
	if (c < 0xc2 || c > 0xf4)
		return 0;
	size_t k = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	if (n < k)
		return 0;
	unsigned char low = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80, high = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
	if (p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < k; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return k;
}

static size_t
plain_utf8(const char *p, size_t n)
{
	size_t i = 0;
	while (i < n) {
		uint64_t eight;
		if (n - i >= 8 && (memcpy(&eight, p + i, 8), !(eight & 0x8080808080808080u))) {
			i += 8;
			continue;
		}
		size_t k = character((const unsigned char *)p + i, n - i);
		if (!k)
			return i;
		i += k;
	}
	return n;
}

size_t
scan_utf8(const char *p, size_t n)
{
#ifdef FB_AVX2
	/* The vector check says where a chunk of 64 went wrong; the character may begin a little before. */
	if (fast()) {
		size_t good = avx2_utf8(p, n);
		if (good == n)
			return n;
		while (good && ((unsigned char)p[good] & 0xc0) == 0x80)
			good--;
		for (int back = 0; good && back < 4; back++) {
			good--;
			while (good && ((unsigned char)p[good] & 0xc0) == 0x80)
				good--;
		}
		return good + plain_utf8(p + good, n - good);
	}
#endif
	return plain_utf8(p, n);
}

size_t
scan_count(const char *p, size_t n, char c)
{
	size_t count = 0;
#ifdef FB_AVX2
	if (fast())
		return avx2_count(p, n, c);
#endif
	for (size_t i = 0; i < n; i++)
		count += p[i] == c;
	return count;
}

static bool
plain_clean(const char *p, size_t n)
{
	return !memchr(p, '\0', n) && !memchr(p, '\r', n) && plain_utf8(p, n) == n;
}

void
scan_index(struct scan_marks *m, const char *p, size_t n, char a, char b)
{
	m->n = 0;
#ifdef FB_AVX2
	if (fast()) {
		avx2_index(m, p, n, a, b);
		return;
	}
#endif
	for (size_t i = 0; i < n; i++)
		if (p[i] == a || p[i] == b) {
			m->at = xgrow(m->at, &m->cap, m->n + 1, sizeof *m->at);
			m->at[m->n++] = (uint32_t)i;
		}
	m->clean = n == 0 || plain_clean(p, n);
}

static size_t
plain_lines(const char *p, size_t n, size_t tabs, struct fb_str header, uint64_t *lines)
{
	size_t i = 0;
	for (const char *end; i < n && (end = memchr(p + i, '\n', n - i)); (*lines)++) {
		size_t len = (size_t)(end - (p + i)), count = 0;
		for (size_t k = 0; k < len; k++)
			count += p[i + k] == '\t';
		if (count != tabs || (len && !plain_clean(p + i, len)) || line_is(p + i, n - i, header))
			break;
		i += len + 1;
	}
	return i;
}

size_t
scan_lines(const char *p, size_t n, size_t tabs, struct fb_str header, uint64_t *lines)
{
	*lines = 0;
#ifdef FB_AVX2
	if (fast()) {
		size_t good = avx2_lines(p, n, tabs, header, lines);
		uint64_t more = 0;
		if (good == n)
			return n;
		good += plain_lines(p + good, n - good, tabs, header, &more);
		*lines += more;
		return good;
	}
#endif
	return plain_lines(p, n, tabs, header, lines);
}
