/* Fuzz target: dates. What is read is written in RFC 3339 and read back as the same moment; a style only adds to what is read. */
#include "fuzz.h"

#include "record/dateguess.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct date_style style[] = { { NULL, false, false }, { NULL, true, false }, { NULL, false, true }, { "%b %d, %Y %H:%M", false, false },
		{ "%s", false, false }, { "%Y%m%d %z", false, false } };
	char *p = malloc(size + 1);
	memcpy(p, data, size);
	struct fb_str s = { p, size };
	struct buf b = { 0 };
	struct date d, again, plain;
	for (size_t i = 0; i < sizeof style / sizeof *style; i++) {
		b.n = 0;
		if (!dateguess_read(&style[i], s, &d) || !date_write(&b, &d))
			continue;
		check(date_read(buf_str(&b), &again));
		check(again.s == d.s || !d.has_time);
		check(again.has_time == d.has_time);
		if (i && i < 3 && dateguess_read(&style[0], s, &plain))
			check(plain.s == d.s);
	}
	check((dateguess_look(s) == DATE_NO) == !dateguess_read(&style[1], s, &d));
	buf_free(&b);
	free(p);
	return 0;
}
