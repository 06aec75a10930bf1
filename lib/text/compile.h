/* The dictionary compiler: word lists in, the file that lexicon.h describes out.
 *
 * A list holds a word a line, or a word and how often it was met, or both and a part of speech; blanks between. It is UTF-8.
 * What is not taken in, because it hurt segmentation against every annotation standard it was measured on:
 *   - words met three times or less in a list that has frequencies;
 *   - a numeral and its measure word in one (一个, 三十年, 一个月), and 这, 那, 每 with one (这本), the most frequent aside:
 *     standards split them, and there is no end of them;
 *   - names of organisations of five characters and more (part of speech nt): they are made of words.
 * Characters of unknown words are weighted by the list's transliterated names (nrt): what such names are made of, most
 * unknown words are; function words' characters (的, 了 …) are kept out of them.
 * A word without a frequency (the trade's own list) is given one that makes it as probable as its best split, and a little
 * more. A word met 0 times is taken out again. Words that hold letters become mixed words. */
#ifndef FB_COMPILE_H
#define FB_COMPILE_H

#include "base/buf.h"
#include "base/err.h"

struct compiled {
	size_t words, mixed, left_out, nodes;
};

/* Compile the lists, in this order, into *out, the bytes of a dictionary file. Later lists add to earlier ones. */
int compile_lists(struct buf *out, char *const *list, size_t lists, struct compiled *c, struct fb_err *e);

#endif
