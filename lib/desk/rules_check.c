#include "desk/rules_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/near.h"
#include "base/where.h"
#include "desk/check_in.h"
#include "learn/model.h"

static void
add_line(struct check *c, const struct rules *r, uint32_t at, const char *kind, const char *fmt, va_list ap)
{
	char what[1024];
	uint64_t line, column;
	rules_place(r, at, &line, &column);
	vsnprintf(what, sizeof what, fmt, ap);
	buf_printf(&c->text, "%s:%ju:%ju: %s%s\n", r->path, (uintmax_t)line, (uintmax_t)column, kind, what);
}

void
check_finding(struct check *c, const struct rules *r, uint32_t at, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	add_line(c, r, at, "", fmt, ap);
	va_end(ap);
	c->findings++;
}

void
check_note(struct check *c, const struct rules *r, uint32_t at, const char *fmt, ...)
{
	va_list ap;
	c->notes++;
	if (c->quiet)
		return;
	va_start(ap, fmt);
	add_line(c, r, at, "note: ", fmt, ap);
	va_end(ap);
}

static void
check_columns(struct check *c, const struct rules *r, const struct check_options *o)
{
	for (size_t i = 0; i < r->column.n; i++) {
		struct fb_str name = slice(r->column.name[i]);
		bool known = column_is_standard(name) || cols_find(&r->slot, name) != COLS_NONE;
		for (size_t k = 0; k < o->columns->n; k++)
			known = known || slice_is(name, o->columns->v[k]);
		if (known)
			continue;
		const char *near = column_near(name, &r->slot);
		check_finding(c, r, r->column_at[i], "nobody writes column '%s'%s%s%s", r->column.name[i],
		    near ? ": did you mean " : "; if the stream has it, say --names", near ? near : "", near ? "?" : "");
	}
}

static bool
is_label(const struct model *m, struct fb_str text)
{
	for (size_t i = 0; i < m->K; i++)
		if (slice_eq(m->label[i].name, text))
			return true;
	return false;
}

static void
check_labels(struct check *c, const struct rules *r, const struct model *m)
{
	if (m->kind == KIND_MULTILABEL || m->kind == KIND_NUMBER)
		return;
	size_t column = cols_find(&r->column, slice(m->target));
	const char **all = xcalloc(m->K + 1, sizeof *all);
	bool *named = xcalloc(m->K + 1, sizeof *named);
	struct arena arena = { 0 };
	for (size_t i = 0; i < m->K; i++)
		all[i] = arena_copy(&arena, m->label[i].name.p, m->label[i].name.n);
	for (size_t i = 0; i < r->tests; i++) {
		const struct test *t = &r->test[i];
		if (t->from != FROM_COLUMN || t->column != column || t->op != OP_EQ)
			continue;
		for (size_t k = 0; k < m->K; k++)
			named[k] = named[k] || slice_eq(t->text, m->label[k].name);
		if (!t->text.n || is_label(m, t->text))
			continue;
		const char *near = near_word(t->text, all, m->K);
		check_finding(c, r, t->at, "the model has no %s '%.*s'%s%s%s", m->target, (int)t->text.n, t->text.p,
		    near ? ": did you mean " : "", near ? near : "", near ? "?" : "");
	}
	for (size_t k = 0; k < m->K; k++)
		if (!named[k])
			check_note(c, r, r->rule[0].at, "no rule names the %s '%s'", m->target, all[k]);
	arena_free(&arena);
	free(all);
	free(named);
}

static int
check_models(struct check *c, const struct rules *r, const struct check_options *o, struct fb_err *e)
{
	struct buf path = { 0 };
	int code = 0;
	for (size_t i = 0; i < o->models->n && code == 0; i++) {
		struct model m;
		if ((code = where_model(&path, o->models->v[i], e)) < 0 || (code = model_open(&m, buf_cstr(&path), e)) < 0)
			break;
		check_labels(c, r, &m);
		model_close(&m);
	}
	buf_free(&path);
	return code;
}

int
rules_check(const struct rules *r, const struct check_options *o, struct check *c, struct fb_err *e)
{
	*c = (struct check){ .quiet = o->quiet };
	struct rule_index *x = rule_index_open(r);
	check_examples(c, x, o);
	check_columns(c, r, o);
	check_reach(c, x);
	check_regexes(c, r);
	rule_index_close(x);
	return check_models(c, r, o, e);
}
