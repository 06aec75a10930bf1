#include "learn/prior.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "learn/floats.h"

/* Count the features before each bucket, and check that their keys belong there. */
static bool
count_features(struct prior *p)
{
	const struct model *m = &p->model;
	size_t n = 0;
	for (uint64_t b = 0; b < m->s.buckets; b++) {
		p->first[b] = n;
		for (unsigned s = 0; s < MODEL_SLOTS && model_slot(m, b, s, NULL); s++, n++)
			if (n >= m->s.rows || (uint64_t)m->high[n] * m->s.buckets >> 32 != b)
				return false;
	}
	return n == m->s.rows;
}

int
prior_open(struct prior *p, const char *path, struct fb_err *e)
{
	*p = (struct prior){ .first = NULL };
	int rc = model_open(&p->model, path, e);
	if (rc)
		return rc;
	if (p->model.kind != KIND_CLASSES)
		rc = err_set(e, FB_EDATA, "%s: a model of kind %s, and only classes can be gone on with: train with all records", path, kind_name(p->model.kind));
	else if (!p->model.high)
		rc = err_set(e, FB_EDATA, "%s: made by a fb-train whose models nothing can be added to: train with all records", path);
	p->first = xmalloc(p->model.s.buckets * sizeof *p->first);
	if (rc == 0 && !count_features(p))
		rc = err_set(e, FB_EDATA, "%s: its keys do not fit its table: make the model again with fb-train", path);
	if (rc)
		prior_close(p);
	return rc;
}

void
prior_close(struct prior *p)
{
	if (p->first)
		model_close(&p->model);
	free(p->first);
	free(p->label);
	free(p->w);
	*p = (struct prior){ .first = NULL };
}

/* The number of a key's feature, and where it lies; SIZE_MAX: the model does not know it. */
static size_t
find(const struct prior *p, uint64_t key, uint64_t *bucket, unsigned *slot)
{
	if (!model_place(&p->model, key, bucket, slot))
		return SIZE_MAX;
	size_t n = p->first[*bucket] + *slot;
	return p->model.high[n] == key >> 32 ? n : SIZE_MAX;
}

bool
prior_knows(const struct prior *p, uint64_t key)
{
	uint64_t bucket;
	unsigned slot;
	return find(p, key, &bucket, &slot) != SIZE_MAX;
}

void
prior_labels(struct prior *p, const struct map *labels)
{
	p->label = xcalloc(p->model.K, sizeof *p->label);
	for (unsigned k = 0; k < p->model.K; k++)
		for (size_t l = 0; l < labels->n; l++)
			if (slice_eq(labels->entry[l].key, p->model.label[k].name))
				p->label[k] = (uint32_t)l;
}

/* Scores z[0 .. model.K) as a row of weights: their mean is 0, and a label that the model has not gets that. */
static void
row_of(const struct prior *p, const double *z, unsigned K, float *row)
{
	double mean = 0;
	for (unsigned k = 0; k < p->model.K; k++)
		mean += z[k] / p->model.K;
	if (softmax_stride(K) == 1) {
		*row = (float)(z[p->label[1] == 1 ? 1 : 0] - z[p->label[1] == 1 ? 0 : 1]);
		return;
	}
	memset(row, 0, softmax_stride(K) * sizeof *row);
	for (unsigned k = 0; k < p->model.K; k++)
		row[p->label[k]] = (float)(z[k] - mean);
}

static void
slot_row(const struct prior *p, uint64_t bucket, unsigned slot, double by, unsigned K, float *row)
{
	int32_t w[MODEL_LABELS];
	double z[MODEL_LABELS];
	model_slot(&p->model, bucket, slot, w);
	for (unsigned k = 0; k < p->model.K; k++)
		z[k] = by * p->model.s.step * w[k];
	row_of(p, z, K, row);
}

void
prior_bind(struct prior *p, const struct dataset *d)
{
	size_t stride = softmax_stride(d->K);
	double by = p->model.s.temperature, bias[MODEL_LABELS];
	free(p->w);
	p->w = xcalloc((d->D + 1) * stride, sizeof *p->w);
	for (size_t j = 0; j < d->D; j++) {
		uint64_t bucket;
		unsigned slot;
		if (find(p, d->key[j], &bucket, &slot) != SIZE_MAX)
			slot_row(p, bucket, slot, by, d->K, p->w + j * stride);
	}
	for (unsigned k = 0; k < p->model.K; k++)
		bias[k] = by * p->model.bias[k];
	row_of(p, bias, d->K, p->w + d->D * stride);
}

float *
prior_offset(const struct prior *p, const struct rows *r, const float *scale)
{
	size_t stride = softmax_stride(r->K);
	float *v = xmalloc((r->D + 1) * stride * sizeof *v), *offset = xmalloc((r->n * stride + 1) * sizeof *offset);
	for (size_t j = 0; j <= r->D; j++) {
		float by = j == r->D ? 1 : scale[j] > 0 ? 1 / scale[j] : 0;
		for (size_t k = 0; k < stride; k++)
			v[j * stride + k] = by * p->w[j * stride + k];
	}
	for (size_t i = 0; i < r->n; i++)
		if (stride == 1)
			offset[i] = floats_dot1(v, r, i);
		else
			floats_dot(v, stride, r, i, offset + i * stride);
	free(v);
	return offset;
}

size_t
prior_append(const struct prior *p, struct dataset *d, double temperature, float **w)
{
	const struct model *m = &p->model;
	size_t stride = softmax_stride(d->K), row = stride * sizeof **w, D = d->D;
	bool *there = xcalloc(m->s.rows + 1, sizeof *there);
	uint64_t bucket;
	unsigned slot;
	for (size_t j = 0; j < d->D; j++) {
		size_t n = find(p, d->key[j], &bucket, &slot);
		if (n != SIZE_MAX)
			there[n] = true;
	}
	d->key = xrealloc(d->key, D + m->s.rows + 1, sizeof *d->key);
	*w = xrealloc(*w, D + m->s.rows + 1, row);
	float *last = xmalloc(row);
	memcpy(last, *w + D * stride, row);
	for (bucket = 0; bucket < m->s.buckets; bucket++)
		for (slot = 0; slot < MODEL_SLOTS; slot++) {
			uint64_t finger = model_slot(m, bucket, slot, NULL);
			if (!finger)
				break;
			if (there[p->first[bucket] + slot])
				continue;
			d->key[D] = (uint64_t)m->high[p->first[bucket] + slot] << 32 | finger << 16;
			slot_row(p, bucket, slot, m->s.temperature / temperature, d->K, *w + D++ * stride);
		}
	memcpy(*w + D * stride, last, row);
	free(last);
	free(there);
	return D;
}

void
prior_notes(const struct prior *p, struct buf *b)
{
	struct fb_str line;
	for (size_t n = 0; (line = container_value(&p->model.file, "before", n)).p; n++)
		buf_printf(b, "before %.*s\n", (int)line.n, line.p);
	line = container_value(&p->model.file, "records", 0);
	buf_printf(b, "before %.*s\n", (int)line.n, line.p);
}
