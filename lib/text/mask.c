#include "text/mask.h"

#include "text/redact.h"

void
mask_text(struct buf *b, struct fb_str text)
{
	const struct redact_style style = { 0 };
	const struct find *find;
	struct personal *personal;
	size_t n = 0;
	if (!personal_gate(text)) {
		buf_slice(b, text);
		return;
	}
	/* Without files to read and rules of the user's, neither of the two can fail. */
	personal_open(&personal, NULL, NULL, NULL);
	struct hunt *hunt = hunt_new(personal);
	personal_find(hunt, text, &find, &n, NULL);
	redact_value(&style, text, find, n, b);
	hunt_free(hunt);
	personal_close(personal);
}

/* A digit at p, ASCII or full width: its bytes, 0 where there is none. */
static size_t
digit_at(const char *p, const char *end)
{
	if (p < end && *p >= '0' && *p <= '9')
		return 1;
	bool wide = end - p >= 3 && memcmp(p, "\xef\xbc", 2) == 0 && (unsigned char)p[2] >= 0x90 && (unsigned char)p[2] <= 0x99;
	return wide ? 3 : 0;
}

void
mask_quote(struct buf *b, struct fb_str text)
{
	struct buf masked = { 0 };
	mask_text(&masked, text);
	struct fb_str all = buf_str(&masked);
	for (const char *p = all.p, *end = p + all.n; p < end;) {
		const char *from = p;
		size_t digits = 0;
		for (size_t k; (k = digit_at(p, end)) != 0; digits++)
			p += k;
		if (!digits)
			p++;
		if (digits >= 5)
			buf_text(b, "*****");
		else
			buf_add(b, from, (size_t)(p - from));
	}
	buf_free(&masked);
}
