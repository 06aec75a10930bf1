/* Shell commands that count a figure without fb: awk, or sqlite3 where times are reckoned with. See report_inside.h.
 *
 * A command alone is whole. In a page of some thousand receipts the part that is the same in all stands once, as shell functions that
 * take the condition: count, mean (and a column), query (in SQL). Both ways have the same condition, letter for letter. */
#include "base/num.h"
#include "desk/report_inside.h"
#include "desk/tally_inside.h"

/* ---- conditions as awk ---- */

/* What conditions call. A column that a file lacks is empty in all its records; heard is a text that a customer wrote, phrase one
 * that a platform did. */
static const struct {
	const char *call, *body;
} helper[] = {
	{ "col(", "function col(x){return x in c?$c[x]:\"\"}" },
	{ "heard(", "function heard(){return col(\"text\")!=\"\"&&(\" \"col(\"note\")\" \")!~/[^A-Za-z]default[^A-Za-z]/}" },
	{ "phrase(", "function phrase(){return col(\"text\")!=\"\"&&(\" \"col(\"note\")\" \")~/[^A-Za-z]default[^A-Za-z]/}" },
	{ "during(", "function during(a,z){d=substr(col(\"ts\"),1,10);return d>=a&&d<=(z?z:a)}" },
};

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
		static const char *const is[] = { [KIND_EMPTY] = "(col(\"text\")==\"\")", [KIND_TEXT] = "heard()", [KIND_PHRASE] = "phrase()" };
		buf_printf(b, "%s%s", m->op == COND_NOT ? "!" : "", is[m->code]);
		return true;
	}
	if (d >= DIMS_NAMED)
		return false;
	const char *name = tally_columns[dim_column[d]];
	if (m->op == COND_GE || m->op == COND_LE) {
		buf_printf(b, "col(\"%s\")!=\"\" && col(\"%s\")+0%s", name, name, m->op == COND_GE ? ">=" : "<=");
		term_number(b, m->value);
		return true;
	}
	buf_printf(b, "col(\"%s\")%s", name, m->op == COND_IS ? "==" : "!=");
	awk_text(b, tally_value(t, d, m->code));
	return true;
}

