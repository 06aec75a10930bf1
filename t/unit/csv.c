/* csvcut.h, csv.h: where records end and what is in them; AVX2 and plain C agree, and so do plain splitting and libcsv. */
#include "record/csv.h"

#include <stdlib.h>

#include "record/csvcut.h"
#include "record/encoding.h"
#include "record/scan.h"

#include "tap.h"

static uint64_t seed = 7;

static uint32_t
chance(uint32_t below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % below;
}

/* The ends as text: "4 9 open". */
static const char *
ends(const struct csvcut *c, struct fb_str s, bool at_end)
{
	static struct buf b;
	struct csv_ends e = { 0 };
	csvcut_ends(c, s.p, s.n, at_end, true, &e);
	b.n = 0;
	for (size_t i = 0; i < e.n; i++)
		buf_printf(&b, "%s%u", i ? " " : "", e.at[i]);
	buf_printf(&b, "%s", e.open ? " open" : "");
	free(e.at);
	return buf_cstr(&b);
}

static void
known(void)
{
	static const struct {
		const char *text, *ends;
		bool at_end;
	} t[] = {
		{ "a,b\nc,d\n", "4 8", false },
		{ "a,\"b\nc\",d\n", "10", false },
		{ "\"a\"\"\n\"\n", "7", false },
		{ "a\"b\nc\"\n", "4 7", false },                /* quotes inside a bare cell are letters */
		{ "\"a\"b\n\"\nc\n", "7 9", false },             /* a quote before b does not close */
		{ "\"a\" ,\n\",x\n", "10", false },
		{ "a\r\nb\rc\n", "3 5 7", false },
		{ "a\r", "", false },                           /* LF may follow */
		{ "a\r", "2", true },
		{ "\"a\r\nb\"\r\n", "8", false },
		{ "a\n\"b", "2 open", true },
	};
	const struct csvcut c = { .delimiter = ',', .quotes = true };
	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		for (int fast = 0; fast < 2; fast++) {
			scan_fast = fast;
			same(ends(&c, slice(t[i].text), t[i].at_end), t[i].ends, "ends");
		}
	const struct csvcut letters = { .delimiter = ',' };
	same(ends(&letters, slice("\"a\nb\",\n"), false), "3 7", "without quotes each line ends");
	const struct csvcut le = { .delimiter = ',', .quotes = true, .wide = true };
	same(ends(&le, (struct fb_str){ "a\0\"\0\n\0\n\0", 8 }, false), "6 8", "UTF-16: a quote within a cell is a letter there too");
	same(ends(&le, (struct fb_str){ "\"\0\n\0\"\0\x0a\x0a\n\0", 10 }, false), " open", "U+0A0A is no line end, and keeps the cell open");
	const struct csvcut bar = { .delimiter = '|', .quotes = true, .two_byte = PAIRS_ALL };
	same(ends(&bar, slice("\x81|\"\n|\"x\n\"\n"), false), "4 10", "0x7C after a lead byte is no delimiter");
}

static size_t
random_csv(char *p, size_t room, uint32_t plain)
{
	static const char odd[] = "\"\"\"\",,\n\n\r";
	size_t n = chance((uint32_t)room);
	for (size_t i = 0; i < n; i++)
		p[i] = chance(plain) ? (char)('a' + chance(26)) : odd[chance(sizeof odd - 1)];
	return n;
}

static void
agree(void)
{
	const struct csvcut c = { .delimiter = ',', .quotes = true };
	int bad = 0, lists = 0;
	for (int k = 0; k < 60000; k++) {
		char text[400];
		struct csv_ends fast = { 0 }, slow = { 0 }, last = { 0 };
		size_t n = random_csv(text, sizeof text, 1 + chance(40));
		char *exact = malloc(n + 1);            /* so that the sanitizers see what is read past the end */
		memcpy(exact, text, n);
		bool at_end = chance(2);
		scan_fast = true;
		csvcut_ends(&c, exact, n, at_end, true, &fast);
		csvcut_ends(&c, exact, n, at_end, false, &last);
		scan_fast = false;
		csvcut_ends(&c, exact, n, at_end, true, &slow);
		scan_fast = true;
		bad += fast.n != slow.n || fast.open != slow.open || (fast.n && memcmp(fast.at, slow.at, fast.n * sizeof *fast.at));
		lists += last.last != slow.last || last.open != slow.open;
		free(exact);
		free(fast.at);
		free(slow.at);
	}
	ok(!bad, "AVX2 and plain C find the same ends");
	ok(!lists, "and the last one without a list");
}

