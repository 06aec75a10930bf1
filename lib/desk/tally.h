/* Tally: what a report counts, gathered in one pass over the stream.
 *
 * A record becomes a cell: its day and one code for each dimension; equal cells are counted together, so that memory grows
 * with different records (52 bytes each), not with records. Every figure of the report is the count of a condition
 * (struct cond) over cells; the same condition picks the rows of a receipt and is written as SQL or awk.
 *
 * Beside the cells: quotes, work lists and unsure records (the best few of each group by a total order, so that
 * the choice does not depend on the order of records, threads or parts), and digests of texts for duplicates. These
 * are kept for the report's period only, a "bucket"; a partial tally keeps a bucket a day. Tallies of parts can be merged:
 * the result is as if one had read all.
 *
 * Codes: 0 is missing; 1 … are values as written, numbered as they were met. No output may depend on the numbering. */
#ifndef FB_TALLY_H
#define FB_TALLY_H

#include "base/hash.h"
#include "desk/period.h"

/* Columns that a report reads. */
enum column {
	COL_ID, COL_TS, COL_USER, COL_CHANNEL, COL_PRODUCT, COL_TEXT, COL_RATING, COL_NOTE, COL_SENTIMENT, COL_SENTIMENT_P,
	COL_SENTIMENT_M, COL_TOPIC, COL_TOPIC_P, COL_INTENT, COL_DEPT, COL_PRIORITY, COL_DUE, COL_ACTION, COL_RULE_M,
	COL_CLUSTER, COL_CLUSTER_NAME, COL_REPLY_TS, COL_CLOSED_TS, COL_CSAT, COL_NPS, COL_CHECKED, COL_MEASURE, COLUMNS
};
extern const char *const tally_columns[COLUMNS + 1];    /* NULL-ended: a filter's `maybe` */

enum dim {
	DIM_PRODUCT, DIM_CHANNEL, DIM_TOPIC, DIM_CLUSTER, DIM_DEPT, DIM_SENTIMENT, DIM_INTENT, DIM_PRIORITY, DIM_RATING,
	DIM_CSAT, DIM_NPS, DIM_SENTIMENT_M, DIM_RULE_M, DIM_MEASURE,
	DIMS_NAMED,             /* those above have values as written; those below have the codes of enums */
	DIM_KIND = DIMS_NAMED, DIM_UNSURE, DIM_REPLY, DIM_REPLY_DAY, DIM_CLOSE, DIM_OVERDUE, DIM_ASKED, DIM_CHECK,
	DIMS
};
extern const enum column dim_column[DIMS_NAMED];

enum { KIND_EMPTY, KIND_TEXT, KIND_PHRASE };            /* a platform's own phrase stands for a text that nobody wrote */
/* A moment against a deadline: reply_ts and closed_ts against due, and where a file has no column due, reply_ts against 24 hours
 * after ts (DIM_REPLY_DAY). NONE: no deadline, or the file has no such column. Waiting turns to missed when now is past the deadline. */
enum { DUE_NONE, DUE_KEPT, DUE_LATE, DUE_WAITING, DUE_MISSED };
enum { OVERDUE_NO, OVERDUE_SILENT, OVERDUE_ANSWERED };  /* due has passed and it is not closed: without a reply; with one */
/* A person looked at the labels: checked is right, yes, ok, true or 1, or names the record's own sentiment; or it is wrong. */
enum { CHECK_NONE, CHECK_RIGHT, CHECK_WRONG };

#define UNSURE_BELOW .5         /* sentiment_p or topic_p below this: a person should look */
#define REPLY_SECONDS 86400

struct cell {
	int32_t day;
	uint32_t product;
	uint32_t due;           /* of a record that waits: its deadline, seconds since 1970; 0: none, or it is settled */
	uint16_t code[DIMS_NAMED - 1];  /* of the dimensions after product */
	uint8_t small[DIMS - DIMS_NAMED];
	uint16_t zero;          /* so that cells are compared as bytes */
	uint32_t count;
};

static inline uint32_t
cell_code(const struct cell *c, enum dim d)
{
	return d == DIM_PRODUCT ? c->product : d < DIMS_NAMED ? c->code[d - 1] : c->small[d - DIMS_NAMED];
}

/* ---- conditions ---- */

enum cond_op { COND_IS, COND_NOT, COND_GE, COND_LE };           /* GE and LE compare the value as a number; missing is neither */

#define COND_TERMS 8
struct cond {
	struct period days;
	struct cond_term {
		uint8_t dim, op;
		uint32_t code;  /* COND_IS, COND_NOT */
		double value;   /* COND_GE, COND_LE */
	} term[COND_TERMS];
	size_t n;
};

struct cond cond_days(struct cond c, struct period days);         /* c over other days */
struct cond cond_is(struct cond c, enum dim d, uint32_t code);
struct cond cond_not(struct cond c, enum dim d, uint32_t code);
struct cond cond_ge(struct cond c, enum dim d, double value);
struct cond cond_le(struct cond c, enum dim d, double value);

/* ---- what is kept beside the counts ---- */

struct kept {
	uint64_t rank, tie;     /* order: higher rank, then higher tie, then the text and id with the smaller bytes */
	int32_t day;
	uint32_t product;
	uint16_t topic, cluster, sentiment, dept, priority;
	char *id, *text, *due;  /* text as written, cut at ITEM_TEXT bytes; id, text and due are one piece of memory */
};
enum { ITEM_TEXT = 600 };

