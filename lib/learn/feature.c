#include "learn/feature.h"

#include <stdlib.h>

#include "base/mem.h"
#include "text/normal.h"
#include "text/utf8.h"

enum kind { BLANK, SIGN, WORD, HAN };
enum { LONGEST = 4, WORDS = 3, CHARS = 5, WORD_MOST = 64 };

struct unit {
	uint64_t hash;
	uint32_t at, end;
	enum kind kind;
};

static uint64_t
mixed(uint64_t x)
{
	x ^= x >> 32;
	x *= 0xd6e8feb86659fd93u;
	x ^= x >> 32;
	x *= 0xd6e8feb86659fd93u;
	return x ^ x >> 32;
}

static uint64_t
joined(uint64_t h, uint64_t unit)
{
	return (h + unit) * 0x9e3779b97f4a7c15u;
}

static enum kind
kind_of(uint32_t c)
{
	if (c <= ' ' || c == 0xa0 || c == 0x3000)
		return BLANK;
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'))
		return WORD;
	if ((c >= 0x3400 && c < 0xa000) || (c >= 0x3040 && c < 0x3100) || (c >= 0xac00 && c < 0xd7b0) || (c >= 0x20000 && c < 0x32000))
		return HAN;
	return c >= 0xc0 && c < 0x2000 && c != 0xd7 && c != 0xf7 ? WORD : SIGN;
}

static void
put(struct features *f, uint64_t key, size_t at, size_t end)
{
	f->v = xgrow(f->v, &f->cap, f->n + 1, sizeof *f->v);
	f->v[f->n++] = (struct feature){ mixed(key), (uint32_t)at, (uint32_t)(end - at) };
}

static size_t
utf8_read(const char *p, uint32_t *c)
{
	*c = utf8_get(p);
	return utf8_length((unsigned char)*p);
}

static uint32_t
digit_folded(uint32_t c)
{
	return c >= '0' && c <= '9' ? '0' : c;
}

/* Character n-grams of the word at p[at .. end), its ends marked; returns the word's hash. */
static uint64_t
word(struct features *f, const char *p, size_t at, size_t end)
{
	uint32_t c[WORD_MOST + 2];
	uint32_t place[WORD_MOST + 3];
	size_t n = 1;
	uint64_t hash = 7;
	c[0] = '<';
	place[0] = (uint32_t)at;
	for (size_t i = at; i < end;) {
		uint32_t x;
		size_t k = utf8_read(p + i, &x);
		hash = joined(hash, digit_folded(x));
		if (n <= WORD_MOST) {
			place[n] = (uint32_t)i;
			c[n++] = digit_folded(x);
		}
		i += k;
	}
	place[n] = (uint32_t)end;
	c[n++] = '>';
	place[n] = (uint32_t)end;
	for (size_t i = 0; i < n; i++) {
		uint64_t g = 1;
		for (size_t j = i; j < n && j - i < CHARS; j++) {
			g = joined(g, c[j]);
			if (j > i && j - i + 1 < n)
				put(f, g ^ 0x1234567, place[i], place[j + 1]);
		}
	}
	return mixed(hash);
}

static struct unit *
add_unit(struct features *f, size_t m, struct unit u)
{
	struct unit *v = f->units = xgrow(f->units, &f->units_cap, m + 1, sizeof *v);
	v[m] = u;
	return v;
}

static size_t
cut(struct features *f)
{
	const char *p = f->folded.p;
	size_t n = f->folded.n, m = 0;
	for (size_t i = 0; i < n;) {
		uint32_t c;
		size_t k = utf8_read(p + i, &c), end = i + k;
		enum kind kind = kind_of(c);
		uint64_t hash = mixed(c);
		if (kind == BLANK) {
			i = end;
			continue;
		}
		while (kind == WORD && end < n) {
			uint32_t d;
			size_t w = utf8_read(p + end, &d);
			bool inside = d == '\'' && end + 1 < n && kind_of(utf8_get(p + end + 1)) == WORD;
			if (kind_of(d) != WORD && !inside)
				break;
			end += w;
		}
		if (kind == WORD)
			hash = word(f, p, i, end);
		add_unit(f, m++, (struct unit){ hash, (uint32_t)i, (uint32_t)end, kind });
		i = end;
	}
	return m;
}

static size_t
cut_tokens(struct features *f)
{
	const char *p = f->folded.p;
	size_t n = f->folded.n, m = 0;
	for (size_t i = 0, end; i < n; i = end + 1) {
		uint64_t hash = 7;
		const char *blank = memchr(p + i, ' ', n - i);
		end = blank ? (size_t)(blank - p) : n;
		for (size_t k = i; k < end; k++)
			hash = joined(hash, p[k] >= '0' && p[k] <= '9' ? '0' : (unsigned char)p[k]);
		if (end > i)
			add_unit(f, m++, (struct unit){ mixed(hash), (uint32_t)i, (uint32_t)end, WORD });
	}
	return m;
}

void
feature_scan(struct features *f, struct fb_str text, bool segmented)
{
	f->n = 0;
	normal_fold(text, &f->folded);
	if (f->folded.n == 0)
		return;
	size_t m = segmented ? cut_tokens(f) : cut(f);
	const struct unit *u = f->units;
	for (size_t i = 0; i < m; i++) {
		uint64_t g = 3;
		int words = 0;
		for (size_t k = 0; k < LONGEST && k <= i; k++) {
			const struct unit *x = &u[i - k];
			words += x->kind == WORD;
			if (words > WORDS)
				break;
			g = joined(g, x->hash);
			put(f, g, x->at, u[i].end);
		}
	}
}

void
feature_free(struct features *f)
{
	free(f->v);
	free(f->units);
	buf_free(&f->folded);
	*f = (struct features){ 0 };
}
