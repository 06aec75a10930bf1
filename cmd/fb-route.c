/* fb-route: the right desk, priority, deadline and actions for each record. See fb-route(1) and fb-rules(5). */
#include "desk/route.h"

#include <stdio.h>

static struct route_options o;
static const char *check;
static struct opt_list models;

static const struct opt opts[] = {
	{ 'r', "rules", "FILE", OPT_TEXT, &o.rules, "rules to apply: see fb-rules(5)" },
	{ 0, "check", "RULES", OPT_TEXT, &check, "run the examples of RULES and look for faults instead, status 3 if there are any" },
	{ 'm', "model", "NAME", OPT_MORE, &models, "with --check: the model whose labels the rules name; may be repeated" },
	{ 0, "replay", "OLD", OPT_TEXT, &o.replay, "write what changes against the rules OLD instead: flips, load, deadlines" },
	{ 0, "replay-from", "COLUMN", OPT_TEXT, &o.replay_from, "the same against a column such as dept_old (or dept=COLUMN)" },
	{ 0, "max-flips", "SHARE", OPT_TEXT, &o.max_flips, "with these: status 3 if more of the records change, e.g. 1%" },
	{ 0, "profile", NULL, OPT_FLAG, &o.ruling.profile, "write what each rule costs instead" },
	{ 0, "tz", "ZONE", OPT_TEXT, &o.ruling.tz, "zone of dates without offset, e.g. Asia/Shanghai (default: the calendar's)" },
	{ 0, "now", "DATE", OPT_TEXT, &o.ruling.now, "what age is counted to" },
	{ 0, "state", "FILE", OPT_WRITTEN, &o.ruling.state, "what count() and repeats() remember, kept between runs" },
	{ 0, "why", NULL, OPT_FLAG, &o.why, "add rule_why: the rules that held, the clauses that made them, what they set" },
	{ 0, "why-not", "RULE", OPT_TEXT, &o.ruling.why_not, "add rule_why_not: the first clause of RULE that failed" },
	{ 0, "stamp", NULL, OPT_FLAG, &o.stamp, "add rule_m: a digest of the rules" },
	{ 0, "replace", NULL, OPT_FLAG, &stream_args.replace, "replace columns that are there already" },
	OPT_END,
};

static const struct program program = {
	"fb-route", "-r FILE [options] [FILE ...]\n--check RULES [-m NAME] [--names A,B]\n--replay OLD | --replay-from COLUMN -r FILE [--max-flips SHARE] [FILE ...]\n--profile -r FILE [FILE ...]",
	"add department, priority, deadline and actions to each record",
	{ opts, stream_opts }
};

static int
check_rules(void)
{
	struct fb_err e = { 0 };
	struct check c = { 0 };
	int code = route_check(check, &o, &models, &stream_args.names, &c, &e);
	if (code < 0)
		return msg_err(&e);
	fputs(buf_cstr(&c.text), stdout);
	printf("%s: %zu examples, %zu findings, %zu notes\n", check, c.examples, c.findings, c.notes);
	buf_free(&c.text);
	return msg_end(c.findings ? 3 : 0);
}

/* Options beside --check, which reads no records and writes no stream; and those of --check without it. */
static void
check_use(const char *operand)
{
	const struct {
		const char *name;
		bool given;
	} option[] = {
		{ "-r", o.rules }, { "-o", stream_args.output }, { "--replay", o.replay }, { "--replay-from", o.replay_from },
		{ "--max-flips", o.max_flips }, { "--profile", o.ruling.profile }, { "--state", o.ruling.state }, { "--why", o.why },
		{ "--why-not", o.ruling.why_not }, { "--stamp", o.stamp }, { "--replace", stream_args.replace }, { "--rejects", stream_args.rejects },
	};
	if (!check && models.n)
		opt_fail("-m names the models that --check holds rules against: fb-classify -m %s gives labels, before fb-route", models.v[0]);
	for (size_t i = 0; check && i < sizeof option / sizeof *option; i++)
		if (option[i].given)
			opt_fail("--check looks at rules, and routes nothing: leave %s out", option[i].name);
	if (check && operand)
		opt_fail("--check runs the examples in %s, and reads no records: leave %s out; --replay compares rules on records", check, operand);
	if (o.ruling.profile && (o.why || o.stamp || o.ruling.why_not))
		opt_fail("--profile writes what rules cost, and no records: leave %s out", o.why ? "--why" : o.stamp ? "--stamp" : "--why-not");
}

int
main(int argc, char **argv)
{
	struct fb_err e = { 0 };
	struct route *r;
	int first = opt_parse(&program, argc, argv);
	check_use(argv[first]);
	if (check)
		return check_rules();
	if (!o.rules)
		opt_fail("no rules: say -r FILE; man fb-rules shows how they are written");
	if (route_open(&r, &o, &e) < 0)
		return msg_err(&e);
	int status = pipeline_main(route_filter(r), route_job(r), argc, argv, first);
	if ((status == 0 || status == 1 || status == 3) && route_save(r, &e) < 0)
		status = msg_err(&e);
	uint64_t limited = route_limited(r, &e);
	if (limited)
		msg_say("%s:%ju: %s took more steps than are allowed and counted as false: %ju times", e.file, (uintmax_t)e.line, e.text, (uintmax_t)limited);
	route_close(r);
	return status == 0 && limited ? 1 : status;
}
