/* Tokens of records: what fb-tokenize does to one column, for each record. */
#ifndef FB_TOKENIZE_H
#define FB_TOKENIZE_H

#include "base/opt.h"
#include "record/pipeline.h"
#include "text/lexicon.h"

/* What the user asked for; zero-initialise, then tokenize_open. */
struct tokenize {
	const char *column;             /* to read */
	struct opt_list dict;           /* word lists to add */
	struct lexicon lexicon;
	const char *need[2];
};

int tokenize_open(struct tokenize *t, struct fb_err *e);
void tokenize_close(struct tokenize *t);
struct filter tokenize_filter(struct tokenize *t);

#endif
