/* fb-classify: labels and their probabilities, by models that fb-train made. */
#include "learn/classify.h"

static struct opt_list models;
static struct classify_options o = { .models = &models };

static const struct opt opts[] = {
	{ 'm', "model", "MODEL", OPT_MORE, &models, "a model by name or path; several in one pass" },
	{ 'c', "column", "COLUMN", OPT_TEXT, &o.column, "column of the text (default: what the model was trained on)" },
	{ 0, "as", "NAME", OPT_TEXT, &o.as, "name of the answer's column (default: the model's target)" },
	{ 0, "probabilities", NULL, OPT_FLAG, &o.probabilities, "add the probability of every label" },
	{ 'n', "top", "N", OPT_POSITIVE, &o.top, "add the next best labels too, up to N in all, as TARGET_2, TARGET_2_p …" },
	{ 0, "min-p", "X", OPT_SHARE, &o.min_p, "answer unsure where the probability is below X" },
	{ 0, "max-error", "X", OPT_SHARE, &o.max_error, "answer unsure wherever needed to keep errors below X, e.g. 2%" },
	{ 0, "why", NULL, OPT_FLAG, &o.why, "add the terms that decided, with what each adds to the log-odds" },
	{ 0, "stamp", NULL, OPT_FLAG, &o.stamp, "add the digest of the model" },
	{ 0, "replace", NULL, OPT_FLAG, &stream_args.replace, "write over columns that are there already" },
	OPT_END,
};

static const struct program prog = {
	"fb-classify",
	"-m MODEL [-m MODEL ...] [options] [FILE ...]",
	"judge texts: a label and its probability for each record",
	{ opts, stream_opts },
};

int
main(int argc, char **argv)
{
	struct fb_err e = { 0 };
	struct classify *c;
	int first = opt_parse(&prog, argc, argv);
	if (!models.n)
		opt_fail("name a model with -m, e.g. -m sentiment");
	if (o.as && models.n > 1)
		opt_fail("--as names the answer of one model, and there are %zu", models.n);
	int rc = classify_open(&c, &o, &e);
	rc = rc ? msg_err(&e) : pipeline_main(classify_filter(c), c, argc, argv, first);
	classify_close(c);
	return rc;
}
