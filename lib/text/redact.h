/* fb-redact: personal data out of the columns of a stream, or a list or count of it, or the answer that there is none. */
#ifndef FB_REDACT_H
#define FB_REDACT_H

#include "record/pipeline.h"
#include "text/personal.h"

struct redact_options {
	struct opt_list columns;        /* none: text */
	bool list, audit;               /* instead of the stream: spans, or counts */
	bool fail;                      /* the run ends with FB_ELOOK where something was found */
	uint64_t keep;                  /* the last characters that stay, 0: none */
	const char *key;                /* file whose key makes pseudonyms, NULL: none */
	const char *allow, *rules;      /* files, NULL: none */
};

struct redact;

/* FB_ENOINPUT, FB_ECONFIG, FB_EUSAGE where options do not go together. */
int redact_open(struct redact **r, const struct redact_options *o, struct fb_err *e);
void redact_close(struct redact *r);

/* The filter of those options, for pipeline_run with r as its job; the stream's replace must be set. Valid as long as r. */
const struct filter *redact_filter(const struct redact *r);

/* What stands for a find: [PHONE], [PHONE:*8000] or [PHONE:5f0c9a…], appended to *out. */
struct redact_style {
	uint64_t keep;
	const void *mac;                /* keyed state of redact.c, NULL: no pseudonyms */
};
void redact_write(const struct redact_style *s, const struct find *f, struct buf *out);

/* Append value with its finds (as personal_find gives them) replaced. */
void redact_value(const struct redact_style *s, struct fb_str value, const struct find *find, size_t n, struct buf *out);

/* Look through whole files, whatever they are: streams (the column id aside), rejects, models, state. *report gets a line
 * for each of the first finds, masked, and *found their number. */
int redact_check(const struct redact *r, char **file, size_t files, struct buf *report, uint64_t *found, struct fb_err *e);

#endif
