/* Receipts: the rows behind a figure, its condition in SQL. See report_inside.h; report_command.c has the commands. */
#include <stdlib.h>

#include "base/near.h"
#include "base/num.h"
#include "desk/report_inside.h"
#include "desk/tally_inside.h"

/* ---- conditions as SQL ---- */

static void
sql_text(struct buf *b, struct fb_str s)
{
	buf_char(b, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\'')
			buf_char(b, '\'');
		buf_char(b, s.p[i]);
	}
	buf_char(b, '\'');
}

void
term_number(struct buf *b, double x)
{
	struct buf n = { 0 };
	num_fixed(&n, x, 2);
	while (n.p[n.n - 1] == '0')
		n.n--;
	n.n -= n.p[n.n - 1] == '.';
	buf_slice(b, buf_str(&n));
	buf_free(&n);
}

/* SQLite's seconds of a column. */
#define SECONDS(column) "unixepoch(replace(" column ",' ','T'))"

/* The moment against which overdue is, as people write it. */
static void
sql_now(struct buf *b, const struct tally *t)
{
	enum { DAY = 86400 };
	int64_t day = t->now / DAY - (t->now % DAY < 0);
	int second = (int)(t->now - day * DAY);
	buf_text(b, "unixepoch('");
	day_iso(b, (int32_t)day);
	buf_printf(b, "T%02d:%02d:%02dZ')", second / 3600, second / 60 % 60, second % 60);
}

/* A column's moment against a deadline: a column, or a day after ts. */
static void
sql_due(struct buf *b, const struct tally *t, enum column moment, enum column from, uint32_t code)
{
	const char *when = tally_columns[moment], *given = tally_columns[from], *later = from == COL_TS ? "+86400" : "";
	if (code == DUE_NONE)
		buf_printf(b, "%s=''", given);
	else if (code == DUE_KEPT || code == DUE_LATE)
		buf_printf(b, "(%s<>'' AND %s<>'' AND " SECONDS("%s") "%s" SECONDS("%s") "%s)", given, when, when, code == DUE_KEPT ? "<=" : ">",
		    given, later);
	else {
		buf_printf(b, "(%s<>'' AND %s='' AND " SECONDS("%s") "%s%s", given, when, given, later, code == DUE_MISSED ? "<" : ">=");
		sql_now(b, t);
		buf_char(b, ')');
	}
}

static const char PHRASE[] = "(' '||note||' ' GLOB '*[^A-Za-z]default[^A-Za-z]*')";

static void
sql_kind(struct buf *b, const struct tally *t, uint32_t code)
{
	const char *phrase = t->has[COL_NOTE] ? PHRASE : "0";
	if (!t->has[COL_TEXT])
		buf_text(b, code == KIND_EMPTY ? "1" : "0");
	else if (code == KIND_EMPTY)
		buf_text(b, "text=''");
	else
		buf_printf(b, "(text<>'' AND %s%s)", code == KIND_TEXT ? "NOT " : "", phrase);
}

static void
sql_small(struct buf *b, const struct tally *t, enum dim d, uint32_t code)
{
	const bool csat = t->has[COL_CSAT], nps = t->has[COL_NPS], action = t->has[COL_ACTION];
	switch (d) {
	case DIM_KIND:
		sql_kind(b, t, code);
		break;
	case DIM_UNSURE: {
		bool both = t->has[COL_SENTIMENT_P] && t->has[COL_TOPIC_P];
		buf_printf(b, "%s(%s%s%s)", code ? "" : "NOT ",
		    t->has[COL_SENTIMENT_P] ? "(sentiment_p<>'' AND sentiment_p+0<0.5)" : both ? "" : t->has[COL_TOPIC_P] ? "" : "0",
		    both ? " OR " : "", t->has[COL_TOPIC_P] ? "(topic_p<>'' AND topic_p+0<0.5)" : "");
		break;
	}
	case DIM_REPLY:
		sql_due(b, t, COL_REPLY_TS, COL_DUE, code);
		break;
	case DIM_REPLY_DAY:
		sql_due(b, t, COL_REPLY_TS, COL_TS, code);
		break;
	case DIM_CLOSE:
		sql_due(b, t, COL_CLOSED_TS, COL_DUE, code);
		break;
	case DIM_OVERDUE:
		buf_printf(b, "%s(due<>''%s%s AND " SECONDS("due") "<", code == OVERDUE_NO ? "NOT " : "",
		    !t->has[COL_REPLY_TS] || code == OVERDUE_NO ? "" : code == OVERDUE_SILENT ? " AND reply_ts=''" : " AND reply_ts<>''",
		    t->has[COL_CLOSED_TS] ? " AND closed_ts=''" : t->has[COL_REPLY_TS] && code == OVERDUE_NO ? " AND reply_ts=''" : "");
		sql_now(b, t);
		buf_char(b, ')');
		break;
	case DIM_ASKED:
		buf_printf(b, "%s(%s%s%s%s%s)", code ? "" : "NOT ", csat ? "csat<>''" : nps || action ? "" : "0", csat && nps ? " OR " : "",
		    nps ? "nps<>''" : "", (csat || nps) && action ? " OR " : "",
		    action ? "' '||action||' ' GLOB '*[^A-Za-z]survey[^A-Za-z]*'" : "");
		break;
	case DIM_CHECK:
		if (code == CHECK_NONE)
			buf_text(b, "checked=''");
		else
			buf_printf(b, "(checked<>'' AND %s(checked IN ('right','yes','ok','true','1')%s))",
			    code == CHECK_WRONG ? "NOT " : "", t->has[COL_SENTIMENT] ? " OR checked=sentiment" : "");
		break;
	default:
		buf_text(b, "1");
	}
}

