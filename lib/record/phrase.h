/* What platforms write where a customer wrote nothing: 此用户没有填写评价.
 *
 * A text is such a phrase where the whole of it is, without blanks around it, marks at its end (。！!.~～) and the case of ASCII letters; up to 400
 * bytes with those. */
#ifndef FB_PHRASE_H
#define FB_PHRASE_H

#include <stdbool.h>

#include "base/hash.h"

enum { PHRASE_LONGEST = 200 };  /* bytes */

struct phrases {
	struct map known;
	bool length[PHRASE_LONGEST];    /* whether some phrase has so many bytes */
};

/* Add the phrases in text, one a line; '#' begins a comment line. */
void phrases_add(struct phrases *p, struct fb_str text);

bool phrases_have(const struct phrases *p, struct fb_str text);
void phrases_free(struct phrases *p);

#endif
