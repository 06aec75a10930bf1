#include "record/datememo.h"

#include <stdlib.h>

#include "base/hash.h"

/* A date as it came and as the stream has it. Longer ones are not kept. */
struct known_date {
	uint8_t in_n, out_n;
	char in[31], out[31];
};

enum { KNOWN = 512 };

static bool
same_style(const struct date_style *a, const struct date_style *b)
{
	return a->format == b->format && a->day_first == b->day_first && a->month_first == b->month_first;
}

bool
datememo_write(struct datememo *m, const struct date_style *style, struct fb_str s, struct buf *b)
{
	struct known_date *known = NULL;
	struct date d;
	size_t from = b->n;
	if (!m->known || !same_style(&m->style, style)) {
		free(m->known);
		m->known = xcalloc(KNOWN, sizeof *m->known);
		m->style = *style;
	}
	if (s.n && s.n <= sizeof known->in) {
		known = &m->known[hash_bytes(s.p, s.n) % KNOWN];
		if (known->in_n == s.n && memcmp(known->in, s.p, s.n) == 0) {
			buf_add(b, known->out, known->out_n);
			return true;
		}
	}
	if (!dateguess_read(style, s, &d) || !date_write(b, &d))
		return false;
	size_t n = b->n - from;
	if (known && n <= sizeof known->out) {
		*known = (struct known_date){ .in_n = (uint8_t)s.n, .out_n = (uint8_t)n };
		memcpy(known->in, s.p, s.n);
		memcpy(known->out, b->p + from, n);
	}
	return true;
}

void
datememo_free(struct datememo *m)
{
	free(m->known);
}
