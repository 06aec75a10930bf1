#include "learn/model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/hash.h"
#include "base/mem.h"

enum { SCORE_MOST = 1000000 };

_Static_assert(sizeof(struct model_settings) == 80 && sizeof(struct column) == 128, "the layout of a model file");

static inline size_t
bucket_of(uint64_t key, uint64_t buckets)
{
	return (size_t)((key >> 32) * buckets >> 32);
}

static inline uint16_t
finger_of(uint64_t key)
{
	uint16_t f = (uint16_t)(key >> 16);
	return f ? f : 1;
}

/* Opening */

static int
broken(const struct model *m, struct fb_err *e, const char *what)
{
	return err_set(e, FB_EDATA, "%s: %s: make the model again with fb-train", m->file.path, what);
}

static bool
all_finite(const double *x, size_t n, double most)
{
	for (size_t i = 0; i < n; i++)
		if (!isfinite(x[i]) || x[i] > most || x[i] < -most)
			return false;
	return true;
}

/* The next of the values that TABs divide; *rest moves behind it. */
static struct fb_str
next_value(struct fb_str *rest)
{
	const char *tab = rest->n ? memchr(rest->p, '\t', rest->n) : NULL;
	struct fb_str v = { rest->p, tab ? (size_t)(tab - rest->p) : rest->n };
	*rest = tab ? (struct fb_str){ tab + 1, rest->n - v.n - 1 } : (struct fb_str){ rest->p + rest->n, 0 };
	return v;
}

static int
read_names(struct model *m, struct fb_err *e)
{
	struct fb_str target = container_value(&m->file, "target", 0);
	m->label = xcalloc(m->K, sizeof *m->label);
	m->column = xcalloc(m->s.columns, sizeof *m->column);
	if (!target.n)
		return broken(m, e, "it names no target");
	m->target = xstrndup(target.p, target.n);
	for (unsigned k = 0; k < m->K; k++) {
		struct fb_str line = container_value(&m->file, "label", k);
		m->label[k] = (struct label){ next_value(&line), next_value(&line), next_value(&line) };
		if (!m->label[k].name.n)
			return broken(m, e, "a label is missing");
	}
	for (unsigned c = 0; c < m->s.columns; c++) {
		m->column[c] = container_value(&m->file, "column", c);
		if (!m->column[c].n)
			return broken(m, e, "a column is missing");
	}
	return 0;
}

/* Each bucket's rows lie within rows[]: fingers fill buckets from the front, and first counts them up. */
static bool
rows_fit(const struct model *m)
{
	uint64_t next = 0;
	for (uint64_t b = 0; b < m->s.buckets; b++) {
		const uint16_t *f = m->fingers + b * MODEL_SLOTS;
		if (m->first[b] != next)
			return false;
		unsigned n = 0;
		while (n < MODEL_SLOTS && f[n])
			n++;
		next += n;
		for (; n < MODEL_SLOTS; n++)
			if (f[n])
				return false;
	}
	return next == m->s.rows;
}

/* What a model of another kind than classes has besides. */
static int
read_levels(struct model *m, struct fb_err *e)
{
	if (m->kind == KIND_ORDINAL || m->kind == KIND_MULTILABEL) {
		unsigned n = m->kind == KIND_ORDINAL ? m->K - 1 : 1;
		if (!(m->cut = container_array(&m->file, "levels", n, sizeof *m->cut, e)))
			return FB_EDATA;
		bool rise = all_finite(m->cut, n, SCORE_MOST);
		for (unsigned k = 0; rise && k + 1 < n; k++)
			rise = m->cut[k] < m->cut[k + 1];
		return rise ? 0 : broken(m, e, "its cuts do not rise");
	}
	if (m->kind == KIND_NUMBER) {
		const struct kind_range *r = m->range = container_array(&m->file, "levels", 1, sizeof *r, e);
		if (!r)
			return FB_EDATA;
		bool sound = all_finite(&r->low, sizeof *r / sizeof r->low, KIND_MOST) && r->low <= r->high && r->off >= 0 && r->decimals >= 0 &&
		    r->decimals <= 9;
		return sound ? 0 : broken(m, e, "its range makes no sense");
	}
	return 0;
}

