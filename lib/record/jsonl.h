/* JSON records: objects become rows by the names of their members.
 *
 * A member of an object in an object is named by its path, attributes.body; an array is kept as JSON text, and so is an object whose own
 * path is a chosen column. Numbers keep the text they were written in, also integers beyond 64 bits; true and false are those words; null
 * is an empty value. Of members of one name the last counts. A lone surrogate (\ud83d without its other half) becomes U+FFFD. Parsing is
 * json-c's, strict, but for what jsonplain.h does. */
#ifndef FB_JSONL_H
#define FB_JSONL_H

#include "base/hash.h"
#include "record/row.h"

struct json_fields {
	struct fb_str *f;       /* values by column, valid until the next call; missing ones are empty */
	size_t cap;
	struct json_tokener *tokener;
	struct buf path, bytes, quoted;
	size_t *from;           /* where each value begins in bytes */
	size_t guess;           /* the column that the next member likely belongs to */
	bool chosen;            /* the columns are all that is wanted */
	struct map extra;       /* else: members that no column is named for, and how often they came */
	char why[160];
};

/* The JSON value in s: without the blanks and commas around it. */
struct fb_str json_trim(struct fb_str s);

/* Add the members of one record to *in and *index (path → column number); members that are null or empty objects go to `maybe`. NULL, or why
 * it is not a JSON object. */
const char *json_columns(struct json_fields *j, struct fb_str record, struct cols *in, struct map *index, struct map *maybe);

/* Values of one record by *index. NULL, or why it cannot be read. */
const char *json_fields_split(struct json_fields *j, struct fb_str record, const struct map *index, size_t columns);
void json_fields_free(struct json_fields *j);

/* For tests: false leaves all to json-c. */
extern bool json_plain;

#endif
