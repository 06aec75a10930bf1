/* cells: the cells of CSV files, for cells.py. Standard input holds files one after another, each as a line "LENGTH DELIMITER-CODE PLAIN"
 * and its bytes; a line "LENGTH" and as many bytes answer each: after every cell U+001F, after every record U+001E. With PLAIN 0 all
 * is left to libcsv. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "record/csv.h"
#include "record/csvcut.h"

static void
answer(struct fb_str file, char delimiter)
{
	static struct csv_fields f;
	static struct csv_ends e;
	static struct buf b;
	const struct csvcut cut = { .delimiter = delimiter, .quotes = true };
	csvcut_ends(&cut, file.p, file.n, true, true, &e);
	if (e.last < file.n)
		csv_ends_add(&e, file.n);
	b.n = 0;
	for (size_t i = 0, from = 0; i < e.n; from = e.at[i++]) {
		int rc = csv_fields_split(&f, (struct fb_str){ file.p + from, e.at[i] - from }, delimiter, true);
		if (rc < 0)
			abort();
		for (size_t k = 0; k < f.n && rc; k++) {
			buf_slice(&b, f.f[k]);
			buf_char(&b, '\x1f');
		}
		if (rc)
			buf_char(&b, '\x1e');
	}
	printf("%zu\n", b.n);
	fwrite(buf_str(&b).p, 1, b.n, stdout);
	fflush(stdout);
}

int
main(void)
{
	size_t n;
	int delimiter, plain;
	while (scanf("%zu %d %d", &n, &delimiter, &plain) == 3 && getchar() == '\n') {
		char *p = malloc(n);    /* of this very size: nothing may be read past its end */
		if (fread(p, 1, n, stdin) != n)
			abort();
		csv_plain = plain;
		answer((struct fb_str){ p, n }, (char)delimiter);
		free(p);
	}
	return 0;
}
