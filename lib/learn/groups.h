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

/* At least one row in m. n: groups; 0: as many as tell unseen texts apart best, but at most `most`. That is: of a fifth of the texts, the
 * likelihood of each, with the group it is put in, under groups of the others is highest. It is the classification likelihood (Biernacki, Celeux &
 * Govaert 2000) of texts held out: more groups that overlap predict words ever so little better, but not who belongs to whom. Numbers are
 * tried upwards, and a larger one is taken where it is clearly better, by two standard errors of the difference text by text. Groups
 * are smoothed in proportion to their words meanwhile, so that a large collection may have more of them than a small one.
 * But there is one for 250 texts at least, up to twelve: a few kinds of products told apart are no problems told.
 * Where groups tell hardly more than one group does, as in few texts and in texts of no clear kinds, groups_useful of them are made, and what belongs
 * to none is left to groups_assign. */
void groups_fit(struct groups *g, const struct matrices *m, size_t n, size_t most, size_t jobs);
size_t groups_useful(size_t rows);      /* √rows, at most 25: groups that are worth looking for however little they predict */
void groups_free(struct groups *g);

/* What becomes of each text of a vocabulary. */
struct assigned {
	uint32_t *group;        /* its group, or GROUP_NONE */
	float *p;               /* how probable it is, its owner's parts together, against the others and against none (the words of all texts) */
	float *typical;         /* how much its words are those of the group: p · ln(p / p in all texts), summed over them, by √words */
};

/* Blank texts get GROUP_NONE; so do, with outliers, those whose p is below OUTLIER_P or that have no known term. Without
 * outliers the latter have the group that weighs most, at 1/(k + 1). */
enum { GROUP_NONE = UINT32_MAX };
#define OUTLIER_P .5
void groups_assign(const struct mixture *m, const struct vocabulary *v, const struct terms *t, bool outliers, struct assigned *to,
    size_t jobs);

#endif