static bool
settings_valid(const struct model_settings *s)
{
	static const uint32_t least[KINDS] = { [KIND_CLASSES] = 2, [KIND_ORDINAL] = 2, [KIND_MULTILABEL] = 1 };
	if (s->kind >= KINDS || (s->version < 4 && (s->version == 3) != (s->kind != KIND_CLASSES)))
		return false;
	return s->labels >= least[s->kind] && s->labels <= (s->kind == KIND_NUMBER ? 0 : MODEL_LABELS) && s->columns >= 1 &&
	    s->columns <= MODEL_COLUMNS && s->buckets >= 1 && s->buckets <= 1u << 31 && s->rows <= s->buckets * MODEL_SLOTS && s->repeats <= 1 &&
	    s->step >= 0 && s->step <= KIND_MOST && s->energy >= 0 && s->energy <= SCORE_MOST && s->temperature >= 0 && s->temperature <= SCORE_MOST;
}

/* Which languages it has seen, where it knows. */
static int
read_seen(struct model *m, struct fb_err *e)
{
	if (!container_section(&m->file, "languages").p || m->kind != KIND_CLASSES)
		return 0;
	if (!(m->seen = container_array(&m->file, "languages", 1, sizeof *m->seen, e)))
		return FB_EDATA;
	return m->seen->share > 0 && m->seen->share <= 1 ? 0 : broken(m, e, "the share of its most frequent label makes no sense");
}

static int
read_sections(struct model *m, struct fb_err *e)
{
	const struct model_settings *s = container_array(&m->file, "settings", 1, sizeof *s, e);
	if (!s)
		return FB_EDATA;
	m->s = *s;
	if (s->version < 1 || s->version > 4)
		return err_set(e, FB_EDATA, "%s: a model of version %u; this fb knows versions 1 to 4", m->file.path, s->version);
	if (!settings_valid(s))
		return broken(m, e, "its settings are out of range");
	m->kind = (enum kind)s->kind;
	m->K = s->labels;
	m->Z = m->kind == KIND_CLASSES ? m->K : kind_scores(m->kind, m->K) + 1;
	if (!(m->bias = container_array(&m->file, "bias", m->Z, sizeof *m->bias, e)))
		return FB_EDATA;
	if (!all_finite(m->bias, m->Z, m->kind == KIND_NUMBER ? KIND_MOST : SCORE_MOST))
		return broken(m, e, "its bias is out of range");
	int rc = read_levels(m, e);
	if (rc || (rc = read_seen(m, e)))
		return rc;
	if (container_section(&m->file, "promise").p) {
		if (!(m->promise = container_array(&m->file, "promise", PROMISE_STEPS, sizeof *m->promise, e)))
			return FB_EDATA;
		if (!promise_valid(m->promise))
			return broken(m, e, "its curve of errors makes no sense");
	}
	if (container_section(&m->file, "columns").p && !(m->what = container_array(&m->file, "columns", s->columns, sizeof *m->what, e)))
		return FB_EDATA;
	for (unsigned c = 0; m->what && c < s->columns; c++)
		if (!column_valid(&m->what[c]))
			return broken(m, e, "its columns make no sense");
	if (container_section(&m->file, "high").p && !(m->high = container_array(&m->file, "high", s->rows, sizeof *m->high, e)))
		return FB_EDATA;
	if (m->Z <= MODEL_INLINE) {
		m->table = container_array(&m->file, "table", s->buckets, MODEL_SLOTS * 2 * m->Z, e);
		return m->table ? 0 : FB_EDATA;
	}
	if (s->stride != (m->Z + 7) / 8 * 8)
		return broken(m, e, "its settings are out of range");
	m->fingers = container_array(&m->file, "fingers", s->buckets, MODEL_SLOTS * sizeof *m->fingers, e);
	m->first = container_array(&m->file, "first", s->buckets, sizeof *m->first, e);
	m->rows = container_array(&m->file, "rows", s->rows, s->stride * sizeof *m->rows, e);
	if (!m->fingers || !m->first || !m->rows)
		return FB_EDATA;
	return rows_fit(m) ? 0 : broken(m, e, "its rows do not fit its table");
}

