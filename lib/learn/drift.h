/* Drift: whether new records are still like the old ones (fb-eval --drift OLD NEW).
 *
 * Labels: the share of each in both files, the change with its interval, Pearson's chi-squared test of all shares, and the
 * population stability index
 *
 *     PSI = sum (new_b - old_b) ln(new_b / old_b)         shares of labels, or of bins
 *
 * where every count has .5 added, so that none is 0. It is Jeffreys' divergence (1946). Probabilities (COLUMN_p): the same over
 * ten bins that each hold a tenth of OLD. By chance alone PSI is about (1/n_old + 1/n_new) times chi squared with bins - 1
 * degrees of freedom (Yurdakul 2018, "Statistical Properties of Population Stability Index"): what it stays below
 * in 95 of 100 cases is told too, and there is drift only where both that and the bound are passed.
 *
 * Words: the share of NEW's words that OLD does not hold, with an interval from a bootstrap over records; and the share that
 * would be new if nothing had changed: that of OLD's words which only one record holds (Good 1953, "The population frequencies
 * of species", by records since words of one text come together). Words that became more or less frequent: text/terms.h. */
#ifndef FB_DRIFT_H
#define FB_DRIFT_H

#include "base/hash.h"
#include "learn/eval.h"
#include "learn/interval.h"

enum { DRIFT_OLD, DRIFT_NEW, DRIFT_P = 10001, DRIFT_BINS = 10, DRIFT_TERMS = 10, DRIFT_Z = 3 };

struct drift_term {
	uint64_t count[2];
	uint32_t records[2];
	uint32_t last;          /* the record it was met in last, from 1 */
};

struct stability {
	double psi, chance;     /* chance: what PSI stays below in 95 of 100 cases without any drift */
	uint64_t bins;
	uint64_t n[2];
};

struct drift {
	const struct eval_options *o;
	uint64_t records[2];
	uint64_t phrases[2];                    /* more, that are not compared: a platform wrote them, their note is default */
	bool labelled, scored, worded;          /* what the files have */

	struct map labels;                      /* value: index in count */
	uint64_t (*label)[2];                   /* by label: records of each file */
	size_t label_cap;
	uint64_t no_label[2];

	uint64_t (*score)[2];                   /* [DRIFT_P] records by probability in ten thousandths */

	struct map terms;
	struct drift_term *term;
	size_t term_cap;
	uint64_t words[2], unseen;              /* unseen: words of NEW that OLD has not */
	uint32_t (*fresh)[2];                   /* by record of NEW with words: unseen words, words */
	size_t fresh_n, fresh_cap;
};

/* count[b]: records of OLD and NEW in bin b. A bin that both leave empty is none. */
struct stability stability_of(const uint64_t (*count)[2], size_t bins);
/* The same for score: bins are tenths of OLD; equal probabilities are never in two. */
struct stability stability_scores(const uint64_t (*score)[2]);
/* Whether it is past what chance does, and past the bound. */
bool stability_lost(const struct stability *s, double bound);

struct drift_words {            /* share of NEW's words that OLD does not hold */
	double share, expected;
	struct interval i;
};
struct drift_words drift_words(const struct drift *d);

struct drifted {
	uint32_t term;
	double log_odds, z;     /* NEW against OLD */
};
/* The terms that rose most (or fell most) into top[DRIFT_TERMS], those of |z| >= DRIFT_Z only; how many. */
size_t drift_terms(const struct drift *d, bool rose, struct drifted *top);
/* The commonest terms that OLD does not hold, likewise (z = 0), those of two records or more only. */
size_t drift_new_terms(const struct drift *d, struct drifted *top);

int drift_run(const struct eval_options *o, const struct stream *s, struct fb_err *e);

/* The page, TSV or JSON. FB_ELOOK with *e where there is drift beyond the bound. */
int drift_print(const struct drift *d, struct buf *b, struct fb_err *e);

#endif
