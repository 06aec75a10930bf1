/* fb-report: one page from a routed stream, in which every number leads back to its rows.
 *
 *     stream ──tally──▶ counts ──sections──▶ document ──form──▶ terminal, HTML, mail …
 *
 * report_run reads the operands (or parts of earlier runs), builds the document for each value of --by or once, checks
 * alerts, and writes it. The same input and options give the same bytes. */
#ifndef FB_REPORT_H
#define FB_REPORT_H

#include "base/opt.h"
#include "record/pipeline.h"

enum { REPORT_TOP = 3 };

/* What the user said, as said; zero-initialise. */
struct report_options {
	const char *format;             /* term, html, mail, wecom, tsv, md, json; NULL: by the name of -o, else term */
	const char *title, *to, *from;
	const char *lang;               /* zh, en; NULL: by the texts */
	const char *labels;             /* topics.tsv; NULL: the installed one */
	const char *period;             /* day, week, month; NULL: all */
	const char *since, *until, *now;
	const char *against;            /* previous, last-year; NULL: previous */
	const char *by;                 /* product, channel, topic, dept */
	bool split;
	const char *receipt;            /* figure id */
	const char *partial;            /* file to write counts to */
	bool merge;                     /* operands are such files */
	const char *measures;           /* measures taken: TSV of date, what, topic, product */
	struct opt_list alert;          /* conditions */
	bool explain;                   /* operands are the old and the new stream */
	struct opt_list new_model;      /* of explain */
	const char *new_rules;
	uint64_t top;                   /* actions and quotes; 0: REPORT_TOP */
	uint64_t width;                 /* of the terminal form; 0: the terminal's, else 80 */
};

/* 0, 1 (records were refused), FB_ELOOK with *e saying which alert, or another FB_E…. *note gets what is to be said on
 * standard error, with FB_ELOOK too: of a receipt, the command that counts the same; of a report, which files were given twice. */
int report_run(const struct report_options *o, const struct stream *s, struct buf *note, struct fb_err *e);

#endif
