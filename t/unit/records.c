/* ids.h, seen.h, scale.h, jsonl.h, jsoncut.h. */
#include <stdlib.h>
#include <unistd.h>

#include "record/ids.h"
#include "record/jsoncut.h"
#include "record/jsonl.h"
#include "record/jsontext.h"
#include "record/scale.h"
#include "record/seen.h"

#include "tap.h"

static void
ids(void)
{
	struct buf b = { 0 };
	struct id_table t = { 0 };
	char hex[17];
	hash_hex(id_hash(slice("u1"), slice("2024-03-05"), slice(""), slice("很好"), &b), hex);
	same(hex, "e9a51432e33f16fa", "the test vector of fb-stream(5)");
	int bad = 0;
	for (uint64_t i = 0; i < 200000; i++) {
		/* Crowded at one end, as far as that is not too slow, and spread. */
		uint64_t h = i % 2 && i < 20000 ? i : i * 0x9e3779b97f4a7c15u;
		bad += id_table_count(&t, h) != 1;
	}
	for (uint64_t i = 0; i < 200000; i += 1000)
		bad += id_table_count(&t, i * 0x9e3779b97f4a7c15u) != 2 || id_table_count(&t, i * 0x9e3779b97f4a7c15u) != 3;
	ok(!bad, "repeats are counted, 0 too");
	ok(t.slots * sizeof *t.slot <= 16 * 200000, "in at most 16 bytes a record");
	id_table_free(&t);
	buf_free(&b);
}

static void
seen(void)
{
	char path[] = "/tmp/fb-seen-XXXXXX";
	struct seen s;
	struct fb_err e = { 0 };
	int fd = mkstemp(path), bad = 0;
	close(fd);
	for (uint64_t run = 0; run < 4; run++) {
		bad += seen_open(&s, path, &e) != 0;
		for (uint64_t i = 0; i < 3000 * (run + 1); i++) {
			enum seen_answer want = i >= 3000 * run ? SEEN_NEW : i % 500 == run ? SEEN_CHANGED : SEEN_BEFORE;
			uint64_t text = i % 500 == run && want == SEEN_CHANGED ? i + 1000 * run : i;
			for (uint64_t before = 1; before < run; before++)
				if (i % 500 == before && i < 3000 * before && want == SEEN_BEFORE)
					text = i + 1000 * before;
			bad += seen_ask(&s, i * 0x9e3779b97f4a7c15u, text) != want;
		}
		bad += seen_commit(&s, &e) != 0;
		seen_close(&s);
	}
	ok(!bad, "four runs, each with new records and changed ones");
	for (int run = 0; run < 3; run++) {
		bad += seen_open(&s, path, &e) != 0;
		for (uint64_t i = 0; i < 20000; i++)
			bad += seen_ask(&s, 7, i) != (run ? SEEN_BEFORE : i ? SEEN_CHANGED : SEEN_NEW);
		bad += seen_commit(&s, &e) != 0;
		seen_close(&s);
	}
	ok(!bad, "one id with many texts, thrice");
	bad += seen_open(&s, path, &e) != 0;
	bad += seen_ask(&s, 7, 0) != SEEN_BEFORE || seen_commit(&s, &e) != 0;
	seen_close(&s);
	struct seen other;
	bool had = seen_open(&s, path, &e) == 0;
	ok(had && seen_open(&other, path, &e) == FB_ELOCK, "the second at once is told to wait");
	seen_close(&other);
	ok(s.n == 12001, "all are there once, and of an id the texts that it had last");
	seen_close(&s);
	unlink(path);
}

static const char *
rated(const char *value, const struct scale *s, enum scale_kind *kind)
{
	static struct buf b;
	b.n = 0;
	*kind = scale_write(s, slice(value), &b);
	return buf_cstr(&b);
}

static void
scales(void)
{
	static const struct {
		const char *value, *written;
		enum scale_kind kind;
	} t[] = { { "5", "5", SCALE_PLAIN }, { "4.50", "4.50", SCALE_PLAIN }, { "0", "0", SCALE_PLAIN }, { "★★★★☆", "4", SCALE_STARS }, { "⭐⭐", "2", SCALE_STARS },
		{ "五星", "5", SCALE_STARS }, { "两星", "2", SCALE_STARS }, { "五星好评", "5", SCALE_STARS }, { "4星", "4", SCALE_STARS }, { "4 stars", "4", SCALE_STARS },
		{ "4/5", "4", SCALE_STARS }, { "4 out of 5", "4", SCALE_STARS }, { "3分", "3", SCALE_PLAIN }, { "8", "8", SCALE_TEN }, { "8/10", "8/10", SCALE_TEN },
		{ "85", "85", SCALE_HUNDRED }, { "85%", "85%", SCALE_HUNDRED }, { "好评", "好评", SCALE_GRADE }, { "", "", SCALE_NONE }, { "a\tb", "a\\tb", SCALE_NONE },
		{ "5\tb", "5\\tb", SCALE_NONE }, { "★★★★★★", "★★★★★★", SCALE_NONE }, { "1000", "1000", SCALE_NONE } };
	struct scale none = { 0 }, s;
	enum scale_kind kind;
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		same(rated(t[i].value, &none, &kind), t[i].written, t[i].value);
		ok(kind == t[i].kind, "its kind");
	}
	const char *rule[] = { "好评=5", "0-10=1-5" };
	struct opt_list rules = { rule, 2, 2 };
	struct fb_err e;
	ok(scale_open(&s, &rules, &e) == 0, "rules are read");
	same(rated("好评", &s, &kind), "5", "a value");
	same(rated("7", &s, &kind), "3.8", "a range");
	same(rated("11", &s, &kind), "11", "beyond it nothing is changed");
	scale_close(&s);
	struct buf b = { 0 };
	scale_mixed((uint64_t[SCALE_KINDS]){ [SCALE_PLAIN] = 9, [SCALE_STARS] = 2 }, &b);
	ok(b.n == 0, "numbers and stars are one scale");
	scale_mixed((uint64_t[SCALE_KINDS]){ [SCALE_PLAIN] = 9, [SCALE_TEN] = 2, [SCALE_HUNDRED] = 50 }, &b);
	ok(b.n == 0, "numbers up to 100 are one");
	scale_mixed((uint64_t[SCALE_KINDS]){ [SCALE_PLAIN] = 9, [SCALE_GRADE] = 2 }, &b);
	same(buf_cstr(&b), "9 plain numbers up to 5, 2 grades like 好评", "numbers and words are two");
	buf_free(&b);
}

