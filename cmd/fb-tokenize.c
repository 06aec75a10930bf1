/* fb-tokenize: segment a column of text into words. */
#include "base/msg.h"
#include "base/opt.h"
#include "record/pipeline.h"
#include "text/tokenize.h"

static struct tokenize job = { .column = "text" };

static const struct opt opts[] = {
	{ 'c', "column", "NAME", OPT_TEXT, &job.column, "the column to read (default: text)" },
	{ 0, "dict", "FILE", OPT_MORE, &job.dict, "add the words of FILE: a word and its weight, or a word to keep together" },
	OPT_END,
};

static const struct program prog = {
	"fb-tokenize", "[options] [FILE ...]", "segment Chinese and English text into words",
	{ opts, stream_opts },
};

int
main(int argc, char **argv)
{
	struct fb_err e = { 0 };
	int first = opt_parse(&prog, argc, argv);
	if (tokenize_open(&job, &e) != 0)
		return msg_err(&e);
	struct filter f = tokenize_filter(&job);
	int status = pipeline_main(&f, &job, argc, argv, first);
	tokenize_close(&job);
	return status;
}
