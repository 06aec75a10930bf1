/* Words that people read: names of topics, departments and the report's own strings, in Chinese and English.
 *
 * Display names of topics come from topics.tsv (columns topic, zh, en, dept); those of departments, sentiments, intents
 * and channels that fb knows are here. What is in neither is shown as it stands. */
#ifndef FB_LABELS_H
#define FB_LABELS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"

enum lang { LANG_EN, LANG_ZH, LANGS };

/* "zh" or "en" into *lang; FB_EUSAGE. */
int lang_read(const char *text, enum lang *lang, struct fb_err *e);

struct labels {
	struct map map;                 /* topic → index + 1 into row */
	struct label_row *row;
	size_t n, cap;
};

/* Read topics.tsv: FB_ENOINPUT, FB_EDATA with the line. */
int labels_read(struct labels *l, const char *path, struct fb_err *e);
void labels_free(struct labels *l);

/* The name to show for a label of a kind ("topic", "dept", "sentiment", "intent", "channel"); the label itself, valid as long
 * as it is, where there is none. */
struct fb_str labels_name(const struct labels *l, const char *kind, struct fb_str label, enum lang lang);
/* The department that topics.tsv gives a topic; empty where there is none. */
struct fb_str labels_dept(const struct labels *l, struct fb_str topic);

/* A sentence of the report (report_words.h) with {0} … {9} filled in; {0s} is an s unless argument 0 shows as 1. */
#define WORDS_MOST 10
void words_fill(struct buf *b, const char *pattern, const struct fb_str *arg, size_t n);

#endif
