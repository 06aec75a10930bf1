/* Any text as rules: refused with a place and a message, or a program that judges a record the same with its index and
 * without. */
#include "fuzz.h"

#include "desk/clerk.h"

/* The columns' values are pieces of the rules themselves: so tests hold now and then. */
static void
judge(const struct rules *r, struct fb_str text)
{
	struct rule_index *x = rule_index_open(r);
	struct clerk_options o = { .why_not = COLS_NONE, .has_now = true, .now = { .s = 1709618523, .has_time = true, .has_zone = true } };
	struct clerk *c = clerk_open(x, &o);
	o.explain = true;
	struct clerk *slow = clerk_open(x, &o);
	struct fb_str *field = calloc(r->column.n + 1, sizeof *field);
	struct buf a = { 0 }, b = { 0 };
	for (size_t i = 1; i < r->column.n; i++) {
		size_t at = i * 31 % (text.n + 1), n = i * 7 % 40;
		field[i] = (struct fb_str){ text.p + at, n < text.n - at ? n : text.n - at };
		for (size_t k = 0; k < field[i].n; k++)
			if ((unsigned char)field[i].p[k] >= 0x80 || strchr("\t\n\r", field[i].p[k]))
				field[i].n = k;
	}
	for (size_t i = 0; i < r->tests; i++)
		if (r->test[i].from == FROM_COLUMN && r->test[i].op == OP_EQ && i % 2 && !memchr(r->test[i].text.p, '\\', r->test[i].text.n))
			field[r->test[i].column] = r->test[i].text;
	field[COLUMN_TS] = slice("2024-03-05T14:02:03+08:00");
	clerk_record(c, field);
	clerk_judge(c);
	clerk_record(slow, field);
	clerk_judge(slow);
	for (size_t i = 0; i < r->slot.n; i++) {
		clerk_slot(c, i, &a);
		clerk_slot(slow, i, &b);
	}
	clerk_by(c, &a);
	clerk_by(slow, &b);
	check(slice_eq(buf_str(&a), buf_str(&b)));
	buf_free(&a);
	buf_free(&b);
	free(field);
	clerk_close(c);
	clerk_close(slow);
	rule_index_close(x);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fb_err e = { 0 };
	struct rules *r;
	regex_jit = false;      /* code is made for one match only */
	if (rules_parse(&r, (struct fb_str){ (const char *)data, size }, "fuzz", &e) < 0) {
		check(e.code == FB_ECONFIG && *e.text);
		return 0;
	}
	judge(r, (struct fb_str){ (const char *)data, size });
	rules_close(r);
	return 0;
}
