/* Fuzz target: whole files of any kind through an intake: guesses of format, encoding, delimiter and header, conversion, cutting. However the
 * file is cut, the same records come, their raw bytes joined are the file, and what is called good is clean UTF-8. */
#include "fuzz.h"

#include "record/intake.h"
#include "record/scan.h"

struct seen {
	uint64_t digest;
	size_t records, bytes;
};

static void
add(struct seen *s, const void *p, size_t n)
{
	s->digest = s->digest * 1099511628211u + hash_bytes(p, n);
}

static void
take(struct seen *s, const struct format *f, const char *p, size_t n, size_t columns, bool last)
{
	void *reader = f->reader(f->self);
	struct record r;
	size_t at = 0;
	f->start(reader, p, n, columns, last);
	while (f->next(reader, &r)) {
		check(r.raw.n == 0 || r.raw.p == p + at);
		at += r.raw.n;
		if (r.nothing)
			continue;
		s->records++;
		add(s, r.raw.p, r.raw.n);
		add(s, r.bad ? "bad" : "good", 3);
		for (size_t i = 0; i < r.n && !r.bad; i++) {
			add(s, r.f[i].p ? r.f[i].p : "", r.f[i].n);
			check(scan_utf8(r.f[i].p, r.f[i].n) == r.f[i].n && (!r.f[i].n || !memchr(r.f[i].p, 0, r.f[i].n)));
		}
		check(r.bad || r.n == columns);
	}
	check(at == n);
	s->bytes += at;
	f->unreader(reader);
}

static struct seen
run(const struct intake_options *o, const char *p, size_t size, size_t first)
{
	struct intake in;
	struct cols cols = { 0 };
	struct fb_err e;
	struct seen s = { 0 };
	size_t used = 0;
	intake_open(&in, o);
	int rc = in.format.header(&in, "f", p, size, true, &used, &cols, &e);
	check(rc <= 0 && used <= size);
	for (size_t at = used, step = first; rc == 0 && at < size;) {
		size_t n = step < size - at ? step : size - at;
		size_t cut = in.format.cut(&in, p + at, n, n == size - at);
		if (cut == CUT_END)
			break;
		check(cut <= n);
		if (!cut) {
			step = step * 2 + 1;
			continue;
		}
		take(&s, &in.format, p + at, cut, cols.n, at + cut == size);
		at += cut;
		step = first;
	}
	intake_close(&in);
	cols_free(&cols);
	return s;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "", "gb18030", "utf-16le", "big5", "utf-16be", "shift_jis", "utf-8", "" };
	struct intake_options o = { 0 };
	struct fb_err e;
	if (size < 3)
		return 0;
	o.kind = (enum intake_kind)(data[0] % 7);
	o.header_row = data[1] >> 6;
	if (*names[data[1] & 7])
		check(encoding_named(&o.encoding, names[data[1] & 7], &e) == 0);
	char *p = malloc(size - 2);
	memcpy(p, data + 2, size - 2);
	struct seen whole = run(&o, p, size - 2, size), parts = run(&o, p, size - 2, (size_t)data[0] / 7 + 1);
	check(whole.records == parts.records && whole.digest == parts.digest && whole.bytes == parts.bytes);
	free(p);
	return 0;
}
