/* Names of groups: a phrase that people used, whole, typical and short.
 *
 * Candidates (learn/phrases.h) are runs of one to NAME_WORDS words without a sign between, twelve Chinese characters or six other
 * words wide, that begin and end where a phrase may (learn/edges.h): with a word that says something, or as a clause does.
 * A word tells of a group what many of its texts have and few others: (texts of the group with it - 1) · ln(p(word | group) / p(word)),
 * where that is positive; half of it for one Chinese character and for a negator; .4 for another function word, of what is above ln 2.
 * p are shares of texts, of this run and the earlier ones together; p(word | group) is smoothed by p(word), not by a number for each
 * term of the vocabulary: against that, a group of a dozen texts has nothing but its rarest words. A word of a single text is no one's
 * way of saying it, and counts for next to nothing. A phrase of one text has only words that others use too.
 *
 * A phrase tells what its n different words do, as the cosine of it and the group would: their sum / √n; times the fourth root of
 * its texts; less for a word alone, unless function words say a good part of it (how long) or most of the group have it, for each word
 * that says nothing, and for numbers. It is whole as far as the texts bear out. Where e of its k texts end a clause with it, and of all places of its last word
 * the share w is at an end, of those of all words the share u: x = (e + 2w) / (k + 2), and its score is times √(x / (x + u)). The same for
 * its beginning, but the eighth root: many a whole phrase stands behind a verb. And where m texts have the same word beside it, the
 * phrase is a part of a longer one: times 1 - (m / (k + 1))². That is the simplest of what accessor variety (Feng et al. 2004) and
 * branching entropy (Jin & Tanaka-Ishii 2006) measure, and does with few texts. Numbers count as the same word; so do negators, and
 * twice: what half of the texts deny is no name.
 *
 * Of the best the first is taken whose words are not all in a name before it, nor the other way round; if none nearly as good is so,
 * the first that has not the same words, endings of plurals and function words aside. What fb-redact would mask is no name.
 * The name is written as most texts write it; a Chinese character at its edge brings the one beside it, for a word that the
 * dictionary does not know. */
#ifndef FB_NAMING_H
#define FB_NAMING_H

#include "learn/groups.h"

enum { NAME_WORDS = 8, NAME_TEXTS = 3000 };     /* texts of a group that are looked at: those of lowest hash */

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
