/* Any text as a calendar: it is refused with a message, or its arithmetic keeps its promises. */
#include "fuzz.h"

#include "desk/due.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fb_err e = { 0 };
	struct calendar *c;
	uint32_t seed = 1;
	if (size >= 4)
		memcpy(&seed, data + size - 4, 4);
	if (calendar_parse(&c, (struct fb_str){ (const char *)data, size }, "fuzz", &e) < 0) {
		check(e.code == FB_ECONFIG && *e.text);
		return 0;
	}
	int64_t from = 1640995200 + seed % 200000000, n = seed % 50000, due;
	if (calendar_add(c, from, n, &due)) {
		check(due >= from);
		check(calendar_between(c, from, due) == n);
		check(n == 0 || calendar_between(c, from, due - 1) < n);
		check(n > 0 || calendar_is_open(c, due));
	}
	if (calendar_add_days(c, from, 1 + seed % 30, &due))
		check(due > from - 86400);
	calendar_close(c);
	return 0;
}
