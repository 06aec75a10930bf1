#include "desk/clerk.h"

#include <stdlib.h>

#include "base/mem.h"

struct clerk *
clerk_open(const struct rule_index *x, const struct clerk_options *o)
{
	const struct rules *r = x->rules;
	struct clerk *c = xcalloc(1, sizeof *c);
	c->index = x;
	c->rules = r;
	c->options = *o;
	c->column = xcalloc(r->column.n + 1, sizeof *c->column);
	c->memo = xcalloc(r->nodes + 1, 1);
	c->candidate = xcalloc(x->words, sizeof *c->candidate);
	c->scan_room = xcalloc(x->scans + 1, sizeof *c->scan_room);
	c->scanned = xcalloc(x->scans + 1, sizeof *c->scanned);
	for (size_t i = 0; i < x->scans; i++)
		needle_room_open(&c->scan_room[i], x->scan[i].needles);
	c->found = xcalloc(x->words, sizeof *c->found);
	c->count = xcalloc(r->counters + 1, sizeof *c->count);
	c->slot = xcalloc(r->slot.n, sizeof *c->slot);
	c->by = xcalloc(r->rules, sizeof *c->by);
	c->room = regex_room_open();
	c->limited = xcalloc(r->tests + 1, sizeof *c->limited);
	c->cost = xcalloc(r->rules, sizeof *c->cost);
	return c;
}

void
clerk_close(struct clerk *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->rules->column.n; i++)
		buf_free(&c->column[i].scratch);
	for (size_t i = 0; i < c->index->scans; i++)
		needle_room_close(&c->scan_room[i]);
	for (size_t i = 0; i < c->rules->slot.n; i++)
		free(c->slot[i].item);
	regex_room_close(c->room);
	buf_free(&c->why);
	buf_free(&c->why_not);
	buf_free(&c->scratch);
	free(c->column);
	free(c->memo);
	free(c->candidate);
	free(c->scan_room);
	free(c->found);
	free(c->scanned);
	free(c->count);
	free(c->slot);
	free(c->by);
	free(c->limited);
	free(c->cost);
	free(c);
}

void
clerk_record(struct clerk *c, const struct fb_str *field)
{
	c->field = field;
	for (size_t i = 0; i < c->rules->column.n; i++)
		c->column[i].ready = false;
	for (size_t i = 0; i < c->index->scans; i++)
		c->scanned[i] = false;
	memset(c->memo, UNKNOWN, c->rules->nodes);
	c->chosen = c->early = false;
}

int
clerk_node(struct clerk *c, uint32_t node)
{
	const struct node *x = &c->rules->node[node];
	const uint32_t *child = node_children(c->rules, x);
	int value;
	if (c->memo[node])
		return c->memo[node];
	switch (x->kind) {
	case NODE_TEST:
		if (c->early && (x->slots || x->counted))
			return UNKNOWN;
		value = clerk_test(c, &c->rules->test[x->first]) ? KNOWN_YES : KNOWN_NO;
		break;
	case NODE_NOT:
		value = clerk_node(c, *child);
		value = value == UNKNOWN ? UNKNOWN : value == KNOWN_YES ? KNOWN_NO : KNOWN_YES;
		break;
	default: {
		int decides = x->kind == NODE_AND ? KNOWN_NO : KNOWN_YES;
		value = x->kind == NODE_AND ? KNOWN_YES : KNOWN_NO;
		for (uint32_t i = 0; i < x->n; i++) {
			int one = clerk_node(c, child[i]);
			if (one == decides) {
				value = one;
				break;
			}
			if (one == UNKNOWN)
				value = UNKNOWN;
		}
	}
	}
	/* What rules set so far may change with the next rule. */
	if (!x->slots)
		c->memo[node] = (uint8_t)value;
	return value;
}

/* Bits of the rules worth trying: those that the gates let through, and of them those whose expressions may match. */
void
clerk_choose(struct clerk *c)
{
	const struct rule_index *x = c->index;
	uint64_t *set = c->candidate;
	c->chosen = true;
	memset(set, 0xff, x->words * sizeof *set);
	for (size_t i = 0; i < x->gates; i++)
		gate_pass(x, &x->gate[i], clerk_value(c, x->gate[i].column), set);
	memset(c->found, 0, x->words * sizeof *c->found);
	for (size_t s = 0; s < x->scans; s++) {
		const struct text_scan *scan = &x->scan[s];
		struct needle_room *room = &c->scan_room[s];
		bool wanted = false;
		for (size_t i = 0; i < x->words; i++)
			wanted = wanted || set[i] & scan->rules[i];
		if (!wanted)
			continue;
		needles_scan(scan->needles, clerk_value(c, scan->column), room);
		c->scanned[s] = true;
		for (size_t k = 0; k < room->founds; k++) {
			const uint64_t *waits = x->waits[scan->test[room->found[k]]];
			for (size_t i = 0; waits && i < x->words; i++)
				c->found[i] |= waits[i];
		}
	}
	for (size_t i = 0; i < x->words; i++)
		set[i] &= x->ungated[i] | c->found[i];
}

/* The rules that what is known says no to are left out from here on; the rest is for clerk_judge. */
void
clerk_prepare(struct clerk *c, void *note)
{
	char *p = note;
	size_t words = c->index->words * sizeof *c->candidate;
	clerk_choose(c);
	c->early = true;
	for (size_t i = 0; i + 1 < c->rules->rules; i++) {
		uint64_t *w = &c->candidate[i / 64], bit = (uint64_t)1 << i % 64;
		if (*w & bit && clerk_node(c, c->rules->rule[i].condition) == KNOWN_NO)
			*w &= ~bit;
	}
	for (size_t i = 0; i < c->rules->counters; i++)
		if (c->rules->counter[i].condition != NODE_NONE)
			clerk_node(c, c->rules->counter[i].condition);
	c->early = false;
	memcpy(p, c->candidate, words);
	memcpy(p + words, c->memo, c->rules->nodes);
}

size_t
clerk_note(const struct rule_index *x)
{
	return x->words * sizeof *x->ungated + x->rules->nodes;
}

void
clerk_resume(struct clerk *c, const void *note)
{
	const char *p = note;
	size_t words = c->index->words * sizeof *c->candidate;
	memcpy(c->candidate, p, words);
	memcpy(c->memo, p + words, c->rules->nodes);
	c->chosen = true;
}
