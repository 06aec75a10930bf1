/* Looking at bytes many at a time: UTF-8, separators, line ends.
 *
 * AVX2 code is chosen at run time where the processor has it; elsewhere plain C gives the same results (t/unit/scan.c
 * holds them against each other). UTF-8 is checked by the table look-ups of Keiser & Lemire, "Validating UTF-8 In Less
 * Than One Instruction Per Byte" (Software: Practice and Experience 51, 2021). */
#ifndef FB_SCAN_H
#define FB_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Bytes of p[0 .. n) before the first that is not part of valid UTF-8 (Unicode 15, table 3-7); n where all is well. */
size_t scan_utf8(const char *p, size_t n);

/* Occurrences of byte c. */
size_t scan_count(const char *p, size_t n, char c);

struct scan_marks {
	uint32_t *at;           /* offsets of every a and b, ascending */
	size_t n, cap;
	bool clean;             /* valid UTF-8, no NUL, no CR */
};

/* Find every byte a or b in p[0 .. n), n < 4 GiB, and say whether the whole is clean. m is reused; free m->at at the end. */
void scan_index(struct scan_marks *m, const char *p, size_t n, char a, char b);

/* The longest front of p[0 .. n) that is whole clean lines, each of exactly `tabs` TABs and none equal to `header`
 * (unless that is empty): its length; *lines counts them. */
size_t scan_lines(const char *p, size_t n, size_t tabs, struct fb_str header, uint64_t *lines);

/* For tests: false switches to plain C. */
extern bool scan_fast;

#endif
