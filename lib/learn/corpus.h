/* A corpus: labelled texts as the training of a model sees them, as rows of feature numbers.
 *
 * Texts come in stream order; labels and features are numbered so that nothing depends on chance: labels by bytes, features
 * by first sight among those that at least two texts have. */
#ifndef FB_CORPUS_H
#define FB_CORPUS_H

#include "base/hash.h"
#include "learn/feature.h"

struct corpus {
	size_t n, cap;
	uint32_t *label;
	uint64_t *group;        /* digest of the folded text: equal texts stay on one side of a split */
	size_t *start;          /* keys of text i: key[start[i] .. start[i + 1]), each once */
	size_t start_cap;
	uint64_t *key;
	size_t keys, key_cap;
	struct map labels;
	/* after corpus_close */
	size_t D;
	uint64_t *feature;      /* D keys */
	uint32_t *df;           /* D: texts that have it */
	uint32_t *col;          /* as key[], numbered; UINT32_MAX: dropped */
	uint64_t digest;        /* of all texts and labels in order */
};

void corpus_add(struct corpus *c, struct features *f, struct fb_str label);
void corpus_close(struct corpus *c);    /* sort labels, number features */
void corpus_free(struct corpus *c);

#endif
