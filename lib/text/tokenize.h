/* Tokens of records: what fb-tokenize does to one column, for each record.
 *
 * Columns added: tokens, joined by one space; with spans, where each is (code points of the value, "from-to", to exclusive);
 * with kinds, what each is (token_kinds of text/segment.h; "ngram"). With lines, a record a token instead: id, token, start, end, kind;
 * id is the record's, or its line number where it has none. */
#ifndef FB_TOKENIZE_H
#define FB_TOKENIZE_H

#include "base/opt.h"
#include "record/pipeline.h"
#include "text/lexicon.h"
#include "text/stop.h"

/* What the user asked for; zero-initialise, then tokenize_open. */
struct tokenize {
	const char *column;             /* to read */
	struct opt_list dict;           /* word lists to add */
	struct opt_list stop_words;     /* files of further stop words */
	struct opt_list only;           /* kinds to keep; none: all */
	const char *lang;               /* to stem in; NULL: by column lang, or guessed */
	uint64_t ngrams;                /* of so many tokens at most; 0 and 1: none */
	bool stop;                      /* leave out function words and punctuation */
	bool stem, normal, search, spans, kinds, lines;

	struct lexicon lexicon;
	struct stop stops;
	uint32_t keep;                  /* bits of kinds */
	int language;                   /* of lang; -1: none */
	const char *need[2], *maybe[3];
};

/* Open the dictionary and the lists: 0, FB_EUSAGE for a kind, a language or n-grams that there are not, or what reading a file gives. */
int tokenize_open(struct tokenize *t, struct fb_err *e);
void tokenize_close(struct tokenize *t);
struct filter tokenize_filter(struct tokenize *t);

#endif
