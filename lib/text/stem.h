/* Stemming: words of one root become one (learning, learns → learn), by Snowball's algorithms (libstemmer), behind a cache. */
#ifndef FB_STEM_H
#define FB_STEM_H

#include "base/hash.h"
#include "text/segment.h"

/* Languages by code, NULL-ended: "en", "fr" … Their numbers are what the functions below take. */
extern const char *const stem_languages[];
enum { STEM_ENGLISH, STEM_RUSSIAN = 7, STEM_GREEK, STEM_ARABIC, STEM_HINDI, STEM_LANGUAGES };

/* The number of a language by its code (a region behind '-' or '_' does not matter), -1: not known. */
int stem_language(struct fb_str code);

/* One a thread: zero-initialise, stem_free. */
struct stem {
	struct SN_env *stemmer[STEM_LANGUAGES];         /* Snowball's */
	struct map cache[STEM_LANGUAGES];
};

/* The language of a word whose script is enough to tell: Cyrillic, Greek, Arabic, Devanagari; -1: another script. The word is not empty. */
int stem_script(struct fb_str word);

/* The language that a text's other words are of: the one whose function words it holds most of; English where none is ahead. */
int stem_guess(const struct segment *s, struct fb_str text, struct buf *scratch);

/* The stem of a word in normal form; valid until the next call. */
struct fb_str stem_word(struct stem *s, int language, struct fb_str normal);
void stem_free(struct stem *s);

#endif
