/* Ratings: stars, grades and points, brought to numbers.
 *
 * Spellings of one to five stars become that number: 5, 5.0, 5星, 5分, ★★★★☆, 五星, 五星好评, 5 stars, 4/5. Grades (好评, 中评, 差评; 满意 …) and points
 * out of ten or a hundred are other scales: they stay as they are unless --scale says what they stand for, and where a column
 * mixes scales that is said. */
#ifndef FB_SCALE_H
#define FB_SCALE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/opt.h"

enum scale_kind {
	SCALE_NONE,             /* empty, or nothing known */
	SCALE_PLAIN,            /* a number from 0 to 5: of any scale */
	SCALE_STARS,            /* marked as stars, or out of five */
	SCALE_GRADE,            /* a word */
	SCALE_TEN,              /* a number above 5 up to 10, or out of ten */
	SCALE_HUNDRED,          /* above 10, up to 100, or with % */
	SCALE_MAPPED,           /* --scale took it */
	SCALE_KINDS,
};

/* --scale FROM=TO: FROM is a value, or a range such as 0-10; TO a number, or a range 1-5 that the first is stretched to. */
struct scale_rule {
	struct fb_str value;            /* p NULL: a range */
	double low, high, to_low, to_high;
};
struct scale {
	struct scale_rule *rule;
	size_t n;
};

int scale_open(struct scale *s, const struct opt_list *rules, struct fb_err *e);
void scale_close(struct scale *s);

/* Append value as a rating; what kind it was. */
enum scale_kind scale_write(const struct scale *s, struct fb_str value, struct buf *b);

/* What a column that held count[SCALE_KINDS] of each kind mixes, for people; nothing where it is of one scale. */
void scale_mixed(const uint64_t count[SCALE_KINDS], struct buf *b);

#endif
