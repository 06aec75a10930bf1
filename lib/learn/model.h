/* Models: the file that fb-train writes and fb-classify maps. fb-model(5) describes it for people.
 *
 * A feature's value in a text is its scale divided by the length of the text's vector, counted once however often it occurs.
 * Scores are z[k] = bias[k] + sum over features of weight[k] / length, length = sqrt(sum of square); weights hold the scale already and
 * are 16-bit whole numbers times a unit. With two labels only the second one's weights are kept, against the first's. */
#ifndef FB_MODEL_H
#define FB_MODEL_H

#include "base/container.h"
#include "learn/feature.h"

enum { MODEL_MOST_LABELS = 4000 };

struct model_slot {
	uint32_t check;         /* high half of the key; 0 and row 0: free */
	uint32_t row;           /* row + 1 */
};

struct model {
	struct container file;
	char *target;
	size_t K, width;        /* labels; weights a feature has: K, or 1 where K = 2 */
	struct fb_str *label;   /* in the file */
	size_t D, slots;
	bool segmented;         /* reads the column tokens */
	char *column;           /* of the text */
	const struct model_slot *slot;
	const int16_t *weight;  /* D × width */
	const float *square;    /* D */
	const float *bias;      /* K */
	double unit;
};

/* Open by path; everything in the file is checked. */
int model_open(struct model *m, const char *path, struct fb_err *e);
void model_close(struct model *m);

struct predict {                /* scratch of one thread */
	uint32_t *seen;         /* D: number of the text that last had this feature */
	uint32_t text;
	size_t room;
	double *z;
};

/* Probabilities of the labels for a text's features: p[0 .. K). */
void model_predict(const struct model *m, struct predict *s, const struct features *f, double *p);
void predict_free(struct predict *s);

struct model_parts {            /* what a model is made of */
	const char *target, *column;
	bool segmented;
	size_t K, D;
	const struct fb_str *label;
	const uint64_t *key;    /* D */
	const float *scale;     /* D: of a feature's value */
	const float *w;         /* D × stride, bias row after them */
	size_t stride;
	double sharpness;       /* scores are multiplied by it: calibration */
	struct fb_str more;     /* further header lines */
};

void model_make(struct buf *out, const struct model_parts *p);

#endif
