#include "learn/softmax.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"

size_t
softmax_stride(unsigned K)
{
	return K == 2 ? 1 : (K + 7u) / 8 * 8;
}

void
softmax_scores(const struct rows *r, const float *w, size_t i, float *z)
{
	size_t stride = softmax_stride(r->K);
	if (stride == 1) {
		float d = w[r->D];
		for (size_t k = r->start[i]; k < r->start[i + 1]; k++)
			d += r->x[k] * w[r->feature[k]];
		d += r->offset ? r->offset[i] : 0;
		z[0] = -d / 2;
		z[1] = d / 2;
		return;
	}
	memcpy(z, w + r->D * stride, r->K * sizeof *z);
	for (size_t k = r->start[i]; k < r->start[i + 1]; k++) {
		const float *v = w + r->feature[k] * stride;
		for (unsigned l = 0; l < r->K; l++)
			z[l] += r->x[k] * v[l];
	}
	for (unsigned l = 0; r->offset && l < r->K; l++)
		z[l] += r->offset[i * stride + l];
}

double
softmax(double *z, unsigned K)
{
	double most = z[0], sum = 0;
	for (unsigned k = 1; k < K; k++)
		most = z[k] > most ? z[k] : most;
	for (unsigned k = 0; k < K; k++)
		sum += z[k] = num_exp(z[k] - most);
	for (unsigned k = 0; k < K; k++)
		z[k] /= sum;
	return most + num_log(sum);
}

double
softmax_energy(const double *z, unsigned K)
{
	double most = z[0], mean = 0, sum = 0;
	for (unsigned k = 0; k < K; k++) {
		most = z[k] > most ? z[k] : most;
		mean += z[k];
	}
	for (unsigned k = 0; k < K; k++)
		sum += num_exp(z[k] - most);
	return most - mean / K + num_log(sum);
}

/* Add the gradient of record i's loss, given its probabilities. */
static void
gradient_add(const struct rows *r, size_t i, const double *p, double scale, double *gradient)
{
	size_t stride = softmax_stride(r->K);
	for (size_t k = r->start[i]; k <= r->start[i + 1]; k++) {
		size_t j = k < r->start[i + 1] ? r->feature[k] : r->D;
		double x = k < r->start[i + 1] ? (double)r->x[k] : 1;
		if (stride == 1)
			gradient[j] += scale * x * (p[1] - (r->label[i] == 1));
		else
			for (unsigned l = 0; l < r->K; l++)
				gradient[j * stride + l] += scale * x * (p[l] - (r->label[i] == l));
	}
}

double
softmax_loss(const struct rows *r, const float *w, double C, double *gradient)
{
	size_t stride = softmax_stride(r->K), size = (r->D + 1) * stride;
	float *z = xmalloc(r->K * sizeof *z);
	double *p = xmalloc(r->K * sizeof *p), loss = 0, norm = 0, n = (double)r->used, share = stride == 1 ? .5 : 1;
	for (size_t k = 0; gradient && k < size; k++)
		gradient[k] = share * (double)w[k] / (C * n);
	for (size_t u = 0; u < r->used; u++) {
		size_t i = r->use[u];
		double weight = r->weight ? (double)r->weight[i] : 1;
		softmax_scores(r, w, i, z);
		for (unsigned k = 0; k < r->K; k++)
			p[k] = (double)z[k];
		loss += weight * (softmax(p, r->K) - (double)z[r->label[i]]);
		if (gradient)
			gradient_add(r, i, p, weight / n, gradient);
	}
	for (size_t k = 0; k < size; k++)
		norm += (double)w[k] * (double)w[k];
	free(z);
	free(p);
	return loss / n + share * norm / (2 * C * n);
}