/* By plain splitting where it can, and by json-c. */
static const char *
member(const char *json, const char *path, bool plain)
{
	static struct buf b;
	struct json_fields j = { 0 };
	json_plain = plain;
	struct map index = { 0 };
	map_put(&index, slice(path), NULL);
	const char *why = json_fields_split(&j, slice(json), &index, 1);
	b.n = 0;
	if (why)
		buf_text(&b, "bad");
	else
		buf_slice(&b, j.f[0]);
	json_fields_free(&j);
	map_free(&index);
	json_plain = true;
	return buf_cstr(&b);
}

static void
json(void)
{
	static const char *const t[][3] = { { "{\"a\":4.50}", "a", "4.50" }, { "{\"a\":12345678901234567890123}", "a", "12345678901234567890123" },
		{ "{\"a\":18446744073709551616}", "a", "18446744073709551616" }, { "{\"a\":-9223372036854775809}", "a", "-9223372036854775809" },
		{ "{\"a\":1e400}", "a", "1e400" }, { "{\"a\":\"\\ud83d\\ude00\\n\"}", "a", "😀\n" }, { "{\"a\":\"\\ud83dx\"}", "a", "\xef\xbf\xbdx" },
		{ "{\"a\":\"\\u0000\"}", "a", "bad" }, { "{\"a\":null}", "a", "" }, { "{\"a\":true}", "a", "true" }, { "{\"a\":{\"b\":{\"c\":7}}}", "a.b.c", "7" },
		{ "{\"a\":[1,\"x\\/y\"]}", "a", "[1,\"x/y\"]" }, { "{\"a\":1,\"a\":2}", "a", "2" }, { "{\"b\":1}", "a", "" }, { " {\"a\":1} ,", "a", "1" },
		{ "{\"a\":1", "a", "bad" }, { "{\"a\":1}}", "a", "bad" }, { "{'a':1}", "b", "" }, { "[1]", "a", "bad" }, { "3", "a", "bad" }, { "", "a", "bad" },
		{ "{\"a\":01}", "a", "bad" }, { "{\"a\":-0}", "a", "0" }, { "{\"a\":-0.50}", "a", "-0.50" }, { "{\"a\":1.}", "a", "1." },
		{ "{\"a\":truex}", "a", "bad" }, { "{\"a\":[ 1 , [\"x, y\" ,null],[ ] ]}", "a", "[1,[\"x, y\",null],[]]" }, { "{\"a\":[1,]}", "a", "bad" },
		{ "{\"a\":{},\"b\":[{\"c\":1}]}", "b", "[{\"c\":1}]" }, { "{\"a\":{\"b\":1},\"a\":2}", "a", "2" }, { "{\"a\":\"x\ty\"}", "a", "x\ty" },
		{ "{\"a\":\"\\u8bfe\\u00e9\\u0041\\/\\b\\f\"}", "a", "课éA/\b\f" }, { "{\"a\" : 1 , \"b\" : \"\\q\"}", "a", "bad" },
		{ "{\"\\u0061\":1}", "a", "1" }, { "{\"a\":1,}", "a", "bad" }, { "{\"a\":\"x\"y}", "a", "bad" }, { "{\"a\":\"12345678901234567890123 4.5\",\"b\":12345678901234567890123}", "a", "12345678901234567890123 4.5" } };
	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		for (int plain = 0; plain < 2; plain++)
			same(member(t[i][0], t[i][1], plain), t[i][2], t[i][0]);
	struct buf b = { 0 };
	json_text(&b, slice("a\"\\\n\x01 课"));
	same(buf_cstr(&b), "\"a\\\"\\\\\\n\\u0001 课\"", "a string written");
	static const char doc[] = "{\"n\":[1,2], \"r\":{\"items\":[ {\"a\":\"]\\\"\"}, {\"b\":[{}]} ,\n3]}}";
	size_t at = jsoncut_array(doc, strlen(doc), NULL, &b);
	same(buf_cstr(&b), "r.items", "the first array of objects is found");
	ok(at && at == jsoncut_array(doc, strlen(doc), "r.items", &b), "and by its name");
	ok(!jsoncut_array(doc, strlen(doc), "r", &b) && !jsoncut_array(doc, strlen(doc), "x", &b), "others are none");
	struct csv_ends e = { 0 };
	jsoncut_ends(doc + at, strlen(doc) - at, false, true, &e);
	ok(e.open && e.n == 3 && doc[at + e.at[2]] == ']' && doc[at + e.at[1]] == '3' && doc[at + e.at[0]] == '{', "its elements");
	free(e.at);
	buf_free(&b);
}

int
main(void)
{
	ids();
	seen();
	scales();
	json();
	return tap_end();
}
