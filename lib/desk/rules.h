/* Rules (fb-rules(5)): the program that a rules file is turned into.
 *
 * Conditions are trees of nodes over tests. Equal tests and equal subtrees are one (hash-consed), so that a record pays for
 * each once. Everything is read-only once rules_open has returned: threads may share it; what a record needs lives in a
 * clerk (clerk.h).
 *
 * Columns that rules read from the stream are numbered in `column`; columns they write in `slot`, of which the first four
 * are always dept, priority, due and action. A condition on a column that is also a slot reads what the rules above have
 * set so far. */
#ifndef FB_RULES_H
#define FB_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"
#include "desk/due.h"
#include "desk/regex.h"
#include "record/row.h"

enum { SLOT_DEPT, SLOT_PRIORITY, SLOT_DUE, SLOT_ACTION, SLOTS_MOST = 60 };

enum { COLUMN_TS };             /* always the first that rules read */

enum test_from {
	FROM_COLUMN,            /* of the stream */
	FROM_SLOT,              /* set so far */
	FROM_LENGTH,            /* code points of a column's value */
	FROM_LANG,              /* column lang, or guessed from the script of column text */
	FROM_HOUR, FROM_WEEKDAY, FROM_AGE,      /* of a column that holds a date */
	FROM_OPEN,              /* whether a date lies in a calendar's hours: no operator */
	FROM_SAMPLE,            /* chosen by id: no operator */
	FROM_COUNT, FROM_REPEATS,       /* a counter */
};

enum test_op { OP_EQ, OP_LT, OP_LE, OP_GT, OP_GE, OP_MATCH, OP_IN, OP_HOLDS };

enum value_kind { VALUE_TEXT, VALUE_NUMBER, VALUE_DATE };

struct test {
	enum test_from from;
	enum test_op op;
	enum value_kind kind;   /* of what stands on the right */
	size_t column;          /* or slot */
	size_t index;           /* of regex, table, calendar or counter */
	struct fb_str text;     /* the value on the right; also of numbers */
	double number;          /* VALUE_NUMBER; FROM_SAMPLE: the share, 0 … 1 */
	struct date date;       /* VALUE_DATE */
	struct fb_str shown;    /* "left op right" as the file has it, for --why */
	uint32_t shown_op;      /* offset of op in it; 0: there is none */
	uint32_t at;            /* byte offset in the file */
};

enum node_kind { NODE_TEST, NODE_NOT, NODE_AND, NODE_OR };      /* NODE_AND without children holds always */

struct node {
	enum node_kind kind;
	uint32_t first, n;      /* children: child[first .. first + n); NODE_TEST: first is the test */
	bool slots;             /* depends on what rules set: its value changes from rule to rule */
	bool counted;           /* depends on a counter: known in stream order only */
};

#define NODE_NONE UINT32_MAX

enum table_kind { TABLE_LIST, TABLE_PAIRS, TABLE_SPANS };

/* What @file says: a value a line, or key and value. */
struct table {
	char *name;             /* as the rules have it */
	enum table_kind kind;
	struct map key;         /* value: index into text and span; 0 for lists */
	struct fb_str *field;   /* TABLE_PAIRS: escaped, ready to be written */
	struct span *span;      /* TABLE_SPANS */
	bool business;          /* one of them needs a calendar */
	size_t n, cap;
	struct arena arena;
};

struct named_calendar {
	char *name;             /* "": the one that counts where none is named */
	struct calendar *c;
};

struct counter {
	bool repeats;
	size_t key, other;      /* columns; other: what must be the same, for repeats */
	int64_t window;         /* seconds */
	uint32_t condition;     /* only records that meet it are counted; NODE_NONE: all */
	uint32_t keep;          /* how many of its latest times decide all comparisons in the rules */
	char *identity;         /* its text, by which state files know it */
	uint32_t at;
};

struct setting {
	size_t slot;
	enum { SET_TEXT, SET_ADD, SET_LOOKUP, SET_DUE } kind;
	struct fb_str value;    /* as the file says, without quotes */
	struct fb_str field;    /* escaped; SET_TEXT */
	uint32_t *item, items;  /* SET_ADD, and SET_TEXT of a list slot: indices of rules.item */
	size_t table, column;   /* SET_LOOKUP; the table may give due, too */
	struct span span;       /* SET_DUE */
	size_t calendar;        /* SET_DUE and look-ups of due; COLS_NONE: none */
	uint32_t at;
};

struct item {                   /* of a list slot; equal ones of a slot are one */
	size_t slot;
	struct fb_str field;    /* escaped */
};

enum { ITEM_BITS = 63 };        /* items below have a bit in rule.items; rule.more says that there are others */

struct example {
	struct given {
		struct fb_str column, value;
	} *given;
	size_t givens;
	struct wanted {
		struct fb_str column, value;
		bool among;     /* +=: value is one of the items */
		uint32_t at;
	} *wanted;
	size_t n;
	uint32_t at;
};

struct rule {
	char *name;
	uint32_t at;
	uint32_t condition;
	struct setting *set;
	size_t sets;
	bool stop;
	uint64_t slots;         /* bits of the slots that it sets with = */
	uint64_t items;         /* bits of the items that it adds with += */
	bool more;              /* it may set something that these bits do not tell: stop, items beyond ITEM_BITS */
	struct example *example;
	size_t examples;
};

enum promise_kind { PROMISE_REPLY, PROMISE_CLOSE };

struct promise {
	enum promise_kind kind;
	struct span span;
	size_t calendar;
	uint32_t condition;     /* holds always where `for` is missing */
	struct fb_str shown;    /* "reply within 24h for priority = high" */
	uint32_t at;
};

struct rules {
	char *path;
	struct buf text;        /* the file */
	uint64_t digest;        /* of it, of what it names, and of the calendars */
	struct arena arena;

	struct cols column, slot;
	uint32_t *column_at;    /* where a condition first reads it */
	bool *list;             /* by slot: some rule adds to it */
	struct test *test;
	struct node *node;
	uint32_t *child;
	struct rule *rule;      /* in order; the last is "default" */
	struct promise *promise;
	struct regex **regex;
	struct table *table;
	struct named_calendar *calendar;
	struct counter *counter;
	struct item *item;
	size_t tests, nodes, children, rules, promises, regexes, tables, calendars, counters, items;
	size_t test_cap, node_cap, child_cap, rule_cap, promise_cap, regex_cap, table_cap, calendar_cap, counter_cap, item_cap, column_cap;
	bool needs_now;         /* `age` is used */
	bool has_default;
};

static inline const uint32_t *
node_children(const struct rules *r, const struct node *x)
{
	return x->n ? r->child + x->first : NULL;
}

/* Read a rules file and what it names. FB_ECONFIG with file, line and column; FB_ENOINPUT. */
int rules_open(struct rules **r, const char *path, struct fb_err *e);
/* The same from memory; path is for messages and for the files it names. */
int rules_parse(struct rules **r, struct fb_str text, const char *path, struct fb_err *e);
void rules_close(struct rules *r);

/* Line and column (in characters, from 1) of a byte offset in the file. */
void rules_place(const struct rules *r, uint32_t at, uint64_t *line, uint64_t *column);

/* Whether a column is one of the standard ones, which are empty where the stream lacks them (fb-stream(5)). */
bool column_is_standard(struct fb_str name);
/* The nearest to name among the standard names and those in `more`; NULL: none is near. */
const char *column_near(struct fb_str name, const struct cols *more);

/* The calendar of that name ("" for the usual one) or COLS_NONE. */
size_t rules_calendar(const struct rules *r, struct fb_str name);

#endif
