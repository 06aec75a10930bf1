/* Fuzz target: the CSV cutter and splitter. AVX2 and plain C cut alike, cutting the input elsewhere changes nothing, plain splitting and
 * libcsv give the same cells, and cells that are written come back. */
#include "fuzz.h"

#include "record/csv.h"
#include "record/csvcut.h"
#include "record/scan.h"

static void
same_cells(struct csv_fields *a, struct csv_fields *b)
{
	check(a->n == b->n);
	for (size_t i = 0; i < a->n; i++)
		check(slice_eq(a->f[i], b->f[i]));
}

static void
written(struct csv_fields *f, char delimiter)
{
	static struct buf line;
	struct csv_fields again = { 0 };
	const struct csvcut c = { .delimiter = delimiter, .quotes = true };
	struct csv_ends e = { 0 };
	line.n = 0;
	for (size_t i = 0; i < f->n; i++) {
		if (i)
			buf_char(&line, delimiter);
		csv_value_write(&line, f->f[i], delimiter, f->n == 1);
	}
	buf_char(&line, '\n');
	csvcut_ends(&c, line.p, line.n, false, true, &e);
	check(e.n == 1 && e.last == line.n && csv_fields_split(&again, buf_str(&line), delimiter, true) == 1);
	same_cells(f, &again);
	csv_fields_free(&again);
	free(e.at);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2)
		return 0;
	struct csvcut c = { .delimiter = ",\t;|"[data[0] & 3], .quotes = data[0] & 4, .two_byte = (data[0] >> 3 & 3) % 3 };
	size_t first = data[1];
	const char *p = (const char *)data + 2;
	struct csv_ends fast = { 0 }, slow = { 0 }, part = { 0 };
	struct csv_fields a = { 0 }, b = { 0 };
	size -= 2;
	csvcut_ends(&c, p, size, true, true, &fast);
	scan_fast = false;
	csvcut_ends(&c, p, size, true, true, &slow);
	scan_fast = true;
	check(fast.n == slow.n && fast.open == slow.open && (!fast.n || !memcmp(fast.at, slow.at, fast.n * sizeof *fast.at)));
	size_t k = 0;
	for (size_t at = 0, step = first; at < size;) {
		size_t n = step < size - at ? step : size - at;
		csvcut_ends(&c, p + at, n, n == size - at, true, &part);
		for (size_t i = 0; i < part.n; i++, k++)
			check(k < fast.n && fast.at[k] == at + part.at[i]);
		if (n == size - at)
			break;
		at += part.last;
		step = part.last ? first : step * 2 + 1;
	}
	check(k == fast.n);
	for (size_t i = 0, from = 0; i < fast.n && !c.two_byte; from = fast.at[i++]) {
		struct fb_str record = { p + from, fast.at[i] - from };
		csv_plain = true;
		int one = csv_fields_split(&a, record, c.delimiter, c.quotes);
		csv_plain = false;
		check(one == csv_fields_split(&b, record, c.delimiter, c.quotes) && one >= 0);
		csv_plain = true;
		same_cells(&a, &b);
		if (a.n)
			written(&a, c.delimiter);
	}
	struct csv_ends saved = { 0 };
	csvcut_recover(&c, p, size, true, false, &saved);
	check(size == 0 || saved.last == size);
	for (size_t i = 1; i < saved.n; i++)
		check(saved.at[i] > saved.at[i - 1]);
	csv_fields_free(&a);
	csv_fields_free(&b);
	free(fast.at);
	free(slow.at);
	free(part.at);
	free(saved.at);
	return 0;
}
