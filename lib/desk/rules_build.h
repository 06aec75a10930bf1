/* The parts of a rules program as its reader makes them: equal ones are made once. Not for anybody else. */
#ifndef FB_RULES_BUILD_H
#define FB_RULES_BUILD_H

#include "desk/rules.h"
#include "desk/rules_lex.h"

struct builder {
	struct rules *r;
	struct lexer l;
	struct map tests, nodes;        /* canonical bytes: index */
	struct buf key;                 /* of what is being made; nobody else's */
	int depth;                      /* of parentheses */
	bool in_count;                  /* reading the condition of a counter */
	size_t example_cap, set_cap;    /* of the rule that is being read */
};

enum { DEEPEST_CONDITION = 100 };

/* What a test reads: its left side. */
struct left {
	struct test t;
	size_t start, end;      /* in the file */
};

/* rules_condition.c: a condition from the current token on; condition_inner goes on inside one. */
int condition_read(struct builder *b, uint32_t *node);
int condition_inner(struct builder *b, uint32_t *node);

/* rules_function.c: the left side of a test; op is OP_HOLDS where no operator follows. */
int left_read(struct builder *b, struct left *x);

/* rules_build.c */
size_t build_column(struct builder *b, struct fb_str name, size_t at);
size_t build_slot(struct rules *r, struct fb_str name);
uint32_t build_test(struct builder *b, const struct test *t);
uint32_t build_node(struct builder *b, enum node_kind kind, const uint32_t *child, size_t n);
size_t build_counter(struct builder *b, struct counter *c);     /* takes c->identity */
uint32_t build_item(struct builder *b, size_t slot, struct fb_str value);
/* When all is read: which columns are slots, what depends on what, bits of slots and items. */
int build_finish(struct builder *b);

/* rules_table.c: @name, relative to the rules file. `at` is where the rules name it. COLS_NONE with the error set. */
int build_table(struct builder *b, struct fb_str name, enum table_kind kind, size_t at, size_t *index);
int build_calendar(struct builder *b, struct fb_str name, struct fb_str file, size_t at);
void table_free(struct table *t);

#endif
