/* Alerts: conditions on figures that make a run end with status 3 and a line for cron's mail. See report_inside.h.
 *
 *     negative>30%        a figure, one of > >= < <=, and a number; with %, of a share
 *     unusual             something in the period is unusual: a bad stretch, or a point of the chart
 *
 * A count with a % is the share that stands beside it (negative, topic.price.negative, unsure); any id of -f tsv may stand there. One of a
 * value that does not occur (a topic nobody wrote about) is 0. One that the page has no occasion for is no alert. */
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

/* Figures that a report may have, so that a misspelt one is refused on a day without records, too; and the column without which
 * there is none (COLUMNS: always). */
static const struct known {
	const char *id;
	enum column needs;
} known[] = {
	{ "asked", COL_CSAT }, { "bad.judged", COL_SENTIMENT }, { "bad.negative", COL_SENTIMENT }, { "bad.negative.share", COL_SENTIMENT },
	{ "checked", COL_CHECKED }, { "checked.wrong.share", COL_CHECKED }, { "closed.in_time.share", COL_CLOSED_TS }, { "copies", COL_TEXT },
	{ "csat.answered", COL_CSAT }, { "csat.best", COL_CSAT }, { "csat.response.share", COL_CSAT }, { "csat.share", COL_CSAT },
	{ "csat.worst", COL_CSAT }, { "drift.topic", COL_TOPIC }, { "driver.all", COL_RATING }, { "empty", COL_TEXT }, { "judged", COL_SENTIMENT },
	{ "judged.before", COL_SENTIMENT }, { "negative", COL_SENTIMENT }, { "negative.share", COL_SENTIMENT },
	{ "negative.share.before", COL_SENTIMENT }, { "neutral.share", COL_SENTIMENT }, { "nps", COL_NPS }, { "nps.answered", COL_NPS },
	{ "nps.best", COL_NPS }, { "nps.detractors", COL_NPS }, { "nps.promoters", COL_NPS }, { "nps.worst", COL_NPS },
	{ "other.negative.share", COL_SENTIMENT }, { "overdue", COL_DUE }, { "overdue.silent", COL_DUE }, { "phrases", COL_TEXT },
	{ "positive.share", COL_SENTIMENT }, { "rating", COL_RATING }, { "rating.bad", COL_RATING }, { "rating.before", COL_RATING },
	{ "rating.given", COL_RATING }, { "records", COLUMNS }, { "records.before", COLUMNS }, { "records.change", COLUMNS },
	{ "reply.24h.share", COL_REPLY_TS }, { "reply.in_time.share", COL_REPLY_TS }, { "text", COL_TEXT }, { "unknown.share", COL_TOPIC },
	{ "unsure.share", COLUMNS }, { "unsure.share.before", COLUMNS }, { "why.change", COL_SENTIMENT }, { "unusual", COLUMNS },
};
enum { KNOWN = sizeof known / sizeof *known };

static const struct known *
known_figure(const char *id)
{
	for (size_t i = 0; i < KNOWN; i++)
		if (strcmp(known[i].id, id) == 0)
			return &known[i];
	return NULL;
}

/* Figures of values, which may be absent today: what the id begins with, how many values come next, and what may end it, "" being the
 * bare id. A dot within a value is written %2E, so that each is read in one way. */
static const struct family {
	const char *begin;
	unsigned values;
	enum column needs;
	const char *end[10];
} families[] = {
#define BY "", "negative", "neutral", "positive", "negative.share", "negative.share.before", "change"
	{ "topic.", 1, COL_TOPIC, { BY } }, { "product.", 1, COL_PRODUCT, { BY } }, { "channel.", 1, COL_CHANNEL, { BY } },
	{ "cluster.", 1, COL_CLUSTER, { BY } }, { "intent.", 1, COL_INTENT, { BY } },
#undef BY
	{ "dept.", 1, COL_DEPT, { "", "negative", "negative.share", "urgent", "high", "overdue", "in_time.share", "reply.in_time.share", "reply.24h.share" } },
#define PROBLEM "", "before", "change", "bad", "overdue", "without", "share", "share.before"
	{ "problem.", 1, COL_SENTIMENT, { PROBLEM } }, { "problem.", 2, COL_PRODUCT, { PROBLEM } },
#undef PROBLEM
	{ "cell.", 2, COL_PRODUCT, { "" } },
	{ "why.topic.", 1, COL_TOPIC, { "", "rate", "mix" } }, { "why.product.", 1, COL_PRODUCT, { "", "rate", "mix" } },
	{ "why.channel.", 1, COL_CHANNEL, { "", "rate", "mix" } }, { "why.rate.", 1, COL_SENTIMENT, { "" } }, { "why.mix.", 1, COL_SENTIMENT, { "" } },
	{ "driver.", 1, COL_RATING, { "share" } }, { "rating.bad.topic.", 1, COL_TOPIC, { "share" } },
	{ "rating.bad.product.", 1, COL_PRODUCT, { "share" } }, { "measure.", 1, COL_SENTIMENT, { "before.share", "after.share" } },
#define DAYS "negative", "neutral", "positive", "negative.share"
	{ "day.", 1, COL_TS, { DAYS } }, { "week.", 1, COL_TS, { DAYS } }, { "month.", 1, COL_TS, { DAYS } },
#undef DAYS
};
enum { FAMILIES = sizeof families / sizeof *families };

