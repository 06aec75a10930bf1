/* fb-cluster: group texts into common problems. */
#include "learn/cluster.h"

static struct cluster_options o;

static const struct opt opts[] = {
	{ 'n', "number", "N", OPT_COUNT, &o.n, "clusters to make; each text gets one of them (default: as many as there are)" },
	{ 'c', "column", "NAME", OPT_TEXT, &o.column, "column to group by (default: text)" },
	{ 0, "as", "NAME", OPT_TEXT, &o.as, "name the added columns NAME, NAME_p and NAME_name" },
	{ 0, "replace", NULL, OPT_FLAG, &stream_args.replace, "write over columns of those names that are there already" },
	OPT_END,
};

static const struct program prog = {
	"fb-cluster", "[-n N] [options] [FILE ...]", "group texts into common problems, and name them by a phrase people used",
	{ opts, stream_opts },
};

int
main(int argc, char **argv)
{
	struct cluster *c = NULL;
	struct fb_err e = { 0 };
	int first = opt_parse(&prog, argc, argv);
	if (o.n > 2000)
		opt_fail("-n: a number of clusters up to 2000 is wanted");
	int rc = cluster_open(&c, &o, &stream_args, &e);
	if (rc == 0) {
		struct filter f = cluster_filter();
		rc = pipeline_main(&f, c, argc, argv, first);
	} else {
		rc = msg_err(&e);
	}
	cluster_close(c);
	return rc;
}
