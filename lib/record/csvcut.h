/* Where CSV records end: the cutter in front of libcsv.
 *
 * The dialect, which is libcsv's with csv_set_space_func returning 0: a field that begins with a quote is quoted and ends at
 * a quote followed by the delimiter or a line end; two quotes in it stand for one; a quote before anything else stands
 * for itself and the field goes on. In a field that does not begin with a quote, quotes are letters. A record ends at
 * LF, CR LF or a CR alone, outside quotes.
 *
 * AVX2 code is chosen at run time as in scan.h: quoted stretches are the running exclusive-or of the quotes' bit mask (Langdale
 * & Lemire, "Parsing Gigabytes of JSON per Second", VLDB Journal 28, 2019, section 3.1.1). That is right while every
 * quote opens or closes a field or is doubled; a record where one does not is walked byte by byte. */
#ifndef FB_CSVCUT_H
#define FB_CSVCUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct csvcut {
	char delimiter;
	bool quotes;            /* false: a quote is a letter everywhere */
	unsigned char two_byte; /* enum pairs of encoding.h */
	bool wide, big;         /* UTF-16: 16-bit units, and the more significant byte comes first */
	bool json;              /* no CSV, but elements of a JSON array: jsoncut.h */
};

struct csv_ends {
	uint32_t *at;           /* offset after each record's line end, ascending */
	size_t n, cap;
	size_t last;            /* the last of them, 0: none */
	bool open;              /* a quoted field is open at the end of the input; JSON: the array ends at `last` */
};

/* All ends in p[0 .. n), which begins with a record; n < 4 GiB. A CR at the very end is an end only at_end. With list false
 * only `last` and `open` are set. e is reused; free e->at at the end. */
void csvcut_ends(const struct csvcut *c, const char *p, size_t n, bool at_end, bool list, struct csv_ends *e);

/* The same where a quote was opened and not closed: line by line. A line that is a record by itself is one; one that leaves a quote open
 * is one only where the field ends within CSVCUT_LINES lines and 64 KiB, else that line alone is cut off, for the reader to refuse, and
 * reading goes on at the next. first: the first line is to be cut off in any case. Ends are added to e; time is linear
 * where no quote closes. */
enum { CSVCUT_LINES = 50 };
void csvcut_recover(const struct csvcut *c, const char *p, size_t n, bool at_end, bool first, struct csv_ends *e);

/* One more end, after the last. */
void csv_ends_add(struct csv_ends *e, size_t at);

#endif
