#include "learn/model.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "learn/softmax.h"

static size_t
slot_of(uint64_t key, size_t slots)
{
	return (size_t)((__extension__(unsigned __int128)(key & 0xffffffffu) * slots) >> 32);
}

static uint32_t
check_of(uint64_t key)
{
	return (uint32_t)(key >> 32);
}

/* The row of a key, or -1. */
static int64_t
find(const struct model *m, uint64_t key)
{
	for (size_t i = slot_of(key, m->slots);; i = i + 1 == m->slots ? 0 : i + 1) {
		if (!m->slot[i].row)
			return -1;
		if (m->slot[i].check == check_of(key))
			return (int64_t)m->slot[i].row - 1;
	}
}

static int
wrong(const struct model *m, struct fb_err *e, const char *what)
{
	return err_set(e, FB_EDATA, "%s: %s: train the model again", m->file.path, what);
}

static bool
header_count(const struct model *m, const char *key, size_t most, size_t *to)
{
	uint64_t n;
	if (!num_count(container_value(&m->file, key, 0), &n) || n > most)
		return false;
	*to = (size_t)n;
	return true;
}

static int
read_labels(struct model *m, struct fb_err *e)
{
	if (!header_count(m, "labels", MODEL_MOST_LABELS, &m->K) || m->K < 2)
		return wrong(m, e, "its number of labels makes no sense");
	m->label = xcalloc(m->K, sizeof *m->label);
	for (size_t k = 0; k < m->K; k++) {
		struct fb_str line = container_value(&m->file, "label", k);
		const char *tab = line.n ? memchr(line.p, '\t', line.n) : NULL;
		if (line.n == 0)
			return wrong(m, e, "a label is missing");
		m->label[k] = (struct fb_str){ line.p, tab ? (size_t)(tab - line.p) : line.n };
	}
	return 0;
}

static int
check_numbers(const struct model *m, struct fb_err *e)
{
	bool free_slot = false;
	for (size_t i = 0; i < m->slots; i++) {
		if (m->slot[i].row > m->D)
			return wrong(m, e, "its table points outside");
		free_slot |= !m->slot[i].row;
	}
	if (!free_slot)
		return wrong(m, e, "its table is full");
	for (size_t i = 0; i < m->D; i++)
		if (!(m->square[i] >= 0) || !isfinite(m->square[i]))
			return wrong(m, e, "a scale is no number");
	for (size_t k = 0; k < m->K; k++)
		if (!isfinite(m->bias[k]))
			return wrong(m, e, "a bias is no number");
	return 0;
}

static char *
copied(struct fb_str s)
{
	return s.p ? xstrndup(s.p, s.n) : NULL;
}

int
model_open(struct model *m, const char *path, struct fb_err *e)
{
	*m = (struct model){ 0 };
	int rc = container_open(&m->file, path, "model", e);
	if (rc)
		return rc;
	m->target = copied(container_value(&m->file, "target", 0));
	m->column = copied(container_value(&m->file, "column", 0));
	m->segmented = container_value(&m->file, "segmented", 0).p != NULL;
	if (!m->target || !m->column)
		rc = wrong(m, e, "its target or column is missing");
	if (!rc)
		rc = read_labels(m, e);
	if (!rc && (!header_count(m, "features", 1u << 30, &m->D) || !header_count(m, "slots", 1u << 31, &m->slots) || m->slots <= m->D))
		rc = wrong(m, e, "its number of features makes no sense");
	if (!rc && (!num_read(container_value(&m->file, "unit", 0), &m->unit) || !(m->unit >= 0)))
		rc = wrong(m, e, "its unit is no number");
	m->width = m->K == 2 ? 1 : m->K;
	if (!rc) {
		m->slot = container_array(&m->file, "slots", m->slots, sizeof *m->slot, e);
		m->weight = m->slot ? container_array(&m->file, "weights", m->D * m->width, sizeof *m->weight, e) : NULL;
		m->square = m->weight ? container_array(&m->file, "squares", m->D, sizeof *m->square, e) : NULL;
		m->bias = m->square ? container_array(&m->file, "bias", m->K, sizeof *m->bias, e) : NULL;
		rc = m->bias ? check_numbers(m, e) : FB_EDATA;
	}
	if (rc)
		model_close(m);
	return rc;
}

void
model_close(struct model *m)
{
	container_close(&m->file);
	free(m->target);
	free(m->column);
	free(m->label);
	*m = (struct model){ 0 };
}

