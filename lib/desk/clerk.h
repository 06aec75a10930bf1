/* A clerk: one thread's room for putting rules to records.
 *
 *     clerk_record(c, field)          a record: its fields, as written, in the order of rules.column; NULL where absent
 *     clerk_judge(c)                  all rules, top to bottom
 *     clerk_slot(c, slot, &buf) …     what came of it
 *
 * Where rules count (rules.counters), judging takes two steps, so that all but the counting runs on any thread:
 *
 *     clerk_prepare(c, note)          on any thread: what can be known without counters goes to note
 *     clerk_resume(c, note)           in stream order, on one thread, after clerk_record: takes it up again
 *     c->count[i] = …                 what each counter says, -1: nothing (its key or ts is missing)
 *     clerk_judge(c)
 *
 * A test whose regular expression ran into its limit does not hold, and is counted in `limited`. */
#ifndef FB_CLERK_H
#define FB_CLERK_H

#include "desk/rule_index.h"

struct clerk_options {
	const struct zone *zone;        /* of dates without offset; NULL: that of the usual calendar, if there is one */
	struct date now;                /* for age; has_now */
	bool has_now;
	bool explain;                   /* try every rule, and say why (clerk.why) */
	size_t why_not;                 /* with explain: the rule asked about; COLS_NONE */
	bool profile;                   /* count and time each rule */
};

struct cost {                           /* of one rule, with profile */
	uint64_t tried, held, set, ns;
};

struct slot_value {
	struct fb_str field;            /* as written; of slots that are no list and no time */
	const struct span *span;        /* of due */
	const struct calendar *calendar;
	uint32_t *item;                 /* of list slots: rules.item, in the order they came */
	size_t n, cap;
};

struct column_value {
	struct fb_str v;
	struct buf scratch;
	bool ready;
};

struct clerk {
	const struct rule_index *index;
	const struct rules *rules;
	struct clerk_options options;
	const struct fb_str *field;

	/* of the record */
	struct column_value *column;
	uint8_t *memo;                  /* by node: UNKNOWN until asked */
	uint64_t *candidate;            /* rules that may hold; valid once chosen */
	bool chosen, early;             /* early: counters are not known yet */
	struct needle_room *scan_room;  /* by scan */
	uint64_t *found;                /* scratch: rules whose expressions may match */
	bool *scanned;
	int64_t *count;                 /* by counter */

	/* what the rules have set */
	uint64_t set, items;            /* bits of slots and items (rules.h) */
	struct slot_value *slot;
	uint32_t *by;                   /* rules that set something, in order */
	size_t bys;
	bool promised;                  /* due comes from a promise */
	struct buf why, why_not;

	struct regex_room *room;
	uint64_t *limited;              /* by test */
	struct cost *cost;              /* by rule */
	struct buf scratch;
};

enum { KNOWN_NO = 1, KNOWN_YES = 2, UNKNOWN = 0 };

struct clerk *clerk_open(const struct rule_index *x, const struct clerk_options *o);
void clerk_close(struct clerk *c);

void clerk_record(struct clerk *c, const struct fb_str *field);
void clerk_judge(struct clerk *c);

size_t clerk_note(const struct rule_index *x);  /* bytes of a note; it is aligned to 8 */
void clerk_prepare(struct clerk *c, void *note);
void clerk_resume(struct clerk *c, const void *note);

/* Append a slot's field, or the names of the rules that set something, as written. */
void clerk_slot(struct clerk *c, size_t slot, struct buf *out);
void clerk_by(const struct clerk *c, struct buf *out);

/* For the parts of the clerk: the value of a column, of a node (KNOWN_…), of a test; the instant of a column's date. */
struct fb_str clerk_value(struct clerk *c, size_t column);
int clerk_node(struct clerk *c, uint32_t node);
bool clerk_test(struct clerk *c, const struct test *t);
bool clerk_date(struct clerk *c, size_t column, struct date *d);
const struct zone *clerk_zone(const struct clerk *c);
void clerk_choose(struct clerk *c);

/* clerk_why.c: append the clauses that made node hold, or the first that did not. */
void why_holds(struct clerk *c, uint32_t node, struct buf *out);
void why_fails(struct clerk *c, uint32_t node, struct buf *out);

#endif