int
model_open(struct model *m, const char *path, struct fb_err *e)
{
	*m = (struct model){ 0 };
	int rc = container_open(&m->file, path, "model", e);
	if (rc)
		return rc;
	hash_hex(m->file.digest, m->digest);
	if ((rc = read_sections(m, e)) || (rc = read_names(m, e)))
		model_close(m);
	return rc;
}

void
model_close(struct model *m)
{
	free(m->target);
	free(m->label);
	free(m->column);
	container_close(&m->file);
	*m = (struct model){ 0 };
}

unsigned
model_reads(const struct model *m, size_t c)
{
	return (m->s.segmented >> c & 1 ? GRAM_SEGMENTED : 0) | (m->s.repeats ? GRAM_REPEATS : 0) | (m->s.version < 4 ? GRAM_PLAIN : 0);
}

/* Scores */

enum { STRETCH = 4096 };        /* features summed in 32 bits before they go to 64 */

/* Sums over up to STRETCH keys for K - 1 labels (planes); returns how many were found. */
#ifdef __SSE2__
static inline __attribute__((always_inline)) size_t
sum_inline(const struct model *m, const uint64_t *key, size_t n, size_t planes, int64_t *sum)
{
	__m128i total[MODEL_INLINE - 1], found = _mm_setzero_si128(), ones = _mm_set1_epi16(1);
	for (size_t k = 0; k < planes; k++)
		total[k] = _mm_setzero_si128();
	for (size_t i = 0; i < n; i++) {
		const __m128i *bucket = (const __m128i *)m->table + bucket_of(key[i], m->s.buckets) * (planes + 1);
		__m128i hit = _mm_cmpeq_epi16(_mm_load_si128(bucket), _mm_set1_epi16((short)finger_of(key[i])));
		found = _mm_sub_epi16(found, hit);
		for (size_t k = 0; k < planes; k++)
			total[k] = _mm_add_epi32(total[k], _mm_madd_epi16(_mm_and_si128(hit, _mm_load_si128(bucket + k + 1)), ones));
	}
	int32_t lane[4];
	for (size_t k = 0; k < planes; k++) {
		_mm_storeu_si128((__m128i *)lane, total[k]);
		sum[k] += (int64_t)lane[0] + lane[1] + lane[2] + lane[3];
	}
	_mm_storeu_si128((__m128i *)lane, _mm_madd_epi16(found, ones));
	return (size_t)lane[0] + (size_t)lane[1] + (size_t)lane[2] + (size_t)lane[3];
}
#else
static inline size_t
sum_inline(const struct model *m, const uint64_t *key, size_t n, size_t planes, int64_t *sum)
{
	size_t found = 0;
	for (size_t i = 0; i < n; i++) {
		const uint16_t *bucket = m->table + bucket_of(key[i], m->s.buckets) * (planes + 1) * MODEL_SLOTS;
		uint16_t f = finger_of(key[i]);
		for (size_t s = 0; s < MODEL_SLOTS; s++) {
			found += bucket[s] == f;
			for (size_t k = 0; k < planes; k++)
				sum[k] += bucket[s] == f ? (int16_t)bucket[(k + 1) * MODEL_SLOTS + s] : 0;
		}
	}
	return found;
}
#endif

static size_t
scores_inline(const struct model *m, const struct grams *g, double *z)
{
	int64_t sum[MODEL_INLINE] = { 0 };
	size_t found = 0;
	for (size_t at = 0; at < g->n; at += STRETCH) {
		size_t n = g->n - at < STRETCH ? g->n - at : STRETCH;
		found += m->Z == 2 ? sum_inline(m, g->key + at, n, 1, sum) :
		    m->Z == 3 ? sum_inline(m, g->key + at, n, 2, sum) : sum_inline(m, g->key + at, n, 3, sum);
	}
	double by = found ? m->s.step / sqrt((double)found) : 0;
	for (unsigned k = 0; k < m->Z; k++)
		z[k] = m->bias[k] + by * (double)sum[k];
	return found;
}