enum list_kind { LIST_QUOTES, LIST_WORK, LIST_UNSURE, LISTS };
#define QUOTES_OF_CLUSTER (1u << 16)    /* or-ed to a cluster's code in list.a */

/* The best items of one group: quotes of a topic (or cluster) and sentiment; open work of a department; unsure records. */
struct list {
	uint8_t kind;
	uint32_t a, b, by;      /* QUOTES: topic, or QUOTES_OF_CLUSTER | cluster; sentiment; WORK: dept; by: code of the dimension of --by,
	                         * 0: all records */
	struct kept *item;
	size_t n, cap;
};

struct bucket {
	int32_t id;             /* first day of its period; 0 where all is one */
	uint64_t *seen;         /* set of digests of (user, product, text), 0 is free */
	size_t seen_n, seen_slots;
	struct list *list;
	size_t n, cap;
	struct map index;       /* of list */
};

struct tally_file {
	char *name;
	uint64_t records, refused;
	uint64_t line;          /* of the first that was refused, */
	char *why;              /* and for what; NULL: none was */
};

struct names {
	struct map map;
	double *number;         /* of code - 1; NAN where the value is no number */
	size_t cap;
	uint32_t last;          /* code of the record before: often the same again */
};

struct tally {
	/* settings, before the first record */
	bool partial;           /* a bucket a day */
	enum unit unit;         /* of the period whose quotes are kept: UNIT_ALL … */
	struct period range;      /* --since, --until: records outside keep no quotes */
	int by;                 /* dimension of --by, or -1 */

	bool has[COLUMNS];      /* some file has the column */
	struct names names[DIMS_NAMED];
	struct map cluster_name;        /* cluster → code + 1 into cluster_names */
	char **cluster_names;           /* by cluster code - 1; may be NULL */
	size_t cluster_cap;
	struct cell *cell;
	size_t n, cap;
	uint32_t *slot;
	size_t slots;
	struct bucket *bucket;
	size_t buckets, buckets_cap;
	struct tally_file *file;
	size_t files, files_cap;
	uint64_t records, texts, han;   /* all; with text; of these those that are mostly Chinese */
	int64_t last;           /* latest ts, seconds since 1970; INT64_MIN: none */
	int32_t last_offset;    /* its offset, minutes */
	int32_t first_day, last_day;    /* DAY_NONE: no record has a ts */
	bool now_given;         /* now is known before the first record; INT64_MIN: known, but not yet in which zone */
	int64_t now;            /* set by tally_close, unless given */
	struct grouped **group;
	size_t groups, groups_cap;
};

void tally_init(struct tally *t);        /* sentiments negative, neutral, positive get the codes 1, 2, 3 */
void tally_free(struct tally *t);

/* What row() found out about a record, on any thread. */
struct mark {
	struct cell cell;       /* small codes, day and due; the named codes are not yet set */
	int64_t at;             /* ts in seconds; INT64_MIN: none */
	int32_t offset;
	uint32_t unsure;        /* smallest probability, in thousandths, 1000 where there is none */
	uint32_t telling;       /* 0 … 1000: how well the text would do as a quote */
	uint64_t digest;        /* of user, product and text */
	bool han;
};
struct mark tally_mark(const struct fb_str *f);

/* Count a record of which row() made m: one thread, any order. FB_EDATA where a column has more than 65,535 values. */
int tally_add(struct tally *t, const struct fb_str *f, const struct mark *m, const char *file, struct fb_err *e);

/* A file begins. */
void tally_file(struct tally *t, const char *name);
/* One more of its records was refused. */
void tally_refuse(struct tally *t, const char *file, uint64_t line, const char *why);

/* Code of a value; 0 where it was never met. */
uint32_t tally_find(const struct tally *t, enum dim d, struct fb_str value);
/* A code for a value that no record has, so that conditions may name it; after tally_close. */
uint32_t name_unmet(struct tally *t, enum dim d, struct fb_str value);
struct fb_str tally_value(const struct tally *t, enum dim d, uint32_t code);    /* as written; empty for 0 */

/* All is read: overdue is against now (seconds since 1970; INT64_MIN: the last ts). Then the functions below may be called. */
void tally_close(struct tally *t, int64_t now);

uint64_t tally_count(struct tally *t, const struct cond *c);

/* Counts by the values of up to 4 dimensions (and of days), of the records where c holds. Rows with the most records
 * first, then by name. The caller frees the rows with free(). */
struct group_row {
	uint32_t code[4];
	int32_t day;            /* DAY_NONE where not daily */
	uint64_t n;
};
struct group_row *tally_by(struct tally *t, const struct cond *c, const enum dim *dim, size_t dims, bool daily, size_t *n);

/* Call each(arg, cell) for the cells where c holds, by day. */
void tally_scan(const struct tally *t, const struct cond *c, void (*each)(void *arg, const struct cell *cell), void *arg);

/* Sum and sum of squares of a numeric dimension in hundredths, and the count of records that have a number. */
struct moments {
	int64_t sum;
	double squares;         /* of values, exact below 2^53 hundredths squared */
	uint64_t n;
};
struct moments tally_moments(struct tally *t, const struct cond *c, enum dim d);

/* Whether a record, given as a cell with its named codes set (or 0 where never met), is one that c counts. */
bool cond_holds(const struct tally *t, const struct cond *c, const struct cell *cell);

const struct list *tally_list(const struct tally *t, enum list_kind kind, uint32_t a, uint32_t b, uint32_t by);
/* Records with text in the bucket, less these, are copies. */
uint64_t tally_distinct(const struct tally *t);

#endif
