/* Features: the n-grams of a text, each as a 64-bit key.
 *
 * The folded text (text/normal.h) is a row of units: a Han or kana character, a sign, or a word of letters and digits;
 * digits are folded to 0, so that no number is learnt. Features are the 1- to 4-grams of units (Latin words at most three
 * of them) and, within a word with its ends marked, the character 2- to 5-grams. A text that is already segmented is read
 * word by word instead: 1- to 3-grams of its blank-separated tokens.
 *
 * Every part of an n-gram is a feature too; so a vocabulary of those seen often enough holds, with an n-gram, all
 * that begin it backwards from its last unit. */
#ifndef FB_FEATURE_H
#define FB_FEATURE_H

#include "base/buf.h"

struct feature {
	uint64_t key;
	uint32_t at, n;         /* bytes of the folded text it stands for */
};

struct features {
	struct feature *v;
	size_t n, cap;
	struct buf folded;
	void *units;            /* scratch */
	size_t units_cap;
};

/* All features of a text, repeats included, in text order. */
void feature_scan(struct features *f, struct fb_str text, bool segmented);
void feature_free(struct features *f);

#endif
