#include "learn/calibrate.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"

/* Mean cross-entropy of scores times t, and its two derivatives in t: the mean of z less z of the label, the variance of z. */
static double
loss_at(const float *z, const uint32_t *label, const float *weight, size_t n, unsigned K, double t, double *slope, double *curve)
{
	double loss = 0, all = 0;
	*slope = *curve = 0;
	for (size_t i = 0; i < n; i++) {
		const float *s = z + i * K;
		double most = (double)s[0], by = weight ? (double)weight[i] : 1, sum = 0, mean = 0, square = 0, y = (double)s[label[i]];
		for (unsigned k = 1; k < K; k++)
			most = (double)s[k] > most ? (double)s[k] : most;
		for (unsigned k = 0; k < K; k++) {
			double d = (double)s[k] - most, e = num_exp(t * d);
			sum += e;
			mean += e * d;
			square += e * d * d;
		}
		mean /= sum;
		loss += by * (num_log(sum) - t * (y - most));
		*slope += by * (mean - (y - most));
		*curve += by * (square / sum - mean * mean);
		all += by;
	}
	*slope /= all;
	*curve /= all;
	return loss / all;
}

/* The loss is convex in 1 / temperature: Newton, held between a tenth and ten. */
double
calibrate(const float *z, const uint32_t *label, const float *weight, size_t n, unsigned K, double *loss)
{
	double low = .1, high = 10, t = 1, slope, curve;
	*loss = 0;
	if (!n)
		return 1;
	for (int round = 0; round < 40; round++) {
		*loss = loss_at(z, label, weight, n, K, t, &slope, &curve);
		if (slope > 0)
			high = t;
		else
			low = t;
		double next = curve > 0 ? t - slope / curve : t;
		if (next <= low || next >= high)
			next = (low + high) / 2;
		double move = next - t;
		t = next;
		if (move < 1e-5 && move > -1e-5)
			break;
	}
	return 1 / t;
}
