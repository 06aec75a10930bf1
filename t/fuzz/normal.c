/* Fuzz target: the normal form. Whatever valid text comes, the form is valid, is its own form, and its map points at characters. */
#include "fuzz.h"

#include "record/scan.h"
#include "text/normal.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct buf out, mapped, again;
	static struct normal_map map;
	/* Of other bytes, what is valid at their front. */
	struct fb_str text = { (const char *)data, scan_utf8((const char *)data, size) };
	normal_fold(text, &out);
	normal_fold_map(text, &mapped, &map);
	check(slice_eq(buf_str(&out), buf_str(&mapped)));
	check(scan_utf8(out.p, out.n) == out.n);
	normal_fold(buf_str(&out), &again);
	check(slice_eq(buf_str(&out), buf_str(&again)));
	for (size_t i = 0; i < out.n; i++)
		check(map.at[i] < text.n && map.at[i] <= map.at[i + 1] && (text.p[map.at[i]] & 0xc0) != 0x80);
	return 0;
}
