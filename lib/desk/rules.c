#include "desk/rules.h"

#include <stdlib.h>

#include "desk/rules_build.h"

void
rules_place(const struct rules *r, uint32_t at, uint64_t *line, uint64_t *column)
{
	text_place(buf_str(&r->text), at, line, column);
}

static void
rule_free(struct rule *x)
{
	for (size_t i = 0; i < x->examples; i++) {
		free(x->example[i].given);
		free(x->example[i].wanted);
	}
	free(x->example);
	free(x->set);
	free(x->name);
}

void
rules_close(struct rules *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->rules; i++)
		rule_free(&r->rule[i]);
	for (size_t i = 0; i < r->regexes; i++)
		regex_close(r->regex[i]);
	for (size_t i = 0; i < r->tables; i++)
		table_free(&r->table[i]);
	for (size_t i = 0; i < r->calendars; i++) {
		free(r->calendar[i].name);
		calendar_close(r->calendar[i].c);
	}
	for (size_t i = 0; i < r->counters; i++)
		free(r->counter[i].identity);
	cols_free(&r->column);
	cols_free(&r->slot);
	buf_free(&r->text);
	arena_free(&r->arena);
	free(r->column_at);
	free(r->list);
	free(r->test);
	free(r->node);
	free(r->child);
	free(r->rule);
	free(r->promise);
	free(r->regex);
	free(r->table);
	free(r->calendar);
	free(r->counter);
	free(r->item);
	free(r->path);
	free(r);
}
