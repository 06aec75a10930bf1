#include "desk/tally.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "desk/tally_inside.h"
#include "record/row.h"

const char *const tally_columns[COLUMNS + 1] = {
	[COL_ID] = "id", [COL_TS] = "ts", [COL_USER] = "user", [COL_CHANNEL] = "channel", [COL_PRODUCT] = "product",
	[COL_TEXT] = "text", [COL_RATING] = "rating", [COL_NOTE] = "note", [COL_SENTIMENT] = "sentiment",
	[COL_SENTIMENT_P] = "sentiment_p", [COL_SENTIMENT_M] = "sentiment_m", [COL_TOPIC] = "topic", [COL_TOPIC_P] = "topic_p",
	[COL_INTENT] = "intent", [COL_DEPT] = "dept", [COL_PRIORITY] = "priority", [COL_DUE] = "due", [COL_ACTION] = "action",
	[COL_RULE_M] = "rule_m", [COL_CLUSTER] = "cluster", [COL_CLUSTER_NAME] = "cluster_name", [COL_REPLY_TS] = "reply_ts",
	[COL_CLOSED_TS] = "closed_ts", [COL_CSAT] = "csat", [COL_NPS] = "nps", [COL_CHECKED] = "checked",
	[COL_MEASURE] = "measure",
};

const enum column dim_column[DIMS_NAMED] = {
	[DIM_PRODUCT] = COL_PRODUCT, [DIM_CHANNEL] = COL_CHANNEL, [DIM_TOPIC] = COL_TOPIC, [DIM_CLUSTER] = COL_CLUSTER,
	[DIM_DEPT] = COL_DEPT, [DIM_SENTIMENT] = COL_SENTIMENT, [DIM_INTENT] = COL_INTENT, [DIM_PRIORITY] = COL_PRIORITY,
	[DIM_RATING] = COL_RATING, [DIM_CSAT] = COL_CSAT, [DIM_NPS] = COL_NPS, [DIM_SENTIMENT_M] = COL_SENTIMENT_M,
	[DIM_RULE_M] = COL_RULE_M, [DIM_MEASURE] = COL_MEASURE,
};

void
tally_init(struct tally *t)
{
	*t = (struct tally){ .range = PERIOD_ALL, .by = -1, .last = INT64_MIN, .first_day = DAY_NONE, .last_day = DAY_NONE };
	name_code(&t->names[DIM_SENTIMENT], slice("negative"));
	name_code(&t->names[DIM_SENTIMENT], slice("neutral"));
	name_code(&t->names[DIM_SENTIMENT], slice("positive"));
}

void
tally_free(struct tally *t)
{
	for (size_t i = 0; i < DIMS_NAMED; i++) {
		map_free(&t->names[i].map);
		free(t->names[i].number);
	}
	map_free(&t->cluster_name);
	for (size_t i = 0; i < t->cluster_cap; i++)
		free(t->cluster_names[i]);
	free(t->cluster_names);
	for (size_t i = 0; i < t->buckets; i++)
		bucket_free(&t->bucket[i]);
	for (size_t i = 0; i < t->files; i++) {
		free(t->file[i].name);
		free(t->file[i].why);
	}
	grouped_free(t);
	free(t->bucket);
	free(t->file);
	free(t->cell);
	free(t->slot);
}

void
tally_file(struct tally *t, const char *name)
{
	t->file = xgrow(t->file, &t->files_cap, t->files + 1, sizeof *t->file);
	t->file[t->files++] = (struct tally_file){ .name = xstrdup(name) };
}

static struct tally_file *
current(struct tally *t, const char *name)
{
	if (!t->files || strcmp(t->file[t->files - 1].name, name) != 0)
		tally_file(t, name);
	return &t->file[t->files - 1];
}

void
tally_refuse(struct tally *t, const char *file, uint64_t line, const char *why)
{
	struct tally_file *f = current(t, file);
	if (f->refused++ == 0) {
		f->line = line;
		f->why = xstrdup(why);
	}
}

/* ---- values and their codes ---- */

uint32_t
tally_find(const struct tally *t, enum dim d, struct fb_str value)
{
	const struct map_entry *m = value.n ? map_find(&t->names[d].map, value) : NULL;
	return m ? (uint32_t)m->value : 0;
}

struct fb_str
tally_value(const struct tally *t, enum dim d, uint32_t code)
{
	return code ? t->names[d].map.entry[code - 1].key : (struct fb_str){ "", 0 };
}

uint32_t
name_code(struct names *n, struct fb_str value)
{
	bool made;
	double x;
	if (!value.n)
		return 0;
	if (n->last && slice_eq(n->map.entry[n->last - 1].key, value))
		return n->last;
	struct map_entry *m = map_put(&n->map, value, &made);
	if (made) {
		m->value = n->map.n;
		n->number = xgrow(n->number, &n->cap, n->map.n, sizeof *n->number);
		n->number[n->map.n - 1] = num_read(value, &x) && fabs(x) < 1e6 ? x : (double)NAN;
	}
	return n->last = (uint32_t)m->value;
}

