/* Stop words: words that say little by themselves, in Chinese and in English.
 *
 * Words are compared by their normal form (text/normal.h). Negations (不, 没有, not, can't) and words of degree (很, 太, very) are
 * in neither list: they turn an opinion round, or make it stronger. */
#ifndef FB_STOP_H
#define FB_STOP_H

#include "base/err.h"
#include "base/hash.h"

struct stop {
	struct map words;
};

void stop_common(struct stop *s);       /* add the lists for both languages */
int stop_read(struct stop *s, const char *path, struct fb_err *e);      /* add the words of a file: text/wordlist.h */
bool stop_has(const struct stop *s, struct fb_str normal);
void stop_free(struct stop *s);

#endif
