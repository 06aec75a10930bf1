/* Language: what a text is written in, by its script, and in Latin letters by words that a language has and others have not.
 *
 * This is no guess at any price: a text of a few names is of no language, and LANGUAGE_LATIN says that no list of words knows it.
 * Numbers are part of the model format (learn/seen.h): they never change, new ones are added before LANGUAGES. */
#ifndef FB_LANGUAGE_H
#define FB_LANGUAGE_H

#include "base/hash.h"

enum language {
	/* told by words */
	LANGUAGE_ENGLISH, LANGUAGE_FRENCH, LANGUAGE_GERMAN, LANGUAGE_SPANISH, LANGUAGE_ITALIAN, LANGUAGE_PORTUGUESE, LANGUAGE_DUTCH,
	LANGUAGE_VIETNAMESE, LANGUAGE_INDONESIAN, LANGUAGE_TURKISH, LANGUAGE_POLISH,
	LANGUAGE_LATIN,         /* another in Latin letters, or none */
	/* told by script; Han without kana is Chinese */
	LANGUAGE_CHINESE, LANGUAGE_JAPANESE, LANGUAGE_KOREAN, LANGUAGE_CYRILLIC, LANGUAGE_GREEK, LANGUAGE_ARABIC, LANGUAGE_HEBREW,
	LANGUAGE_DEVANAGARI, LANGUAGE_THAI,
	LANGUAGE_OTHER,         /* another script */
	LANGUAGES
};

/* Function words of a language told by words, in normal form, each with a blank before and behind. */
extern const char *const language_words[LANGUAGE_LATIN];

/* A text as it is read; one a thread. Zero-initialise, language_free. */
struct language_reader {
	struct map words;       /* of all lists: bit l is language l */
	bool (*knows)(const void *arg, struct fb_str unit);     /* NULL: nobody asks what is known */
	const void *arg;
	/* of the text: */
	unsigned units[LANGUAGES];      /* words; Han, kana and Thai characters. Words in Latin letters are LANGUAGE_LATIN's, kana LANGUAGE_JAPANESE's */
	unsigned told[LANGUAGE_LATIN];  /* words that are on a list */
	unsigned known;         /* units for which knows() was true */
};

/* A new text; then what it has, in normal form (text/normal.h), in one part or more. Words with digits, names (@name, #tag) and
 * addresses are passed over. */
void language_begin(struct language_reader *r);
void language_read(struct language_reader *r, struct fb_str text);

/* What was read is written in; LANGUAGES: it has no letters. A language told by words has *told of them, others their units. */
enum language language_told(const struct language_reader *r, unsigned *told);

/* Whether it is plain from the bytes of a text as it is (language_told agrees) that it is Chinese: a quick look. */
bool language_plainly_chinese(struct fb_str text);

void language_free(struct language_reader *r);

#endif
