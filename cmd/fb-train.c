/* fb-train: a model from labelled records. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "learn/train.h"

static struct watch watch = { .lock = PTHREAD_MUTEX_INITIALIZER };
static struct buf curve;
static const char *kind = "classes";
static struct train_options o = { .watch = &watch };

static const struct opt opts[] = {
	{ 't', "target", "COLUMN", OPT_TEXT, &o.target, "column of the labels to learn" },
	{ 'c', "column", "A,B", OPT_NAMES, &o.columns, "columns to learn from (default: text); tokens is read as segmented" },
	{ 0, "kind", "KIND", OPT_TEXT, &kind, "classes (default), ordinal, multilabel or number" },
	{ 0, "labels", "FILE", OPT_TEXT, &o.labels, "display names of the labels in both languages, for the model" },
	{ 0, "lexicon", "FILE", OPT_TEXT, &o.lexicon, "words and phrases with labels: they teach, and are never held out" },
	{ 0, "unlabelled", "FILE", OPT_TEXT, &o.unlabelled, "learn also from texts without labels, by labels that a first fit gives them" },
	{ 0, "continue", "MODEL", OPT_TEXT, &o.older, "go on from an older model: more records, without those that it learnt from" },
	{ 0, "dev", "FILE", OPT_TEXT, &o.dev, "choose settings and judge on these records, and hold none out" },
	{ 0, "balance", NULL, OPT_FLAG, &o.balance, "let all labels count alike, however many records have them" },
	{ 0, "unknown", NULL, OPT_FLAG, &o.unknown, "texts unlike anything in training become unknown" },
	{ 0, "seed", "N", OPT_COUNT, &o.seed, "another way to divide and shuffle the records (default: 0)" },
	{ 0, "log", "FILE", OPT_WRITTEN, &o.log, "write each step's loss there, as TSV" },
	{ 0, "tensorboard", "DIR", OPT_WRITTEN, &o.tensorboard, "write an event file there, for TensorBoard" },
	OPT_END,
};

static const struct program prog = {
	"fb-train",
	"-t COLUMN -o MODEL [options] [FILE ...]\n"
	"--continue MODEL -o MODEL [options] [FILE ...]",
	"learn labels from texts: softmax regression on words and characters",
	{ opts, stream_opts },
};

/* A line that is written over: how much is done, and how long the rest will take at that speed. The clock is asked for that
 * only; nothing that is kept depends on it. */
static void
show(void *arg, double done, double loss)
{
	struct timespec now;
	const struct timespec *began = arg;
	clock_gettime(CLOCK_MONOTONIC, &now);
	double past = (double)(now.tv_sec - began->tv_sec) + (double)(now.tv_nsec - began->tv_nsec) / 1e9;
	fprintf(stderr, "\r%3.0f %%, loss %.4f, %.0f s left \033[K", 100 * done, loss, done > 0 ? past / done - past + .5 : 0);
}

int
main(int argc, char **argv)
{
	struct fb_err e = { 0 };
	struct buf said = { 0 };
	struct timespec began;
	int first = opt_parse(&prog, argc, argv);
	if (!o.target && !o.older)
		opt_fail("name the column of the labels with -t, e.g. -t sentiment");
	o.kind = kind_option(kind);
	if (o.kind != KIND_CLASSES && (o.older || o.unknown))
		opt_fail("%s is for classes, and --kind says %s", o.older ? "--continue" : "--unknown", kind);
	if (o.unlabelled && (o.kind != KIND_CLASSES || o.older || o.balance))
		opt_fail("--unlabelled guesses labels of classes, as often as they come: leave %s away", o.balance ? "--balance" : o.older ? "--continue" : "--kind");
	if (o.kind > KIND_ORDINAL && o.balance)
		opt_fail("--balance is for labels that exclude each other, and --kind says %s", kind);
	if (o.kind == KIND_NUMBER && o.labels)
		opt_fail("--labels: a number has no labels to name: leave it out, or --kind ordinal --labels %s", o.labels);
	if (!stream_args.output)
		opt_fail("name the model to write with -o, e.g. -o models/%s", o.target ? o.target : "sentiment");
	stream_operands(argc, argv, first);
	if (isatty(2) && !stream_args.quiet && clock_gettime(CLOCK_MONOTONIC, &began) == 0) {
		watch.show = show;
		watch.arg = &began;
		o.curve = &curve;
	}
	int rc = train_run(&o, &stream_args, &said, &e);
	if (o.curve)
		fprintf(stderr, "\r\033[K%s", buf_cstr(&curve));
	if (rc < 0)
		return msg_err(&e);
	if (!stream_args.quiet)
		fputs(buf_cstr(&said), stdout);
	buf_free(&curve);
	buf_free(&said);
	return msg_end(rc);
}