static const char *
after_scope(const char *id)
{
	const char *end = strncmp(id, "by.", 3) == 0 ? strchr(id + 3, '.') : NULL;
	return end ? end + 1 : id;
}

/* What ends the id behind its values, "" where nothing does; NULL: it has not that family's beginning and values. */
static const char *
end_of(const struct family *s, const char *id)
{
	size_t n = strlen(s->begin);
	if (strncmp(id, s->begin, n) != 0)
		return NULL;
	id += n;
	for (unsigned k = 0; k < s->values; k++) {
		n = strcspn(id, ".");
		if (k + 1 < s->values && !id[n])
			return NULL;
		id += n + (id[n] && (k + 1 < s->values || id[n + 1]));
	}
	return id;
}

static bool
ends_so(const struct family *s, const char *end)
{
	for (size_t i = 0; end && i < sizeof s->end / sizeof *s->end && s->end[i]; i++)
		if (strcmp(s->end[i], end) == 0)
			return true;
	return false;
}

static const struct family *
family_of(const char *id)
{
	for (size_t i = 0; i < FAMILIES; i++)
		if (ends_so(&families[i], end_of(&families[i], id)))
			return &families[i];
	return NULL;
}

static bool
ends_with(const char *id, const char *end)
{
	size_t n = strlen(id), k = strlen(end);
	return n >= k && strcmp(id + n - k, end) == 0;
}

/* Whether the figure is a share of something, or a difference of shares. */
static bool
is_share(const char *id)
{
	static const char *const whole[] = { "drift.topic", "records.change", "csat.best", "csat.worst" };
	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
		if (strcmp(id, whole[i]) == 0)
			return true;
	return ends_with(id, ".share") || ends_with(id, ".share.before") || ends_with(id, ".without") || strncmp(id, "why.", 4) == 0 ||
	    strncmp(id, "driver.", 7) == 0 || (ends_with(id, ".change") && strncmp(id, "problem.", 8) != 0);
}

/* With %, a count that has a share beside it means that: negative is negative.share. So does a misspelt one, it seems. */
static void
as_share(char *id)
{
	const char *own = after_scope(id);
	size_t n = strlen(id);
	bool bare = known_figure(own) || family_of(own) || strchr(own, '.');
	if (is_share(own))
		return;
	strcat(id, ".share");
	if (bare && !known_figure(own) && !family_of(own))
		id[n] = '\0';
}

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
		as_share(a->id);
	}
	return 0;
}

static int
unknown_figure(const char *id, const char *const *name, size_t n, const char *where, struct fb_err *e)
{
	const char *near = near_word(slice(id), name, n);
	return err_set(e, FB_EUSAGE, "--alert: no figure '%s'%s%s%s%s; fb-report -f tsv lists them", id, where, near ? ": did you mean " : "",
	    near ? near : "", near ? "?" : "");
}

/* The id has the beginning of a family, but not one of its ends. */
static int
wrong_end(const struct family *s, const char *id, struct fb_err *e)
{
	const char *end = end_of(s, id), *name[sizeof s->end / sizeof *s->end];
	struct buf made[sizeof s->end / sizeof *s->end] = { { 0 } };
	size_t n = 0, stem = strlen(id) - strlen(end);
	for (; n < sizeof s->end / sizeof *s->end && s->end[n]; n++) {
		buf_add(&made[n], id, stem);
		if (stem && id[stem - 1] != '.' && s->end[n][0])
			buf_char(&made[n], '.');
		else if (stem && id[stem - 1] == '.' && !s->end[n][0])
			made[n].n--;
		buf_text(&made[n], s->end[n]);
		name[n] = buf_cstr(&made[n]);
	}
	unknown_figure(id, name, n, strchr(end, '.') ? " (a dot within a name is written %2E)" : "", e);
	for (size_t i = 0; i < n; i++)
		buf_free(&made[i]);
	return FB_EUSAGE;
}

