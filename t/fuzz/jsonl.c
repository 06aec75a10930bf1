/* Fuzz target: JSON records and documents. Whatever comes, values are UTF-8 where the record was; a value written as a JSON string
 * comes back; plain splitting and json-c give the same values; elements of an array are the same wherever the input is cut. */
#include "fuzz.h"

#include "record/jsoncut.h"
#include "record/jsonl.h"
#include "record/jsontext.h"
#include "record/scan.h"

static void
comes_back(struct fb_str value)
{
	static struct buf line;
	struct json_fields j = { 0 };
	struct map index = { 0 };
	line.n = 0;
	buf_text(&line, "{\"v\":");
	json_text(&line, value);
	buf_char(&line, '}');
	map_put(&index, slice("v"), NULL);
	check(!json_fields_split(&j, buf_str(&line), &index, 1) && slice_eq(j.f[0], value));
	json_fields_free(&j);
	map_free(&index);
}

static void
record(struct fb_str s)
{
	struct json_fields j = { 0 };
	struct cols in = { 0 };
	struct map index = { 0 }, maybe = { 0 };
	if (scan_utf8(s.p, s.n) == s.n && !json_columns(&j, s, &in, &index, &maybe) &&
	    !json_fields_split(&j, s, &index, in.n)) {
		struct json_fields tree = { 0 };
		json_plain = false;
		check(!json_fields_split(&tree, s, &index, in.n));
		json_plain = true;
		for (size_t i = 0; i < in.n; i++)
			check(slice_eq(j.f[i], tree.f[i]));
		json_fields_free(&tree);
		check(in.n == index.n);
		for (size_t i = 0; i < in.n; i++) {
			check(scan_utf8(j.f[i].p, j.f[i].n) == j.f[i].n);
			comes_back(j.f[i]);
		}
	}
	json_fields_free(&j);
	cols_free(&in);
	map_free(&index);
	map_free(&maybe);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1)
		return 0;
	size_t first = data[0], k = 0;
	char *p = malloc(size);         /* a copy: nothing may be read past its end */
	memcpy(p, data + 1, --size);
	struct csv_ends whole = { 0 }, part = { 0 };
	struct buf path = { 0 };
	record((struct fb_str){ p, size });
	size_t from = jsoncut_array(p, size, NULL, &path);
	check(from <= size);
	jsoncut_ends(p, size, true, true, &whole);
	for (size_t at = 0, step = first; at < size;) {
		size_t n = step < size - at ? step : size - at;
		jsoncut_ends(p + at, n, n == size - at, true, &part);
		for (size_t i = 0; i < part.n; i++, k++)
			check(k < whole.n && whole.at[k] == at + part.at[i]);
		if (n == size - at || (part.open && !part.last))
			break;
		at += part.last;
		step = part.last ? first : step * 2 + 1;
	}
	check(k == whole.n);
	for (size_t i = 0, at = 0; i < whole.n && i < 8; at = whole.at[i++])
		record((struct fb_str){ p + at, whole.at[i] - at });
	free(whole.at);
	free(part.at);
	buf_free(&path);
	free(p);
	return 0;
}
