#include "base/opt.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/msg.h"
#include "base/near.h"
#include "base/num.h"
#include "base/sandbox.h"

static bool help, version;

static const struct opt every[] = {
	{ 'h', "help", NULL, OPT_FLAG, &help, "print this help and exit" },
	{ 'V', "version", NULL, OPT_FLAG, &version, "print the version and exit" },
	OPT_END,
};

enum { MOST = 80 };

void
opt_fail(const char *fmt, ...)
{
	char text[1024];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	msg_say("%s", text);
	msg_say("try: %s --help", msg_program);
	exit(2);
}

void
opt_list_add(struct opt_list *l, const char *word)
{
	l->v = xgrow(l->v, &l->cap, l->n + 1, sizeof *l->v);
	l->v[l->n++] = word;
}

static size_t
collect(const struct program *p, const struct opt **all)
{
	size_t n = 0;
	for (size_t t = 0; t < OPT_TABLES && p->tables[t]; t++)
		for (const struct opt *o = p->tables[t]; o->name; o++)
			all[n++] = o;
	for (const struct opt *o = every; o->name; o++)
		all[n++] = o;
	return n;
}

static void
print_help(const struct program *p, const struct opt *const *all, size_t n)
{
	const char *line = p->synopsis;
	for (bool first = true; line; first = false) {
		const char *end = strchr(line, '\n');
		int len = end ? (int)(end - line) : (int)strlen(line);
		printf("%s %s %.*s\n", first ? "usage:" : "      ", p->name, len, line);
		line = end ? end + 1 : NULL;
	}
	printf("%s\n\n", p->what);
	for (size_t i = 0; i < n; i++) {
		char left[64];
		const struct opt *o = all[i];
		int k = o->letter ? snprintf(left, sizeof left, "-%c, ", o->letter) : snprintf(left, sizeof left, "    ");
		snprintf(left + k, sizeof left - (size_t)k, "--%s%s%s", o->name, o->arg ? " " : "", o->arg ? o->arg : "");
		printf("  %-26s %s\n", left, o->help);
	}
	printf("\nman %s tells more.\n", p->name);
}

static void
name_list(struct opt_list *l, char *text)
{
	for (char *comma; text; text = comma) {
		comma = strchr(text, ',');
		if (comma)
			*comma++ = '\0';
		if (*text)
			opt_list_add(l, text);
	}
}

static _Noreturn void
refuse(const struct opt *o, const char *arg, const char *wanted)
{
	opt_fail("--%s '%s': %s", o->name, arg, wanted);
}

static void
count_read(const struct opt *o, const char *arg)
{
	uint64_t *to = o->to;
	bool digits = *arg && arg[strspn(arg, "0123456789")] == '\0', positive = o->kind == OPT_POSITIVE;
	if (!num_count(slice(arg), to))
		refuse(o, arg, digits ? "18446744073709551615 is the largest" :
		    positive ? "a whole number, 1 or more, is wanted, e.g. 10" : "a whole number is wanted, e.g. 10");
	if (positive && *to == 0)
		refuse(o, arg, "1 or more is wanted");
}

static void
take(const struct opt *o, char *arg)
{
	static const char *const color[] = { "auto", "always", "never" };
	switch (o->kind) {
	case OPT_FLAG:
		*(bool *)o->to = true;
		return;
	case OPT_TEXT:
		*(const char **)o->to = arg;
		return;
	case OPT_WRITTEN:
		*(const char **)o->to = arg;
		sandbox_allow(arg);
		return;
	case OPT_MORE:
		opt_list_add(o->to, arg);
		return;
	case OPT_NAMES:
		name_list(o->to, xstrdup(arg));
		return;
	case OPT_COUNT:
	case OPT_POSITIVE:
		count_read(o, arg);
		return;
	case OPT_REAL:
		if (!num_share(slice(arg), o->to) || !(*(double *)o->to > 0))
			refuse(o, arg, "a number above 0 is wanted, e.g. 0.2");
		return;
	case OPT_SHARE:
		if (!num_share(slice(arg), o->to) || !(*(double *)o->to > 0) || *(double *)o->to > 1)
			refuse(o, arg, "a number above 0, up to 1, is wanted, e.g. 0.05 or 5%");
		return;
	case OPT_COLOR:
		for (int i = 0; i < 3; i++)
			if (strcmp(arg, color[i]) == 0) {
				*(enum msg_color *)o->to = (enum msg_color)i;
				return;
			}
		refuse(o, arg, "auto, always or never is wanted");
	}
}

static _Noreturn void
unknown(const struct opt *const *all, size_t n, const char *word)
{
	const char *names[MOST];
	char bare[64];
	snprintf(bare, sizeof bare, "%.*s", (int)strcspn(word, "="), word);
	for (size_t i = 0; i < n; i++)
		names[i] = all[i]->name;
	const char *near = strncmp(bare, "--", 2) == 0 ? near_word(slice(bare + 2), names, n) : NULL;
	if (near)
		opt_fail("no option %s: did you mean --%s?", bare, near);
	opt_fail("no option %s", bare);
}

int
opt_parse(const struct program *p, int argc, char **argv)
{
	const struct opt *all[MOST];
	struct option longs[MOST + 1];
	char shorts[3 * MOST + 2] = ":";
	size_t k = 1;
	enum { HEAP = 48 << 10 };
	msg_start(p->name);
	mem_ahead(HEAP);
	size_t n = collect(p, all);
	for (size_t i = 0; i < n; i++) {
		longs[i] = (struct option){ all[i]->name, all[i]->arg ? required_argument : no_argument, NULL, 256 + (int)i };
		if (all[i]->letter) {
			shorts[k++] = (char)all[i]->letter;
			if (all[i]->arg)
				shorts[k++] = ':';
		}
	}
	longs[n] = (struct option){ 0 };
	shorts[k] = '\0';
	opterr = 0;
	for (int c; (c = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
		const struct opt *o = NULL;
		if (c == ':')
			opt_fail("%s: an argument is missing after it", argv[optind - 1]);
		if (c == '?' && optopt >= 256)
			opt_fail("--%s takes no argument", all[optopt - 256]->name);
		if (c == '?' && optopt)
			opt_fail("no option -%c", optopt);
		if (c == '?')
			unknown(all, n, argv[optind - 1]);
		for (size_t i = 0; i < n; i++)
			if (c == 256 + (int)i || c == all[i]->letter)
				o = all[i];
		if (o)
			take(o, optarg);
	}
	if (help || version) {
		if (help)
			print_help(p, all, n);
		else
			printf("%s (fb) %s\n", p->name, FB_VERSION);
		exit(msg_end(0));
	}
	return optind;
}
