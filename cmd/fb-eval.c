/* fb-eval: how good answers are, measured against the truth; which labels look wrong; what drifted;
 * whether more labels would help. */
#include "learn/eval.h"

static struct eval_options o;
static const char *form, *kind = "classes";
static bool suspect, drift, curve;

static const struct opt opts[] = {
	{ 't', "target", "COLUMN", OPT_TEXT, &o.truth, "column with the truth" },
	{ 'p', "predicted", "COLUMN", OPT_TEXT, &o.answer, "column with the answers; COLUMN_p has their probabilities" },
	{ 0, "kind", "KIND", OPT_TEXT, &kind, "classes (default), ordinal, multilabel or number" },
	{ 0, "compare", "COLUMN", OPT_TEXT, &o.rival, "column with other answers, to be held against those of -p" },
	{ 0, "by", "COLUMN", OPT_TEXT, &o.by, "a line for each value of this column too" },
	{ 0, "max-error", "X", OPT_SHARE, &o.max_error, "the threshold that keeps errors below X, e.g. 2%" },
	{ 0, "suspect", NULL, OPT_FLAG, &suspect, "the records whose label is probably wrong, the most suspicious first" },
	{ 0, "drift", NULL, OPT_FLAG, &drift, "how far the records of NEW are unlike those of OLD" },
	{ 0, "curve", NULL, OPT_FLAG, &curve, "would more labels help? Accuracy by records learnt from, and what twice as many would bring" },
	{ 0, "max-drift", "X", OPT_REAL, &o.max_drift, "status 3 where labels or probabilities have a PSI above X (default: 0.2)" },
	{ 'c', "column", "A,B", OPT_NAMES, &o.columns, "columns of text to learn from or to compare (default: text)" },
	{ 'n', "number", "N", OPT_POSITIVE, &o.n, "at most N suspects" },
	{ 0, "all", NULL, OPT_FLAG, &o.all, "after the suspects all other records" },
	{ 0, "replace", NULL, OPT_FLAG, &stream_args.replace, "write over columns of those names that are there already" },
	{ 'f', "format", "FORM", OPT_TEXT, &form, "term, tsv or json" },
	OPT_END,
};

static const struct program prog = {
	"fb-eval",
	"-t COLUMN -p COLUMN [options] [FILE ...]\n"
	"--suspect -t COLUMN [-p COLUMN] [options] [FILE ...]\n"
	"--drift [-t COLUMN] [options] OLD NEW\n"
	"--curve -t COLUMN [options] [FILE ...]",
	"measure answers against the truth, with intervals; find wrong labels and drift",
	{ opts, stream_opts },
};

int
main(int argc, char **argv)
{
	struct fb_err e = { 0 };
	struct buf said = { 0 };
	int first = opt_parse(&prog, argc, argv);
	if (suspect + drift + curve > 1)
		opt_fail("--suspect, --drift, --curve: one of them at a time");
	o.work = suspect ? EVAL_SUSPECT : drift ? EVAL_DRIFT : curve ? EVAL_CURVE : EVAL_MEASURE;
	if (!o.truth && (suspect || curve))
		opt_fail("name the column of the labels with -t, e.g. -t sentiment");
	o.kind = kind_option(kind);
	if (o.work == EVAL_MEASURE && (!o.truth || !o.answer))
		opt_fail("name the column of the truth with -t and that of the answers with -p");
	if (o.max_drift > 0 && !drift)
		opt_fail("--max-drift goes with --drift OLD NEW");
	if (stream_args.replace && !suspect)
		opt_fail("--replace goes with --suspect, which adds columns");
	if (form && slice_is(slice(form), "tsv"))
		o.form = EVAL_TSV;
	else if (form && slice_is(slice(form), "json"))
		o.form = EVAL_JSON;
	else if (form && !slice_is(slice(form), "term"))
		opt_fail("--format %s: term, tsv or json is wanted", form);
	if (!(o.max_drift > 0))
		o.max_drift = .2;
	stream_operands(argc, argv, first);
	int rc = eval_run(&o, &stream_args, &said, &e);
	if (rc >= 0 && said.n && !stream_args.quiet)
		msg_say("%s", buf_cstr(&said));
	buf_free(&said);
	return rc < 0 ? msg_err(&e) : rc;
}
