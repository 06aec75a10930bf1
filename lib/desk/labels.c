#include "desk/labels.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/near.h"
#include "desk/doc.h"

struct label_row {
	struct fb_str topic, name[LANGS], dept;         /* slices of the map's keys and of text */
	char *text;             /* the line, owned */
};

int
lang_read(const char *text, enum lang *lang, struct fb_err *e)
{
	static const char *const name[LANGS] = { [LANG_EN] = "en", [LANG_ZH] = "zh" };
	for (int i = 0; i < LANGS; i++)
		if (strcmp(text, name[i]) == 0) {
			*lang = (enum lang)i;
			return 0;
		}
	return err_set(e, FB_EUSAGE, "--lang is zh or en, not '%s'", text);
}

/* Split a line at its TABs; at most `most` fields are taken. */
static size_t
split_line(struct fb_str line, struct fb_str *field, size_t most)
{
	size_t n = 0;
	for (;;) {
		const char *tab = memchr(line.p, '\t', line.n);
		size_t k = tab ? (size_t)(tab - line.p) : line.n;
		if (n < most)
			field[n] = (struct fb_str){ line.p, k };
		n++;
		if (!tab)
			return n;
		line.p += k + 1;
		line.n -= k + 1;
	}
}

static int
add_line(struct labels *l, struct fb_str line, const int *at, const char *path, uint64_t number, struct fb_err *e)
{
	struct fb_str f[16];
	bool made;
	char *text = xstrndup(line.p, line.n);
	size_t n = split_line((struct fb_str){ text, line.n }, f, 16);
	for (int i = 0; i < 4; i++)
		if (at[i] >= (int)n) {
			free(text);
			return err_at(e, FB_EDATA, path, number, 0, "%zu fields where its header names more columns", n);
		}
	struct map_entry *m = map_put(&l->map, f[at[0]], &made);
	if (!made) {
		free(text);
		return err_at(e, FB_EDATA, path, number, 0, "topic '%.*s' has a line already", (int)m->key.n, m->key.p);
	}
	l->row = xgrow(l->row, &l->cap, l->n + 1, sizeof *l->row);
	l->row[l->n] = (struct label_row){ .topic = m->key, .name = { [LANG_EN] = f[at[2]], [LANG_ZH] = f[at[1]] },
		.dept = at[3] < 0 ? (struct fb_str){ "", 0 } : f[at[3]], .text = text };
	m->value = ++l->n;
	return 0;
}

int
labels_read(struct labels *l, const char *path, struct fb_err *e)
{
	static const char *const column[4] = { "topic", "zh", "en", "dept" };
	struct buf b = { 0 };
	int at[4] = { -1, -1, -1, -1 };
	int rc = file_read(path, &b, e);
	struct fb_str rest = buf_str(&b), f[16];
	for (uint64_t number = 1; rc == 0 && rest.n; number++) {
		const char *end = memchr(rest.p, '\n', rest.n);
		size_t n = end ? (size_t)(end - rest.p) : rest.n;
		struct fb_str line = { rest.p, n && rest.p[n - 1] == '\r' ? n - 1 : n };
		rest.p += n + (end != NULL);
		rest.n -= n + (end != NULL);
		if (number > 1) {
			if (line.n)
				rc = add_line(l, line, at, path, number, e);
			continue;
		}
		size_t fields = split_line(line, f, 16);
		for (size_t i = 0; i < fields && i < 16; i++)
			for (int k = 0; k < 4; k++)
				if (slice_is(f[i], column[k]))
					at[k] = (int)i;
		if (at[0] < 0 || at[1] < 0 || at[2] < 0)
			rc = err_at(e, FB_EDATA, path, 1, 0, "labels want the columns topic, zh and en (and dept)");
	}
	buf_free(&b);
	return rc;
}

void
labels_free(struct labels *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->row[i].text);
	free(l->row);
	map_free(&l->map);
	*l = (struct labels){ 0 };
}

/* Names that fb itself knows. */
static const struct known {
	const char *kind, *label, *name[LANGS];
} known[] = {
	{ "dept", "content", { "Content", "内容" } },
	{ "dept", "teaching", { "Teaching", "教学" } },
	{ "dept", "engineering", { "Engineering", "技术" } },
	{ "dept", "finance", { "Finance", "财务" } },
	{ "dept", "logistics", { "Logistics", "物流" } },
	{ "dept", "service", { "Customer service", "客服" } },
	{ "dept", "operations", { "Operations", "运营" } },
	{ "sentiment", "negative", { "negative", "负面" } },
	{ "sentiment", "neutral", { "neutral", "中性" } },
	{ "sentiment", "positive", { "positive", "正面" } },
	{ "sentiment", "unknown", { "unknown", "未知" } },
	{ "intent", "question", { "Question", "咨询" } },
	{ "intent", "complaint", { "Complaint", "投诉" } },
	{ "intent", "suggestion", { "Suggestion", "建议" } },
	{ "intent", "request", { "Request", "请求" } },
	{ "intent", "praise", { "Praise", "表扬" } },
	{ "intent", "unknown", { "Unknown", "未知" } },
	{ "priority", "urgent", { "urgent", "紧急" } },
	{ "priority", "high", { "high", "高" } },
	{ "priority", "normal", { "normal", "普通" } },
	{ "priority", "low", { "low", "低" } },
	{ "topic", "unknown", { "Unknown", "未知" } },
};

struct fb_str
labels_name(const struct labels *l, const char *kind, struct fb_str label, enum lang lang)
{
	const struct map_entry *m = strcmp(kind, "topic") == 0 ? map_find(&l->map, label) : NULL;
	if (m && l->row[m->value - 1].name[lang].n)
		return l->row[m->value - 1].name[lang];
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i].kind, kind) == 0 && slice_is(label, known[i].label))
			return slice(known[i].name[lang]);
	return label;
}

struct fb_str
labels_dept(const struct labels *l, struct fb_str topic)
{
	const struct map_entry *m = map_find(&l->map, topic);
	return m ? l->row[m->value - 1].dept : (struct fb_str){ "", 0 };
}

static bool
is_one(struct fb_str rich)
{
	struct buf plain = { 0 };
	rich_plain(&plain, rich);
	bool one = slice_is(buf_str(&plain), "1");
	buf_free(&plain);
	return one;
}

void
words_fill(struct buf *b, const char *pattern, const struct fb_str *arg, size_t n)
{
	for (const char *p = pattern; *p; p++) {
		size_t i = p[0] == '{' && p[1] >= '0' && p[1] <= '9' ? (size_t)(p[1] - '0') : 10;
		if (i < 10 && p[2] == '}') {
			if (i < n)
				buf_slice(b, arg[i]);
			p += 2;
		} else if (i < 10 && p[2] == 's' && p[3] == '}') {
			if (i < n && !is_one(arg[i]))
				buf_char(b, 's');
			p += 3;
		} else {
			buf_char(b, *p);
		}
	}
}
