/* Which rules a record can meet at all: bits, found without looking at the rules one by one.
 *
 * Where a rule's condition can hold only for some values of a column (equality tests, joined by and and or), a gate maps
 * the column's value to the rules that it lets through. Where it can hold only if one of some regular expressions matches,
 * a scan of the text for the literals that those need (needles.h) tells which are worth trying. Both only ever leave out
 * rules that cannot hold.
 *
 * Sets of rules are bit strings of `words` 64-bit words; the default rule is in none. */
#ifndef FB_RULE_INDEX_H
#define FB_RULE_INDEX_H

#include "desk/needles.h"
#include "desk/rules.h"

struct gate {
	size_t column;
	struct map text;        /* value: row */
	struct map number;      /* key: the 8 bytes of a double */
	uint64_t *row;          /* rows × words; row 0: any other value */
	size_t rows;
};

struct text_scan {
	size_t column;
	struct needles *needles;
	uint32_t *test;         /* by expression of needles: the test */
	size_t n;
	uint64_t *rules;        /* that wait for one of them */
};

struct rule_index {
	const struct rules *rules;
	size_t words;
	struct gate *gate;
	struct text_scan *scan;
	uint64_t *ungated;      /* rules that wait for no expression */
	uint64_t **waits;       /* by test: rules that wait for it (among others); NULL: none */
	uint32_t *scan_of, *place;      /* by test: its scan and place there; UINT32_MAX: none */
	size_t gates, scans;
};

struct rule_index *rule_index_open(const struct rules *r);
void rule_index_close(struct rule_index *x);

/* The row of the gate for a value: the rules that it lets through are set in *into (and-ed). */
void gate_pass(const struct rule_index *x, const struct gate *g, struct fb_str value, uint64_t *into);

#endif
