/* Makes the folding table that lib/text/normal.c compiles in: fold TSCharacters.txt >fold.h
 *
 * For each code point: utf8proc's NFKC with case folding and without ignorable characters, accents (U+0300 – 036F) dropped,
 * then opencc's simplified form of each character, until nothing changes. A code point whose form is one code point of the
 * BMP and not longer in UTF-8 stands in fold_bmp (0: dropped); 0xffff there, and all beyond the BMP, says to look in
 * fold_more, sorted, if the character's page of 256 has any there (fold_page). */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { LIMIT = 0x110000, MOST = 32, SPECIAL = 0xffff };

static uint32_t simple[LIMIT];          /* simplified form; 0: the same */

/* Punctuation that NFKC tells apart and readers do not, letters in squares, and a form of address that is only written otherwise. */
static const uint32_t extra[][2] = {
	{ 0x2018, '\'' }, { 0x2019, '\'' }, { 0x201a, '\'' }, { 0x201b, '\'' }, { 0x2bc, '\'' }, { 0x2032, '\'' }, { 0x60, '\'' }, { 0xb4, '\'' },
	{ 0x201c, '"' }, { 0x201d, '"' }, { 0x201e, '"' }, { 0x201f, '"' }, { 0x2033, '"' },
	{ 0x2010, '-' }, { 0x2011, '-' }, { 0x2012, '-' }, { 0x2013, '-' }, { 0x2212, '-' },
	{ 0xff61, 0x3002 }, { 0x223c, '~' }, { 0x301c, '~' }, { 0xff5e, '~' },
	{ 0x59b3, 0x4f60 }, { 0x77ad, 0x4e86 },
};

static bool
dropped(uint32_t c)
{
	return (c >= 0x300 && c <= 0x36f) || (c >= 0x1f3fb && c <= 0x1f3ff) || utf8proc_get_property((utf8proc_int32_t)c)->ignorable;
}

static uint32_t
other(uint32_t c)
{
	for (size_t i = 0; i < sizeof extra / sizeof *extra; i++)
		if (extra[i][0] == c)
			return extra[i][1];
	if ((c >= 0x1f150 && c <= 0x1f169) || (c >= 0x1f170 && c <= 0x1f189))  /* letters in black circles and squares */
		return 'a' + (c - 0x1f150) % 32;
	return simple[c] ? simple[c] : c;
}

/* One step: the form of c in to[0 .. returned). */
static size_t
step(uint32_t c, uint32_t *to)
{
	utf8proc_int32_t d[MOST * 2];
	size_t k = 0;
	if (dropped(c))
		return 0;
	uint32_t o = other(c);
	if (o != c) {
		to[0] = o;
		return 1;
	}
	utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, d, MOST * 2,
	    UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE, NULL);
	for (utf8proc_ssize_t i = 0; i < n; i++)
		if (!dropped((uint32_t)d[i]))
			d[k++] = d[i];
	/* A spacing accent is written as a space and a mark: it stays what it was. */
	if (k == 1 && d[0] == ' ' && n > 1) {
		to[0] = c;
		return 1;
	}
	n = utf8proc_normalize_utf32(d, (utf8proc_ssize_t)k, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (n < 0 || n > MOST)
		exit(1);
	for (utf8proc_ssize_t i = 0; i < n; i++)
		to[i] = (uint32_t)d[i];
	return (size_t)n;
}

static size_t
fold(uint32_t c, uint32_t *form)
{
	size_t n = 1;
	form[0] = c;
	for (int round = 0; round < 8; round++) {
		uint32_t next[MOST * MOST];
		size_t k = 0;
		for (size_t i = 0; i < n; i++)
			k += step(form[i], next + k);
		if (k > MOST)
			exit(1);
		if (k == n && memcmp(next, form, n * sizeof *form) == 0)
			return n;
		memcpy(form, next, k * sizeof *form);
		n = k;
	}
	fprintf(stderr, "U+%04X: its form does not settle\n", (unsigned)c);
	exit(1);
}

static size_t
bytes(uint32_t c)
{
	return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

static int
read_simple(const char *path)
{
	char line[256];
	FILE *f = fopen(path, "r");
	if (!f)
		return -1;
	while (fgets(line, sizeof line, f)) {
		utf8proc_int32_t from, to;
		char *tab = strchr(line, '\t');
		if (!tab || utf8proc_iterate((const utf8proc_uint8_t *)line, tab - line, &from) != tab - line ||
		    utf8proc_iterate((const utf8proc_uint8_t *)tab + 1, -1, &to) <= 0)
			continue;
		if (from != to)
			simple[from] = (uint32_t)to;
	}
	return fclose(f);
}

static uint16_t bmp[0x10000];
static uint32_t more[LIMIT][3], pool[1 << 16];
static uint8_t page[LIMIT >> 8];
static size_t mores, pooled;

/* Sort one code point into the tables. */
static void
place(uint32_t c)
{
	uint32_t form[MOST] = { c };
	bool same = c == 0 || c == '\n' || c == '\t' || c == '\r' || (c >= 0xd800 && c < 0xe000) || c == SPECIAL;
	size_t n = same ? 1 : fold(c, form);
	bool small = c < 0x10000 && c && (n == 0 || (n == 1 && form[0] < SPECIAL && bytes(form[0]) <= bytes(c)));
	if (c < 0x10000)
		bmp[c] = (uint16_t)(c && !small ? SPECIAL : n ? form[0] : 0);
	if (small || (n == 1 && form[0] == c))
		return;
	page[c >> 8] = 1;
	more[mores][0] = c;
	more[mores][1] = (uint32_t)pooled;
	more[mores++][2] = (uint32_t)n;
	if (pooled + n > sizeof pool / sizeof *pool)
		exit(1);
	memcpy(pool + pooled, form, n * sizeof *form);
	pooled += n;
}

int
main(int argc, char **argv)
{
	if (argc != 2 || read_simple(argv[1]) != 0) {
		fprintf(stderr, "usage: fold TSCharacters.txt\n");
		return 1;
	}
	for (uint32_t c = 0; c < LIMIT; c++)
		place(c);
	printf("/* Made by lib/text/gen/fold.c. */\nstatic const uint16_t fold_bmp[65536] = {");
	for (uint32_t c = 0; c < 0x10000; c++)
		printf("%s%u,", c % 16 ? "" : "\n", bmp[c]);
	printf("\n};\nstatic const struct { uint32_t c; uint16_t at, n; } fold_more[] = {");
	for (size_t i = 0; i < mores; i++)
		printf("%s{%u,%u,%u},", i % 8 ? "" : "\n", (unsigned)more[i][0], (unsigned)more[i][1], (unsigned)more[i][2]);
	printf("\n};\nstatic const uint32_t fold_pool[] = {");
	for (size_t i = 0; i < pooled; i++)
		printf("%s%u,", i % 16 ? "" : "\n", (unsigned)pool[i]);
	printf("\n};\nstatic const uint8_t fold_page[] = {\n");
	for (size_t i = 0; i < sizeof page; i++)
		printf("%u,%s", page[i], i % 64 == 63 ? "\n" : "");
	printf("};\n");
	return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
