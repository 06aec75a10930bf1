#include "learn/page.h"

#include "base/num.h"

void
page_name(struct buf *b, struct fb_str s, size_t width)
{
	size_t columns = 0, i = 0;
	while (i < s.n) {
		unsigned char c = (unsigned char)s.p[i];
		size_t bytes = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4, wide = c >= 0xe2 ? 2 : 1;
		if (columns + wide > width)
			break;
		columns += wide;
		i += bytes;
	}
	buf_add(b, s.p, i < s.n ? i : s.n);
	for (; columns < width; columns++)
		buf_char(b, ' ');
}

void
page_figure(struct buf *b, const char *name, double value, struct interval i)
{
	page_name(b, slice(name), 20);
	num_fixed(b, value, 4);
	buf_text(b, "   (");
	num_fixed(b, i.low, 4);
	buf_text(b, " to ");
	num_fixed(b, i.high, 4);
	buf_text(b, ")\n");
}

void
page_number(struct buf *b, double x, int decimals, size_t width)
{
	struct buf digits = { 0 };
	num_fixed(&digits, x, decimals);
	for (size_t n = digits.n; n < width; n++)
		buf_char(b, ' ');
	buf_slice(b, buf_str(&digits));
	buf_free(&digits);
}
