/* Seen: the languages that a model has learnt from, so that it can say which text it cannot read.
 *
 * Letter n-grams make a text in any language look half known, and its score is then an accident. So the model keeps how many of
 * its records were in which language (section `languages`): a text in one that hardly any was in is answered `unknown`, with the
 * probability that the most frequent label has of any text.
 *
 * A text is not read, where
 *
 *   its script is one (text/language.h) that fewer than SEEN_PERCENT of the records had, and fewer than SEEN_MANY,
 *   or two of its words at least are of a language in Latin letters of which the same is true, and the model knows no more than
 *   half of all its words; or one of three or more, and it knows none,
 *   or it is in Latin letters, of no language that is told by words, has SEEN_WORDS words, and the model knows fewer than a tenth,
 *   or it has no letters, and no feature that the model knows.
 *
 * Few words are never enough for a language in Latin letters: names, brands and misspelt words are known to no model either. */
#ifndef FB_SEEN_H
#define FB_SEEN_H

#include "text/language.h"

enum { SEEN_ROOM = 32 };        /* languages that the file has room for */

struct seen_languages {
	uint32_t records[SEEN_ROOM];    /* by enum language, of up to SEEN_SAMPLE records; the rest 0 */
	double share;                   /* of the most frequent label: how likely a label is right that is given unread */
};

enum { SEEN_SAMPLE = 20000, SEEN_PERCENT = 1, SEEN_MANY = 200, SEEN_WORDS = 4 };

struct model;

/* Count the language of a text that is in r. */
void seen_count(struct seen_languages *s, const struct language_reader *r);

/* Whether a model knows a unit of a column: for language_reader.knows, with arg a struct seen_ask. */
struct seen_ask {
	const struct model *model;
	size_t column;
};
bool seen_knows(const void *arg, struct fb_str unit);

/* Whether hardly any record was in l. */
bool seen_hardly(const struct seen_languages *s, enum language l);

/* Whether the text in r, read with seen_knows, is one that a model with s cannot read; read without, whether it may be one.
 * found: features of it that the model knows. */
bool seen_foreign(const struct seen_languages *s, const struct language_reader *r, size_t found);

#endif
