/* The model file: what fb-train makes and fb-classify uses. fb-model(5) describes it for people.
 *
 * A container (base/container.h) of kind "model". Its header says what the model is; its sections are
 *
 *   settings   struct model_settings
 *   bias       Z doubles
 *   levels     ordinal: the K - 1 cuts; multilabel: the score above which a label is given; number: struct kind_range; version 3
 *   table      Z <= MODEL_INLINE: buckets of 8 fingers (16 bits of a key, 0: free) and then, for each score but the last,
 *              8 weights (int16) relative to the last score's, in units of settings.step
 *   fingers    Z > MODEL_INLINE: buckets of 8 fingers
 *   first      for each bucket the number of its first row
 *   promise    PROMISE_STEPS of struct promise_step: errors above a probability, on held-out records (promise.h); may be absent
 *   columns    struct column for each, where one is a category or a number (columns.h); version 2
 *   rows       rows of stride int16, one for each finger that is not 0, in order
 *   high       for each finger that is not 0, in order, the high half of its key (uint32): prior.h; may be absent
 *   languages  struct seen_languages: which languages its records were in (seen.h); only of classes; may be absent
 *
 * Of classes, Z is K. A model of another kind (kind.h) has as many scores as that wants, and behind them one more that is always 0.
 *
 * A feature's bucket is the high half of its key times buckets, over 2^32; its finger is bits 16 to 31 of the key, 1 for 0.
 * A bucket keeps its 8 strongest features. Score k:
 *
 *     z_k = bias_k + step * (sum of weights of the features found) / sqrt(how many were found)
 *
 * Sums are of integers, so their order is free. Everything is checked when a model is opened: sizes, counts, finite numbers. */
#ifndef FB_MODEL_H
#define FB_MODEL_H

#include "base/container.h"
#include "learn/columns.h"
#include "learn/gram.h"
#include "learn/kind.h"
#include "learn/promise.h"
#include "learn/seen.h"

enum { MODEL_INLINE = 4, MODEL_SLOTS = 8, MODEL_LABELS = 4096, MODEL_COLUMNS = 16 };

struct model_settings {         /* little-endian, as all of it */
	uint32_t version;       /* 1; 2: with columns; 3: of another kind than classes; 4: of any kind, not read with GRAM_PLAIN (gram.h) */
	uint32_t labels, columns, stride;
	uint64_t buckets, rows;
	double step;
	uint32_t segmented;     /* bit c: column c is segmented text */
	uint32_t repeats;       /* 1: a feature counts as often as it occurs; 0: once */
	double energy;          /* softmax.h: a text below that is unknown; 0: none is */
	double temperature;     /* that weights were divided by, to be calibrated */
	uint32_t kind;          /* enum kind */
	uint32_t spare[3];      /* 0 */
};

struct label {
	struct fb_str name;     /* as a value */
	struct fb_str zh, en;   /* display names; n = 0: none */
};

struct model {
	struct container file;
	char *target;
	enum kind kind;
	unsigned K;             /* labels; 0 where it answers with numbers */
	unsigned Z;             /* scores */
	struct label *label;
	struct fb_str *column;
	struct model_settings s;
	const double *bias;
	const double *cut;              /* ordinal: [K - 1]; multilabel: [1] */
	const struct kind_range *range; /* number */
	const uint16_t *table, *fingers;
	const uint32_t *first;
	const int16_t *rows;
	const uint32_t *high;           /* [s.rows]; NULL: none */
	const struct promise_step *promise;     /* [PROMISE_STEPS]; NULL: none */
	const struct column *what;      /* [columns]; NULL: all are text */
	const struct seen_languages *seen;      /* NULL: it does not know */
	char digest[17];
};

int model_open(struct model *m, const char *path, struct fb_err *e);
void model_close(struct model *m);

/* Scratch of one thread for one model: zero-initialise. */
struct model_scratch {
	uint32_t *row;
	size_t cap;
};

/* How column c is read: gram.h. */
unsigned model_reads(const struct model *m, size_t c);

/* Scores z[0 .. Z) of a record with these features; returns how many of them the model knows. */
size_t model_scores(const struct model *m, const struct grams *g, struct model_scratch *s, double *z);

/* The weights of one feature for all scores, in units of step, into w[0 .. Z); false: the model does not know it. */
bool model_weights(const struct model *m, uint64_t key, int32_t *w);

/* Where a feature lies, by its finger; false: the model does not know it. */
bool model_place(const struct model *m, uint64_t key, uint64_t *bucket, unsigned *slot);

/* The finger there; 0: the slot is free, and so are those behind it. Its weights, as above, into w if it is not NULL. */
uint16_t model_slot(const struct model *m, uint64_t bucket, unsigned slot, int32_t *w);

/* What a model is made of. */
struct model_draft {
	struct fb_str target;
	enum kind kind;
	const struct label *label;
	unsigned K;
	const char *const *column;
	const bool *segmented;
	bool repeats;           /* features count as often as they occur */
	bool plain;             /* texts were read with GRAM_PLAIN */
	size_t columns;
	const struct column *what;      /* [columns]; NULL: all are text */
	struct fb_str notes;    /* further header lines, for people */
	const struct promise_step *promise;     /* NULL: none */
	const struct seen_languages *seen;      /* NULL: none */
	double energy;          /* softmax.h: a text below that is unknown; 0: none is */
	double temperature;     /* that w was divided by */
	size_t D;
	const uint64_t *key;    /* [D] */
	/* (D + 1) rows: of classes as in softmax.h, of other kinds a number for each score; scores are their sums over
	 * sqrt(features found), plus row D */
	const float *w;
	const double *levels;   /* as in the section; NULL: none */
	size_t levels_n;
};

/* Compose the file. How many features found no room is told in *crowded. */
void model_make(struct buf *out, const struct model_draft *d, size_t *crowded);

#endif
