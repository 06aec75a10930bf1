/* Receipts: the rows behind a figure, and a shell command that counts the same without fb. See report_inside.h. */
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

static void
sql_number(struct buf *b, double x)
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
	else
		buf_printf(b, "(%s<>'' AND %s='' AND " SECONDS("%s") "%s%s%lld)", given, when, given, later,
		    code == DUE_MISSED ? "<" : ">=", (long long)t->now);
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
	struct buf now = { 0 };
	buf_printf(&now, "%lld", (long long)t->now);
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
		buf_printf(b, "%s(due<>''%s%s AND " SECONDS("due") "<%s)", code == OVERDUE_NO ? "NOT " : "",
		    !t->has[COL_REPLY_TS] || code == OVERDUE_NO ? "" : code == OVERDUE_SILENT ? " AND reply_ts=''" : " AND reply_ts<>''",
		    t->has[COL_CLOSED_TS] ? " AND closed_ts=''" : t->has[COL_REPLY_TS] && code == OVERDUE_NO ? " AND reply_ts=''" : "",
		    buf_cstr(&now));
		break;
	case DIM_ASKED:
		buf_printf(b, "%s(0%s%s%s)", code ? "" : "NOT ", t->has[COL_CSAT] ? " OR csat<>''" : "",
		    t->has[COL_NPS] ? " OR nps<>''" : "",
		    t->has[COL_ACTION] ? " OR (' '||action||' ' GLOB '*[^A-Za-z]survey[^A-Za-z]*')" : "");
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
	buf_free(&now);
}

