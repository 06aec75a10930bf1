/* fb-terms: count words and phrases, and tell which set groups apart or rose over time. */
#include "base/msg.h"
#include "base/opt.h"
#include "record/pipeline.h"
#include "text/terms.h"

static struct terms job = { .tokens.column = "text" };

static const struct opt opts[] = {
	{ 'c', "column", "NAME", OPT_TEXT, &job.tokens.column, "count the words of this column (default: text); tokens is taken as cut already" },
	{ 0, "by", "COLUMN", OPT_TEXT, &job.by, "for each value of COLUMN, the terms that set it apart" },
	{ 0, "over", "COLUMN:PERIOD", OPT_TEXT, &job.over, "for each day, week, month or year of COLUMN, the terms that rose" },
	{ 'n', "number", "N", OPT_POSITIVE, &job.n, "rows, of each group (default: all; with groups 20)" },
	{ 0, "examples", NULL, OPT_FLAG, &job.examples, "add a column example: the first text that holds the term" },
	{ 0, "ngrams", "N", OPT_POSITIVE, &job.tokens.ngrams, "count n-grams of two to N words too" },
	{ 0, "stop", NULL, OPT_FLAG, &job.tokens.stop, "leave out function words" },
	{ 0, "stop-words", "FILE", OPT_MORE, &job.tokens.stop_words, "leave out the words in FILE, one a line" },
	{ 0, "only", "KIND,...", OPT_NAMES, &job.tokens.only, "count tokens of these kinds (default: all but punct and symbol); see fb-tokenize(1)" },
	{ 0, "stem", NULL, OPT_FLAG, &job.tokens.stem, "count the stems of Latin words" },
	{ 0, "lang", "CODE", OPT_TEXT, &job.tokens.lang, "stem in this language: en fr de es it pt nl ru el ar hi (default: column lang, or guessed)" },
	{ 0, "dict", "FILE", OPT_MORE, &job.tokens.dict, "add words: a word and how often it is met a line, or a word alone to keep together" },
	OPT_END,
};

static const struct program prog = {
	"fb-terms", "[options] [FILE ...]", "count words, and tell which set groups apart or rose over time",
	{ opts, stream_opts },
};

/* What is done to words while they are cut: a column tokens has them cut. */
static void
check_cut(void)
{
	const struct tokenize *t = &job.tokens;
	const char *stray = t->stem ? "--stem" : t->ngrams > 1 ? "--ngrams" : t->only.n ? "--only" : t->dict.n ? "--dict" : NULL;
	if (stray && slice_is(slice(t->column), "tokens"))
		opt_fail("%s: the words of a column tokens are cut already: give it to fb-tokenize, or -c text to fb-terms", stray);
}

int
main(int argc, char **argv)
{
	struct fb_err e = { 0 };
	int first = opt_parse(&prog, argc, argv);
	check_cut();
	if (terms_open(&job, &e) != 0)
		return msg_err(&e);
	struct filter f = terms_filter(&job);
	int status = pipeline_main(&f, &job, argc, argv, first);
	if (job.phrases && !stream_args.quiet)
		msg_say("%llu text%s not counted (their note is default)", (unsigned long long)job.phrases,
		    job.phrases == 1 ? " that a platform wrote is" : "s that a platform wrote are");
	if (job.undated && !stream_args.quiet)
		msg_say("%llu records without a date in %s are not counted", (unsigned long long)job.undated, job.group_column);
	if (job.group_column && job.group.n == 1 && !stream_args.quiet)
		msg_say("all records have one %s%s: there is nothing to compare it with", job.over ? "period of " : "", job.group_column);
	if (job.short_by && !stream_args.quiet)
		msg_say("more than %d different terms: counts may be short by up to %llu", TERMS_MOST, (unsigned long long)job.short_by);
	terms_close(&job);
	return status;
}
