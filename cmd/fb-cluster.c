/* fb-cluster: group texts into common problems. */
#include "learn/cluster.h"

enum { MOST = 2000 };

static struct cluster_options o;

static const struct opt opts[] = {
	{ 'n', "number", "N", OPT_POSITIVE, &o.n, "clusters to make; each text gets one of them (default: as many as there are)" },
	{ 'c', "column", "NAME", OPT_TEXT, &o.column, "column to group by (default: text)" },
	{ 0, "describe", NULL, OPT_FLAG, &o.describe, "write a row for each cluster instead of the records" },
	{ 0, "once", NULL, OPT_FLAG, &o.once, "with --describe: near-duplicates count once" },
	{ 0, "state", "FILE", OPT_WRITTEN, &o.state, "keep the clusters there: go on with those known, open new ones" },
	{ 0, "edits", "FILE", OPT_TEXT, &o.edits, "what a person changes: lines rename ID NAME, merge ID INTO-ID, split ID PHRASE" },
	{ 0, "as", "NAME", OPT_TEXT, &o.as, "name the added columns NAME, NAME_p and NAME_name" },
	{ 0, "replace", NULL, OPT_FLAG, &stream_args.replace, "write over columns of those names that are there already" },
	OPT_END,
};

static const struct program prog = {
	"fb-cluster", "[-n N] [options] [FILE ...]\n--describe [--once] [options] [FILE ...]",
	"group texts into common problems, and name them by a phrase people used", { opts, stream_opts },
};

int
main(int argc, char **argv)
{
	struct cluster *c = NULL;
	struct fb_err e = { 0 };
	int first = opt_parse(&prog, argc, argv);
	if (o.n > MOST)
		opt_fail("--number %ju: 1 to %d clusters; without it there are as many as the texts bear out", (uintmax_t)o.n, MOST);
	if (o.once && !o.describe)
		opt_fail("--once goes with --describe");
	if (o.describe && (o.as || stream_args.replace))
		opt_fail("--describe writes a row for each cluster and adds no columns: leave --%s out", o.as ? "as" : "replace");
	if (o.edits && !o.state)
		opt_fail("--edits goes with --state FILE: the ids are those remembered there");
	int rc = cluster_open(&c, &o, &stream_args, &e);
	if (rc == 0) {
		struct filter f = cluster_filter();
		rc = pipeline_main(&f, c, argc, argv, first);
		if (rc <= 1 && cluster_save(c, &e) != 0)
			rc = msg_err(&e);
		if (rc <= 1 && !stream_args.quiet)
			msg_lines(cluster_notes(c));
	} else {
		rc = msg_err(&e);
	}
	cluster_close(c);
	return rc;
}
