/* fb-tokenize: segment a column of text into words. */
#include <string.h>
#include <unistd.h>

#include "base/msg.h"
#include "base/opt.h"
#include "record/pipeline.h"
#include "text/token.h"
#include "text/tokenize.h"

static struct tokenize job = { .column = "text" };

static const struct opt opts[] = {
	{ 'c', "column", "NAME", OPT_TEXT, &job.column, "segment this column (default: text)" },
	{ 0, "dict", "FILE", OPT_MORE, &job.dict, "add words: a word and how often it is met a line, or a word alone to keep together" },
	{ 0, "stop", NULL, OPT_FLAG, &job.stop, "leave out function words and punctuation" },
	{ 0, "stop-words", "FILE", OPT_MORE, &job.stop_words, "leave out the words in FILE, one a line" },
	{ 0, "only", "KIND,...", OPT_NAMES, &job.only, "keep tokens of these kinds: han latin kana number date punct symbol emoji face url mail name tag mark" },
	{ 0, "stem", NULL, OPT_FLAG, &job.stem, "write the stems of Latin words" },
	{ 0, "lang", "CODE", OPT_TEXT, &job.lang, "stem in this language: en fr de es it pt nl ru el ar hi (default: column lang, or guessed)" },
	{ 0, "normal", NULL, OPT_FLAG, &job.normal, "write normal forms: width, case, simplified characters, repeats" },
	{ 0, "search", NULL, OPT_FLAG, &job.search, "write the words inside long words too" },
	{ 0, "ngrams", "N", OPT_POSITIVE, &job.ngrams, "add n-grams of two to N tokens, joined by _" },
	{ 0, "spans", NULL, OPT_FLAG, &job.spans, "add a column spans: where each token stands, in code points" },
	{ 0, "kinds", NULL, OPT_FLAG, &job.kinds, "add a column kinds: what each token is" },
	{ 0, "lines", NULL, OPT_FLAG, &job.lines, "write one token a line: id token start end kind" },
	{ 0, "replace", NULL, OPT_FLAG, &stream_args.replace, "write over columns that are there already" },
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
	if (job.lines && (job.spans || job.kinds))
		opt_fail("--lines has places and kinds in columns of its own: leave --%s out", job.spans ? "spans" : "kinds");
	for (int i = first; i < argc && job.kinds; i++)
		for (size_t k = 0; token_kinds[k]; k++)
			if (strcmp(argv[i], token_kinds[k]) == 0 && access(argv[i], F_OK) != 0)
				opt_fail("'%s' is a kind and no file: --only %s keeps tokens of it; --kinds adds a column", argv[i], argv[i]);
	stream_args.no_rename = true;
	if (tokenize_open(&job, &e) != 0)
		return msg_err(&e);
	struct filter f = tokenize_filter(&job);
	int status = pipeline_main(&f, &job, argc, argv, first);
	tokenize_close(&job);
	return status;
}
