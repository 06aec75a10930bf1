/* fb-import: exports of other programs become the record stream. */
#include <stdlib.h>

#include "base/where.h"
#include "record/import.h"

static const char *format, *encoding, *delimiter, *each, *date_format, *seen;
static struct opt_list map, set, columns, scale;
static uint64_t header_row;
static bool src;

static const struct opt opts[] = {
	{ 'f', "format", "FORMAT", OPT_TEXT, &format, "what is read: csv, tsv, stream, pg, jsonl or json (default: guessed)" },
	{ 'e', "encoding", "NAME", OPT_TEXT, &encoding, "the encoding of the input: utf-8, gb18030, big5, utf-16 … (default: guessed)" },
	{ 'd', "delimiter", "C", OPT_TEXT, &delimiter, "the character between CSV cells (default: guessed)" },
	{ 'c', "column", "A,B", OPT_NAMES, &columns, "read only these columns of the input" },
	{ 0, "each", "NAME", OPT_TEXT, &each, "the records are the elements of this array in a JSON document (default: found)" },
	{ 0, "map", "NEW=OLD", OPT_MORE, &map, "name column OLD of the input NEW; text=A+B joins; may be given again" },
	{ 0, "set", "NAME=VALUE", OPT_MORE, &set, "add a column with the same value everywhere; may be given again" },
	{ 0, "date-format", "FORMAT", OPT_TEXT, &date_format, "how dates are written, as for strptime(3)" },
	{ 0, "header-row", "N", OPT_POSITIVE, &header_row, "the N-th row is the header; those before it are left out (default: guessed)" },
	{ 0, "scale", "FROM=TO", OPT_NAMES, &scale, "what ratings stand for: 好评=5,差评=1 or a range stretched to another, 0-10=1-5" },
	{ 0, "seen", "STATE", OPT_WRITTEN, &seen, "pass on only what no run with this file has passed on before; adds seen" },
	{ 0, "src", NULL, OPT_FLAG, &src, "add src, the file and line that a record came from" },
	OPT_END,
};

static const struct program program = {
	"fb-import",
	"[options] [FILE ...]",
	"turn exported feedback (CSV, JSON Lines and others, any encoding) into the record stream",
	{ opts, stream_opts },
};

static void
say(const char *text)
{
	msg_say("%s", text);
}

static int
read_phrases(struct phrases *phrases, struct fb_err *e)
{
	struct buf path = { 0 }, text = { 0 };
	int rc = where_data(&path, "phrases.txt", e);
	if (rc == 0 && (rc = file_read(buf_cstr(&path), &text, e)) == 0)
		phrases_add(phrases, buf_str(&text));
	buf_free(&path);
	buf_free(&text);
	return rc;
}

/* An option that what is read has no use for is a mistake, in it or in -f. */
static void
check_use(enum intake_kind kind)
{
	const char *name = kind == INTAKE_GUESS ? "csv" : intake_kind_name(kind);
	bool json = kind == INTAKE_JSON || kind == INTAKE_JSONL, names = stream_args.names.n > 0;
	if (delimiter && kind != INTAKE_GUESS && kind != INTAKE_CSV)
		opt_fail("-d is for CSV, and -f %s has no delimiter to choose: -f csv -d '%s'", name, delimiter);
	if (each && kind != INTAKE_JSON)
		opt_fail("--each is for JSON documents, not -f %s: -f json --each %s", name, each);
	if (header_row && (json || kind == INTAKE_STREAM))
		opt_fail("--header-row: -f %s has %s", name, json ? "no header row" : "its header in the first line");
	if (header_row && names)
		opt_fail("--header-row and --names: the header is in the file, or it is given");
	if (names && json)
		opt_fail("--names: JSON has its names with it: -c A,B chooses members, --map NEW=OLD names them anew");
	if (scale.n && kind == INTAKE_STREAM)
		opt_fail("--scale: -f stream leaves values as they are: -f tsv reads ratings, where no value has a backslash");
}

int
main(int argc, char **argv)
{
	struct import_options o = { .say = say, .plan = { .map = &map, .set = &set, .columns = &columns } };
	struct fb_err e = { 0 };
	int first = opt_parse(&program, argc, argv);
	if ((format && intake_kind_named(&o.intake.kind, format, &e)) || (encoding && encoding_named(&o.intake.encoding, encoding, &e)))
		opt_fail("%s", e.text);
	if (delimiter && !(o.intake.delimiter = csv_delimiter(delimiter)))
		opt_fail("-d '%s' is not one ASCII character: ',' ';' '|' or tab", delimiter);
	if (scale_open(&o.scale, &scale, &e))
		opt_fail("%s", e.text);
	o.intake.header_row = header_row;
	o.intake.each = each;
	if (each && !format)
		o.intake.kind = INTAKE_JSON;
	check_use(o.intake.kind);
	o.intake.names = stream_args.names.n > 0;
	o.intake.say = stream_args.quiet ? NULL : say;
	if (o.intake.kind == INTAKE_JSONL || o.intake.kind == INTAKE_JSON) {
		o.intake.columns = columns.v;
		o.intake.ncolumns = columns.n;
	}
	o.plan.guess = o.intake.kind != INTAKE_STREAM;
	o.plan.date_format = date_format;
	o.plan.src = src;
	o.plan.seen = seen;
	o.seen = seen;
	int rc = 0;
	if (o.plan.guess)
		rc = read_phrases(&o.phrases, &e);
	stream_operands(argc, argv, first);
	if (rc == 0)
		rc = import_run(&o, &stream_args, &e);
	phrases_free(&o.phrases);
	scale_close(&o.scale);
	return rc < 0 && e.code ? msg_err(&e) : rc < 0 ? -rc : rc;
}
