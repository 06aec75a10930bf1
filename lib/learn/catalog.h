/* What fb-cluster knows between runs (--state FILE): clusters, their names and words; and what a person changed.
 *
 * The file is locked while a run has it (base/state.h). It is a container (base/container.h) of kind "clusters"; header
 * lines, for people and for the next run:
 *     next N                     the id that the next new cluster gets
 *     every 0|1                  1: made with -n, every text gets one of these
 *     spoken N                   texts of all runs so far
 *     cluster ID TEXTS NAME      in the order of the columns below; TEXTS as met so far
 *     named ID                   its name was given by a person
 *     merged FROM INTO           FROM is no more; its texts are INTO's. Where a person wanted it, FROM has a cluster line still, a part
 *     split ID NEW PHRASE        texts of ID that hold PHRASE are NEW's
 *     asked FROM                 that merge is a person's, or of a cluster that a person changed
 *     burst FROM TO PRODUCT      days (since 1970-01-01) in which a product was spoken of more than usual (learn/burst.h)
 *     day N                      today, as of the last run
 *     halved N                   the day up to which counts are halved
 *     said ID DAY DAY DAY        the last days on which the cluster was spoken of, the latest first
 * Sections: "words", the terms, a line each, sorted; "all" (u32 by term), texts with the term; "at" (u64, terms + 1), "column" and
 * "texts" (u32 each), how many texts of each cluster have the term, where that is not 0: those of term t are [at[t], at[t + 1]).
 * Words met in one text only are not kept, and digits are zeros. A sign of a burst is a word (vocabulary_mark).
 *
 * What is known grows old (catalog_age), by the days of the texts, never by a clock: counts are halved every CATALOG_HALF days, so
 * that "more often than before" means the last months; a cluster that is hardly spoken of for CATALOG_REST days rests: its counts
 * stay as they are, it takes no texts unless enough of them come together (learn/cluster_group.c), and it is not listed. Of resting
 * clusters CATALOG_RESTING are kept, those spoken of last, and all that a person changed. Files written before days were kept
 * have none of the lines day, halved, said and asked: all that they know is as of the next run, every merge a person's. */
#ifndef FB_CATALOG_H
#define FB_CATALOG_H

#include "base/hash.h"
#include "base/state.h"

enum { CATALOG_REST = 60, CATALOG_HALF = 90, CATALOG_GAP = 28 /* days */, CATALOG_RESTING = 200, CATALOG_MERGES = 1000 };
enum { CATALOG_DAYS = 3, CATALOG_UNDATED = INT32_MIN };

struct known {
	uint64_t id;
	double texts;
	char *name;
	bool named;             /* by a person */
	bool rests;
	bool part;              /* a person merged it into another: its texts are that one's, found by its own words */
	int32_t day[CATALOG_DAYS];      /* on which it was last spoken of, the latest first; CATALOG_UNDATED */
};

struct merged {
	uint64_t from, into;
	bool asked;             /* by a person, or FROM was changed by one */
};

struct split {
	uint64_t id, made;
	char *phrase;
};

struct known_burst {
	int32_t from, to;       /* days, both within, as of the earlier runs */
	int32_t until;          /* the last one, this run included */
	char *product;
};

struct notes;           /* learn/notes.h */

struct catalog {
	struct state state;
	uint64_t next;          /* 1 in an empty one */
	bool every;
	double spoken;          /* texts of all runs, halved as counts are */
	int32_t today, halved;  /* days; CATALOG_UNDATED: no run yet that kept them */
	struct known *known;
	size_t k, known_cap;
	struct merged *merged;
	size_t merges, merged_cap;
	struct split *split;
	size_t splits, split_cap;
	struct known_burst *burst;
	size_t bursts, burst_cap;
	size_t earlier;         /* of them, from earlier runs: the first */
	struct fb_str *word;    /* terms, sorted; in arena */
	size_t terms;
	double *all;            /* terms */
	double *count;          /* terms × k */
	struct arena arena;
};

/* Lock and read path; an empty catalog where there is no such file. FB_ELOCK, FB_EDATA, FB_ECREATE. catalog_free in any case. */
int catalog_open(struct catalog *c, const char *path, struct fb_err *e);
int catalog_write(struct catalog *c, struct fb_err *e);
void catalog_free(struct catalog *c);

#define CATALOG_NONE ((size_t)-1)
/* Place in known[] of the cluster of that id, or of what it was merged into, never a part; CATALOG_NONE. */
size_t catalog_find(const struct catalog *c, uint64_t id);

/* A new cluster, without words or texts: its place. The id is the next one. */
size_t catalog_add(struct catalog *c, const char *name);

/* Place `from` becomes one with place `into`. Where the program found them alike, their words are put together and `from` is taken
 * out: later places move up by one. asked: a person wants it, of clusters that may say different things; together their words would
 * be thin, and a burst of one would be taken for something new. So `from` stays where it is, as a part. */
void catalog_merge(struct catalog *c, size_t from, size_t into, bool asked);

/* The place whose texts those of this one are: another for a part, else itself. */
size_t catalog_owner(const struct catalog *c, size_t place);

/* count gets k columns instead of c->k: those of keep[0 .. k), CATALOG_NONE for empty ones. */
void catalog_columns(struct catalog *c, const size_t *keep, size_t k);
/* Whether a person renamed it, split it or it from another, or merged one into it: such a cluster is never forgotten. */
bool catalog_changed(const struct catalog *c, size_t place);

/* A run of texts whose days lie in [first, today] begins, or of undated ones (CATALOG_UNDATED): a run like that counts as a day. Counts are
 * halved, clusters put to rest, what need not be known longer is forgotten; *notes gets each cluster that rests. Days
 * without a run say nothing: of a longer gap CATALOG_GAP days count. */
void catalog_age(struct catalog *c, int32_t first, int32_t today, struct notes *notes);
/* The cluster was spoken of on that day; CATALOG_UNDATED, and days after today, are today. */
void catalog_said(const struct catalog *c, struct known *k, int32_t day);
/* It is spoken of again: it may be silent for CATALOG_REST days from today. */
void catalog_wake(const struct catalog *c, struct known *k);

/* Two clusters that have come to say the same: the cosine of their words, weighted by idf, is CATALOG_ALIKE or more, and no person
 * has split one from another or named both. True, and the places; what is merged away is the one of fewer texts, or whose name no
 * person gave. */
#define CATALOG_ALIKE .9
bool catalog_alike(const struct catalog *c, size_t *from, size_t *into);

/* Append the word that stands for a burst of a product, known by its first day. */
void catalog_sign(struct buf *name, struct fb_str product, int32_t from);

/* The first day by which a burst of this run is known: that of the burst of the product known from earlier runs with which it
 * shares most days, or that it follows the day after, which then lasts until its end; else its own, and it is known from the next run on. */
int32_t catalog_burst(struct catalog *c, struct fb_str product, int32_t from, int32_t to);

/* What a person wants, in plain lines; '#' begins a comment:
 *     rename ID NAME      merge ID INTO-ID      split ID PHRASE
 * What was done in an earlier run is done already; of two names the last holds. *notes gets each change. FB_ECONFIG. */
int catalog_edit(struct catalog *c, const char *path, struct notes *notes, struct fb_err *e);

#endif
