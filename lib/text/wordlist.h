/* Word lists as people write them: a line holds a word; or a word and how often it is met; or both and a part of
 * speech, as dict.txt of jieba does. Blanks between. Empty lines and lines that start with '#' say nothing. UTF-8. */
#ifndef FB_WORDLIST_H
#define FB_WORDLIST_H

#include "base/buf.h"
#include "base/err.h"

struct wordlist_line {
	struct fb_str word, speech;     /* speech.n = 0: none; valid during the call */
	bool counted;
	uint32_t often;
};

/* Hand each line to take(), until it returns an error. Errors name file and line. */
int wordlist_read(const char *path, int (*take)(void *job, const struct wordlist_line *line, struct fb_err *e), void *job,
    struct fb_err *e);

#endif
