/* What regular expressions need, against PCRE2 itself; the index against trying every rule; what counters remember. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/rng.h"
#include "desk/clerk.h"
#include "desk/recall.h"
#include "tap.h"

static struct rng rng = { 12345 };

static uint32_t
chance(uint32_t n)
{
	return (uint32_t)rng_below(&rng, n);
}

/* The groups of an expression, as "a|b & c"; "-": nothing is known. */
static void
needs(const char *pattern, bool caseless, const char *wanted)
{
	struct need need;
	struct buf b = { 0 };
	need_find(&need, slice(pattern), caseless);
	for (size_t g = 0; g < need.n; g++)
		for (size_t i = 0; i < need.group[g].n; i++) {
			buf_text(&b, i ? "|" : g ? " & " : "");
			buf_add(&b, need.group[g].literal[i].p, need.group[g].literal[i].n);
		}
	same(need.n ? buf_cstr(&b) : "-", wanted, pattern);
	need_free(&need);
	buf_free(&b);
}

static void
test_needs(void)
{
	needs("refund", false, "refund");
	needs("ReFund", true, "refund");
	needs("退款|退钱", false, "退款|退钱");
	needs("屏幕.{0,4}(坏|差|慢)", false, "屏幕 & 坏|差|慢");
	needs("(not|never) again", false, "not again|never again");
	needs("colou?r", false, "colour|color");
	needs("ab*cde", false, "cde");
	needs("(abc)+x", false, "abc");
	needs("(abc)*x", false, "-");
	needs("(abc){0,3}", false, "-");
	needs("(abc){2}", false, "abc");
	needs("^abc$", false, "abc");
	needs("\\bword\\b", false, "word");
	needs("a[bc]d", false, "abd|acd");
	needs("a[b-d]eee", false, "eee");
	needs("[^a]bcd", false, "bcd");
	needs("abc\\d+def", false, "abc & def");
	needs("(?<!\\d)123", false, "123");
	needs("(?=abc)xyz", false, "xyz");
	needs("(?<n>abc)d", false, "abcd");
	needs("(?i)abc", false, "abc");
	needs("a(?i)bcdef", false, "-");
	needs("(?x)a b c", false, "-");
	needs("(abc)\\1", false, "-");
	needs("\\Qa+b\\E", false, "-");
	needs("a{,3}bcd", false, "-");
	needs("ab|cde", false, "-");
	needs("écoles", true, "coles");
	needs("\\/path\\.txt", false, "/path.txt");
	needs("(*NO_JIT)abc", false, "-");
	needs("abc|", false, "-");
	needs("[[:alpha:]]abc", false, "-");
}

static void
piece(struct buf *b, int depth)
{
	static const char *const atom[] = { "a", "b", "ab", "abc", "s", "K", "坏", "屏幕", ".", "\\d", "[ab]", "[^a]", "\\b", "^", "é" };
	static const char *const times[] = { "", "", "", "", "?", "*", "+", "{2}", "{0,2}", "{1,}", "??", "*+" };
	if (depth && chance(3) == 0) {
		static const char *const open[] = { "(", "(?:", "(?=", "(?!", "(?<!x", "(?>" };
		buf_text(b, open[chance(6)]);
		for (uint32_t n = chance(3) + 1; n--;)
			piece(b, depth - 1);
		if (chance(2)) {
			buf_char(b, '|');
			for (uint32_t n = chance(3); n--;)
				piece(b, depth - 1);
		}
		buf_char(b, ')');
	} else {
		buf_text(b, atom[chance(sizeof atom / sizeof *atom)]);
	}
	buf_text(b, times[chance(sizeof times / sizeof *times)]);
}