void
predict_free(struct predict *s)
{
	free(s->seen);
	free(s->z);
	*s = (struct predict){ 0 };
}

void
model_predict(const struct model *m, struct predict *s, const struct features *f, double *p)
{
	double length = 0;
	int64_t one = 0;
	if (!s->seen) {
		s->seen = xcalloc(m->D + 1, sizeof *s->seen);
		s->z = xcalloc(m->K, sizeof *s->z);
	}
	if (++s->text == 0) {
		memset(s->seen, 0, (m->D + 1) * sizeof *s->seen);
		s->text = 1;
	}
	memset(s->z, 0, m->K * sizeof *s->z);
	for (size_t i = 0; i < f->n; i++) {
		int64_t row = find(m, f->v[i].key);
		if (row < 0 || s->seen[row] == s->text)
			continue;
		s->seen[row] = s->text;
		length += (double)m->square[row];
		if (m->width == 1) {
			one += m->weight[row];
			continue;
		}
		const int16_t *w = m->weight + (size_t)row * m->width;
		for (size_t k = 0; k < m->K; k++)
			s->z[k] += w[k];
	}
	double unit = length > 0 ? m->unit / sqrt(length) : 0;
	if (m->width == 1)
		s->z[1] = (double)one;
	for (size_t k = 0; k < m->K; k++)
		p[k] = (double)m->bias[k] + unit * s->z[k];
	softmax_of(p, m->K);
}

/* Weights as they go into the file: with the feature's scale, against the first label's where there are two. */
static double
weight_of(const struct model_parts *p, size_t row, size_t k)
{
	const float *w = p->w + row * p->stride;
	double x = p->K == 2 ? (double)w[1] - (double)w[0] : (double)w[k];
	return x * (row < p->D ? (double)p->scale[row] : 1) * p->sharpness;
}

static struct model_slot *
make_slots(const struct model_parts *p, size_t slots)
{
	struct model_slot *slot = xcalloc(slots, sizeof *slot);
	for (size_t row = 0; row < p->D; row++) {
		size_t i = slot_of(p->key[row], slots);
		while (slot[i].row)
			i = i + 1 == slots ? 0 : i + 1;
		slot[i] = (struct model_slot){ check_of(p->key[row]), (uint32_t)row + 1 };
	}
	return slot;
}

void
model_make(struct buf *out, const struct model_parts *p)
{
	size_t width = p->K == 2 ? 1 : p->K, slots = p->D + p->D / 2 + 16;
	struct model_slot *slot = make_slots(p, slots);
	int16_t *weight = xmalloc((p->D * width + 1) * sizeof *weight);
	float *square = xmalloc((p->D + 1) * sizeof *square), *bias = xcalloc(p->K, sizeof *bias);
	struct buf header = { 0 };
	double most = 0;
	for (size_t i = 0; i < p->D; i++)
		for (size_t k = 0; k < width; k++)
			most = fmax(most, fabs(weight_of(p, i, k)));
	double unit = most > 0 ? most / 32767 : 1;
	for (size_t i = 0; i < p->D; i++) {
		square[i] = p->scale[i] * p->scale[i];
		for (size_t k = 0; k < width; k++) {
			double v = weight_of(p, i, k) / unit;
			weight[i * width + k] = (int16_t)(v < 0 ? v - .5 : v + .5);
		}
	}
	for (size_t k = 0; k < p->K; k++)
		bias[k] = p->K == 2 && k == 0 ? 0 : (float)weight_of(p, p->D, k);
	buf_printf(&header, "target %s\ncolumn %s\n%slabels %zu\n", p->target, p->column, p->segmented ? "segmented yes\n" : "", p->K);
	for (size_t k = 0; k < p->K; k++)
		buf_printf(&header, "label %.*s\n", (int)p->label[k].n, p->label[k].p);
	buf_slice(&header, p->more);
	buf_printf(&header, "features %zu\nslots %zu\nunit %.17g\n", p->D, slots, unit);
	struct container_part part[] = {
		{ "slots", slot, slots * sizeof *slot },
		{ "weights", weight, p->D * width * sizeof *weight },
		{ "squares", square, p->D * sizeof *square },
		{ "bias", bias, p->K * sizeof *bias },
	};
	container_make(out, "model", buf_str(&header), part, 4);
	buf_free(&header);
	free(slot);
	free(weight);
	free(square);
	free(bias);
}
