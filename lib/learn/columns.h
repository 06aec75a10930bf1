/* Columns: what a column of a record is to the learner.
 *
 *   text       its n-grams (gram.h)
 *   segmented  the same, of words that blanks divide
 *   category   one feature, NAME=VALUE
 *   number     for each edge one feature, whether the value lies below it or not; edges are values that two records or more
 *              have, all of them or 15 quantiles, so that any rising, falling or bent line can be learnt from them
 *
 * A category or number that is missing (empty, or no number) is a feature of its own. What a column is is found from its values
 * when a model is trained, and kept in the model. Values are in normal form (text/normal.h). */
#ifndef FB_COLUMNS_H
#define FB_COLUMNS_H

#include "learn/gram.h"

enum column_kind { COLUMN_TEXT, COLUMN_SEGMENTED, COLUMN_CATEGORY, COLUMN_NUMBER };
enum { COLUMN_EDGES = 15, COLUMN_WIDEST = 64 };  /* the latter: bytes of a category */

struct column {                 /* as it stands in a model file */
	uint32_t kind;
	uint32_t edges;
	double edge[COLUMN_EDGES];      /* ascending; the rest 0 */
};

/* Find out what a column is from value[i * stride], i < n: a number where all that is there are numbers; a category where
 * values are short and each comes five times or more on average; text else. How many are missing goes to *missing. */
void column_guess(struct column *c, const struct fb_str *value, size_t stride, size_t n, size_t *missing);

/* Add the features of a category or number. salt keeps the columns apart. */
void column_grams(const struct column *c, struct grams *g, struct fb_str value, uint64_t salt);

/* Whether one from a file makes sense. */
bool column_valid(const struct column *c);

/* "a number, 4 edges from 2 to 5", "a category", "text". */
void column_describe(const struct column *c, struct buf *b);

#endif