uint32_t
name_unmet(struct tally *t, enum dim d, struct fb_str value)
{
	return name_code(&t->names[d], value);
}

/* A cluster's name, as the first cluster_name by bytes, so that the order of records does not show. */
void
tally_name_cluster(struct tally *t, uint32_t cluster, struct fb_str name)
{
	if (!cluster || !name.n)
		return;
	if (cluster > t->cluster_cap) {
		size_t old = t->cluster_cap;
		t->cluster_names = xgrow(t->cluster_names, &t->cluster_cap, cluster, sizeof *t->cluster_names);
		for (size_t i = old; i < t->cluster_cap; i++)
			t->cluster_names[i] = NULL;
	}
	char **at = &t->cluster_names[cluster - 1];
	if (*at && slice_cmp(slice(*at), name) <= 0)
		return;
	free(*at);
	*at = xstrndup(name.p, name.n);
}

/* ---- cells ---- */

static uint64_t
cell_hash(const struct cell *c)
{
	return hash_bytes(c, offsetof(struct cell, count));
}

/* The slot of an equal cell, or the free one where it belongs. */
static uint32_t *
slot_of(const struct tally *t, const struct cell *c)
{
	size_t i = cell_hash(c) & (t->slots - 1);
	while (t->slot[i] && memcmp(&t->cell[t->slot[i] - 1], c, offsetof(struct cell, count)) != 0)
		i = (i + 1) & (t->slots - 1);
	return &t->slot[i];
}

static void
slots_fill(struct tally *t, size_t slots)
{
	size_t n = 0;
	if (slots != t->slots) {
		free(t->slot);
		t->slot = xcalloc(slots, sizeof *t->slot);
		t->slots = slots;
	} else {
		memset(t->slot, 0, slots * sizeof *t->slot);
	}
	for (size_t k = 0; k < t->n; k++) {
		struct cell c = t->cell[k];
		uint32_t *slot = slot_of(t, &c);
		if (*slot) {
			t->cell[*slot - 1].count += c.count;
		} else {
			t->cell[n++] = c;
			*slot = (uint32_t)n;
		}
	}
	t->n = n;
}

/* Room for one more cell. A deadline of its own sets nearly every open record apart: what is past already, whatever else comes, is
 * settled first, and cells that are equal then are one. */
static void
cells_room(struct tally *t)
{
	if (t->n * 3 < t->slots * 2)
		return;
	int64_t sure = t->now_given ? t->now : t->last;
	for (size_t k = 0; k < t->n && !t->partial; k++)
		cell_settle(&t->cell[k], sure, false);
	slots_fill(t, t->slots ? t->slots : 1024);
	if (t->n * 3 >= t->slots)
		slots_fill(t, 2 * t->slots);
}

void
tally_cell(struct tally *t, const struct cell *c)
{
	cells_room(t);
	uint32_t *slot = slot_of(t, c);
	if (*slot) {
		t->cell[*slot - 1].count += c->count;
		return;
	}
	t->cell = xgrow(t->cell, &t->cap, t->n + 1, sizeof *t->cell);
	t->cell[t->n++] = *c;
	*slot = (uint32_t)t->n;
}

/* ---- records ---- */

static uint32_t
clock_seconds(int64_t s)
{
	return s < 1 ? 1 : s > UINT32_MAX ? UINT32_MAX : (uint32_t)s;
}

static uint8_t
check_result(const struct fb_str *f)
{
	static const char *const right[] = { "right", "yes", "ok", "true", "1" };
	if (!f[COL_CHECKED].n)
		return CHECK_NONE;
	for (size_t i = 0; i < sizeof right / sizeof *right; i++)
		if (slice_is(f[COL_CHECKED], right[i]))
			return CHECK_RIGHT;
	return slice_eq(f[COL_CHECKED], f[COL_SENTIMENT]) ? CHECK_RIGHT : CHECK_WRONG;
}

/* Thousandths of a probability; 1000 where there is none. */
static uint32_t
thousandths(struct fb_str p)
{
	double x;
	return !p.n || !num_read(p, &x) || x >= 1 ? 1000 : x <= 0 ? 0 : (uint32_t)(x * 1000);
}

static bool
below(struct fb_str p)
{
	double x;
	return p.n && num_read(p, &x) && x < UNSURE_BELOW;
}

/* A column's moment against a deadline. */
static uint8_t
against_due(struct fb_str moment, int64_t due)
{
	struct date d;
	if (!moment.p)
		return DUE_NONE;
	if (!moment.n || !date_read(moment, &d))
		return DUE_WAITING;
	return d.s <= due ? DUE_KEPT : DUE_LATE;
}

