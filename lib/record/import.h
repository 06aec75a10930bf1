/* fb-import: exports of other programs become the record stream.
 *
 * An intake (intake.h) reads the file, a plan (plan.h) says which of its columns become which of the stream's, and a filter of the row
 * pipeline applies it: dates, ids, notes. -f stream, where nothing else is asked for, passes records on as they are and adds only
 * an id where that column is missing. */
#ifndef FB_IMPORT_H
#define FB_IMPORT_H

#include "record/intake.h"
#include "record/phrase.h"
#include "record/pipeline.h"
#include "record/plan.h"
#include "record/scale.h"

struct import_options {
	struct intake_options intake;
	struct plan_options plan;
	struct scale scale;             /* --scale */
	const char *seen;               /* --seen: the state file */
	struct phrases phrases;         /* platforms' phrases that are no feedback */
	void (*say)(const char *text);  /* guesses, and what was found on the way */
};

/* Run: as pipeline_run; 1 also where dates could not be read. */
int import_run(const struct import_options *o, const struct stream *s, struct fb_err *e);

#endif
