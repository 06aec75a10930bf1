/* fb-export: the record stream becomes CSV or JSON Lines for other programs. */
#ifndef FB_EXPORT_H
#define FB_EXPORT_H

#include "record/encoding.h"
#include "record/pipeline.h"

struct export_options {
	bool jsonl;                     /* JSON Lines, all values as strings; else CSV (RFC 4180) */
	char delimiter;                 /* of CSV */
	bool excel;                     /* byte order mark, CR LF, formulas made safe */
	const struct opt_list *select;  /* only these columns, in this order */
	struct encoding encoding;       /* name empty or utf8: UTF-8 */
	void (*say)(const char *text);
};

int export_run(const struct export_options *o, const struct stream *s, struct fb_err *e);

#endif
