#include "desk/rules_build.h"

#include <stdlib.h>

#include "base/near.h"

static const char *const standard[] = {
	"id", "ts", "user", "channel", "product", "text", "rating", "lang", "tokens", "sentiment", "sentiment_p", "sentiment_why",
	"sentiment_m", "topic", "topic_p", "topic_why", "topic_m", "intent", "intent_p", "intent_why", "intent_m", "dept", "priority",
	"due", "action", "rule", "rule_m", "cluster", "cluster_p", "cluster_name", "note", "src", "seen", "ts_raw", "reply_ts",
	"closed_ts", "csat", "nps", "checked", "answer_id", "answer_p", "answer_act", "answer", "case_id",
};

bool
column_is_standard(struct fb_str name)
{
	static const char *const family[] = { "sentiment_p_", "topic_p_", "intent_p_" };
	for (size_t i = 0; i < sizeof standard / sizeof *standard; i++)
		if (slice_is(name, standard[i]))
			return true;
	for (size_t i = 0; i < sizeof family / sizeof *family; i++)
		if (name.n > strlen(family[i]) && memcmp(name.p, family[i], strlen(family[i])) == 0)
			return true;
	return false;
}

const char *
column_near(struct fb_str name, const struct cols *more)
{
	enum { N = sizeof standard / sizeof *standard };
	const char **all = xcalloc(N + (more ? more->n : 0), sizeof *all);
	size_t n = 0;
	for (size_t i = 0; more && i < more->n; i++)
		all[n++] = more->name[i];
	for (size_t i = 0; i < N; i++)
		all[n++] = standard[i];
	const char *near = near_word(name, all, n);
	free(all);
	return near;
}

size_t
rules_calendar(const struct rules *r, struct fb_str name)
{
	for (size_t i = 0; i < r->calendars; i++)
		if (slice_is(name, r->calendar[i].name))
			return i;
	return COLS_NONE;
}

size_t
build_column(struct builder *b, struct fb_str name, size_t at)
{
	struct rules *r = b->r;
	size_t i = cols_find(&r->column, name);
	if (i != COLS_NONE)
		return i;
	r->column_at = xgrow(r->column_at, &r->column_cap, r->column.n + 1, sizeof *r->column_at);
	r->column_at[r->column.n] = (uint32_t)at;
	cols_add(&r->column, name);
	return r->column.n - 1;
}

size_t
build_slot(struct rules *r, struct fb_str name)
{
	size_t i = cols_find(&r->slot, name);
	if (i != COLS_NONE)
		return i;
	if (r->slot.n == SLOTS_MOST)
		return COLS_NONE;
	cols_add(&r->slot, name);
	return r->slot.n - 1;
}

uint32_t
build_test(struct builder *b, const struct test *t)
{
	struct rules *r = b->r;
	bool made;
	uint64_t part[] = { t->from, t->op, t->kind, t->column, t->index, 0 };
	memcpy(&part[5], &t->number, sizeof t->number);
	b->key.n = 0;
	buf_add(&b->key, part, sizeof part);
	buf_slice(&b->key, t->text);
	struct map_entry *m = map_put(&b->tests, buf_str(&b->key), &made);
	if (made) {
		m->value = r->tests;
		r->test = xgrow(r->test, &r->test_cap, r->tests + 1, sizeof *r->test);
		r->test[r->tests++] = *t;
	}
	uint32_t index = (uint32_t)m->value;
	return build_node(b, NODE_TEST, &index, 0);
}

/* NODE_TEST: child[0] is the number of the test, n is 0. */
uint32_t
build_node(struct builder *b, enum node_kind kind, const uint32_t *child, size_t n)
{
	struct rules *r = b->r;
	bool made;
	if ((kind == NODE_AND || kind == NODE_OR) && n == 1)
		return child[0];
	b->key.n = 0;
	buf_char(&b->key, (char)kind);
	buf_add(&b->key, child, (kind == NODE_TEST ? 1 : n) * sizeof *child);
	struct map_entry *m = map_put(&b->nodes, buf_str(&b->key), &made);
	if (!made)
		return (uint32_t)m->value;
	m->value = r->nodes;
	r->node = xgrow(r->node, &r->node_cap, r->nodes + 1, sizeof *r->node);
	r->node[r->nodes] = (struct node){ .kind = kind, .first = kind == NODE_TEST ? child[0] : (uint32_t)r->children, .n = (uint32_t)n };
	if (n) {
		r->child = xgrow(r->child, &r->child_cap, r->children + n, sizeof *r->child);
		memcpy(r->child + r->children, child, n * sizeof *child);
		r->children += n;
	}
	return (uint32_t)r->nodes++;
}