static void
sql_term(struct buf *b, const struct tally *t, const struct cond_term *m)
{
	enum dim d = (enum dim)m->dim;
	if (d >= DIMS_NAMED) {
		struct buf one = { 0 };
		sql_small(&one, t, d, m->code);
		bool twice = m->op == COND_NOT && slice_begins(buf_str(&one), slice("NOT ")); /* not not */
		if (m->op == COND_NOT && !twice)
			buf_text(b, "NOT ");
		buf_add(b, one.p + (twice ? 4 : 0), one.n - (twice ? 4 : 0));
		buf_free(&one);
		return;
	}
	const char *name = tally_columns[dim_column[d]];
	if (m->op == COND_GE || m->op == COND_LE) {
		buf_printf(b, "(%s<>'' AND %s+0%s", name, name, m->op == COND_GE ? ">=" : "<=");
		term_number(b, m->value);
		buf_char(b, ')');
		return;
	}
	buf_printf(b, "%s%s", name, m->op == COND_IS ? "=" : "<>");
	sql_text(b, tally_value(t, d, m->code));
}

static void
sql_days(struct buf *b, struct period s)
{
	if (s.first <= INT32_MIN + 1) {
		buf_text(b, "ts<>''");
		return;
	}
	buf_text(b, "substr(ts,1,10) BETWEEN '");
	day_iso(b, s.first);
	buf_text(b, "' AND '");
	day_iso(b, s.last);
	buf_char(b, '\'');
}

/* A column that the stream lacks is empty in every record, and has no place in a query. */
bool
term_lacks(const struct tally *t, const struct cond_term *m)
{
	return m->dim < DIMS_NAMED && !t->has[dim_column[m->dim]];
}

bool
term_implied(const struct cond *c, size_t i)
{
	const struct cond_term *m = &c->term[i];
	bool implied = false;
	for (size_t k = 0; k < c->n && m->op == COND_NOT; k++)
		implied = implied || (c->term[k].op == COND_IS && c->term[k].dim == m->dim && c->term[k].code != m->code);
	return implied;
}

void
cond_sql(struct buf *b, const struct tally *t, const struct cond *c)
{
	size_t from = b->n;
	if (!period_is_all(c->days))
		sql_days(b, c->days);
	for (size_t i = 0; i < c->n; i++) {
		if (term_implied(c, i))
			continue;
		if (b->n > from)
			buf_text(b, " AND ");
		if (term_lacks(t, &c->term[i]))
			buf_text(b, c->term[i].op == COND_IS && c->term[i].code == 0 ? "1" : "0");
		else
			sql_term(b, t, &c->term[i]);
	}
	if (b->n == from)
		buf_char(b, '1');
}

/* ---- --receipt ---- */

struct receipt {
	struct report_job *j;
	struct report *r;
	struct cond c;
};

static int
receipt_row(void *job, void *w, struct row *row, struct out *o, struct fb_err *e)
{
	const struct receipt *x = job;
	(void)w;
	(void)o;
	(void)e;
	struct mark m = tally_mark(row->f);
	struct cell c = m.cell;
	c.product = tally_find(&x->j->tally, DIM_PRODUCT, row->f[COL_PRODUCT]);
	for (enum dim d = DIM_PRODUCT + 1; d < DIMS_NAMED; d++)
		c.code[d - 1] = (uint16_t)tally_find(&x->j->tally, d, row->f[dim_column[d]]);
	cell_settle(&c, x->j->tally.now, true);
	return cond_holds(&x->j->tally, &x->c, &c) ? 0 : FB_DROP;
}

static int
no_figure(const struct report *r, const char *id, struct fb_err *e)
{
	const char **name = xcalloc(r->doc.figures, sizeof *name);
	for (size_t i = 0; i < r->doc.figures; i++)
		name[i] = r->doc.figure[i].id;
	const char *near = near_word(slice(id), name, r->doc.figures);
	err_set(e, FB_EUSAGE, "no figure '%s' in this report%s%s%s; fb-report -f tsv lists them", id,
	    near ? ": did you mean " : "", near ? near : "", near ? "?" : "");
	free(name);
	return FB_EUSAGE;
}

static int
receipt_print(struct receipt *x, const struct stream *s, struct fb_err *e)
{
	const struct figure *f = doc_find(&x->r->doc, x->j->o->receipt);
	struct buf command = { 0 }, value = { 0 };
	if (!f)
		return no_figure(x->r, x->j->o->receipt, e);
	figure_command(&command, x->r, f);
	num_fixed(&value, f->value, f->decimals);
	buf_printf(x->j->note, "%s is %s; the same by\n%s", f->id, buf_cstr(&value), buf_cstr(&command));
	buf_free(&command);
	buf_free(&value);
	if (f->kind == FIGURE_DERIVED)
		return 0;
	x->c = f->of;
	const struct filter rows = { .maybe = tally_columns, .row = receipt_row, .shape = SHAPE_APPEND, .kind = OUTFILE_PRIVATE };
	return pipeline_run(&rows, x, s, e);
}

int
receipt_run(struct report_job *j, const struct stream *s, struct fb_err *e)
{
	struct stream first = *s;
	bool files = s->files > 0;
	for (size_t i = 0; i < s->files; i++)
		files = files && strcmp(s->file[i], "-") != 0;
	if (!files)
		return err_set(e, FB_EUSAGE, "--receipt reads the rows twice: name the files");
	first.output = "/dev/null";
	first.rejects = NULL;
	j->quiet = true;
	int rc = report_read(j, &first, e);
	if (rc < 0)
		return rc;
	struct report r = report_pages(j, &rc, e);
	struct receipt x = { .j = j, .r = &r };
	if (rc >= 0)
		rc = receipt_print(&x, s, e);
	report_free(&r);
	return rc;
}
