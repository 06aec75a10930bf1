/* fb-redact: take personal data out of a stream. */
#include "base/msg.h"
#include "text/redact.h"

static struct redact_options o;

static const struct opt opts[] = {
	{ 'l', "list", NULL, OPT_FLAG, &o.list, "write where it is instead: id, column, start, end, kind, rule" },
	{ 0, "audit", NULL, OPT_FLAG, &o.audit, "count by kind instead, with a few masked examples" },
	{ 0, "fail-if-found", NULL, OPT_FLAG, &o.fail, "look through whole files of any kind, status 3 if anything is found" },
	{ 'c', "column", "A,B", OPT_NAMES, &o.columns, "columns to redact (default: text)" },
	{ 'k', "keep", "N", OPT_COUNT, &o.keep, "let the last N characters stand: [PHONE:*8000]" },
	{ 0, "pseudonym", "KEYFILE", OPT_TEXT, &o.key, "the same person stays the same: [PHONE:5f0c9a3e7b21]" },
	{ 0, "allow", "FILE", OPT_TEXT, &o.allow, "values that stay, one a line" },
	{ 'r', "rules", "FILE", OPT_TEXT, &o.rules, "further kinds: KIND CHECK EXPRESSION, one a line" },
	OPT_END,
};

static const struct program prog = {
	"fb-redact", "[options] [FILE ...]\n--list | --audit [options] [FILE ...]\n--fail-if-found [options] [FILE ...]",
	"replace personal data by what kind it was", { opts, stream_opts },
};

/* --fail-if-found without --list or --audit: no stream, only the answer. */
static int
check(const struct redact *r, char **file, size_t files, struct fb_err *e)
{
	struct buf report = { 0 };
	uint64_t found = 0;
	int rc = redact_check(r, file, files, &report, &found, e);
	msg_lines(buf_str(&report));
	if (rc == 0 && found) {
		msg_say("%llu found", (unsigned long long)found);
		rc = 3;
	}
	buf_free(&report);
	return rc;
}

/* Options that tell how values are replaced, or how a stream is read and written, where neither is done. */
static void
check_use(bool whole_files)
{
	const char *instead = o.list ? "--list" : o.audit ? "--audit" : "--fail-if-found without -c";
	if ((o.list || o.audit || whole_files) && (o.keep || o.key))
		opt_fail("%s replaces nothing: leave %s out", instead, o.keep ? "--keep" : "--pseudonym");
	const char *stray = stream_args.output ? "-o" : stream_args.rejects ? "--rejects" : stream_args.names.n ? "--names" : NULL;
	if (whole_files && stray)
		opt_fail("--fail-if-found looks through whole files, and writes none: %s goes with -c A,B, --list or --audit", stray);
}

int
main(int argc, char **argv)
{
	struct redact *r;
	struct fb_err e = { 0 };
	int first = opt_parse(&prog, argc, argv);
	bool whole_files = o.fail && !o.list && !o.audit && !o.columns.n;
	check_use(whole_files);
	int rc = redact_open(&r, &o, &e);
	if (rc == FB_EUSAGE)
		opt_fail("%s", e.text);
	if (rc == 0 && whole_files) {
		rc = check(r, argv + first, (size_t)(argc - first), &e);
	} else if (rc == 0) {
		stream_args.replace = stream_args.no_rename = true;
		rc = pipeline_main(redact_filter(r), r, argc, argv, first);
		redact_close(r);
		return rc;
	}
	redact_close(r);
	return rc < 0 ? msg_err(&e) : msg_end(rc);
}
