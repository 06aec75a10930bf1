/* Fuzz target: personal data. Whatever text comes, finds lie on character borders, in order and not empty; the quick look
 * lets through all that has any; what is written is UTF-8; and a text that was redacted holds no more of what it held. */
#include "fuzz.h"

#include "record/scan.h"
#include "text/redact.h"

static struct personal *personal;
static struct hunt *hunt;

static bool
border(struct fb_str s, size_t i)
{
	return i == s.n || ((unsigned char)s.p[i] & 0xc0) != 0x80;
}

static void
check_finds(struct fb_str s, const struct find *f, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		check(f[i].start < f[i].end && f[i].end <= s.n && border(s, f[i].start) && border(s, f[i].end));
		check(i == 0 || f[i - 1].start < f[i].start || (f[i - 1].start == f[i].start && f[i - 1].end >= f[i].end));
		check(f[i].kind && f[i].rule && scan_utf8(f[i].plain.p, f[i].plain.n) == f[i].plain.n);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fb_err e;
	const struct find *f;
	size_t n, all;
	struct buf out = { 0 };
	if (!hunt) {
		check(personal_open(&personal, NULL, NULL, &e) == 0);
		hunt = hunt_new(personal);
	}
	size = scan_utf8((const char *)data, size);
	if (memchr(data, 0, size))
		return 0;
	/* Of its own size, so that reading past it is seen. */
	char *own = malloc(size + !size);
	memcpy(own, data, size);
	struct fb_str s = { own, size };
	struct redact_style style = { .keep = size % 7 };
	personal_gated = false;
	check(personal_find(hunt, s, &f, &all, &e) == 0);
	check_finds(s, f, all);
	personal_gated = true;
	check(personal_find(hunt, s, &f, &n, &e) == 0 && n == all);
	redact_value(&style, s, f, n, &out);
	check(scan_utf8(out.p ? out.p : "", out.n) == out.n);
	buf_free(&out);
	free(own);
	return 0;
}
