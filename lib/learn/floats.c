#include "learn/floats.h"

#include <string.h>

#include "base/num.h"

typedef float v4 __attribute__((vector_size(16)));
typedef int32_t i4 __attribute__((vector_size(16)));

static inline v4
load(const float *p)
{
	v4 v;
	memcpy(&v, p, sizeof v);
	return v;
}

static inline void
store(float *p, v4 v)
{
	memcpy(p, &v, sizeof v);
}

static inline v4
all(float x)
{
	return (v4){ x, x, x, x };
}

float
floats_dot1(const float *w, const struct rows *r, size_t i)
{
	const uint32_t *f = r->feature;
	const float *x = r->x;
	size_t k = r->start[i], end = r->start[i + 1];
	float a = w[r->D], b = 0, c = 0, d = 0;
	for (; k + 4 <= end; k += 4) {
		a += x[k] * w[f[k]];
		b += x[k + 1] * w[f[k + 1]];
		c += x[k + 2] * w[f[k + 2]];
		d += x[k + 3] * w[f[k + 3]];
	}
	for (; k < end; k++)
		a += x[k] * w[f[k]];
	return (a + b) + (c + d);
}

void
floats_add1(float *w, const struct rows *r, size_t i, float s)
{
	for (size_t k = r->start[i]; k < r->start[i + 1]; k++)
		w[r->feature[k]] += s * r->x[k];
	w[r->D] += s;
}

/* Scores at .. at + 4 n of a row; n is a constant where it is called, so that the sums stay in registers. */
static inline __attribute__((always_inline)) void
dot_strip(const float *w, size_t stride, const struct rows *r, size_t i, float *z, size_t at, size_t n)
{
	v4 sum[8];
	for (size_t l = 0; l < n; l++)
		sum[l] = load(w + r->D * stride + at + 4 * l);
	for (size_t k = r->start[i]; k < r->start[i + 1]; k++) {
		const float *v = w + r->feature[k] * stride + at;
		v4 x = all(r->x[k]);
		for (size_t l = 0; l < n; l++)
			sum[l] += x * load(v + 4 * l);
	}
	for (size_t l = 0; l < n; l++)
		store(z + at + 4 * l, sum[l]);
}

void
floats_dot(const float *w, size_t stride, const struct rows *r, size_t i, float *z)
{
	size_t at = 0;
	for (; at + 32 <= stride; at += 32)
		dot_strip(w, stride, r, i, z, at, 8);
	for (; at < stride; at += 8)
		dot_strip(w, stride, r, i, z, at, 2);
}

void
floats_add(float *w, size_t stride, const struct rows *r, size_t i, const float *s)
{
	float *v = w + r->D * stride;
	for (size_t l = 0; l < stride; l += 4)
		store(v + l, load(v + l) + load(s + l));
	for (size_t k = r->start[i]; k < r->start[i + 1]; k++) {
		v4 x = all(r->x[k]);
		v = w + r->feature[k] * stride;
		for (size_t l = 0; l < stride; l += 4)
			store(v + l, load(v + l) + x * load(s + l));
	}
}

/* exp(x) = 2^n exp(r), |r| <= ln2/2, exp(r) by its series to r^7/7!. */
static inline void
exp4(const float *from, float *to)
{
	v4 x = load(from);
	i4 low = x < all(-80.f);
	x = (v4)((low & (i4)all(-80.f)) | (~low & (i4)x));
	v4 t = x * all(1.44269504f) + all(12582912.f);
	v4 n = t - all(12582912.f);                     /* 1.5 * 2^23: rounds to a whole number */
	v4 r = x - n * all(.693359375f) + n * all(2.12194440e-4f);
	v4 y = all(1.f / 5040);
	y = y * r + all(1.f / 720);
	y = y * r + all(1.f / 120);
	y = y * r + all(1.f / 24);
	y = y * r + all(1.f / 6);
	y = y * r + all(.5f);
	y = y * r + all(1.f);
	y = y * r + all(1.f);
	i4 scale = (__builtin_convertvector(n, i4) + 127) << 23;
	store(to, y * (v4)scale);
}

/* log(x) = e ln2 + 2 atanh(s), m in [sqrt(1/2), sqrt(2)), s = (m - 1) / (m + 1). */
static inline void
log4(const float *from, float *to)
{
	v4 x = load(from), least = all(1e-30f);
	i4 low = x < least;
	i4 bits = (low & (i4)least) | (~low & (i4)x);
	i4 e = (bits - 0x3f3504f3) >> 23;
	v4 m = (v4)(bits - (e << 23));
	v4 s = (m - all(1)) / (m + all(1)), q = s * s;
	v4 y = all(2.f / 9);
	y = y * q + all(2.f / 7);
	y = y * q + all(2.f / 5);
	y = y * q + all(2.f / 3);
	y = y * q + all(2.f);
	store(to, s * y + __builtin_convertvector(e, v4) * all(.69314718f));
}

void
floats_exp(const float *x, float *y, size_t n)
{
	for (size_t k = 0; k < n; k += 4)
		exp4(x + k, y + k);
}

void
floats_log(const float *x, float *y, size_t n)
{
	for (size_t k = 0; k < n; k += 4)
		log4(x + k, y + k);
}

struct floats_top
floats_softmax(const float *z, float *p, unsigned K, size_t stride)
{
	struct floats_top top = { 0, z[0] };
	for (unsigned k = 1; k < K; k++)
		if (z[k] > top.log_sum) {
			top.log_sum = z[k];
			top.at = k;
		}
	for (unsigned k = 0; k < K; k++)
		p[k] = z[k] - top.log_sum;
	for (size_t k = K; k < stride; k++)
		p[k] = -80;
	floats_exp(p, p, stride);
	float sum = 0;
	for (unsigned k = 0; k < K; k++)
		sum += p[k];
	for (unsigned k = 0; k < K; k++)
		p[k] /= sum;
	for (size_t k = K; k < stride; k++)
		p[k] = 0;
	top.log_sum += (float)num_log((double)sum);
	return top;
}
