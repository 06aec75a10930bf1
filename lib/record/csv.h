/* CSV records: one libcsv parser a thread, fed with whole records (csvcut.h has the dialect).
 *
 * Records in which quotes only stand around whole cells are split here, without copying: that is most of them, and four
 * times as fast. t/unit/csv.c and t/fuzz/csv.c hold both ways against each other. */
#ifndef FB_CSV_H
#define FB_CSV_H

#include "base/buf.h"

struct csv_fields {
	struct fb_str *f;       /* values, valid until the next call */
	size_t n, cap;
	struct buf bytes;
	size_t *end;            /* of each value in bytes */
	struct csv_parser *parser;
};

/* Split one record as csvcut_ends found it, with or without its line end, into *c. Without
 * `quotes` a quote is a letter. Values may lie in the record. Returns 0: it is blank, 1: it is not; -1: a quoted field is open at
 * its end (the fields are as if it ended there). */
int csv_fields_split(struct csv_fields *c, struct fb_str record, char delimiter, bool quotes);
void csv_fields_free(struct csv_fields *c);

/* Whether a quoted field of the record holds a quote that is not doubled and does not end it: no valid CSV does. *fields: how many there are
 * where the first such quote does end the quoted part, and letters follow, as in `"word" more,next`. */
bool csv_lone_quote(struct fb_str record, char delimiter, size_t *fields);

/* A cell's value without what exports put around it: blanks (also TAB, CR, LF, U+00A0, U+3000, U+FEFF), and ="…", which keeps Excel from
 * reading 00123 as a number. */
struct fb_str cell_trim(struct fb_str s);

/* For tests: false leaves all to libcsv. */
extern bool csv_plain;

/* The delimiter that -d names: one ASCII character, or "tab"; NUL where it is none. */
char csv_delimiter(const char *text);

/* Append one value: quoted where RFC 4180 asks for it (delimiter, quote, CR, LF), where it begins or ends with a blank, or where it is
 * empty and `alone`. */
void csv_value_write(struct buf *b, struct fb_str value, char delimiter, bool alone);

#endif
