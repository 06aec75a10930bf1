/* Headers of exports: which column is the text, the user, the time …
 *
 * Names are compared in a plain form: without blanks, '_', '-', '.' and what stands in brackets, ASCII in lower case; so
 * "Review Text", "review_text" and "reviewText" are one name, and so are 评分 and 评分（星）. Of a path into JSON, attributes.body,
 * the last part may stand for text, ts or rating. */
#ifndef FB_HEADING_H
#define FB_HEADING_H

#include "record/row.h"

/* The columns of the record stream that a header may stand for (fb-stream(5)). */
enum standard { STD_ID, STD_TS, STD_USER, STD_CHANNEL, STD_PRODUCT, STD_TEXT, STD_RATING, STD_LANG, STD_COUNT };

extern const char *const standard_name[STD_COUNT];

/* How well a header stands for a column: 0: not at all; the more the better. */
int heading_rank(enum standard s, struct fb_str header);

/* Whether a header names what a merchant or developer answered: that never is feedback. */
bool heading_reply(struct fb_str header);

/* Whether it stands for any. */
bool heading_known(struct fb_str header);

/* For each standard column the best header, or COLS_NONE; *others[s] lists further ones that would do, best first, as indexes. A header
 * stands for one column only. Ties go to the column further left. */
struct heading {
	size_t column[STD_COUNT];
	size_t other[STD_COUNT][4], others[STD_COUNT];
};
void heading_guess(struct heading *h, const struct cols *in);

/* Names fit for the stream's header: blanks around them dropped, TAB, CR and LF made blanks, empty ones numbered by place (column5), repeated
 * ones by count (name_2). */
void heading_clean(struct cols *names);

/* What a cell says of its line, where it is the first that is filled. */
enum total {
	TOTAL_NO,
	TOTAL_WORD,             /* 合计, Total …: totals, whatever else is filled */
	TOTAL_BEGINS,           /* the same with more after it: 合计：4 */
	TOTAL_REMARK,           /* ----, #导出时间, 共2笔记录: a remark below the data, if nothing else is filled */
};
enum total heading_total(struct fb_str cell);

#endif
