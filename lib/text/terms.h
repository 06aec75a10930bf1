/* Counting terms: how often each is met and in how many records; by group, which terms set it apart; over time, which rose.
 *
 * A term is a token in normal form (text/token.h), or an n-gram of them; signs are not counted. Groups are told apart by the
 * log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi & Quinn, "Fightin' Words", Political Analysis 16, 2008,
 * eq. 15, 16, 22): the group's counts y_i, n_i against the others' y_j, n_j,
 *
 *     d = log((y_i + a) / (n_i + A - y_i - a)) - log((y_j + a) / (n_j + A - y_j - a)),   z = d / sqrt(1 / (y_i + a) + 1 / (y_j + a))
 *
 * with A = TERMS_PRIOR words that are spread as those of the whole stream are (a of them this one). Over time a period is a
 * group, and the others are the periods before it.
 *
 * Memory is bounded: of more than TERMS_MOST different terms the rarest are forgotten, and what comes again begins anew; so
 * counts may be short by up to short_by (lossy counting: Manku & Motwani, VLDB 2002). */
#ifndef FB_TERMS_H
#define FB_TERMS_H

#include "text/token.h"

enum { TERMS_PRIOR = 500, TERMS_MOST = 200000, TERMS_GROUPS = 1000 };

struct terms {
	struct tokenize tokens;         /* column, lists and what is done to tokens; a column "tokens" is taken as cut already */
	const char *by;                 /* column of groups */
	const char *over;               /* COLUMN:PERIOD: day, week, month or year */
	uint64_t n;                     /* rows, of each group; 0: all, or 20 of each group */
	bool examples;                  /* add a text with the term */

	/* Results: */
	uint64_t short_by, undated;
	uint64_t phrases;               /* records whose text is a platform's phrase (note is "default"): nobody's words, not counted */

	char *group_column;
	int period;
	struct map term, group, cell;
	struct terms_cell *cells;
	size_t cells_cap;
	uint64_t record;
	const char *maybe[5];           /* lang, note, the column of groups */
};

int terms_open(struct terms *t, struct fb_err *e);     /* FB_EUSAGE where options do not fit */
void terms_close(struct terms *t);
struct filter terms_filter(struct terms *t);

/* The terms of a value as lines, appended to *b; lang: the record's language, or p = NULL. */
void terms_lines(const struct tokenize *t, struct words *w, struct fb_str text, struct fb_str lang, struct buf *b);

/* The ratio and its z-score, as above; y_i of n_i, y_j of n_j. */
void terms_log_odds(double yi, double ni, double yj, double nj, double *d, double *z);

#endif
