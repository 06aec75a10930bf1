/* The phrases that texts of a group use, and how well each would name it: the candidates of naming.h, which says what counts. */
#ifndef FB_PHRASES_H
#define FB_PHRASES_H

#include "learn/edges.h"
#include "learn/naming.h"

struct phrase {
	uint32_t word[NAME_WORDS];      /* numbers */
	size_t n;
};

struct candidate {
	struct phrase f;
	double score;
	uint64_t texts;                 /* of the group, with it */
	uint64_t opens, closes;         /* of them, where a clause begins and ends with it */
	uint64_t before, after;         /* of them, where the word is beside it that is so most often */
	uint64_t bears;                 /* texts that bear it out (learn/support.h); if it has no negator, of them */
	uint64_t denied, doubted;       /* with one before a word of it in that clause; with one elsewhere there */
};

struct phrases {
	const struct naming *n;
	struct edges e;
	uint32_t *kin;          /* by word: support_kin */
	uint32_t *spoken[2];    /* by word: of the texts that are not Chinese and of those that are, each once, how many have it */
	size_t all[2];          /* such texts */
	uint32_t group;         /* the one at hand */
	size_t texts;           /* of the group, that are looked at */
	size_t chinese;         /* of them, that are Chinese */
	uint32_t *with, *last;  /* by word: texts of the group; the last row with it + 1 */
};

void phrases_open(struct phrases *p, const struct naming *n);
void phrases_close(struct phrases *p);

/* Of a group, best first, *found of them; free them. */
struct candidate *phrases_find(struct phrases *p, uint32_t group, size_t *found);

/* Whether the text of a row of the matrices is of the group. */
static inline bool
phrases_row(const struct phrases *p, size_t row)
{
	return p->n->group[p->n->m->text[row]] == p->group;
}

#endif