/* The row of a key, or UINT32_MAX. */
static inline uint32_t
row_of(const struct model *m, uint64_t key)
{
	size_t b = bucket_of(key, m->s.buckets);
	const uint16_t *f = m->fingers + b * MODEL_SLOTS;
	uint16_t want = finger_of(key);
#ifdef __SSE2__
	__m128i hit = _mm_cmpeq_epi16(_mm_load_si128((const __m128i *)f), _mm_set1_epi16((short)want));
	unsigned mask = (unsigned)_mm_movemask_epi8(hit);
	return mask ? m->first[b] + (unsigned)__builtin_ctz(mask) / 2 : UINT32_MAX;
#else
	for (uint32_t s = 0; s < MODEL_SLOTS; s++)
		if (f[s] == want)
			return m->first[b] + s;
	return UINT32_MAX;
#endif
}

typedef int16_t h8 __attribute__((vector_size(16)));
typedef int32_t i8 __attribute__((vector_size(32)));

/* Sum n rows into sum[0 .. stride), eight labels at a time. */
static void
sum_rows(const struct model *m, const uint32_t *row, size_t n, int64_t *sum)
{
	size_t stride = m->s.stride;
	for (size_t at = 0; at < stride; at += 8) {
		i8 total = { 0 };
		h8 v;
		for (size_t i = 0; i < n; i++) {
			memcpy(&v, m->rows + row[i] * stride + at, sizeof v);
			total += __builtin_convertvector(v, i8);
		}
		for (size_t k = 0; k < 8; k++)
			sum[at + k] += total[k];
	}
}

static size_t
scores_rows(const struct model *m, const struct grams *g, struct model_scratch *s, double *z)
{
	int64_t sum[MODEL_LABELS + 8];
	size_t found = 0;
	memset(sum, 0, m->s.stride * sizeof *sum);
	s->row = xgrow(s->row, &s->cap, g->n + 1, sizeof *s->row);
	for (size_t i = 0; i < g->n; i++) {
		uint32_t r = row_of(m, g->key[i]);
		s->row[found] = r;
		found += r != UINT32_MAX;
	}
	for (size_t at = 0; at < found; at += STRETCH)
		sum_rows(m, s->row + at, found - at < STRETCH ? found - at : STRETCH, sum);
	double by = found ? m->s.step / sqrt((double)found) : 0;
	for (unsigned k = 0; k < m->Z; k++)
		z[k] = m->bias[k] + by * (double)sum[k];
	return found;
}

size_t
model_scores(const struct model *m, const struct grams *g, struct model_scratch *s, double *z)
{
	return m->Z <= MODEL_INLINE ? scores_inline(m, g, z) : scores_rows(m, g, s, z);
}

static const uint16_t *
fingers_of(const struct model *m, uint64_t bucket)
{
	return m->Z <= MODEL_INLINE ? m->table + bucket * MODEL_SLOTS * m->Z : m->fingers + bucket * MODEL_SLOTS;
}

bool
model_place(const struct model *m, uint64_t key, uint64_t *bucket, unsigned *slot)
{
	*bucket = bucket_of(key, m->s.buckets);
	const uint16_t *f = fingers_of(m, *bucket), want = finger_of(key);
	for (*slot = 0; *slot < MODEL_SLOTS && f[*slot] != want;)
		++*slot;
	return *slot < MODEL_SLOTS;
}

uint16_t
model_slot(const struct model *m, uint64_t bucket, unsigned slot, int32_t *w)
{
	const uint16_t *f = fingers_of(m, bucket);
	for (unsigned k = 0; w && k < m->Z; k++)
		if (m->Z > MODEL_INLINE)
			w[k] = m->rows[(m->first[bucket] + slot) * (size_t)m->s.stride + k];
		else
			w[k] = k + 1 < m->Z ? (int16_t)f[(k + 1) * MODEL_SLOTS + slot] : 0;
	return f[slot];
}

bool
model_weights(const struct model *m, uint64_t key, int32_t *w)
{
	uint64_t bucket;
	unsigned slot;
	if (!model_place(m, key, &bucket, &slot))
		return false;
	model_slot(m, bucket, slot, w);
	return true;
}
