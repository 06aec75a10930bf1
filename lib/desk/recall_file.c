/* The state file of counters: a container (base/container.h) of kind "route-state".
 *
 *     counter KEEP KNOWN IDENTITY     a line for each, in its words: count(user,7d)
 *     section c0, c1, …               KNOWN × (2 + KEEP) numbers of 8 bytes: digest, times kept, times; oldest first
 *
 * It is locked while a run has it (base/state.h). */
#include <stdio.h>
#include <stdlib.h>

#include "base/container.h"
#include "base/mem.h"
#include "base/num.h"
#include "desk/recall_in.h"

static bool
take_number(struct fb_str *s, uint64_t *n)
{
	const char *space = memchr(s->p, ' ', s->n);
	if (!space || !num_count((struct fb_str){ s->p, (size_t)(space - s->p) }, n))
		return false;
	s->n -= (size_t)(space - s->p) + 1;
	s->p = space + 1;
	return true;
}

/* One counter of the file into one of ours, which may keep more or fewer times of each value. */
static int
load_counter(struct memory *c, const int64_t *p, uint64_t known, uint64_t keep, const char *path, struct fb_err *e)
{
	for (uint64_t i = 0; i < known; i++, p += 2 + keep) {
		if (p[1] < 1 || (uint64_t)p[1] > keep)
			return err_at(e, FB_EDATA, path, 0, 0, "a broken state file: a value with %lld times", (long long)p[1]);
		for (int64_t k = 0; k < p[1]; k++) {
			/* Any instant of the years 0001 … 9999. */
			if (p[2 + k] < -62135683200 || p[2 + k] > 253402387200)
				return err_at(e, FB_EDATA, path, 0, 0, "a broken state file: a time out of range");
			memory_add(c, (uint64_t)p[0], p[2 + k]);
		}
	}
	return 0;
}

static int
load(struct recall *m, const struct container *file, struct fb_err *e)
{
	for (size_t k = 0;; k++) {
		struct fb_str s = container_value(file, "counter", k);
		uint64_t keep, known;
		char name[24];
		if (!s.p)
			return 0;
		if (!take_number(&s, &keep) || !take_number(&s, &known) || keep < 1 || keep > 10000 || known > UINT32_MAX)
			return err_at(e, FB_EDATA, m->state.path, 0, 0, "a broken state file: counter %zu", k);
		snprintf(name, sizeof name, "c%zu", k);
		const int64_t *p = container_array(file, name, known * (2 + keep), sizeof *p, e);
		if (!p)
			return FB_EDATA;
		for (size_t i = 0; i < m->n; i++) {
			int code = slice_is(s, m->rules->counter[i].identity) ? load_counter(&m->of[i], p, known, keep, m->state.path, e) : 0;
			if (code < 0)
				return code;
		}
	}
}

int
recall_load(struct recall *m, const char *path, struct fb_err *e)
{
	struct container file;
	int code = state_open(&m->state, path, e);
	if (code < 0 || m->state.empty)
		return code;
	if ((code = container_open(&file, path, "route-state", e)) < 0)
		return code;
	code = load(m, &file, e);
	container_close(&file);
	return code;
}

int
recall_save(struct recall *m, struct fb_err *e)
{
	struct buf header = { 0 }, out = { 0 }, *part = xcalloc(m->n + 1, sizeof *part);
	struct container_part *parts = xcalloc(m->n + 1, sizeof *parts);
	char (*name)[24] = xcalloc(m->n + 1, sizeof *name);
	for (size_t i = 0; i < m->n; i++) {
		const struct memory *c = &m->of[i];
		buf_printf(&header, "counter %u %zu %s\n", c->keep, c->count, m->rules->counter[i].identity);
		for (uint32_t k = c->oldest; c->count && k != UINT32_MAX; k = c->known[k].newer) {
			uint64_t n = c->known[k].n;
			static const int64_t zero;
			buf_add(&part[i], &c->known[k].value, sizeof c->known[k].value);
			buf_add(&part[i], &n, sizeof n);
			buf_add(&part[i], c->time + (size_t)k * c->keep, n * sizeof *c->time);
			for (; n < c->keep; n++)
				buf_add(&part[i], &zero, sizeof zero);
		}
		snprintf(name[i], sizeof name[i], "c%zu", i);
		parts[i] = (struct container_part){ name[i], part[i].p ? part[i].p : "", part[i].n };
	}
	container_make(&out, "route-state", buf_str(&header), parts, m->n);
	int code = state_write(&m->state, buf_str(&out), e);
	for (size_t i = 0; i < m->n; i++)
		buf_free(&part[i]);
	free(part);
	free(parts);
	free(name);
	buf_free(&header);
	buf_free(&out);
	return code;
}
