/* Dataset: labelled texts as rows of counted features.
 *
 * The vocabulary holds the features that occur in two records or more: what only one text has is no one else's business
 * and teaches nothing. Features are numbered by falling number of records, so that the often used weights lie together.
 *
 * Where Chinese is segmented (text/segment.h), some n-grams of characters are words, and some only where words meet: word[j] is
 * the share of its occurrences that feature j is a word in; 0 for all others.
 *
 * Equal texts (equal in normal form) have equal groups: whatever splits the records splits between groups. */
#ifndef FB_DATASET_H
#define FB_DATASET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct column;
struct prior;

struct dataset {
	size_t n;               /* records */
	unsigned K;             /* labels */
	const uint32_t *label;  /* [n]; not owned */
	size_t blank, blanks;   /* records [blank, blank + blanks) have no label yet */
	const struct column *column;    /* [columns]: columns.h; NULL: all are text; not owned */
	const struct prior *prior;      /* an older model, whose features are kept if they occur once; NULL: none; not owned */
	bool plain;             /* texts are read with GRAM_PLAIN (gram.h) */
	uint64_t *group;        /* [n]: XXH3 of the text */
	/* Record i has feature[k], count[k] times, for start[i] <= k < start[i + 1]. */
	size_t *start;          /* [n + 1] */
	uint32_t *feature;
	uint16_t *count;
	size_t D;               /* features */
	uint64_t *key;          /* [D]: gram.h */
	uint32_t *records;      /* [D]: in how many records */
	float *word;            /* [D]: above */
	bool *known;            /* [D]: the older model has it; NULL: there is none */
};

/* Whether texts with so many labels are read with GRAM_PLAIN: opinions turn on clauses, and are of few labels; requests, of many, are
 * short, and what says the same twice leaves less weight to what tells them apart. */
enum { DATASET_FEW = 4 };
static inline bool
dataset_plain(unsigned K)
{
	return K > DATASET_FEW;
}

/* text holds columns texts in normal form for each record: text[i * columns + c]. segmented[c]: see gram.h.
 * At most `most` features are kept, the most frequent ones. FB_EDATA where no feature occurs twice,
 * or what lexicon_open says of the dictionary. */
int dataset_make(struct dataset *d, const struct fb_str *text, const bool *segmented, size_t columns, size_t n,
    size_t most, size_t jobs, struct fb_err *e);
/* Keep only the features with keep[j]; the others are forgotten, and the rest numbered anew in the same order. */
void dataset_keep(struct dataset *d, const bool *keep);
/* Keep the n features, n > 0, of greatest strength[D] >= 0, the earlier of equal ones, and all that the older model has besides. */
void dataset_keep_strongest(struct dataset *d, const float *strength, size_t n);
void dataset_free(struct dataset *d);

#endif
