/* The words of a text as clustering counts them: in normal form (text/normal.h), digits as 0, in order.
 *
 * Words may hold signs that belong to them: C++, C#, .NET, node.js, e-mail. Han characters are cut into words by the
 * dictionary (text/segment.h). What a sign other than these, a link, or a mark of fb-redact stands before begins a new
 * phrase: phrases do not reach over it. Of signs some end a clause too: full stops, commas and the like, but not quotes, brackets,
 * dashes, or a colon in 12:30. So does a blank between Chinese characters, where it stands for a sign. Names with @ in front and
 * links are no words. */
#ifndef FB_WORDING_H
#define FB_WORDING_H

#include "base/buf.h"
#include "text/normal.h"
#include "text/segment.h"

enum { WORD_LONGEST = 48 };     /* bytes; longer ones are no words */

struct word {
	uint32_t form, n;       /* bytes in wording.form */
	uint32_t from, to;      /* bytes in the value */
	bool breaks;            /* a sign stands before it */
	bool opens;             /* a clause begins with it: it is the first, or behind a full stop, comma or the like, or a blank between Chinese */
};

/* Scratch and result, one a thread; zero-initialise. */
struct wording {
	const struct lexicon *lexicon;
	struct word *word;      /* word[0 .. n), valid until the next call */
	size_t n, cap;
	struct buf form;
	struct buf folded;
	struct normal_map map;
	struct segment segment;
	bool sign, stop;        /* while running: a sign came after the last word, one that ends a clause */
};

void wording_run(struct wording *w, struct fb_str value);
void wording_free(struct wording *w);

static inline struct fb_str
word_form(const struct wording *w, size_t i)
{
	return (struct fb_str){ w->form.p + w->word[i].form, w->word[i].n };
}

/* Whether the word, in normal form, says nothing of what a text is about: the, is, 的, 了 … */
bool word_is_common(struct fb_str form);
/* Whether it is one of list[0 .. n), sorted by bytes. */
bool word_is_among(struct fb_str form, const char *const *list, size_t n);

#endif