/* False where awk is not the tool: the condition reckons with times. */
static bool
cond_awk(struct buf *b, const struct tally *t, const struct cond *c)
{
	size_t from = b->n;
	if (!period_is_all(c->days)) {
		buf_text(b, "during(\"");
		day_iso(b, c->days.first);
		if (c->days.last != c->days.first) {
			buf_text(b, "\",\"");
			day_iso(b, c->days.last);
		}
		buf_text(b, "\")");
	}
	for (size_t i = 0; i < c->n; i++) {
		if (term_implied(c, i))
			continue;
		if (b->n > from)
			buf_text(b, " && ");
		if (term_lacks(t, &c->term[i]))
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

/* The same in double quotes: SQL is full of single ones. A ! stands apart, which a shell at a terminal would take for its history. */
static void
shell_query(struct buf *b, struct fb_str s)
{
	buf_char(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '!') {
			buf_text(b, "\"'!'\"");
			continue;
		}
		if (strchr("\"\\$`", s.p[i]))
			buf_char(b, '\\');
		buf_char(b, s.p[i]);
	}
	buf_char(b, '"');
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

void
receipt_command(struct buf *b, const struct report *r)
{
	enum { FILES_SHOWN = 3 };
	const struct report_options *o = r->o;
	const struct {
		const char *name, *value;
	} option[] = { { "--period", o->period }, { "--since", o->since }, { "--until", o->until }, { "--against", o->against }, { "--by", o->by },
		{ "--now", o->now }, { "--measures", o->measures } };
	buf_text(b, "fb-report");
	for (size_t i = 0; i < sizeof option / sizeof *option; i++)
		if (option[i].value) {
			buf_printf(b, " %s ", option[i].name);
			shell_word(b, option[i].value);
		}
	buf_text(b, " --receipt ID");
	if (r->t->files <= FILES_SHOWN)
		file_words(b, r);
	else
		buf_text(b, " FILE ...");
}

/* awk over the files, with the helpers that the text `used` calls (col for a mean, too). gap stands between its parts. */
static void
awk_command(struct buf *b, const struct report *r, struct fb_str used, const char *test, const char *mean, const char *gap)
{
	buf_printf(b, "awk -F'\\t' '%s", gap);
	for (size_t i = 0; i < sizeof helper / sizeof *helper; i++)
		if (memmem(used.p, used.n, helper[i].call, strlen(helper[i].call)) || i == 0)
			buf_printf(b, "%s%s", helper[i].body, gap);
	buf_printf(b, "FNR==1{delete c;for(i=NF;i;i--)c[$i]=i;next}%s%s", gap, test);
	if (mean)
		buf_printf(b, " && col(\"%s\")~/^[-+]?[0-9.]+$/{s+=col(\"%s\");n++}%sEND{if(n)printf\"%%.4f\\n\",s/n}'", mean, mean, gap);
	else
		buf_printf(b, "{n++}%sEND{print n+0}'", gap);
	file_words(b, r);
}

/* Several files as one table: their columns that a report reads, by name. */
static void
join_files(struct buf *b, const struct report *r)
{
	buf_text(b, "awk -F'\\t' 'BEGIN{n=split(\"");
	for (size_t i = 0, k = 0; i < COLUMNS; i++)
		if (r->t->has[i])
			buf_printf(b, "%s%s", k++ ? " " : "", tally_columns[i]);
	buf_text(b, "\",h,\" \");for(i=1;i<=n;i++)printf\"%s%s\",h[i],i<n?FS:RS}FNR==1{delete c;for(i=NF;i;i--)c[$i]=i;next}"
	    "{for(i=1;i<=n;i++)printf\"%s%s\",h[i] in c?$c[h[i]]:\"\",i<n?FS:RS}'");
}

static void
sql_command(struct buf *b, const struct report *r, const char *query)
{
	if (r->t->files > 1)
		join_files(b, r);
	else
		buf_text(b, "cat");
	file_words(b, r);
	buf_printf(b, " | sqlite3 :memory: '.mode ascii' '.separator \"\\t\" \"\\n\"' '.import /dev/stdin t' %s", query);
}

enum { COUNT, MEAN, QUERY };
static const char *const function[RECEIPT_FUNCTIONS] = { [COUNT] = "count", [MEAN] = "mean", [QUERY] = "query" };

/* whole: the command itself; else the call of its function. */
static void
command_of(struct buf *b, const struct report *r, const struct cond *c, const char *mean, bool whole)
{
	struct buf test = { 0 }, query = { 0 };
	bool awk = cond_awk(&test, r->t, c);
	if (!awk) {
		if (whole)
			buf_text(&query, "SELECT count(*) FROM t WHERE ");
		cond_sql(&query, r->t, c);
	}
	if (awk && whole) {
		awk_command(b, r, buf_str(&test), buf_cstr(&test), mean, "");
	} else if (awk) {
		buf_printf(b, "%s '%s'%s%s", function[mean ? MEAN : COUNT], buf_cstr(&test), mean ? " " : "", mean ? mean : "");
	} else {
		struct buf quoted = { 0 };
		shell_query(&quoted, buf_str(&query));
		if (whole)
			sql_command(b, r, buf_cstr(&quoted));
		else
			buf_printf(b, "%s %s", function[QUERY], buf_cstr(&quoted));
		buf_free(&quoted);
	}
	buf_free(&test);
	buf_free(&query);
}

static void
figure_counted(struct buf *b, const struct report *r, const struct figure *f, bool whole)
{
	switch (f->kind) {
	case FIGURE_COUNT:
		command_of(b, r, &f->of, NULL, whole);
		break;
	case FIGURE_SHARE:
		command_of(b, r, &f->of, NULL, whole);
		buf_text(b, "\n");
		command_of(b, r, &f->in, NULL, whole);
		break;
	case FIGURE_MEAN:
		command_of(b, r, &f->of, tally_columns[dim_column[f->mean]], whole);
		break;
	case FIGURE_DERIVED:
		buf_text(b, f->how);
		break;
	}
}

void
figure_command(struct buf *b, const struct report *r, const struct figure *f)
{
	figure_counted(b, r, f, true);
}

void
figure_call(struct buf *b, const struct report *r, const struct figure *f)
{
	figure_counted(b, r, f, false);
}

const char *
receipt_function(struct buf *b, const struct report *r, size_t which, struct fb_str calls)
{
	static const char indent[] = "\n  ";
	const char *name = function[which];
	buf_printf(b, "%s() {\n  ", name);
	if (which == QUERY)
		sql_command(b, r, "\"SELECT count(*) FROM t WHERE $1\"");
	else
		awk_command(b, r, calls, "'\"$1\"'", which == MEAN ? "'\"$2\"'" : NULL, indent);
	buf_text(b, "\n}");
	return name;
}
