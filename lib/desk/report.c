#include "desk/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/near.h"
#include "base/where.h"
#include "desk/report_inside.h"
#include "record/date.h"

static const char *const form_names[FORMS] = { "term", "html", "mail", "wecom", "tsv", "md", "json" };
static const char *const by_names[] = { "product", "channel", "topic", "dept", "cluster" };
static const enum dim by_dims[] = { DIM_PRODUCT, DIM_CHANNEL, DIM_TOPIC, DIM_DEPT, DIM_CLUSTER };

/* ---- options ---- */

static int
name_in(const char *option, const char *text, const char *const *name, size_t n, struct fb_err *e)
{
	struct buf b = { 0 };
	for (size_t i = 0; i < n; i++)
		if (strcmp(text, name[i]) == 0)
			return (int)i;
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%s", i == 0 ? "" : i + 1 < n ? ", " : " or ", name[i]);
	const char *near = near_word(slice(text), name, n);
	err_set(e, FB_EUSAGE, "%s is %s, not '%s'%s%s%s", option, buf_cstr(&b), text, near ? ": did you mean " : "",
	    near ? near : "", near ? "?" : "");
	buf_free(&b);
	return FB_EUSAGE;
}

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);
	return n > k && strcmp(s + n - k, end) == 0;
}

static int
choose_form(struct report_job *j, const char *output, struct fb_err *e)
{
	static const struct {
		const char *end;
		enum form form;
	} by_end[] = { { ".html", FORM_HTML }, { ".htm", FORM_HTML }, { ".json", FORM_JSON }, { ".tsv", FORM_TSV }, { ".md", FORM_MD },
		{ ".eml", FORM_MAIL } };
	j->form = FORM_TERM;
	if (j->o->format) {
		int k = name_in("--format", j->o->format, form_names, FORMS, e);
		j->form = k < 0 ? FORM_TERM : (enum form)k;
		return k < 0 ? k : 0;
	}
	for (size_t i = 0; output && i < sizeof by_end / sizeof *by_end; i++)
		if (ends_with(output, by_end[i].end))
			j->form = by_end[i].form;
	return 0;
}

static int
read_options(struct report_job *j, const struct stream *s, struct fb_err *e)
{
	static const char *const against[] = { "previous", "last-year" };
	const struct report_options *o = j->o;
	struct tally *t = &j->tally;
	int rc = choose_form(j, s->output, e), k;
	t->range = PERIOD_ALL;
	if (rc == 0 && o->lang)
		rc = lang_read(o->lang, &j->lang, e);
	if (rc == 0 && o->period)
		rc = unit_read(o->period, &j->unit, e);
	if (rc == 0 && o->since)
		rc = day_read("--since", o->since, &t->range.first, e);
	if (rc == 0 && o->until)
		rc = day_read("--until", o->until, &t->range.last, e);
	if (rc == 0)
		rc = report_check_use(j, s, e);
	if (rc)
		return rc;
	if (t->range.first > t->range.last)
		return err_set(e, FB_EUSAGE, "--since %s is after --until %s", o->since, o->until);
	if (o->against) {
		if ((k = name_in("--against", o->against, against, 2, e)) < 0)
			return k;
		j->last_year = k == 1;
	}
	if (o->by) {
		if ((k = name_in("--by", o->by, by_names, sizeof by_names / sizeof *by_names, e)) < 0)
			return k;
		t->by = (int)by_dims[k];
	}
	if (o->now && !date_read(slice(o->now), &j->now))
		return err_set(e, FB_EUSAGE, "--now wants a time such as 2025-11-24T08:00:00+08:00, not '%s'", o->now);
	if (o->split && (!o->by || !s->output))
		return err_set(e, FB_EUSAGE, "--split writes one file each: it wants --by and -o NAME.html");
	t->now_given = o->now != NULL;
	t->now = j->now.has_zone ? j->now.s : INT64_MIN;
	t->partial = o->partial != NULL;
	t->unit = o->since ? UNIT_ALL : j->unit;
	return alerts_check(&o->alert, e);
}

static int
read_labels(struct report_job *j, struct fb_err *e)
{
	struct buf path = { 0 };
	int rc = 0;
	if (j->o->labels)
		return labels_read(&j->labels, j->o->labels, e);
	/* The installed one is a help, not a need. */
	if (where_data(&path, "topics.tsv", NULL) == 0)
		rc = labels_read(&j->labels, buf_cstr(&path), e);
	buf_free(&path);
	return rc;
}

/* ---- building ---- */

