/* fb-export: the record stream becomes CSV or JSON Lines. */
#include "record/csv.h"
#include "record/export.h"

static const char *format, *encoding, *delimiter;
static struct opt_list selected;
static bool excel;

static const struct opt opts[] = {
	{ 'f', "format", "FORMAT", OPT_TEXT, &format, "what is written: csv or jsonl (default: csv)" },
	{ 'e', "encoding", "NAME", OPT_TEXT, &encoding, "the encoding of the output, such as gb18030 (default: utf-8)" },
	{ 'd', "delimiter", "C", OPT_TEXT, &delimiter, "the character between CSV cells (default: a comma)" },
	{ 0, "select", "A,B", OPT_NAMES, &selected, "write only these columns, in this order" },
	{ 0, "excel", NULL, OPT_FLAG, &excel, "for Excel: a byte order mark, CR LF, and formulas made safe" },
	OPT_END,
};

static const struct program program = {
	"fb-export",
	"[options] [FILE ...]",
	"turn the record stream into CSV or JSON Lines for other programs",
	{ opts, stream_opts },
};

static void
say(const char *text)
{
	msg_say("%s", text);
}

int
main(int argc, char **argv)
{
	struct export_options o = { .delimiter = ',', .select = &selected, .say = say };
	struct fb_err e = { 0 };
	int first = opt_parse(&program, argc, argv);
	o.jsonl = format && strcmp(format, "jsonl") == 0;
	o.excel = excel;
	if (format && !o.jsonl && strcmp(format, "csv") != 0)
		opt_fail("format '%s' is neither csv nor jsonl", format);
	if (encoding && encoding_named(&o.encoding, encoding, &e))
		opt_fail("%s", e.text);
	if (delimiter && !(o.delimiter = csv_delimiter(delimiter)))
		opt_fail("-d '%s' is not one ASCII character: ',' ';' '|' or tab", delimiter);
	if (o.jsonl && (delimiter || excel))
		opt_fail("%s is for CSV, and -f says jsonl: leave one of them out", delimiter ? "-d" : "--excel");
	stream_operands(argc, argv, first);
	int rc = export_run(&o, &stream_args, &e);
	return rc < 0 && e.code ? msg_err(&e) : rc < 0 ? -rc : rc;
}
