/* Kernels of the optimiser: sparse rows against dense weights, exp and log of vectors.
 *
 * Lanes are worked in a fixed order with +, -, * and / only, so that every compiler and processor gives the same bits. exp and log
 * have a relative error below 3e-7, which is what a float can show. */
#ifndef FB_FLOATS_H
#define FB_FLOATS_H

#include "learn/softmax.h"

enum { FLOATS_MOST = 4096 };    /* labels */

/* x_i · w + bias, and w += s x_i, for stride 1. */
float floats_dot1(const float *w, const struct rows *r, size_t i);
void floats_add1(float *w, const struct rows *r, size_t i, float s);

/* The same for rows of stride floats (a multiple of 8): z[0 .. stride), s[0 .. stride). */
void floats_dot(const float *w, size_t stride, const struct rows *r, size_t i, float *z);
void floats_add(float *w, size_t stride, const struct rows *r, size_t i, const float *s);

static inline void
floats_prefetch(const struct rows *r, size_t i)
{
	__builtin_prefetch(r->feature + r->start[i]);
	__builtin_prefetch(r->x + r->start[i]);
}

struct floats_top {
	unsigned at;            /* the first of the highest scores */
	float log_sum;          /* log(sum exp z) */
};

/* p[0 .. stride): probabilities of z[0 .. K), then zeros. */
struct floats_top floats_softmax(const float *z, float *p, unsigned K, size_t stride);

/* y[k] = log(max(x[k], 1e-30)). */
void floats_log(const float *x, float *y, size_t n);

/* exp(x[k]), -80 <= x <= 80. */
void floats_exp(const float *x, float *y, size_t n);

#endif
