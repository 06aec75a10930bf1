/* Fuzz target: the reader of the record stream. Whatever bytes come, the records' raw bytes joined are the input, a record called
 * good has the right number of clean fields, and cutting the input elsewhere changes nothing. */
#include "fuzz.h"

#include "record/format.h"
#include "record/scan.h"

struct seen {
	uint64_t digest;
	size_t records, good;
};

static void
take(struct seen *s, const char *p, size_t n, size_t columns)
{
	void *reader = format_stream.reader(NULL);
	struct record r;
	size_t at = 0;
	format_stream.start(reader, p, n, columns, true);
	while (format_stream.next(reader, &r)) {
		check(r.raw.p == p + at && r.raw.n > 0);
		at += r.raw.n;
		s->records++;
		s->digest = s->digest * 31 + r.raw.n * 2 + (r.bad != NULL);
		if (r.bad)
			continue;
		s->good++;
		check(r.n == columns);
		for (size_t i = 0; i < r.n; i++)
			check(scan_utf8(r.f[i].p, r.f[i].n) == r.f[i].n && !memchr(r.f[i].p ? r.f[i].p : "", '\t', r.f[i].n) &&
			    (r.f[i].n == 0 || (!memchr(r.f[i].p, '\n', r.f[i].n) && !memchr(r.f[i].p, '\r', r.f[i].n) && !memchr(r.f[i].p, 0, r.f[i].n))));
	}
	check(at == n);
	format_stream.unreader(reader);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2)
		return 0;
	size_t columns = 1 + data[0] % 4, first = data[1];
	const char *p = (const char *)data + 2;
	struct seen whole = { 0 }, parts = { 0 };
	size -= 2;
	take(&whole, p, size, columns);
	/* Cut the way source.c does: whole records at the front, the rest later. */
	for (size_t at = 0; at < size;) {
		size_t n = first < size - at ? first : size - at;
		size_t cut = format_stream.cut(NULL, p + at, n, n == size - at);
		if (!cut) {
			first = first * 2 + 1;
			continue;
		}
		take(&parts, p + at, cut, columns);
		at += cut;
	}
	check(whole.records == parts.records && whole.good == parts.good && whole.digest == parts.digest);
	uint64_t a, b;
	scan_fast = true;
	size_t fast = scan_lines(p, size, columns - 1, (struct fb_str){ "", 0 }, &a);
	scan_fast = false;
	check(fast == scan_lines(p, size, columns - 1, (struct fb_str){ "", 0 }, &b) && a == b);
	scan_fast = true;
	return 0;
}
