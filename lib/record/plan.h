/* What fb-import makes of an export's columns: the columns of the stream, each from where. */
#ifndef FB_PLAN_H
#define FB_PLAN_H

#include "base/opt.h"
#include "record/dateguess.h"
#include "record/heading.h"
#include "record/intake.h"

enum part_kind {
	PART_VALUE,             /* as it came */
	PART_TRIM,              /* blanks around it dropped, ="00123" unwrapped */
	PART_JOIN,              /* several columns, those that are not empty joined by LF */
	PART_SET,               /* the same in every record */
	PART_TS,
	PART_RATING,            /* scale.h */
	PART_ID,
	PART_TS_RAW,            /* the date as it came, where it could not be read */
	PART_NOTE,              /* "default" where the text is a platform's phrase */
	PART_SRC,               /* FILE:LINE */
	PART_SEEN,              /* new, or changed */
};

struct part {
	enum part_kind kind;
	enum standard standard; /* STD_COUNT: none */
	size_t *from, n;        /* input columns; n == 0: there is none */
	const char *value;      /* PART_SET */
};

struct plan_options {
	const struct opt_list *map, *set, *columns;     /* --map NEW=OLD, --set NAME=VALUE, -c */
	const char *date_format;
	bool guess;             /* look for the standard columns by name; else the input is a stream already */
	bool src, seen;
};

struct plan {
	struct part *part;
	size_t n, cap;
	size_t standard[STD_COUNT];     /* parts, or COLS_NONE */
	struct date_style style;
	struct cols names;
	struct buf told;        /* what was guessed, for people */
};

/* Make the plan for a file with the columns `in`. FB_EUSAGE for options that contradict each other, FB_EDATA for columns that are not
 * there and for dates that may be read two ways. */
int plan_make(struct plan *p, const struct plan_options *o, const struct intake *intake, const struct cols *in, struct fb_err *e);

/* Bring p's parts into the order of the first file's columns: what p lacks is empty there. FB_EDATA where p has one more. */
int plan_align(struct plan *p, const struct cols *first, struct fb_err *e);
void plan_free(struct plan *p);

#endif
