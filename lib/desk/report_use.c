#include <stdlib.h>
#include <sys/stat.h>

#include "desk/report_inside.h"

/* What a run makes instead of the page of a stream. */
enum { RECEIPT = 1, PARTIAL = 2, EXPLAIN = 4, MERGE = 8 };

static int
one_at_a_time(const struct report_options *o, struct fb_err *e)
{
	if (o->receipt && o->merge)
		return err_set(e, FB_EUSAGE, "--receipt reads rows, and parts have none: name the streams that --partial read");
	if (o->receipt && (o->partial || o->explain))
		return err_set(e, FB_EUSAGE, "--receipt and %s: one of them at a time", o->partial ? "--partial" : "--explain");
	if (o->explain && (o->partial || o->merge))
		return err_set(e, FB_EUSAGE, "--explain reads two streams, and knows nothing of %s", o->partial ? "--partial" : "--merge");
	return 0;
}

/* Options that what is made instead has no use for. */
static int
check_instead(const struct report_job *j, const struct stream *s, struct fb_err *e)
{
	const struct report_options *o = j->o;
	const struct {
		const char *name;
		bool given;
		unsigned useless;
	} option[] = {
		{ "-f", o->format && j->form != FORM_TSV, RECEIPT },    /* rows are TSV */
		{ "-f", o->format, PARTIAL },
		{ "--period", o->period, PARTIAL | EXPLAIN },
		{ "--since", o->since, EXPLAIN },
		{ "--until", o->until, EXPLAIN },
		{ "--against", o->against, PARTIAL | EXPLAIN },
		{ "--by", o->by, EXPLAIN },
		{ "--split", o->split, RECEIPT | PARTIAL | EXPLAIN },
		{ "-n", o->top, PARTIAL | EXPLAIN },
		{ "--lang", o->lang, PARTIAL },
		{ "--title", o->title, RECEIPT | PARTIAL | EXPLAIN },
		{ "--labels", o->labels, PARTIAL },
		{ "--measures", o->measures, PARTIAL | EXPLAIN },
		{ "--alert", o->alert.n, RECEIPT | PARTIAL | EXPLAIN },
		{ "--to", o->to, RECEIPT | PARTIAL },
		{ "--from", o->from, RECEIPT | PARTIAL },
		{ "--width", o->width, RECEIPT | PARTIAL },
		{ "--names", s->names.n, MERGE },
		{ "--rejects", s->rejects, MERGE },
	};
	unsigned made = (o->receipt ? RECEIPT : 0) | (o->partial ? PARTIAL : 0) | (o->explain ? EXPLAIN : 0) | (o->merge ? MERGE : 0);
	if (o->partial && s->output)
		return err_set(e, FB_EUSAGE, "--partial %s is all that is written: leave -o %s out", o->partial, s->output);
	for (size_t i = 0; i < sizeof option / sizeof *option; i++) {
		unsigned why = option[i].given ? option[i].useless & made : 0;
		const char *name = option[i].name;
		if (why & RECEIPT)
			return err_set(e, FB_EUSAGE, "--receipt writes the rows behind a figure, and no page: leave %s out", name);
		if (why & PARTIAL)
			return err_set(e, FB_EUSAGE, "--partial writes counts, and no page: give %s to --merge, which makes one", name);
		if (why & EXPLAIN)
			return err_set(e, FB_EUSAGE, "--explain has a page of its own, of all days of OLD and NEW: leave %s out", name);
		if (why & MERGE)
			return err_set(e, FB_EUSAGE, "--merge reads no records: give %s to --partial, which does", name);
	}
	return 0;
}

int
report_check_use(const struct report_job *j, const struct stream *s, struct fb_err *e)
{
	const struct report_options *o = j->o;
	int rc = one_at_a_time(o, e);
	if (rc == 0)
		rc = check_instead(j, s, e);
	if (rc)
		return rc;
	if (!o->explain && (o->new_model.n || o->new_rules))
		return err_set(e, FB_EUSAGE, "%s labels an old stream anew: --explain %s %s OLD NEW", o->new_rules ? "--new-rules" : "--new-model",
		    o->new_rules ? "--new-rules" : "--new-model", o->new_rules ? o->new_rules : o->new_model.v[0]);
	if ((o->to || o->from) && j->form != FORM_MAIL)
		return err_set(e, FB_EUSAGE, "%s heads a mail: -f mail %s %s", o->to ? "--to" : "--from", o->to ? "--to" : "--from", o->to ? o->to : o->from);
	if ((o->to && strpbrk(o->to, "\r\n")) || (o->from && strpbrk(o->from, "\r\n")))
		return err_set(e, FB_EUSAGE, "--to and --from are one line: several addresses stand in it with commas between them");
	if (o->width && j->form != FORM_TERM)
		return err_set(e, FB_EUSAGE, "--width is that of the terminal page: -f term --width %llu", (unsigned long long)o->width);
	if (o->period && o->since)
		return err_set(e, FB_EUSAGE, "--period %s and --since %s both say where the days begin: one of them", o->period, o->since);
	if (o->against && !o->period && !o->since && !o->until)
		return err_set(e, FB_EUSAGE, "--against: all days have nothing before them; name some: --period week --against %s", o->against);
	return 0;
}

void
report_note_twice(const struct stream *s, struct buf *note)
{
	struct stat *st = xcalloc(s->files, sizeof *st);
	for (size_t i = 0; i < s->files; i++) {
		bool again = stat(s->file[i], &st[i]) == 0 && S_ISREG(st[i].st_mode);
		size_t k = 0;
		while (again && k < i && (st[k].st_ino != st[i].st_ino || st[k].st_dev != st[i].st_dev))
			k++;
		if (again && k < i)
			buf_printf(note, "%s%s is given twice: its records count twice", note->n ? "; " : "", s->file[i]);
	}
	free(st);
}
