/* fb-train: a model from labelled records. */
#include <stdio.h>

#include "learn/train.h"

static struct train_options o;

static const struct opt opts[] = {
	{ 't', "target", "COLUMN", OPT_TEXT, &o.target, "column of the labels to learn" },
	{ 'c', "column", "A,B", OPT_NAMES, &o.columns, "columns of text to learn from (default: text); tokens is read as segmented" },
	{ 0, "labels", "FILE", OPT_TEXT, &o.labels, "display names of the labels in both languages, for the model" },
	{ 0, "lexicon", "FILE", OPT_TEXT, &o.lexicon, "words and phrases with labels: they teach, and are never held out" },
	{ 0, "seed", "N", OPT_COUNT, &o.seed, "another way to divide and shuffle the records (default: 0)" },
	{ 0, "log", "FILE", OPT_TEXT, &o.log, "write each step's loss there, as TSV" },
	OPT_END,
};

static const struct program prog = {
	"fb-train",
	"-t COLUMN -o MODEL [options] [FILE ...]",
	"learn labels from texts: softmax regression on words and characters",
	{ opts, stream_opts },
};

int
main(int argc, char **argv)
{
	struct fb_err e = { 0 };
	struct buf said = { 0 };
	int first = opt_parse(&prog, argc, argv);
	if (!o.target)
		opt_fail("name the column of the labels with -t, e.g. -t sentiment");
	if (!stream_args.output)
		opt_fail("name the model to write with -o, e.g. -o models/%s", o.target);
	stream_args.file = argv + first;
	stream_args.files = (size_t)(argc - first);
	int rc = train_run(&o, &stream_args, &said, &e);
	if (rc < 0)
		return msg_err(&e);
	if (!stream_args.quiet)
		fputs(buf_cstr(&said), stdout);
	buf_free(&said);
	return msg_end(rc);
}
