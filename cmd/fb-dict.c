/* fb-dict: compile word lists into the dictionary that fb's programs segment Chinese with. */
#include <stdio.h>

#include "base/file.h"
#include "base/msg.h"
#include "base/opt.h"
#include "text/compile.h"

static const char *output;
static bool quiet;

static const struct opt opts[] = {
	{ 'o', "output", "FILE", OPT_TEXT, &output, "write the dictionary to FILE" },
	{ 'q', "quiet", NULL, OPT_FLAG, &quiet, "do not say what was taken in" },
	OPT_END,
};

static const struct program prog = {
	"fb-dict", "-o FILE [-q] LIST ...", "compile word lists into a dictionary for fb-tokenize",
	{ opts },
};

int
main(int argc, char **argv)
{
	struct fb_err e = { 0 };
	struct buf file = { 0 };
	struct compiled sum = { 0 };
	int first = opt_parse(&prog, argc, argv);
	if (!output)
		opt_fail("no output: name it with -o FILE");
	if (first == argc)
		opt_fail("no word list");
	int rc = compile_lists(&file, argv + first, (size_t)(argc - first), &sum, &e);
	if (rc == 0)
		rc = file_write(output, buf_str(&file), OUTFILE_PUBLIC, &e);
	buf_free(&file);
	if (rc != 0)
		return msg_err(&e);
	if (!quiet)
		msg_say("%s: %zu words, %zu mixed words, %zu left out; %zu nodes", output, sum.words, sum.mixed, sum.left_out, sum.nodes);
	return msg_end(0);
}