/* Whatever matches is found by the scan; with JIT and without it is the same. */
static void
test_scan(void)
{
	static const char *const word[] = { "a", "b", "c", "abc", "ABC", "s", "k", "ſ", "K", "坏", "屏幕", "幕", "1", " ", "é" };
	struct regex_room *room = regex_room_open();
	int bad = 0, differ = 0, matches = 0, known = 0, tried = 0;
	for (int i = 0; i < 6000; i++) {
		struct buf pattern = { 0 }, text = { 0 };
		struct regex *re, *plain;
		struct fb_err e;
		size_t at;
		bool caseless = chance(2);
		for (uint32_t n = chance(4) + 1; n--;)
			piece(&pattern, 2);
		if (regex_open(&re, buf_str(&pattern), caseless, &at, &e) == 0) {
			const struct need *need = regex_need(re);
			struct needles *s = needles_open(&need, 1);
			struct needle_room found;
			needle_room_open(&found, s);
			regex_open(&plain, buf_str(&pattern), caseless, &at, &e);
			known += need->n > 0;
			for (int k = 0; k < 12; k++) {
				text.n = 0;
				for (uint32_t n = chance(10); n--;)
					buf_text(&text, word[chance(sizeof word / sizeof *word)]);
				buf_cstr(&text);
				needles_scan(s, buf_str(&text), &found);
				regex_jit = true;
				int yes = regex_match(re, room, buf_str(&text));
				regex_jit = false;
				int other = regex_match(plain, room, buf_str(&text));
				if (other >= 0 && yes >= 0 && other != yes && !differ++)
					printf("# /%s/%s on '%s': %d %d\n", buf_cstr(&pattern), caseless ? "i" : "", buf_cstr(&text), yes, other);
				tried++;
				matches += yes > 0;
				if (yes > 0 && !needles_found(s, &found, 0)) {
					if (!bad++)
						printf("# /%s/%s on '%s'\n", buf_cstr(&pattern), caseless ? "i" : "", buf_cstr(&text));
				}
			}
			needle_room_close(&found);
			needles_close(s);
			regex_close(plain);
			regex_close(re);
		}
		buf_free(&pattern);
		buf_free(&text);
	}
	regex_jit = true;
	ok(bad == 0, "the scan leaves out no match: %d matches of %d, %d expressions with needs", matches, tried, known);
	ok(matches > 5000 && known > 500, "and there was something to leave out");
	ok(differ == 0, "JIT and interpreter agree where neither runs into a limit");
	regex_room_close(room);
}

static void
test_hostile(void)
{
	static const char *const pattern[] = { "^(a+)+$", "(a|aa)+$", "(.*)*x", "(?:a?){40}c", "((a*)*)*b", "(a+a+)+y", "(\\w+\\s?)+$" };
	struct regex_room *room = regex_room_open();
	struct buf text = { 0 };
	for (int i = 0; i < 5000; i++)
		buf_char(&text, 'a');
	buf_text(&text, "!");
	for (int jit = 0; jit < 2; jit++)
		for (size_t i = 0; i < sizeof pattern / sizeof *pattern; i++) {
			struct regex *re;
			struct fb_err e;
			size_t at;
			regex_jit = jit;
			ok(regex_open(&re, slice(pattern[i]), false, &at, &e) == 0 && regex_match(re, room, buf_str(&text)) <= 0,
			    "%s ends within its limit, %s", pattern[i], jit ? "JIT" : "interpreter");
			regex_close(re);
		}
	buf_free(&text);
	regex_room_close(room);
}

static void
condition(struct buf *b, int depth)
{
	static const char *const column[] = { "topic", "intent", "user", "rating" };
	if (depth && chance(2)) {
		buf_text(b, chance(4) ? "(" : "not (");
		condition(b, depth - 1);
		for (uint32_t n = chance(3); n--;) {
			buf_text(b, chance(2) ? " and " : " or ");
			condition(b, depth - 1);
		}
		buf_char(b, ')');
		return;
	}
	switch (chance(6)) {
	case 0: buf_printf(b, "%s != v%u", column[chance(3)], chance(4)); break;
	case 1: buf_printf(b, "rating %s %u", chance(2) ? "<" : ">=", chance(6)); break;
	case 2: buf_printf(b, "text ~ /%s.{0,2}%s/", chance(2) ? "屏幕" : "abc", chance(2) ? "坏" : "(def|慢)"); break;
	case 3: buf_printf(b, "%s in (v%u, v%u)", column[chance(3)], chance(4), chance(4)); break;
	case 4: buf_printf(b, chance(2) ? "rating = %u" : "rating = \"%u\"", chance(6)); break;
	default: buf_printf(b, "%s = v%u", column[chance(3)], chance(4)); break;
	}
}

