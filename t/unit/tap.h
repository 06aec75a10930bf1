/* TAP for unit tests: ok(condition, "what is true"); same(got, wanted, "…"); tap_end() is main's return. */
#ifndef TAP_H
#define TAP_H

#include <stdio.h>
#include <string.h>

static int tap_count, tap_failed;

#define ok(condition, ...) tap_ok((condition) ? 1 : 0, __FILE__, __LINE__, __VA_ARGS__)

static inline int __attribute__((format(printf, 4, 5)))
tap_ok(int passed, const char *file, int line, const char *fmt, ...)
{
	char text[256];
	__builtin_va_list ap;
	__builtin_va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	__builtin_va_end(ap);
	printf("%sok %d - %s\n", passed ? "" : "not ", ++tap_count, text);
	if (!passed) {
		printf("# %s:%d\n", file, line);
		tap_failed++;
	}
	return passed;
}

static inline int
same(const char *got, const char *wanted, const char *what)
{
	int equal = strcmp(got, wanted) == 0;
	tap_ok(equal, "", 0, "%s", what);
	if (!equal)
		printf("# got:    %s\n# wanted: %s\n", got, wanted);
	return equal;
}

static inline int
tap_end(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed ? 1 : 0;
}

#endif
