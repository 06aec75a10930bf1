/* The figures of a report as data: JSON with a figure a line and sorted keys, so that two reports compare well with diff, and
 * TSV. See report_inside.h.
 *
 * JSON: {"about":{…},"figures":{"ID":{"value":…,"lo":…,"hi":…,"num":…,"where":"SQL","den":…,"of":"SQL"} …}}. where and of are
 * conditions over the columns of the stream as SQLite understands them; a mean also has "mean_of", a derived figure "how". */
#include <stdlib.h>

#include "base/num.h"
#include "base/sort.h"
#include "desk/report_inside.h"

static int
by_id(const void *a, const void *b)
{
	const struct figure *const *x = a, *const *y = b;
	return slice_cmp(slice((*x)->id), slice((*y)->id));
}

/* The figures in the order of their ids; the caller frees. */
static const struct figure **
ordered(const struct doc *d)
{
	const struct figure **f = xcalloc(d->figures, sizeof *f);
	for (size_t i = 0; i < d->figures; i++)
		f[i] = &d->figure[i];
	sort_items(f, d->figures, sizeof *f, by_id);
	return f;
}

static void
json_condition(struct buf *b, const struct report *r, const char *key, const struct cond *c)
{
	struct buf sql = { 0 };
	cond_sql(&sql, r->t, c);
	buf_printf(b, ",\"%s\":", key);
	json_text(b, buf_str(&sql));
	buf_free(&sql);
}

static void
json_figure(struct buf *b, const struct report *r, const struct figure *f)
{
	json_text(b, slice(f->id));
	buf_text(b, ":{\"value\":");
	num_fixed(b, f->value, f->decimals);
	if (f->lo <= f->hi) {
		buf_text(b, ",\"lo\":");
		num_fixed(b, f->lo, f->decimals);
		buf_text(b, ",\"hi\":");
		num_fixed(b, f->hi, f->decimals);
	}
	if (f->kind == FIGURE_DERIVED) {
		buf_text(b, ",\"how\":");
		json_text(b, slice(f->how));
	} else {
		buf_text(b, ",\"num\":");
		num_write(b, f->num);
		json_condition(b, r, "where", &f->of);
	}
	if (f->kind == FIGURE_SHARE) {
		buf_text(b, ",\"den\":");
		num_write(b, f->den);
		json_condition(b, r, "of", &f->in);
	}
	if (f->kind == FIGURE_MEAN)
		buf_printf(b, ",\"mean_of\":\"%s\"", tally_columns[dim_column[f->mean]]);
	buf_char(b, '}');
}

static void
json_span(struct buf *b, const char *key, struct period s)
{
	if (s.last < s.first || period_is_all(s))
		return;
	buf_printf(b, "\"%s\":\"", key);
	day_iso(b, s.first);
	buf_char(b, '/');
	day_iso(b, s.last);
	buf_text(b, "\",\n");
}

void
form_json(struct buf *b, const struct report *r)
{
	const struct figure **f = ordered(&r->doc);
	buf_text(b, "{\n");
	if (r->compare)
		json_span(b, "against", r->then);
	buf_text(b, "\"figures\":{\n");
	for (size_t i = 0; i < r->doc.figures; i++) {
		json_figure(b, r, f[i]);
		buf_text(b, i + 1 < r->doc.figures ? ",\n" : "\n");
	}
	buf_text(b, "},\n\"headline\":");
	json_text(b, slice(r->doc.subject));
	buf_text(b, ",\n");
	json_span(b, "period", r->days);
	buf_text(b, "\"title\":");
	json_text(b, slice(r->doc.title));
	buf_text(b, "\n}\n");
	free(f);
}

void
form_tsv(struct buf *b, const struct report *r)
{
	const struct figure **f = ordered(&r->doc);
	buf_text(b, "figure\tvalue\tlo\thi\tnum\tden\tcounted\n");
	for (size_t i = 0; i < r->doc.figures; i++) {
		struct buf how = { 0 };
		buf_text(b, f[i]->id);
		buf_char(b, '\t');
		num_fixed(b, f[i]->value, f[i]->decimals);
		buf_char(b, '\t');
		if (f[i]->lo <= f[i]->hi) {
			num_fixed(b, f[i]->lo, f[i]->decimals);
			buf_char(b, '\t');
			num_fixed(b, f[i]->hi, f[i]->decimals);
		} else {
			buf_char(b, '\t');
		}
		buf_char(b, '\t');
		if (f[i]->kind != FIGURE_DERIVED)
			num_write(b, f[i]->num);
		buf_char(b, '\t');
		if (f[i]->kind == FIGURE_SHARE)
			num_write(b, f[i]->den);
		buf_char(b, '\t');
		if (f[i]->kind == FIGURE_DERIVED)
			buf_text(&how, f[i]->how);
		else
			cond_sql(&how, r->t, &f[i]->of);
		field_write(b, buf_str(&how));
		buf_char(b, '\n');
		buf_free(&how);
	}
	free(f);
}
