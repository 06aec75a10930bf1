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
};

struct cluster;

int cluster_open(struct cluster **c, const struct cluster_options *o, const struct stream *s, struct fb_err *e);
void cluster_close(struct cluster *c);
struct filter cluster_filter(void);

#endif