/* Some records against one rules file: with the index, and trying every rule. */
static int
differences(const struct rules *r)
{
	static const char *const text[] = { "屏幕很坏", "屏幕", "abcdef", "abcx慢", "abc坏", "屏幕def", "慢" };
	struct rule_index *x = rule_index_open(r);
	struct clerk_options o = { .why_not = COLS_NONE };
	struct clerk *c = clerk_open(x, &o);
	o.explain = true;
	struct clerk *slow = clerk_open(x, &o);
	struct fb_str *field = xcalloc(r->column.n, sizeof *field);
	char value[8][8];
	int bad = 0;
	for (int i = 0; i < 40; i++) {
		struct buf a = { 0 }, b = { 0 };
		for (size_t k = 1; k < r->column.n; k++) {
			const char *name = r->column.name[k];
			snprintf(value[k], sizeof value[k], strcmp(name, "rating") == 0 ? (chance(3) ? "%u" : "%u.0") : "v%u", chance(6));
			field[k] = strcmp(name, "text") == 0 ? slice(text[chance(7)]) : slice(value[k]);
		}
		clerk_record(c, field);
		clerk_judge(c);
		clerk_record(slow, field);
		clerk_judge(slow);
		clerk_slot(c, SLOT_DEPT, &a);
		clerk_slot(slow, SLOT_DEPT, &b);
		clerk_slot(c, SLOT_ACTION, &a);
		clerk_slot(slow, SLOT_ACTION, &b);
		clerk_by(c, &a);
		clerk_by(slow, &b);
		bad += !slice_eq(buf_str(&a), buf_str(&b));
		buf_free(&a);
		buf_free(&b);
	}
	free(field);
	clerk_close(c);
	clerk_close(slow);
	rule_index_close(x);
	return bad;
}

static void
test_index(void)
{
	int bad = 0, files = 300;
	for (int i = 0; i < files; i++) {
		struct buf b = { 0 };
		struct rules *r;
		struct fb_err e;
		for (uint32_t k = 0, n = 1 + chance(i % 10 ? 20u : 150u); k < n; k++) {
			buf_printf(&b, "r%u: ", k);
			condition(&b, 3);
			buf_printf(&b, " -> dept=d%u action+=a%u%s\n", chance(5), chance(90), chance(20) ? "" : " stop");
		}
		if (rules_parse(&r, buf_str(&b), "x.rules", &e) < 0) {
			printf("# %s\n%s\n", e.text, buf_cstr(&b));
			bad++;
		} else {
			int n = differences(r);
			if (n && !bad)
				printf("# %d differences with\n%s\n", n, buf_cstr(&b));
			bad += n;
			rules_close(r);
		}
		buf_free(&b);
	}
	ok(bad == 0, "the index leaves out no rule that holds: %d random files, 40 records each", files);
}

/* Counters against a list of all that came. */
static void
test_recall(void)
{
	enum { N = 20000, KEYS = 50 };
	static struct { uint64_t key; int64_t ts; } seen[N];
	struct rules *r;
	struct fb_err e;
	int bad = 0;
	rules_parse(&r, slice("a: count(user, 1h) >= 8 -> dept=x\n"), "x.rules", &e);
	struct recall *m = recall_open(r, 0);
	for (int i = 0; i < N; i++) {
		int64_t want = 0;
		seen[i].key = chance(KEYS) * 64u + chance(3);
		for (int k = 0; k <= i; k++)
			want += seen[k].key == seen[i].key && seen[k].ts >= seen[i].ts - 3600 && seen[k].ts <= seen[i].ts;
		int64_t got = recall_count(m, 0, seen[i].key, seen[i].ts, true);
		bad += (got >= 8) != (want >= 8) || (want < 8 && got != want);
	}
	ok(bad == 0, "counts are those of a plain list");
	recall_close(m);
	m = recall_open(r, 3);
	for (uint64_t k = 1; k <= 4; k++)
		recall_count(m, 0, k, 100, true);
	ok(recall_count(m, 0, 1, 100, false) == 0 && recall_count(m, 0, 2, 100, false) == 1, "of four values in room for three, the oldest is forgotten");
	recall_count(m, 0, 2, 100, true);
	recall_count(m, 0, 5, 100, true);
	ok(recall_count(m, 0, 3, 100, false) == 0 && recall_count(m, 0, 2, 100, false) == 2, "the one that came up longest ago, that is");
	recall_close(m);
	rules_close(r);
}

int
main(void)
{
	test_needs();
	test_scan();
	test_hostile();
	test_index();
	test_recall();
	return tap_end();
}
