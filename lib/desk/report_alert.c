/* Alerts: conditions on figures that make a run end with status 3 and a line for cron's mail. See report_inside.h.
 *
 *     negative>30%        a figure, one of > >= < <=, and a number; with %, of a share
 *     unusual             something in the period is unusual: a bad stretch, or a point of the chart
 *
 * negative, neutral, positive, unsure and unknown with a % are the shares of these; any id of -f tsv may stand there. One of a
 * value that does not occur (a topic nobody wrote about) is 0. Where no record has a sentiment, figures may be absent: no alert. */
#include <stdio.h>
#include <stdlib.h>

#include "base/near.h"
#include "base/num.h"
#include "desk/report_inside.h"

struct alert {
	char id[256];
	char op[3];
	double limit;           /* as compared: 30 % is .3 */
	bool percent;
};

static int
alert_read(const char *text, struct alert *a, struct fb_err *e)
{
	size_t n = strcspn(text, "<>"), ops = strspn(text + n, "<>=");
	const char *number = text + n + ops;
	struct fb_str digits = slice(number);
	*a = (struct alert){ .limit = 0 };
	if (strcmp(text, "unusual") == 0) {
		snprintf(a->id, sizeof a->id, "unusual");
		return 0;
	}
	while (n && text[n - 1] == ' ')
		n--;
	while (digits.n && digits.p[0] == ' ') {
		digits.p++;
		digits.n--;
	}
	a->percent = digits.n && digits.p[digits.n - 1] == '%';
	digits.n -= a->percent;
	while (digits.n && digits.p[digits.n - 1] == ' ')
		digits.n--;
	if (!n || n >= sizeof a->id - 16 || !ops || ops > 2 || (ops == 2 && text[strcspn(text, "<>") + 1] != '=') ||
	    !num_read(digits, &a->limit))
		return err_set(e, FB_EUSAGE, "--alert is 'negative>30%%', another figure so compared, or 'unusual', not '%s'", text);
	memcpy(a->op, text + strcspn(text, "<>"), ops);
	snprintf(a->id, sizeof a->id, "%.*s", (int)n, text);
	if (a->percent) {
		a->limit /= 100;
		if (!strchr(a->id, '.'))
			strcat(a->id, ".share");
	}
	return 0;
}

int
alerts_check(const struct opt_list *alert, struct fb_err *e)
{
	for (size_t i = 0; i < alert->n; i++) {
		struct alert a;
		int rc = alert_read(alert->v[i], &a, e);
		if (rc)
			return rc;
	}
	return 0;
}

static bool
fires(const struct alert *a, double x)
{
	return a->op[0] == '>' ? x > a->limit || (a->op[1] && x >= a->limit) : x < a->limit || (a->op[1] && x <= a->limit);
}

/* Whether the id is of a value that may be absent today. */
static bool
of_a_value(const char *id)
{
	static const char *const prefix[] = { "topic.", "product.", "channel.", "dept.", "problem.", "cluster.", "intent.", "cell.",
		"by." };
	for (size_t i = 0; i < sizeof prefix / sizeof *prefix; i++)
		if (strncmp(id, prefix[i], strlen(prefix[i])) == 0)
			return true;
	return false;
}

static int
unknown_figure(const struct report *r, const struct alert *a, struct fb_err *e)
{
	const char **name = xcalloc(r->doc.figures, sizeof *name);
	for (size_t i = 0; i < r->doc.figures; i++)
		name[i] = r->doc.figure[i].id;
	const char *near = near_word(slice(a->id), name, r->doc.figures);
	err_set(e, FB_EUSAGE, "--alert: no figure '%s' in this report%s%s%s; fb-report -f tsv lists them", a->id,
	    near ? ": did you mean " : "", near ? near : "", near ? "?" : "");
	free(name);
	return FB_EUSAGE;
}

static bool
is_unusual(const struct report *r)
{
	return period_days(r->bad.days) || r->unusual_now;
}

static void
describe(struct buf *b, const struct report *r, const struct alert *a, const struct figure *f, const char *as_written)
{
	double scale = a->percent ? 100 : 1;
	if (b->n)
		buf_text(b, "; ");
	buf_printf(b, "alert %s: %s is ", as_written, a->id);
	num_fixed(b, f ? f->value * scale : 0, a->percent || (f && f->decimals) ? 1 : 0);
	buf_text(b, a->percent ? " %" : "");
	if (f && f->kind == FIGURE_SHARE)
		buf_printf(b, " (%llu of %llu)", (unsigned long long)f->num, (unsigned long long)f->den);
	buf_printf(b, ". %s", r->doc.subject);
}

int
alerts_look(struct report *r, const struct opt_list *alert, struct fb_err *e)
{
	struct buf b = { 0 };
	struct cond judged = judged_in(r, r->now);
	bool silent = tally_count(r->t, &judged) == 0;
	int rc = 0;
	for (size_t i = 0; i < alert->n && rc == 0; i++) {
		struct alert a;
		if ((rc = alert_read(alert->v[i], &a, e)))
			break;
		if (strcmp(a.id, "unusual") == 0) {
			if (is_unusual(r))
				buf_printf(&b, "%salert unusual: %s", b.n ? "; " : "", r->doc.subject);
			continue;
		}
		const struct figure *f = doc_find(&r->doc, a.id);
		if (!f && !of_a_value(a.id) && silent)
			continue;
		if (!f && !of_a_value(a.id))
			rc = unknown_figure(r, &a, e);
		else if (fires(&a, f ? f->value : 0))
			describe(&b, r, &a, f, alert->v[i]);
	}
	if (rc == 0 && b.n)
		rc = err_set(e, FB_ELOOK, "%s", buf_cstr(&b));
	buf_free(&b);
	return rc;
}
