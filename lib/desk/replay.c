#include "desk/replay.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "desk/flips.h"

struct replay {
	struct ruling *now;     /* the new rules */
	struct ruling old;
	bool has_old;
	struct fb_str from;     /* with a column: its name */
	size_t *slot, *was;     /* compared columns: slots of the new rules, and of the old ones or COLS_NONE */
	size_t compared;
	const char **columns;   /* read: of the new rules, of the old ones, id, `from` */
	size_t old_at, id_at, from_at;
	double max_flips;       /* < 0: any */
	struct filter filter;
	struct flips flips;
	struct buf before, after;
};

struct hands {                  /* of one thread */
	struct clerk *now, *old;
};

static int
bind(void *job, const struct cols *in, struct cols *add, struct fb_err *e)
{
	struct replay *p = job;
	static const char *const names[] = { "what", "column", "from", "to", "count", "share", "before", "after", "examples" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		cols_add(add, slice(names[i]));
	if (p->from.p && cols_find(in, p->from) == COLS_NONE)
		return cols_missing(in, p->from.p, "the stream", e);
	int code = ruling_bind(p->now, in, e);
	return code < 0 || !p->has_old ? code : ruling_bind(&p->old, in, e);
}

static void *
worker(void *job)
{
	struct replay *p = job;
	struct hands *h = xcalloc(1, sizeof *h);
	h->now = clerk_open(p->now->index, &p->now->options);
	if (p->has_old)
		h->old = clerk_open(p->old.index, &p->old.options);
	return h;
}

static void
unworker(void *job, void *w)
{
	struct replay *p = job;
	struct hands *h = w;
	ruling_return(p->now, h->now);
	if (h->old)
		ruling_return(&p->old, h->old);
	free(h);
}

static int
row(void *job, void *w, struct row *x, struct out *o, struct fb_err *e)
{
	const struct replay *p = job;
	const struct hands *h = w;
	(void)o;
	(void)e;
	ruling_before(p->now, h->now, x->f, x->note);
	if (p->has_old)
		ruling_before(&p->old, h->old, x->f + p->old_at, (char *)x->note + ruling_note(p->now));
	return 0;
}

static int
compare(void *job, struct row *x, struct out *o, struct fb_err *e)
{
	struct replay *p = job;
	(void)o;
	(void)e;
	struct clerk *now = ruling_after(p->now, x->f, x->note), *old = NULL;
	if (p->has_old)
		old = ruling_after(&p->old, x->f + p->old_at, (char *)x->note + ruling_note(p->now));
	struct fb_str id = x->f[p->id_at];
	flips_record(&p->flips, id.n ? id : (struct fb_str){ NULL, 0 }, x->line);
	for (size_t i = 0; i < p->compared; i++) {
		p->before.n = p->after.n = 0;
		if (p->slot[i] != COLS_NONE)
			clerk_slot(now, p->slot[i], &p->after);
		if (old && p->was[i] != COLS_NONE)
			clerk_slot(old, p->was[i], &p->before);
		else if (p->from.p)
			buf_slice(&p->before, x->f[p->from_at]);
		flips_compare(&p->flips, i, buf_str(&p->before), buf_str(&p->after));
	}
	return FB_DROP;
}

static int
end(void *job, struct out *o, struct fb_err *e)
{
	struct replay *p = job;
	double share = p->flips.records ? (double)p->flips.changed / (double)p->flips.records : 0;
	flips_write(&p->flips, o);
	if (p->max_flips < 0 || share <= p->max_flips)
		return 0;
	return err_set(e, FB_ELOOK, "%ju of %ju records change, %.2f %%: more than the %g %% of --max-flips", (uintmax_t)p->flips.changed,
	    (uintmax_t)p->flips.records, 100 * share, 100 * p->max_flips);
}

static int
read_share(const char *text, double *share, struct fb_err *e)
{
	if (!num_share(slice(text), share) || *share < 0 || *share > 1)
		return err_set(e, FB_EUSAGE, "--max-flips '%s': a number from 0 to 1 is wanted, e.g. 0.01 or 1%%", text);
	return 0;
}

/* "dept_old" is what dept was, "dept=before" too; the longest column that the rules set and that the name begins with. */
static int
read_from(struct replay *p, const char *from, struct fb_err *e)
{
	const struct cols *slot = &p->now->rules->slot;
	const char *equal = strchr(from, '=');
	size_t best = COLS_NONE;
	for (size_t i = 0; i < slot->n; i++) {
		size_t n = strlen(slot->name[i]);
		if (equal ? slice_eq(slice(slot->name[i]), (struct fb_str){ from, (size_t)(equal - from) })
		          : strncmp(from, slot->name[i], n) == 0 && (best == COLS_NONE || n > strlen(slot->name[best])))
			best = i;
	}
	if (best == COLS_NONE)
		return err_set(e, FB_EUSAGE, "--replay-from %s: which column of the rules was it? Say dept=%s", from, equal ? equal + 1 : from);
	p->from = slice(equal ? equal + 1 : from);
	p->slot[0] = best;
	p->was[0] = COLS_NONE;
	p->compared = 1;
	flips_column(&p->flips, slot->name[best], best == SLOT_DUE, best != SLOT_DUE);
	return 0;
}

/* Every column that either of the rules sets. */
static void
compare_slots(struct replay *p)
{
	const struct cols *now = &p->now->rules->slot, *old = &p->old.rules->slot;
	for (size_t i = 0; i < now->n + old->n; i++) {
		const char *name = i < now->n ? now->name[i] : old->name[i - now->n];
		size_t slot = cols_find(now, slice(name));
		if (i >= now->n && slot != COLS_NONE)
			continue;
		p->slot[p->compared] = slot;
		p->was[p->compared++] = cols_find(old, slice(name));
		flips_column(&p->flips, name, slot == SLOT_DUE, slot == SLOT_DEPT);
	}
}

static size_t
add_columns(struct replay *p, size_t n, const struct cols *c)
{
	for (size_t i = 0; i < c->n; i++)
		p->columns[n++] = c->name[i];
	return n;
}

int
replay_open(struct replay **out, struct ruling *ruling, const struct ruling_options *o, const char *old, const char *from,
    const char *max_flips, struct fb_err *e)
{
	struct replay *p = xcalloc(1, sizeof *p);
	*out = p;
	p->now = ruling;
	p->max_flips = -1;
	p->slot = xcalloc(2 * SLOTS_MOST, sizeof *p->slot);
	p->was = xcalloc(2 * SLOTS_MOST, sizeof *p->was);
	int code = max_flips ? read_share(max_flips, &p->max_flips, e) : 0;
	if (code == 0 && old) {
		p->has_old = true;
		code = ruling_open(&p->old, old, o, e);
	}
	if (code == 0 && from)
		code = read_from(p, from, e);
	if (code < 0)
		return code;
	if (old)
		compare_slots(p);
	size_t n = 0;
	p->columns = xcalloc(ruling->rules->column.n + (old ? p->old.rules->column.n : 0) + 3, sizeof *p->columns);
	p->old_at = n = add_columns(p, n, &ruling->rules->column);
	if (old)
		n = add_columns(p, n, &p->old.rules->column);
	p->id_at = n;
	p->columns[n++] = "id";
	p->from_at = n;
	if (from)
		p->columns[n++] = p->from.p;
	p->filter = (struct filter){ .maybe = p->columns, .bind = bind, .worker = worker, .row = row, .seq = compare, .end = end,
		.unworker = unworker, .shape = SHAPE_NEW, .note = ruling_note(ruling) + (old ? ruling_note(&p->old) : 0) };
	return 0;
}

void
replay_close(struct replay *p)
{
	if (!p)
		return;
	if (p->has_old)
		ruling_close(&p->old);
	flips_free(&p->flips);
	buf_free(&p->before);
	buf_free(&p->after);
	free(p->slot);
	free(p->was);
	free(p->columns);
	free(p);
}

const struct filter *
replay_filter(const struct replay *p)
{
	return &p->filter;
}
