/* What fb-cluster's parts share: the stream as it is held, and what became of its texts. lib/learn/cluster*.c only. */
#ifndef FB_CLUSTER_IN_H
#define FB_CLUSTER_IN_H

#include "base/mem.h"
#include "learn/burst.h"
#include "learn/cluster.h"
#include "learn/groups.h"
#include "learn/notes.h"

enum { CLUSTER_ADDED = 3 };     /* cluster, cluster_p, cluster_name */

struct cluster {
	const struct cluster_options *o;
	const struct stream *s;
	struct lexicon lexicon;
	struct cols header;             /* of the first operand */
	char *added[CLUSTER_ADDED];             /* names of the columns that are added */
	size_t place[CLUSTER_ADDED];            /* where they replace one of the header; COLS_NONE */
	size_t *from;                   /* by column of the header: that of the operand at hand */
	size_t text, note, product, ts, sentiment;      /* columns of the operand at hand; all but text may be COLS_NONE */
	bool sentiments;                /* some operand has the column */
	struct arena rows;
	struct fb_str *row;             /* by text: its fields in the order of the header, TABs between */
	size_t row_cap;
	struct map products;
	struct burst_text *said;        /* by text */
	size_t said_cap;
	bool *negative;                 /* by text */
	size_t negative_cap;
	struct vocabulary v;
	size_t column;                  /* the text's, in the header */
	struct assigned to;             /* by text; group is its cluster's place */
	struct buf *name;               /* by place: the largest cluster first */
	uint64_t *id;
	size_t clusters;
	struct catalog catalog;           /* --state; else empty */
	struct notes notes;             /* what was opened, merged, split … */
	struct buf told;                /* the same as lines for a person */
};

/* The value of a text: the stream's, or in *scratch. */
struct fb_str cluster_text(const struct cluster *c, size_t text, struct buf *scratch);

/* Group the texts: to, clusters, id, name and, with a state, catalog and notes. */
void cluster_make(struct cluster *c);

/* cluster_recall.c: how many texts of earlier runs had each of today's terms (to be freed); the known clusters as a mixture over today's
 * terms; and what today's texts add to them. */
double *recall_texts(const struct catalog *m, const struct vocabulary *v, const struct terms *t);
void recall_mixture(const struct catalog *m, const struct vocabulary *v, const struct terms *t, struct mixture *mix);
/* The cluster takes no text. */
void recall_silence(struct mixture *mix, size_t cluster);
void recall_learn(struct catalog *m, const struct vocabulary *v, const struct terms *t, const struct assigned *to);

/* Today, for the catalog: the day after which one text in a hundred is at most, so that a wrong date moves nothing. */
void recall_age(struct cluster *c);
/* The days on which clusters were spoken of, by one text in a thousand at least. */
void recall_said(struct cluster *c);

/* Texts of parts become those of the clusters they were merged into. */
void recall_owners(struct cluster *c);

/* Texts of clusters that a person split go to the part whose phrase they hold. */
void recall_split(struct cluster *c);

/* The records with their labels; or a row a cluster (cluster_describe.c). */
void cluster_write(const struct cluster *c, struct buf *b);
void cluster_describe(const struct cluster *c, struct buf *b);

#endif
