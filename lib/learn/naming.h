/* Names of groups: a phrase that people used, that most of the group's texts bear out, whole and short.
 *
 * Candidates (learn/phrases.h) are runs of one to NAME_WORDS words without a sign between, twelve Chinese characters or six other
 * words wide, that begin and end where a phrase may (learn/edges.h): with a word that says something, or as a clause does.
 * A word tells of a group what many of its texts have and few others: (texts of the group with it - 1) · ln(p(word | group) / p(word)),
 * where that is positive; half of it for one Chinese character and for a negator; .4 for a vague word (ago, help), and for another function
 * word, of what is above ln 2.
 * p are shares of texts, of this run and the earlier ones together, in a group of English texts of those in English; p(word | group) is
 * smoothed by p(word), not by a number for each term of the vocabulary: against that, a group of a dozen texts has nothing but its rarest
 * words. A word of a single text is no one's way of saying it, and counts for next to nothing. A phrase of one text has only words that
 * others use too.
 *
 * A phrase tells what its n different words do, as the cosine of it and the group would: their sum / √n; times the power .32 of
 * the texts that use it; less for each word that says nothing, for numbers, and for what is said twice. A text bears it out that has
 * its words in one clause, in whatever order and form (learn/support.h): times the power .35 of their share of the group. Where d of these
 * b texts have a negator before one of its words, and o one elsewhere in that clause, but it has none: divided by 1 + 16x⁴, where x =
 * (d + .7o) / (b + 1), so that what half of them deny counts half. A word alone counts less, unless function words tell a good part (how long) or most of
 * the group have it; and so does a phrase of which one word tells nearly all, as far as fewer texts bear it out than have that word:
 * not spell water, where people ask how to spell this and that.
 *
 * It is whole as far as the texts bear out. Where e of its k texts end a clause with it, and of all places of its last word
 * the share w is at an end, of those of all words the share u: x = (e + 2w) / (k + 2), and its score is times √(x / (x + u)). The same for
 * its beginning, but the eighth root: many a whole phrase stands behind a verb. And where m texts have the same word beside it, the
 * phrase is a part of a longer one: times 1 - (m / (k + 1))². That is the simplest of what accessor variety (Feng et al. 2004) and
 * branching entropy (Jin & Tanaka-Ishii 2006) measure, and does with few texts. Numbers count as the same word; so do negators, and
 * twice: what half of the texts deny is no name.
 *
 * The best is taken, less where its words are like a name's before: .85 where it says more than that one (wrong exchange rate), .6 where
 * less, and the very same words, endings of plurals, numbers and function words aside, where there is nothing else. What fb-redact would
 * mask is no name. The name is written as most texts write it; a Chinese character at its edge brings the one beside it, for a word that the
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
