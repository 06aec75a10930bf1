/* Names of groups: a phrase that people used, the most typical one.
 *
 * Candidates are runs of one to NAME_WORDS words without a sign between, that begin and end with a word that says something (no
 * function word, number, or word of a list of adverbs and the like) and do not reach over the beginning of another clause.
 * A phrase is typical whose words many texts of the group hold and few others: (texts of the group with it)^(3/16) · the sum
 * over its different terms of (texts with the term - 1)^¾ · ln(p(term | group) / p(term)), where that is positive (half of it for one
 * Chinese character), and less for a word alone (.8; .6 for one of two Chinese characters) and for words that say nothing. p are
 * shares of texts, of this run and the earlier ones together; p(term | group) is smoothed by p(term), not by a number for each term
 * of the vocabulary: against that, a group of
 * a dozen texts has nothing but its rarest words. A word of a single text is no one's way of saying it, and counts for next to nothing.
 * A phrase of one text has only words that others use too. The name is written as most texts write it; a Chinese character at its
 * edge brings the one beside it, for a word that the dictionary does not know. */
#ifndef FB_NAMING_H
#define FB_NAMING_H

#include "learn/groups.h"

enum { NAME_WORDS = 4, NAME_TEXTS = 3000 };     /* texts of a group that are looked at: those of lowest hash */

struct naming {
	const struct vocabulary *v;
	const struct terms *t;
	const struct matrices *m;
	const uint32_t *group;          /* by text of v */
	/* The value of a text, in *scratch or not. */
	struct fb_str (*value)(void *job, size_t text, struct buf *scratch);
	void *job;
	const struct lexicon *lexicon;
	const double *before;           /* by term: texts of earlier runs with it; NULL: there are none */
	double spoken;                  /* texts of earlier runs */
};

/* Name groups: name[i] (empty buffers) for i from `from` to k, order[i] being the number in the mixture; no two of name[0 .. k) are the
 * same. A group without a phrase of its own stays empty. */
void groups_name(const struct naming *n, const uint32_t *order, size_t from, size_t k, struct buf *name);

#endif
