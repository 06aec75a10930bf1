#include "learn/figures.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "record/jsontext.h"
#include "record/row.h"

void
figure_span(struct figures *f, const char *name, struct fb_str about, double value, double low, double high)
{
	f->v = xgrow(f->v, &f->cap, f->n + 1, sizeof *f->v);
	f->v[f->n++] = (struct figure){ name, about, value, low, high, false };
}

void
figure_add(struct figures *f, const char *name, struct fb_str about, double value)
{
	figure_span(f, name, about, value, (double)NAN, (double)NAN);
}

void
figure_count(struct figures *f, const char *name, struct fb_str about, uint64_t value)
{
	figure_add(f, name, about, (double)value);
	f->v[f->n - 1].count = true;
}

/* Counts as they are, other figures with four decimals. */
static void
value_write(struct buf *b, const struct figure *v, double x)
{
	num_fixed(b, x, v->count ? 0 : 4);
}

void
figures_tsv(const struct figures *f, struct buf *b)
{
	buf_text(b, "figure\tabout\tvalue\tlow\thigh\n");
	for (size_t i = 0; i < f->n; i++) {
		const struct figure *v = &f->v[i];
		buf_printf(b, "%s\t", v->name);
		field_write(b, v->about);
		buf_char(b, '\t');
		value_write(b, v, v->value);
		buf_char(b, '\t');
		if (!isnan(v->low))
			value_write(b, v, v->low);
		buf_char(b, '\t');
		if (!isnan(v->high))
			value_write(b, v, v->high);
		buf_char(b, '\n');
	}
}

void
figures_json(const struct figures *f, struct buf *b)
{
	buf_text(b, "[\n");
	for (size_t i = 0; i < f->n; i++) {
		const struct figure *v = &f->v[i];
		buf_printf(b, "{\"about\":");
		json_text(b, v->about);
		buf_printf(b, ",\"figure\":\"%s\"", v->name);
		if (!isnan(v->low)) {
			buf_text(b, ",\"high\":");
			value_write(b, v, v->high);
			buf_text(b, ",\"low\":");
			value_write(b, v, v->low);
		}
		buf_text(b, ",\"value\":");
		value_write(b, v, v->value);
		buf_text(b, i + 1 < f->n ? "},\n" : "}\n");
	}
	buf_text(b, "]\n");
}

void
figures_free(struct figures *f)
{
	free(f->v);
	*f = (struct figures){ 0 };
}
