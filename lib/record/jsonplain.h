/* The common JSON records without a tree: objects of strings, numbers, words and such objects, and arrays of them, with nothing unusual.
 *
 * jsonl.c asks here first and leaves to json-c what is declined: exponents, integers that it may not hold, names with escapes or that
 * come twice, lone surrogates, objects in arrays or chosen whole, deep nesting, and everything that is no JSON, for json-c knows what to say
 * of it. t/unit/records.c and t/fuzz/jsonl.c hold both ways against each other. */
#ifndef FB_JSONPLAIN_H
#define FB_JSONPLAIN_H

#include "record/jsonl.h"

/* As json_fields_split; false: declined, and *j is as it was but for its values. Values without escapes lie in the record. */
bool json_plain_split(struct json_fields *j, struct fb_str record, const struct map *index, size_t columns);

#endif