size_t
build_counter(struct builder *b, struct counter *c)
{
	struct rules *r = b->r;
	for (size_t i = 0; i < r->counters; i++)
		if (strcmp(r->counter[i].identity, c->identity) == 0) {
			free(c->identity);
			return i;
		}
	r->counter = xgrow(r->counter, &r->counter_cap, r->counters + 1, sizeof *r->counter);
	r->counter[r->counters] = *c;
	return r->counters++;
}

uint32_t
build_item(struct builder *b, size_t slot, struct fb_str value)
{
	struct rules *r = b->r;
	size_t i;
	b->key.n = 0;
	field_write(&b->key, value);
	for (i = 0; i < r->items; i++)
		if (r->item[i].slot == slot && slice_eq(r->item[i].field, buf_str(&b->key)))
			break;
	if (i == r->items) {
		r->item = xgrow(r->item, &r->item_cap, r->items + 1, sizeof *r->item);
		r->item[r->items++] = (struct item){ slot, { arena_copy(&r->arena, b->key.p, b->key.n), b->key.n } };
	}
	return (uint32_t)i;
}

/* The items of "a,b,c". */
static void
split_items(struct builder *b, struct setting *s)
{
	struct fb_str v = s->value;
	size_t most = 1;
	for (size_t i = 0; i < v.n; i++)
		most += v.p[i] == ',';
	s->item = arena_get(&b->r->arena, most * sizeof *s->item);
	s->items = 0;
	for (size_t i = 0, from = 0; i <= v.n; i++)
		if (i == v.n || v.p[i] == ',') {
			if (i > from)
				s->item[s->items++] = build_item(b, s->slot, (struct fb_str){ v.p + from, i - from });
			from = i + 1;
		}
}

static void
finish_rule(struct builder *b, struct rule *x)
{
	const struct rules *r = b->r;
	x->more = x->stop;
	for (size_t i = 0; i < x->sets; i++) {
		struct setting *s = &x->set[i];
		if (r->list[s->slot] && (s->kind == SET_ADD || s->kind == SET_TEXT))
			split_items(b, s);
		if (s->kind != SET_ADD) {
			x->slots |= (uint64_t)1 << s->slot;
			continue;
		}
		for (size_t k = 0; k < s->items; k++)
			if (s->item[k] < ITEM_BITS)
				x->items |= (uint64_t)1 << s->item[k];
			else
				x->more = true;
	}
}

/* Nodes come after their children, so one pass settles what depends on slots and counters. */
static int
finish_nodes(struct builder *b)
{
	struct rules *r = b->r;
	for (size_t i = 0; i < r->nodes; i++) {
		struct node *n = &r->node[i];
		if (n->kind == NODE_TEST) {
			const struct test *t = &r->test[n->first];
			n->slots = t->from == FROM_SLOT;
			n->counted = t->from == FROM_COUNT || t->from == FROM_REPEATS;
			continue;
		}
		for (size_t k = 0; k < n->n; k++) {
			const struct node *c = &r->node[r->child[n->first + k]];
			n->slots = n->slots || c->slots;
			n->counted = n->counted || c->counted;
		}
	}
	for (size_t i = 0; i < r->counters; i++) {
		uint32_t c = r->counter[i].condition;
		if (c != NODE_NONE && (r->node[c].slots || r->node[c].counted))
			return lex_wrong(&b->l, r->counter[i].at,
			    "what count() counts may depend on columns of the stream only, not on what rules set or count");
	}
	return 0;
}

int
build_finish(struct builder *b)
{
	struct rules *r = b->r;
	r->list = xcalloc(r->slot.n, sizeof *r->list);
	for (size_t i = 0; i < r->rules; i++)
		for (size_t k = 0; k < r->rule[i].sets; k++)
			if (r->rule[i].set[k].kind == SET_ADD)
				r->list[r->rule[i].set[k].slot] = true;
	for (size_t i = 0; i < r->rules; i++)
		finish_rule(b, &r->rule[i]);
	for (size_t i = 0; i < r->tests; i++) {
		struct test *t = &r->test[i];
		size_t slot = t->from == FROM_SAMPLE || t->from == FROM_COUNT || t->from == FROM_REPEATS ? COLS_NONE
		              : cols_find(&r->slot, slice(r->column.name[t->column]));
		if (slot == COLS_NONE)
			continue;
		if (t->from != FROM_COLUMN)
			return lex_wrong(&b->l, t->at, "'%s' is set by rules: functions read columns of the stream only", r->slot.name[slot]);
		t->from = FROM_SLOT;
		t->column = slot;
	}
	return finish_nodes(b);
}
