/* fb-report: one page from a routed stream, in which every number leads back to its rows. */
#include "base/sandbox.h"
#include "desk/report.h"

static struct report_options o;

static const struct opt opts[] = {
	{ 'f', "format", "FORM", OPT_TEXT, &o.format, "term, html, mail, wecom, tsv, md or json (default: by the name of -o, else term)" },
	{ 0, "period", "UNIT", OPT_TEXT, &o.period, "report on the last day, week or month, against the one before" },
	{ 0, "since", "DATE", OPT_TEXT, &o.since, "report on the days from DATE on" },
	{ 0, "until", "DATE", OPT_TEXT, &o.until, "report on the days up to DATE; later records are left alone" },
	{ 0, "against", "WHAT", OPT_TEXT, &o.against, "compare with previous (the period before) or last-year" },
	{ 0, "by", "COLUMN", OPT_TEXT, &o.by, "a page for each product, channel, topic, dept or cluster too" },
	{ 0, "split", NULL, OPT_FLAG, &o.split, "with --by and -o NAME.html: these pages in files NAME.VALUE.html" },
	{ 'n', "top", "N", OPT_POSITIVE, &o.top, "so many first actions and quotes (default: 3)" },
	{ 0, "lang", "LANG", OPT_TEXT, &o.lang, "zh or en (default: that of most texts)" },
	{ 0, "title", "TEXT", OPT_TEXT, &o.title, "what stands at the top" },
	{ 0, "labels", "FILE", OPT_TEXT, &o.labels, "names of topics to show, as in topics.tsv (default: the installed one)" },
	{ 0, "measures", "FILE", OPT_TEXT, &o.measures, "measures taken, with the columns date, what, topic, product, dept: before and after" },
	{ 0, "now", "TIME", OPT_TEXT, &o.now, "overdue is against TIME (default: the last ts)" },
	{ 0, "alert", "COND", OPT_MORE, &o.alert, "status 3 and a line if 'negative>30%', or what else COND says; or unusual" },
	{ 0, "receipt", "ID", OPT_TEXT, &o.receipt, "print the rows behind a figure, and the command that counts the same" },
	{ 0, "partial", "FILE", OPT_WRITTEN, &o.partial, "write no report, but the counts for one to FILE" },
	{ 0, "merge", NULL, OPT_FLAG, &o.merge, "the operands are files of --partial: the report of all of them" },
	{ 0, "explain", NULL, OPT_FLAG, &o.explain, "the operands are an old and a new stream: what of the change is data, models, rules" },
	{ 0, "new-model", "NAME", OPT_MORE, &o.new_model, "with --explain: label the old stream anew by this model; may be given more than once" },
	{ 0, "new-rules", "FILE", OPT_TEXT, &o.new_rules, "with --explain: route the old stream anew by these rules" },
	{ 0, "to", "ADDRESS", OPT_TEXT, &o.to, "of -f mail: whom it is for" },
	{ 0, "from", "ADDRESS", OPT_TEXT, &o.from, "of -f mail: whom it is from" },
	{ 0, "width", "N", OPT_POSITIVE, &o.width, "columns of the terminal page (default: those of the terminal, else 80)" },
	OPT_END,
};

static const struct program prog = {
	"fb-report",
	"[options] [FILE ...]\n--receipt ID [options] FILE ...\n--merge [options] PARTIAL ...\n--explain [--new-model NAME] [--new-rules FILE] [options] OLD NEW",
	"one page from routed records: what people are unhappy with, why, and what to do first",
	{ opts, stream_opts },
};

int
main(int argc, char **argv)
{
	struct fb_err e = { 0 };
	struct buf note = { 0 };
	int first = opt_parse(&prog, argc, argv);
	if (o.explain)
		sandbox_allow_in(file_temporary());
	stream_operands(argc, argv, first);
	int rc = report_run(&o, &stream_args, &note, &e);
	if ((rc >= 0 || rc == FB_ELOOK) && note.n)
		msg_say("%s", buf_cstr(&note));
	buf_free(&note);
	return rc < 0 ? msg_err(&e) : rc;
}
