/* scan.h: the AVX2 code and plain C agree, on every length and at every alignment, and both are right. */
#include "record/scan.h"

#include <stdlib.h>

#include "tap.h"

static uint64_t seed = 1;

static uint32_t
chance(uint32_t below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % below;
}

/* Mostly valid UTF-8 with now and then a wrong byte, separators, CR or NUL. */
static size_t
some_text(char *p, size_t room, int wrong)
{
	static const char *const piece[] = { "a", "bc def", "\t", "\n", "课程", "é", "😀", "\xef\xbf\xbd", "xyzxyzxyzxyzxyzxyzxyzxyzxyzxyz",
		"内容深度不够建议增加更多实例讲解" };
	static const char *const bad[] = { "\x80", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf5", "\xe4\xbd", "\xff", "\r",
		"\xe0\x80\x80", "\xf0\x80\x80\x80", "\xc1\xbf", "\xf8\x88\x80\x80\x80" };
	size_t n = 0;
	while (n + 64 < room) {
		const char *s = wrong && chance(60) == 0 ? bad[chance(12)] : piece[chance(10)];
		size_t k = strlen(s);
		memcpy(p + n, s, k);
		n += k;
	}
	if (wrong && chance(9) == 0)
		p[chance((uint32_t)n)] = '\0';
	return n;
}

/* Table 3-7 of the Unicode standard, written out once more, slowly. */
static size_t
valid_by_table(const unsigned char *p, size_t n)
{
	size_t i = 0;
	while (i < n) {
		size_t k = p[i] < 0x80 ? 1 : p[i] >= 0xc2 && p[i] <= 0xdf ? 2 : (p[i] & 0xf0) == 0xe0 ? 3 : p[i] >= 0xf0 && p[i] <= 0xf4 ? 4 : 0;
		if (!k || i + k > n)
			return i;
		uint32_t c = k == 1 ? p[i] : p[i] & (0x7fu >> k);
		for (size_t j = 1; j < k; j++) {
			if (p[i + j] < 0x80 || p[i + j] > 0xbf)
				return i;
			c = c << 6 | (p[i + j] & 0x3f);
		}
		static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
		if (c < least[k] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
			return i;
		i += k;
	}
	return n;
}

static int
index_agrees(const char *p, size_t n)
{
	struct scan_marks a = { 0 }, b = { 0 };
	scan_fast = true;
	scan_index(&a, p, n, '\t', '\n');
	scan_fast = false;
	scan_index(&b, p, n, '\t', '\n');
	int same = a.n == b.n && a.clean == b.clean && (a.n == 0 || memcmp(a.at, b.at, a.n * sizeof *a.at) == 0);
	free(a.at);
	free(b.at);
	return same;
}

static int
lines_agree(const char *p, size_t n, struct fb_str header)
{
	uint64_t la, lb;
	scan_fast = true;
	size_t a = scan_lines(p, n, 1, header, &la);
	scan_fast = false;
	return a == scan_lines(p, n, 1, header, &lb) && la == lb;
}

int
main(void)
{
	static char room[4096 + 64];
	int utf8 = 1, right = 1, marks = 1, counts = 1, lines = 1;
	for (int i = 0; i < 20000; i++) {
		char *p = room + chance(64);
		size_t n = some_text(p, 80 + chance(1200), i % 3 != 0);
		scan_fast = true;
		size_t a = scan_utf8(p, n), c = scan_count(p, n, '\n');
		scan_fast = false;
		utf8 &= a == scan_utf8(p, n);
		counts &= c == scan_count(p, n, '\n');
		right &= a == valid_by_table((const unsigned char *)p, n);
		marks &= index_agrees(p, n);
		lines &= lines_agree(p, n, (struct fb_str){ "a", (size_t)(i % 2) });
	}
	ok(utf8, "UTF-8: fast and plain say the same");
	ok(right, "UTF-8: both say what table 3-7 says");
	ok(counts, "counts agree");
	ok(marks, "separators and cleanness agree");
	ok(lines, "lines agree");

	scan_fast = true;
	ok(scan_utf8("\xf0\x9f\x98", 3) == 0, "a character cut at the end is not valid");
	ok(scan_utf8("", 0) == 0, "nothing is valid");
	uint64_t n;
	ok(scan_lines("a\tb\nid\tx\nc\td\n", 13, 1, slice("id\tx"), &n) == 4 && n == 1, "the header in the middle stops scan_lines");
	ok(scan_lines("a\tb\nc\td", 7, 1, slice(""), &n) == 4 && n == 1, "a line without end is not counted");
	ok(scan_lines("a\tb\tc\n", 6, 1, slice(""), &n) == 0, "too many fields stop it");
	return tap_end();
}
