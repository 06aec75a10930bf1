/* Groups of texts: a mixture of multinomials (learn/mixture.h) from the better of two kinds of start.
 *
 * EM only climbs, so where it starts decides. Two starts are good at different texts: non-negative factorisation of tf-idf
 * (groups that share words; it wins on titles and questions) and k-means on embeddings (groups that share what words
 * go with; it wins where few words are shared). Each is climbed for a few rounds; the likelier one goes on, the first unless the
 * other is GROUPS_MARGIN better: that much, in nats a word, is what differences between like starts come to. */
#ifndef FB_GROUPS_H
#define FB_GROUPS_H

#include "learn/mixture.h"
#include "learn/vocabulary.h"

#define GROUPS_MARGIN .01

struct groups {
	struct mixture mixture; /* .k may be less than was asked for, where there are fewer texts or terms */
	double *posterior;      /* rows of the matrices × k */
};

/* At least one row in m, n >= 1. */
void groups_fit(struct groups *g, const struct matrices *m, size_t n, size_t jobs);
void groups_free(struct groups *g);

/* Each text's group and how probable it is among the groups. Blank texts get GROUP_NONE; a text without a known term gets the
 * group that weighs most, at 1/k. group and p are by text of v. */
enum { GROUP_NONE = UINT32_MAX };
void groups_assign(const struct mixture *m, const struct vocabulary *v, const struct terms *t, uint32_t *group, float *p, size_t jobs);

#endif
