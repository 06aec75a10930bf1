/* Options: one table a program gives getopt_long its options, --help its text and the man page its test.
 *
 *     static const struct opt opts[] = {
 *             { 'r', "rules", "FILE", OPT_TEXT, &rules, "rules to apply: see fb-rules(5)" },
 *             OPT_END
 *     };
 *     static const struct program prog = {
 *             "fb-route", "-r FILE [options] [FILE ...]", "add department, priority … to each record",
 *             { opts, stream_opts }          // stream_opts: the options all filters share (record/pipeline.h)
 *     };
 *     int first = opt_parse(&prog, argc, argv);       // operands are argv[first] …
 *
 * --help and --version are in every program. A wrong command line is answered with what would be right, status 2.
 * t/man.t holds each table against its man page: the same options, the same argument names, the help text word for word. */
#ifndef FB_OPT_H
#define FB_OPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define FB_VERSION "0.1"

enum opt_kind {
	OPT_FLAG,       /* bool *: true */
	OPT_TEXT,       /* const char **: the argument, in argv */
	OPT_WRITTEN,    /* const char **: a file that is written: the sandbox allows it (base/sandbox.h) */
	OPT_MORE,       /* struct opt_list *: one more argument */
	OPT_NAMES,      /* struct opt_list *: comma-separated names; given again, they add */
	OPT_COUNT,      /* uint64_t *: digits */
	OPT_POSITIVE,   /* the same, 1 or more: *to = 0 is what was not given */
	OPT_REAL,       /* double *: 0.02, or 2%; above 0 */
	OPT_SHARE,      /* the same, up to 1 */
	OPT_COLOR,      /* enum msg_color *: auto, always, never */
};

struct opt {
	int letter;             /* 'r'; 0: long only */
	const char *name;       /* "rules" */
	const char *arg;        /* "FILE"; NULL: takes none */
	enum opt_kind kind;
	void *to;
	const char *help;       /* a line, lower case, no stop */
};

#define OPT_END { 0, NULL, NULL, OPT_FLAG, NULL, NULL }

struct opt_list {
	const char **v;
	size_t n, cap;
};

enum { OPT_TABLES = 4 };

struct program {
	const char *name;
	const char *synopsis;           /* after the name; further lines separated by \n */
	const char *what;               /* one line */
	const struct opt *tables[OPT_TABLES];    /* NULL-ended unless full */
};

/* Parse; prints help or version and exits, or exits 2 with a message. Returns the index of the first operand.
 * Calls msg_start. */
int opt_parse(const struct program *p, int argc, char **argv);

/* Print "fb-x: text" and "try: fb-x --help" and exit 2. */
_Noreturn void opt_fail(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

void opt_list_add(struct opt_list *l, const char *word);

#endif
