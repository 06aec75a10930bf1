/* Rules that never get to set anything, and rules that get in each other's way. */
#include <stdlib.h>

#include "desk/check_in.h"

struct reach {
	struct check *c;
	struct logic logic;
	const struct rules *r;
	struct terms *terms;    /* by rule */
};

/* Whether a setting of an earlier rule leaves nothing for s to set, wherever that rule holds. */
static bool
takes(const struct setting *earlier, const struct setting *s)
{
	if (earlier->slot != s->slot || earlier->kind == SET_LOOKUP)
		return false;
	if (s->kind != SET_ADD)
		return earlier->kind != SET_ADD;
	for (size_t i = 0; i < s->items; i++) {
		bool there = false;
		for (size_t k = 0; k < earlier->items; k++)
			there = there || earlier->item[k] == s->item[i];
		if (!there)
			return false;
	}
	return true;
}

/* The first rule above j that takes setting s (NULL: that stops) where term t holds; COLS_NONE. */
static size_t
taken_by(struct reach *x, const struct term *t, size_t j, const struct setting *s)
{
	for (size_t i = 0; i < j; i++) {
		const struct rule *above = &x->r->rule[i];
		bool takes_it = above->stop;
		for (size_t k = 0; s && k < above->sets; k++)
			takes_it = takes_it || takes(&above->set[k], s);
		if (takes_it && term_implies(&x->logic, t, &x->terms[i]))
			return i;
	}
	return COLS_NONE;
}

/* Whether s of rule j never sets anything: each way in which j holds is taken. *by is one that takes it; left
 * alone where it does set something. */
static bool
never_sets(struct reach *x, size_t j, const struct setting *s, size_t *by)
{
	const struct terms *t = &x->terms[j];
	for (size_t i = 0; i < t->n; i++) {
		size_t above = taken_by(x, &t->term[i], j, s);
		if (above == COLS_NONE)
			return false;
		*by = above;
	}
	return t->n > 0 && !t->lost;
}

static void
check_rule(struct reach *x, size_t j)
{
	const struct rule *rule = &x->r->rule[j];
	size_t by = 0, never = 0;
	uint64_t line, column;
	if (!x->terms[j].lost && !x->terms[j].n) {
		check_finding(x->c, x->r, rule->at, "rule '%s' can never hold: its condition contradicts itself", rule->name);
		return;
	}
	if (never_sets(x, j, NULL, &by)) {
		check_finding(x->c, x->r, rule->at, "rule '%s' is never reached: '%s' above stops wherever it holds", rule->name, x->r->rule[by].name);
		return;
	}
	for (size_t k = 0; k < rule->sets; k++)
		never += never_sets(x, j, &rule->set[k], &by);
	if (!never)
		return;
	rules_place(x->r, x->r->rule[by].at, &line, &column);
	if (never == rule->sets && !rule->stop) {
		check_finding(x->c, x->r, rule->at, "rule '%s' can never set anything: what it sets is set above wherever it holds, by '%s' (line %ju)",
		    rule->name, x->r->rule[by].name, (uintmax_t)line);
		return;
	}
	for (size_t k = 0; k < rule->sets; k++)
		if (never_sets(x, j, &rule->set[k], &by))
			check_finding(x->c, x->r, rule->set[k].at, "rule '%s' never sets %s: it is set above wherever the rule holds, by '%s'",
			    rule->name, x->r->slot.name[rule->set[k].slot], x->r->rule[by].name);
}

/* Two rules that give one column different values. */
static const struct setting *
conflict(const struct rule *a, const struct rule *b)
{
	for (size_t i = 0; i < a->sets; i++)
		for (size_t k = 0; k < b->sets; k++)
			if (a->set[i].slot == b->set[k].slot && a->set[i].kind != SET_ADD && b->set[k].kind != SET_ADD &&
			    !slice_eq(a->set[i].value, b->set[k].value))
				return &b->set[k];
	return NULL;
}

/* Whether rule a holds only where b does. A special case above a general one is how rules are meant to be; the other way
 * round has been found. */
static bool
is_special_case(struct reach *x, size_t a, size_t b)
{
	const struct terms *t = &x->terms[a];
	for (size_t i = 0; i < t->n; i++)
		if (!term_implies(&x->logic, &t->term[i], &x->terms[b]))
			return false;
	return !t->lost;
}

static void
check_overlaps(struct reach *x, size_t j)
{
	enum { SHOWN = 5 };
	const struct rule *rule = &x->r->rule[j];
	struct buf names = { 0 };
	size_t n = 0;
	for (size_t i = 0; i < j; i++) {
		const struct rule *above = &x->r->rule[i];
		if (!conflict(above, rule) || above->stop || !terms_meet(&x->logic, &x->terms[i], &x->terms[j]) ||
		    is_special_case(x, i, j) || is_special_case(x, j, i))
			continue;
		if (n++ < SHOWN)
			buf_printf(&names, "%s%s", n > 1 ? ", " : "", above->name);
	}
	if (n > SHOWN)
		buf_printf(&names, " and %zu more", n - SHOWN);
	if (n)
		check_note(x->c, x->r, rule->at, "rule '%s' overlaps with rules above that set other values and win: %s", rule->name, buf_cstr(&names));
	buf_free(&names);
}

void
check_reach(struct check *c, const struct rule_index *index)
{
	struct reach x = { .c = c, .r = index->rules };
	size_t n = x.r->rules - 1;      /* without default */
	logic_open(&x.logic, index);
	x.terms = xcalloc(n + 1, sizeof *x.terms);
	for (size_t i = 0; i < n; i++)
		x.terms[i] = terms_of(&x.logic, x.r->rule[i].condition);
	for (size_t i = 0; i < n; i++)
		check_rule(&x, i);
	for (size_t i = 0; i < n; i++)
		check_overlaps(&x, i);
	for (size_t i = 0; i < n; i++)
		terms_free(&x.terms[i]);
	free(x.terms);
	logic_close(&x.logic);
}