/* A count against % or a share against whole numbers would fire always or never. */
static int
check_limit(const struct alert *a, const char *own, struct fb_err *e)
{
	if (a->percent && !is_share(own))
		return err_set(e, FB_EUSAGE, "--alert: %s is no share: compare it with a number without %%", a->id);
	if (!a->percent && is_share(own) && (a->limit > 1 || a->limit < -1))
		return err_set(e, FB_EUSAGE, "--alert: %s is a share, at most 1: did you mean %s%s%g%%?", a->id, a->id, a->op, a->limit);
	return 0;
}

static int
check_figure(const struct alert *a, struct fb_err *e)
{
	const char *id = a->id, *name[KNOWN], *own = after_scope(id);
	if (known_figure(own) || family_of(own))
		return check_limit(a, own, e);
	for (size_t i = 0; i < FAMILIES; i++)
		if (end_of(&families[i], own))
			return wrong_end(&families[i], own, e);
	for (size_t i = 0; i < KNOWN; i++)
		name[i] = known[i].id;
	return unknown_figure(id, name, KNOWN, "", e);
}

int
alerts_check(const struct opt_list *alert, struct fb_err *e)
{
	int rc = 0;
	for (size_t i = 0; i < alert->n && rc == 0; i++) {
		struct alert a;
		rc = alert_read(alert->v[i], &a, e);
		if (rc == 0)
			rc = check_figure(&a, e);
	}
	return rc;
}

static bool
fires(const struct alert *a, double x)
{
	return a->op[0] == '>' ? x > a->limit || (a->op[1] && x >= a->limit) : x < a->limit || (a->op[1] && x <= a->limit);
}

/* Of a figure that this report does not have. What is of a value that no record has is 0, and what there is no occasion for (no bad
 * days, nothing to compare with) is no alert; but without its column it can never fire. */
static int
absent(const struct report *r, const struct alert *a, bool *zero, struct fb_err *e)
{
	const char *own = after_scope(a->id);
	const struct known *k = known_figure(own);
	const struct family *s = family_of(own);
	enum column needs = k ? k->needs : s ? s->needs : COLUMNS;
	*zero = !k;
	if ((needs >= COLUMNS || has(r, needs)) && (needs != COL_DUE || knows_overdue(r)))
		return 0;
	return err_set(e, FB_EUSAGE, "--alert: figure '%s' wants the column %s, which the records do not have", a->id,
	    needs == COL_DUE && has(r, COL_DUE) ? "reply_ts or closed_ts" : tally_columns[needs]);
}

static bool
is_unusual(const struct report *r)
{
	return period_days(r->bad.days) || r->unusual_now;
}

/* The value with as few decimals as still meet the condition: 3.86 under 3.9 is not 3.9. */
static void
write_value(struct buf *b, const struct alert *a, double value, bool whole)
{
	double scale = a->percent ? 100 : 1, read = 0;
	size_t from = b->n;
	for (int k = !whole, most = whole ? 0 : 6; k <= most; k++) {
		b->n = from;
		num_fixed(b, value * scale, k);
		if (num_read((struct fb_str){ b->p + from, b->n - from }, &read) && fires(a, read / scale))
			break;
	}
	buf_text(b, a->percent ? " %" : "");
}

static void
describe(struct buf *b, const struct alert *a, const struct figure *f, const char *as_written)
{
	buf_printf(b, "%salert %s: %s is ", b->n ? "; " : "", as_written, a->id);
	write_value(b, a, f ? f->value : 0, !a->percent && !(f && f->decimals));
	if (f && f->kind == FIGURE_SHARE)
		buf_printf(b, " (%llu of %llu)", (unsigned long long)f->num, (unsigned long long)f->den);
}

int
alerts_look(struct report *r, const struct opt_list *alert, struct fb_err *e)
{
	struct buf b = { 0 };
	int rc = 0;
	for (size_t i = 0; i < alert->n && rc == 0; i++) {
		struct alert a;
		if ((rc = alert_read(alert->v[i], &a, e)))
			break;
		if (strcmp(a.id, "unusual") == 0) {
			if (is_unusual(r))
				buf_printf(&b, "%salert unusual", b.n ? "; " : "");
			continue;
		}
		const struct figure *f = doc_find(&r->doc, a.id);
		bool zero = false;
		if (!f)
			rc = absent(r, &a, &zero, e);
		if (rc == 0 && (f || zero) && fires(&a, f ? f->value : 0))
			describe(&b, &a, f, alert->v[i]);
	}
	if (rc == 0 && b.n)
		rc = err_set(e, FB_ELOOK, "%s. %s", buf_cstr(&b), r->doc.subject);
	buf_free(&b);
	return rc;
}