static void
sql_term(struct buf *b, const struct tally *t, const struct cond_term *m)
{
	enum dim d = (enum dim)m->dim;
	if (d >= DIMS_NAMED) {
		if (m->op == COND_NOT)
			buf_text(b, "NOT ");
		sql_small(b, t, d, m->code);
		return;
	}
	const char *name = tally_columns[dim_column[d]];
	if (m->op == COND_GE || m->op == COND_LE) {
		buf_printf(b, "(%s<>'' AND %s+0%s", name, name, m->op == COND_GE ? ">=" : "<=");
		sql_number(b, m->value);
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
static bool
lacking(const struct tally *t, const struct cond_term *m)
{
	return m->dim < DIMS_NAMED && !t->has[dim_column[m->dim]];
}

void
cond_sql(struct buf *b, const struct tally *t, const struct cond *c)
{
	size_t from = b->n;
	if (!period_is_all(c->days))
		sql_days(b, c->days);
	for (size_t i = 0; i < c->n; i++) {
		/* a term that an earlier one implies says nothing */
		bool implied = false;
		for (size_t k = 0; k < c->n; k++)
			implied = implied || (k != i && c->term[i].op == COND_NOT && c->term[k].op == COND_IS && c->term[k].dim == c->term[i].dim &&
			    c->term[k].code != c->term[i].code);
		if (implied)
			continue;
		if (b->n > from)
			buf_text(b, " AND ");
		if (lacking(t, &c->term[i]))
			buf_text(b, c->term[i].op == COND_IS && c->term[i].code == 0 ? "1" : "0");
		else
			sql_term(b, t, &c->term[i]);
	}
	if (b->n == from)
		buf_char(b, '1');
}

/* ---- conditions as awk ---- */

/* An awk string literal inside shell single quotes. */
static void
awk_text(struct buf *b, struct fb_str s)
{
	buf_char(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\'')
			buf_text(b, "'\\''");
		else if (s.p[i] == '"' || s.p[i] == '\\')
			buf_printf(b, "\\%c", s.p[i]);
		else
			buf_char(b, s.p[i]);
	}
	buf_char(b, '"');
}

static bool
awk_term(struct buf *b, const struct tally *t, const struct cond_term *m)
{
	enum dim d = (enum dim)m->dim;
	if (d == DIM_KIND) {
		static const char *const is[] = { [KIND_EMPTY] = "$c[\"text\"]==\"\"",
			[KIND_TEXT] = "$c[\"text\"]!=\"\"&&(\" \"$c[\"note\"]\" \")!~/[^A-Za-z]default[^A-Za-z]/",
			[KIND_PHRASE] = "$c[\"text\"]!=\"\"&&(\" \"$c[\"note\"]\" \")~/[^A-Za-z]default[^A-Za-z]/" };
		if (!t->has[COL_TEXT])
			buf_text(b, (m->op == COND_IS) == (m->code == KIND_EMPTY) ? "1" : "0");
		else if (!t->has[COL_NOTE])
			buf_text(b, m->code == KIND_PHRASE ? (m->op == COND_IS ? "0" : "1") :
			    (m->code == KIND_TEXT) == (m->op == COND_IS) ? "$c[\"text\"]!=\"\"" : "$c[\"text\"]==\"\"");
		else if (m->op == COND_NOT)
			buf_printf(b, "!(%s)", is[m->code]);
		else
			buf_text(b, is[m->code]);
		return true;
	}
	if (d >= DIMS_NAMED)
		return false;
	const char *name = tally_columns[dim_column[d]];
	if (m->op == COND_GE || m->op == COND_LE) {
		buf_printf(b, "$c[\"%s\"]!=\"\"&&$c[\"%s\"]+0%s", name, name, m->op == COND_GE ? ">=" : "<=");
		sql_number(b, m->value);
		return true;
	}
	buf_printf(b, "$c[\"%s\"]%s", name, m->op == COND_IS ? "==" : "!=");
	awk_text(b, tally_value(t, d, m->code));
	return true;
}

/* False where awk is not the tool: the condition reckons with times. */
static bool
cond_awk(struct buf *b, const struct tally *t, const struct cond *c)
{
	size_t from = b->n;
	if (!period_is_all(c->days)) {
		buf_text(b, "(d=substr($c[\"ts\"],1,10))>=\"");
		day_iso(b, c->days.first);
		buf_text(b, "\"&&d<=\"");
		day_iso(b, c->days.last);
		buf_char(b, '"');
	}
	for (size_t i = 0; i < c->n; i++) {
		if (b->n > from)
			buf_text(b, "&&");
		if (lacking(t, &c->term[i]))
			buf_text(b, c->term[i].op == COND_IS && c->term[i].code == 0 ? "1" : "0");
		else if (!awk_term(b, t, &c->term[i]))
			return false;
	}
	if (b->n == from)
		buf_char(b, '1');
	return true;
}

/* ---- commands ---- */

static void
shell_word(struct buf *b, const char *s)
{
	bool plain = *s != '\0' && *s != '-';
	for (const char *p = s; *p; p++)
		plain = plain && ((*p >= '0' && *p <= '9') || ((*p | 32) >= 'a' && (*p | 32) <= 'z') || strchr("_./-+=:@", *p));
	if (plain) {
		buf_text(b, s);
		return;
	}
	buf_char(b, '\'');
	for (; *s; s++)
		if (*s == '\'')
			buf_text(b, "'\\''");
		else
			buf_char(b, *s);
	buf_char(b, '\'');
}

/* The files that were read, as they were named: the same for a report of parts. */
static void
file_words(struct buf *b, const struct report *r)
{
	for (size_t i = 0; i < r->t->files; i++) {
		const char *name = r->t->file[i].name;
		buf_char(b, ' ');
		if (strcmp(name, "-") == 0 || strcmp(name, "standard input") == 0)
			buf_text(b, "FILE");
		else
			shell_word(b, name);
	}
	if (!r->t->files)
		buf_text(b, " FILE");
}

/* awk that counts, or lets sqlite3 do it where times are reckoned with; expr is what is computed of the rows. */
static void
command_of(struct buf *b, const struct report *r, const struct cond *c, const char *column)
{
	struct buf test = { 0 };
	if (cond_awk(&test, r->t, c)) {
		buf_text(b, "awk -F'\\t' 'FNR==1{delete c;for(i=NF;i;i--)c[$i]=i;next}");
		buf_slice(b, buf_str(&test));
		if (column)
			buf_printf(b, "&&$c[\"%s\"]~/^[-+]?[0-9.]+$/{s+=$c[\"%s\"];n++}END{if(n)printf\"%%.4f\\n\",s/n}'", column, column);
		else
			buf_text(b, "{n++}END{print n+0}'");
		file_words(b, r);
	} else {
		struct buf sql = { 0 };
		buf_text(&sql, "SELECT count(*) FROM t WHERE ");
		cond_sql(&sql, r->t, c);
		buf_text(b, "cat");
		file_words(b, r);
		buf_text(b, " >t.tmp; sqlite3 :memory: '.mode ascii' '.separator \"\\t\" \"\\n\"' '.import t.tmp t' ");
		shell_word(b, buf_cstr(&sql));
		buf_free(&sql);
	}
	buf_free(&test);
}

void
figure_command(struct buf *b, const struct report *r, const struct figure *f)
{
	switch (f->kind) {
	case FIGURE_COUNT:
		command_of(b, r, &f->of, NULL);
		break;
	case FIGURE_SHARE:
		command_of(b, r, &f->of, NULL);
		buf_text(b, "\n");
		command_of(b, r, &f->in, NULL);
		break;
	case FIGURE_MEAN:
		command_of(b, r, &f->of, tally_columns[dim_column[f->mean]]);
		break;
	case FIGURE_DERIVED:
		buf_text(b, f->how);
		break;
	}
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
	if (!files || j->o->merge)
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
