/* fb-cluster: texts into common problems.
 *
 * A whole-stream job on the row pipeline: rows are kept as they came until the last, then their texts are grouped
 * (learn/groups.h), named (learn/naming.h) and written with the columns cluster, cluster_p and cluster_name, in order.
 * Clusters are numbered from 1, the largest first. Memory: the stream twice, and 4 bytes a word. */
#ifndef FB_CLUSTER_H
#define FB_CLUSTER_H

#include "record/pipeline.h"

struct cluster_options {
	uint64_t n;             /* clusters */
	const char *column;     /* NULL: text */
	const char *as;         /* NULL: cluster */
	bool describe;          /* a row a cluster instead of the records */
	bool once;              /* and near-duplicates count once */
	const char *state;      /* file of the clusters known between runs (learn/catalog.h); NULL: none */
	const char *edits;      /* file of what a person changes; with state only */
};

struct cluster;

int cluster_open(struct cluster **c, const struct cluster_options *o, const struct stream *s, struct fb_err *e);
void cluster_close(struct cluster *c);
struct filter cluster_filter(void);

/* After a run that ended well: write the state, where there is one; and lines for a person about clusters opened, merged and split. */
int cluster_save(struct cluster *c, struct fb_err *e);
struct fb_str cluster_notes(const struct cluster *c);

#endif
