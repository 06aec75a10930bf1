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