static void
mark_promises(const struct fb_str *f, struct mark *m, const struct date *ts)
{
	uint8_t *small = m->cell.small, reply, close;
	struct date due;
	if (!f[COL_DUE].p && ts) {
		reply = small[DIM_REPLY_DAY - DIMS_NAMED] = against_due(f[COL_REPLY_TS], ts->s + REPLY_SECONDS);
		m->cell.due = reply == DUE_WAITING ? clock_seconds(ts->s + REPLY_SECONDS) : 0;
	}
	if (!f[COL_DUE].n || !date_read(f[COL_DUE], &due))
		return;
	reply = small[DIM_REPLY - DIMS_NAMED] = against_due(f[COL_REPLY_TS], due.s);
	close = small[DIM_CLOSE - DIMS_NAMED] = against_due(f[COL_CLOSED_TS], due.s);
	if (close == DUE_WAITING || (close == DUE_NONE && reply == DUE_WAITING))
		small[DIM_OVERDUE - DIMS_NAMED] = reply == DUE_KEPT || reply == DUE_LATE ? OVERDUE_ANSWERED : OVERDUE_SILENT;
	if (reply == DUE_WAITING || close == DUE_WAITING)
		m->cell.due = clock_seconds(due.s);
}

struct mark
tally_mark(const struct fb_str *f)
{
	struct mark m = { .at = INT64_MIN };
	struct date ts;
	bool dated = f[COL_TS].n && date_read(f[COL_TS], &ts);
	memset(&m.cell, 0, sizeof m.cell);
	uint8_t *small = m.cell.small;
	m.cell.count = 1;
	m.cell.day = DAY_NONE;
	if (dated) {
		int64_t wall = ts.s + 60 * (int64_t)ts.offset;
		m.cell.day = (int32_t)((wall - (wall % DATE_DAY + DATE_DAY) % DATE_DAY) / DATE_DAY);
		m.at = ts.s;
		m.offset = ts.offset;
	}
	small[DIM_KIND - DIMS_NAMED] = !f[COL_TEXT].n ? KIND_EMPTY : note_is_phrase(f[COL_NOTE]) ? KIND_PHRASE : KIND_TEXT;
	small[DIM_UNSURE - DIMS_NAMED] = below(f[COL_SENTIMENT_P]) || below(f[COL_TOPIC_P]);
	small[DIM_ASKED - DIMS_NAMED] = f[COL_CSAT].n || f[COL_NPS].n || slice_has_word(f[COL_ACTION], "survey");
	small[DIM_CHECK - DIMS_NAMED] = check_result(f);
	mark_promises(f, &m, dated ? &ts : NULL);
	if (small[DIM_KIND - DIMS_NAMED] == KIND_TEXT)
		mark_text(f, &m, thousandths(f[COL_SENTIMENT_P]), thousandths(f[COL_TOPIC_P]));
	return m;
}

int
tally_code(struct tally *t, const struct fb_str *f, struct cell *c, struct fb_err *e)
{
	c->product = name_code(&t->names[DIM_PRODUCT], f[COL_PRODUCT]);
	for (enum dim d = DIM_PRODUCT + 1; d < DIMS_NAMED; d++) {
		struct fb_str v = f[dim_column[d]];
		uint32_t code = v.n ? name_code(&t->names[d], v) : 0;
		if (code > UINT16_MAX)
			return err_set(e, FB_EDATA, "over 65,535 different values of %s: is it the right column?",
			    tally_columns[dim_column[d]]);
		c->code[d - 1] = (uint16_t)code;
	}
	return 0;
}

int
tally_add(struct tally *t, const struct fb_str *f, const struct mark *m, const char *file, struct fb_err *e)
{
	struct cell c = m->cell;
	int rc = tally_code(t, f, &c, e);
	if (rc)
		return rc;
	current(t, file)->records++;
	t->records++;
	t->texts += c.small[DIM_KIND - DIMS_NAMED] == KIND_TEXT;
	t->han += m->han;
	if (m->at > t->last) {
		t->last = m->at;
		t->last_offset = m->offset;
	}
	if (c.day != DAY_NONE) {
		t->first_day = t->first_day == DAY_NONE || c.day < t->first_day ? c.day : t->first_day;
		t->last_day = c.day > t->last_day ? c.day : t->last_day;
	}
	if (f[COL_CLUSTER].n && f[COL_CLUSTER_NAME].n)
		tally_name_cluster(t, c.code[DIM_CLUSTER - 1], f[COL_CLUSTER_NAME]);
	tally_cell(t, &c);
	tally_keep(t, f, m, &c);
	return 0;
}
