#include "record/jsontext.h"

#include "record/span.h"

void
json_text(struct buf *b, struct fb_str s)
{
	static const char hex[] = "0123456789abcdef";
	const char *p = s.p, *end = p + s.n;
	buf_more(b, s.n + 2);
	buf_char(b, '"');
	while (p < end) {
		const char *q = p + span_json(p, (size_t)(end - p));
		buf_add(b, p, (size_t)(q - p));
		if (q == end)
			break;
		char c = *q;
		buf_char(b, '\\');
		if (c == '"' || c == '\\') {
			buf_char(b, c);
		} else if (c == '\n' || c == '\r' || c == '\t') {
			buf_char(b, c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
		} else {
			buf_text(b, "u00");
			buf_char(b, hex[c >> 4]);
			buf_char(b, hex[c & 15]);
		}
		p = q + 1;
	}
	buf_char(b, '"');
}
