/* What users add: --allow and --rules (fb-redact(1)). lib/text/personal*.c only. */
#ifndef FB_PERSONAL_RULES_H
#define FB_PERSONAL_RULES_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/hash.h"
#include "text/personal_hunt.h"

struct personal_rule {
	char *kind, *name;
	pcre2_code *code;
	bool (*check)(const char *, size_t);    /* NULL: none */
};

struct personal {
	struct map allow;               /* plain forms that stay */
	struct personal_rule *rule;
	size_t rules, cap;
};

/* For tests: false compiles without JIT. */
extern bool rules_jit;

bool rules_any(const struct personal *p);
void *rules_scratch(const struct personal *p);
void rules_unscratch(void *match);

/* Add what the rules find in the view. FB_EDATA where a limit was hit. */
int rules_find(struct hunt *h, struct fb_err *e);
/* Take out finds whose plain form is allowed, or whose domain is. */
void rules_allow(struct hunt *h);

#endif