/* The days that are covered, and those they are compared with. */
static void
settle_periods(const struct report_job *j, struct report *r)
{
	const struct tally *t = &j->tally;
	struct period data = { t->first_day, t->last_day };
	bool dated = t->last_day != DAY_NONE;
	r->unit = j->o->since ? UNIT_ALL : j->unit;
	r->now = PERIOD_ALL;
	r->days = dated ? data : PERIOD_EMPTY;
	int32_t last = j->o->until ? t->range.last : t->last_day;
	if (!dated || (r->unit == UNIT_ALL && !j->o->since && !j->o->until))
		return;
	if (r->unit != UNIT_ALL)
		r->now = (struct period){ period_of(r->unit, last).first, last };
	else
		r->now = (struct period){ j->o->since ? t->range.first : t->first_day, last };
	r->days = r->now;
	r->then = j->last_year ? period_last_year(r->unit, r->now) : period_before(r->unit, r->now);
}

static int64_t
now_seconds(const struct report_job *j)
{
	struct date d = j->now;
	if (!j->o->now)
		return INT64_MIN;
	if (!d.has_zone)
		date_settle(&d, j->tally.last_offset);
	return d.s;
}

int
report_build(struct report *r, struct fb_err *e)
{
	struct cond now = all_in(r, r->now), then = all_in(r, r->then);
	r->compare = !period_is_all(r->now) && period_days(r->now) && tally_count(r->t, &now) > 0 && tally_count(r->t, &then) > 0;
	r->left = 0;
	unusual_find(r);
	problems_find(r);
	if (!r->by)
		explore_make(r);
	section_head(r);
	section_to_do(r);
	section_numbers(r);
	section_why(r);
	section_promises(r);
	int rc = section_measures(r, e);
	section_time(r);
	section_new(r);
	section_tables(r);
	section_departments(r);
	section_ratings(r);
	section_surveys(r);
	section_quotes(r);
	section_doubt(r);
	chart_free(r->chart);
	r->chart = NULL;
	return rc;
}

static void
page_free(struct report *r)
{
	free(r->problem);
	r->problem = NULL;
	r->problems = 0;
}

struct report
report_new(struct report_job *j)
{
	struct report r = { .o = j->o, .t = &j->tally, .labels = &j->labels, .lang = j->lang, .scope = xstrdup(""),
		.base = { .days = PERIOD_ALL }, .then = PERIOD_EMPTY };
	if (!j->o->lang)
		r.lang = j->tally.han * 2 > j->tally.texts ? LANG_ZH : LANG_EN;
	r.doc.lang = r.lang;
	r.all_rows = j->form == FORM_TSV || j->form == FORM_JSON || j->o->receipt || j->o->alert.n;
	settle_periods(j, &r);
	return r;
}

void
report_free(struct report *r)
{
	page_free(r);
	doc_free(&r->doc);
	buf_free(&r->explore);
	arena_free(&r->text);
	for (size_t i = 0; i < r->links; i++)
		free(r->link[i].file);
	free(r->link);
	free(r->left_out);
	free(r->scope);
}

/* The page of one value of --by. */
static void
scope_to(struct report *r, enum dim d, uint32_t code)
{
	page_free(r);
	r->by = code;
	r->base = cond_is((struct cond){ .days = PERIOD_ALL }, d, code);
	free(r->scope);
	r->scope = NULL;
	if (asprintf(&r->scope, "by.%s.", value_id(r, d, code).p) < 0)
		r->scope = xstrdup("");
}

static size_t
term_width(const struct report_job *j)
{
	struct winsize w;
	if (j->o->width)
		return j->o->width < 30 ? 30 : (size_t)j->o->width;
	if (!j->output && ioctl(1, TIOCGWINSZ, &w) == 0 && w.ws_col >= 30)
		return w.ws_col;
	return 80;
}

void
report_write(const struct report_job *j, const struct report *r, struct buf *out)
{
	switch (j->form) {
	case FORM_TERM:
		form_term(out, &r->doc, term_width(j), !j->output && msg_colored(1, j->color));
		break;
	case FORM_HTML:
		form_html(out, r, false);
		break;
	case FORM_MAIL:
		form_mail(out, r);
		break;
	case FORM_WECOM:
		form_wecom(out, &r->doc);
		break;
	case FORM_TSV:
		form_tsv(out, r);
		break;
	case FORM_MD:
		form_md(out, &r->doc);
		break;
	case FORM_JSON:
	case FORMS:
		form_json(out, r);
		break;
	}
}

/* day.html and Python: day.Python.html; what a file name may not hold becomes '-', a long value is cut, and where that makes a name that is
 * taken, .2 and so on stands behind it. The caller frees. */
