/* What redact.c, redact_audit.c and redact_check.c share. */
#ifndef FB_REDACT_IN_H
#define FB_REDACT_IN_H

#include "text/redact.h"

struct audit;

struct redact {
	struct redact_options o;
	const char **need;              /* the columns, NULL-ended */
	size_t columns;
	struct personal *personal;
	struct redact_style style;
	void *mac;                      /* struct hmac_sha256_ctx with the key set */
	struct filter filter;
	struct audit *audit;
	uint64_t found;                 /* by workers that have ended */
};

/* A thread's scratch. */
struct redact_worker {
	struct hunt *hunt;
	struct buf value, made;
	uint64_t found;
};

/* redact_audit.c: make r->filter count instead of redact. */
void audit_filter(struct redact *r);
void audit_write(const struct audit *a, struct buf *out);
void audit_free(struct audit *a);

/* Append up to `chars` characters before and behind a find, digits as #, other finds and itself masked. */
void audit_context(struct fb_str value, const struct find *find, size_t n, size_t which, size_t chars, struct buf *out);

#endif
