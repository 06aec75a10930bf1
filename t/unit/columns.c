/* What a column is, by its values; edges that no single record gives away; sections that make no sense. */
#include <math.h>
#include <stdio.h>

#include "learn/columns.h"
#include "tap.h"

enum { N = 400 };

static char text[N][32];
static struct fb_str value[N];

static void
guess(struct column *c, size_t n, size_t *missing)
{
	for (size_t i = 0; i < n; i++)
		value[i] = slice(text[i]);
	column_guess(c, value, 1, n, missing);
}

int
main(void)
{
	struct column c;
	struct grams g = { 0 };
	size_t missing;
	for (int i = 0; i < 40; i++)
		snprintf(text[i], sizeof text[i], "%d", i == 7 ? 9 : i % 4 + 1);
	text[0][0] = '\0';
	guess(&c, 40, &missing);
	ok(c.kind == COLUMN_NUMBER && missing == 1, "numbers, of which one is missing");
	ok(c.edges == 3 && c.edge[0] == 2. && c.edge[1] == 3. && c.edge[2] == 4., "edges at 2, 3 and 4; not at 9, which one record has");
	column_grams(&c, &g, slice("2.5"), 1);
	column_grams(&c, &g, slice("2"), 1);
	ok(g.n == 6 && memcmp(g.key, g.key + 3, 3 * sizeof *g.key) == 0, "2.5 lies where 2 lies");
	column_grams(&c, &g, slice("1.9"), 1);
	ok(g.key[6] != g.key[3] && g.key[7] == g.key[4] && g.key[8] == g.key[5], "and 1.9 below one edge more");
	g.n = 0;
	column_grams(&c, &g, slice(""), 1);
	column_grams(&c, &g, slice("none"), 1);
	ok(g.n == 2 && g.key[0] == g.key[1], "what is no number is missing");

	for (int i = 0; i < N; i++)
		snprintf(text[i], sizeof text[i], "%d", i / 2);
	guess(&c, N, &missing);
	ok(c.edges == 15 && c.edge[0] == 12. && c.edge[14] == 187., "0 to 199, each twice: sixteenths end at 12 (the 26th of 400) and 187 (the 376th)");

	for (int i = 0; i < 40; i++)
		snprintf(text[i], sizeof text[i], "course %c", 'a' + i % 8);
	guess(&c, 40, &missing);
	ok(c.kind == COLUMN_CATEGORY, "8 values five times each are categories");
	snprintf(text[0], sizeof text[0], "course i");
	guess(&c, 40, &missing);
	ok(c.kind == COLUMN_TEXT, "9 values are not");
	guess(&c, 19, &missing);
	ok(c.kind == COLUMN_TEXT, "nor is anything in fewer than 20 records");

	struct column bad[] = { { .kind = 4 }, { .kind = COLUMN_NUMBER, .edges = 16 }, { .kind = COLUMN_NUMBER, .edges = 2, .edge = { 2, 2 } },
		{ .kind = COLUMN_NUMBER, .edges = 1, .edge = { NAN } } };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(!column_valid(&bad[i]), "a section that makes no sense, %zu", i + 1);
	grams_free(&g);
	return tap_end();
}