static char *
split_name(const char *output, struct fb_str value, struct map *taken)
{
	enum { NAME_BYTES = 160 };
	struct buf b = { 0 };
	const char *slash = strrchr(output, '/'), *dot = strrchr(slash ? slash : output, '.');
	size_t stem = dot ? (size_t)(dot - output) : strlen(output), from = stem + 1;
	buf_add(&b, output, stem);
	buf_char(&b, '.');
	for (size_t i = 0; i < value.n; i++) {
		unsigned char c = (unsigned char)value.p[i];
		if (i >= NAME_BYTES && (c & 0xc0) != 0x80)
			break;
		buf_char(&b, c <= ' ' || strchr("/\\:*?\"<>|'", c) ? '-' : (char)c);
	}
	size_t end = b.n;
	bool made = false;
	for (unsigned k = 2; map_put(taken, (struct fb_str){ b.p + from, b.n - from }, &made), !made; k++) {
		b.n = end;
		buf_printf(&b, ".%u", k);
	}
	buf_text(&b, output + stem);
	char *name = xstrdup(buf_cstr(&b));
	buf_free(&b);
	return name;
}

static void
link_to(struct report *r, const char *path, struct fb_str name)
{
	const char *slash = strrchr(path, '/');
	r->link = xgrow(r->link, &r->links_cap, r->links + 1, sizeof *r->link);
	r->link[r->links++] = (struct page_link){ xstrdup(slash ? slash + 1 : path), name };
}

/* A page for each value of --by: appended to r's document, or in files of their own. */
static int
pages_by(struct report_job *j, struct report *r, struct fb_err *e)
{
	enum { VALUES_MOST = 200 };
	enum dim d = (enum dim)j->tally.by;
	struct cond c = all_in(r, r->now);
	size_t n;
	int rc = 0;
	struct map taken = { 0 };
	if (!has(r, dim_column[d]))
		return err_set(e, FB_EDATA, "--by %s: there is no column %s", j->o->by, j->o->by);
	struct group_row *row = tally_by(r->t, &c, &d, 1, false, &n);
	if (n > VALUES_MOST) {
		free(row);
		return err_set(e, FB_EDATA, "--by %s: %zu values are too many for a page each; at most %d", j->o->by, n, VALUES_MOST);
	}
	for (size_t i = 0; i < n && rc == 0; i++) {
		if (!row[i].code[0])
			continue;
		struct report one = j->o->split ? report_new(j) : *r;
		struct report *at = j->o->split ? &one : r;
		scope_to(at, d, row[i].code[0]);
		rc = report_build(at, e);
		if (!j->o->split || rc)
			continue;
		struct buf page = { 0 };
		char *name = split_name(j->output, tally_value(&j->tally, d, row[i].code[0]), &taken);
		section_end(at);
		link_to(at, j->output, word(at, W_WHOLE_PAGE));
		link_to(r, name, value_name(r, d, row[i].code[0]));
		report_write(j, at, &page);
		rc = file_write(name, buf_str(&page), OUTFILE_PRIVATE, e);
		buf_free(&page);
		free(name);
		report_free(at);
	}
	map_free(&taken);
	free(row);
	return rc;
}

struct report
report_pages(struct report_job *j, int *rc, struct fb_err *e)
{
	tally_close(&j->tally, now_seconds(j));
	struct report r = report_new(j);
	*rc = report_build(&r, e);
	section_end(&r);
	if (*rc == 0 && j->tally.by >= 0)
		*rc = pages_by(j, &r, e);
	return r;
}

int
report_finish(struct report_job *j, struct buf *out, struct fb_err *e)
{
	int rc;
	if (j->o->partial)
		return partial_write(&j->tally, j->o->partial, e);
	struct report r = report_pages(j, &rc, e);
	if (rc == 0)
		report_write(j, &r, out);
	if (rc == 0)
		rc = alerts_look(&r, &j->o->alert, e);
	report_free(&r);
	return rc;
}

/* ---- running ---- */

int
report_run(const struct report_options *o, const struct stream *s, struct buf *note, struct fb_err *e)
{
	struct report_job j = { .o = o, .output = s->output, .color = s->color, .note = note };
	tally_init(&j.tally);
	int rc = read_options(&j, s, e);
	if (rc == 0)
		rc = read_labels(&j, e);
	if (rc == 0 && !o->receipt && !o->explain)
		report_note_twice(s, note);
	if (rc == 0 && o->receipt)
		rc = receipt_run(&j, s, e);
	else if (rc == 0 && o->explain)
		rc = explain_run(&j, s, e);
	else if (rc == 0 && o->merge)
		rc = partial_run(&j, s, e);
	else if (rc == 0)
		rc = report_read(&j, s, e);
	tally_free(&j.tally);
	labels_free(&j.labels);
	return rc;
}