static const char *
cells(const char *record)
{
	static struct buf b;
	struct csv_fields f = { 0 };
	int rc = csv_fields_split(&f, slice(record), ',', true);
	b.n = 0;
	for (size_t i = 0; i < f.n; i++)
		buf_printf(&b, "[%.*s]", (int)f.f[i].n, f.f[i].p);
	if (rc <= 0)
		buf_text(&b, rc ? " open" : " blank");
	csv_fields_free(&f);
	return buf_cstr(&b);
}

static void
splits(void)
{
	for (int plain = 0; plain < 2; plain++) {
		csv_plain = plain;
		same(cells("a,b,,\r\n"), "[a][b][][]", "bare cells");
		same(cells("\"a,b\",\"\",c\n"), "[a,b][][c]", "quoted cells");
		same(cells("\"a\"\"b\nc\",\" \"\n"), "[a\"b\nc][ ]", "quotes and line ends in them");
		same(cells("5\" disk,\"say \"hi\" now\"\n"), "[5\" disk][say \"hi\" now]", "quotes that stand for themselves");
		same(cells(" a , b "), "[ a ][ b ]", "blanks stay");
		same(cells("\"\"\n"), "[]", "one empty cell");
		same(cells("\r\n"), " blank", "a blank line");
		same(cells("a,\"b\nc"), "[a][b\nc] open", "a cell without end");
	}
}

static void
both_ways(void)
{
	int bad = 0;
	const struct csvcut c = { .delimiter = ',', .quotes = true };
	for (int k = 0; k < 30000; k++) {
		char text[300];
		size_t n = random_csv(text, sizeof text, 1 + chance(20)), from = 0;
		struct csv_ends e = { 0 };
		csvcut_ends(&c, text, n, true, true, &e);
		for (size_t i = 0; i < e.n; from = e.at[i++]) {
			struct csv_fields a = { 0 }, b = { 0 };
			struct fb_str s = { text + from, e.at[i] - from };
			csv_plain = true;
			int one = csv_fields_split(&a, s, ',', true);
			csv_plain = false;
			bad += one != csv_fields_split(&b, s, ',', true) || a.n != b.n;
			csv_plain = true;
			for (size_t f = 0; f < a.n && a.n == b.n; f++)
				bad += !slice_eq(a.f[f], b.f[f]);
			csv_fields_free(&a);
			csv_fields_free(&b);
		}
		free(e.at);
	}
	ok(!bad, "plain splitting and libcsv give the same cells");
}

static void
written(void)
{
	int bad = 0;
	struct buf b = { 0 };
	for (int k = 0; k < 20000; k++) {
		char text[4][60];
		struct fb_str v[4];
		size_t columns = 1 + chance(4);
		b.n = 0;
		for (size_t i = 0; i < columns; i++) {
			v[i] = (struct fb_str){ text[i], random_csv(text[i], sizeof text[i], 1 + chance(9)) };
			if (i)
				buf_char(&b, ',');
			csv_value_write(&b, v[i], ',', columns == 1);
		}
		buf_char(&b, '\n');
		struct csvcut c = { .delimiter = ',', .quotes = true };
		struct csv_ends e = { 0 };
		struct csv_fields f = { 0 };
		csvcut_ends(&c, b.p, b.n, true, true, &e);
		bad += e.n != 1 || csv_fields_split(&f, buf_str(&b), ',', true) != 1 || f.n != columns;
		for (size_t i = 0; i < columns && f.n == columns; i++)
			bad += !slice_eq(f.f[i], v[i]);
		csv_fields_free(&f);
		free(e.at);
	}
	buf_free(&b);
	ok(!bad, "what is written is one record and reads back");
}

static const char *
recovered(const char *text)
{
	static struct buf b;
	struct csv_ends e = { 0 };
	const struct csvcut c = { .delimiter = ',', .quotes = true };
	csvcut_recover(&c, text, strlen(text), true, false, &e);
	b.n = 0;
	for (size_t i = 0; i < e.n; i++)
		buf_printf(&b, "%s%u", i ? " " : "", e.at[i]);
	free(e.at);
	return buf_cstr(&b);
}

int
main(void)
{
	known();
	agree();
	splits();
	both_ways();
	written();
	same(recovered("1,\"a\n2,b\n3,c\n"), "5 9 13", "a quote that never closes costs its line");
	same(recovered("1,\"a\n4,\"x\ny\""), "12", "where one closes soon, nobody can tell");
	char far[800] = "1,\"a\n";
	for (int i = 0; i < 60; i++)
		strcat(far, "2,b\n");
	strcat(far, "4,\"x\ny\"");
	const char *found = recovered(far);
	ok(strncmp(found, "5 9 13", 6) == 0 && strlen(found) > 8 && !strcmp(found + strlen(found) - 8, " 245 252"), "far away they are whole again");
	same(recovered("1,\"a\n2,b\"\n3,c\n"), "10 14", "one that closes soon does not");
	return tap_end();
}
