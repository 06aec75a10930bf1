#include "text/personal_rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/near.h"
#include "text/personal_check.h"

enum { MATCH_LIMIT = 200000, HEAP_LIMIT = 4096, DEPTH_LIMIT = 50000 };      /* steps, KiB, frames; a page of text needs far less */

bool rules_jit = true;

static const struct {
	const char *name;
	bool (*check)(const char *, size_t);
} checks[] = {
	{ "-", NULL }, { "luhn", check_luhn }, { "mod97", check_mod97 }, { "mod11-2", check_mod11_2 }, { "mod31", check_mod31 },
	{ "iban", check_iban }, { "cn-id", check_cn_id }, { "hk-id", check_hk_id }, { "tw-id", check_tw_id },
};

bool
rules_any(const struct personal *p)
{
	return p->rules > 0;
}

/* The next word of a line: *s moves behind it and the blanks after it. */
static struct fb_str
next_word(struct fb_str *s)
{
	struct fb_str w = { s->p, 0 };
	while (w.n < s->n && s->p[w.n] != ' ' && s->p[w.n] != '\t')
		w.n++;
	size_t k = w.n;
	while (k < s->n && (s->p[k] == ' ' || s->p[k] == '\t'))
		k++;
	*s = (struct fb_str){ s->p + k, s->n - k };
	return w;
}

static bool
is_kind(struct fb_str w)
{
	for (size_t i = 0; i < w.n; i++)
		if (!is_upper(w.p[i]) && !(i && (is_digit(w.p[i]) || w.p[i] == '_')))
			return false;
	return w.n > 0 && w.n <= 24;
}

static int
compile(struct personal_rule *r, struct fb_str regex, const char *file, uint64_t line, uint64_t column, struct fb_err *e)
{
	int error;
	uint32_t empty = 0;
	PCRE2_SIZE at;
	r->code = pcre2_compile((PCRE2_SPTR)regex.p, regex.n, PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C, &error, &at, NULL);
	if (!r->code) {
		PCRE2_UCHAR text[160];
		pcre2_get_error_message(error, text, sizeof text);
		return err_at(e, FB_ECONFIG, file, line, column + at, "%s", (const char *)text);
	}
	pcre2_pattern_info(r->code, PCRE2_INFO_MATCHEMPTY, &empty);
	if (empty)
		return err_at(e, FB_ECONFIG, file, line, column, "the expression matches nothing at all too: make a part of it obligatory");
	if (rules_jit)
		pcre2_jit_compile(r->code, PCRE2_JIT_COMPLETE);
	return 0;
}

static int
read_rule(struct personal *p, struct fb_str text, const char *file, uint64_t line, struct fb_err *e)
{
	const char *begin = text.p, *names[sizeof checks / sizeof *checks];
	size_t n = sizeof checks / sizeof *checks, k = 0;
	char name[32];
	struct fb_str kind = next_word(&text), check = next_word(&text);
	if (!is_kind(kind))
		return err_at(e, FB_ECONFIG, file, line, 1, "'%.*s' is no kind: capitals, digits and _ are, such as STUDENT", (int)kind.n, kind.p);
	for (; k < n && !slice_is(check, checks[k].name); k++)
		names[k] = checks[k].name;
	if (k == n) {
		const char *near = near_word(check, names, n);
		return err_at(e, FB_ECONFIG, file, line, (uint64_t)(check.p - begin) + 1,
		    "no check '%.*s'%s%s%s; - stands for none: KIND CHECK EXPRESSION", (int)check.n, check.p, near ? ": did you mean " : "",
		    near ? near : "", near ? "?" : "");
	}
	if (!text.n)
		return err_at(e, FB_ECONFIG, file, line, 0, "the expression is missing: KIND CHECK EXPRESSION");
	p->rule = xgrow(p->rule, &p->cap, p->rules + 1, sizeof *p->rule);
	struct personal_rule *r = &p->rule[p->rules++];
	snprintf(name, sizeof name, "line-%llu", (unsigned long long)line);
	*r = (struct personal_rule){ xstrndup(kind.p, kind.n), xstrdup(name), NULL, checks[k].check };
	return compile(r, text, file, line, (uint64_t)(text.p - begin) + 1, e);
}

/* Call take for each line of the file that is neither empty nor a comment. */
static int
each_line(struct personal *p, const char *file, int (*take)(struct personal *, struct fb_str, const char *, uint64_t, struct fb_err *),
    struct fb_err *e)
{
	struct buf b = { 0 };
	int rc = file_read(file, &b, e);
	uint64_t line = 1;
	for (size_t i = 0, k; rc == 0 && i < b.n; i = k + 1, line++) {
		for (k = i; k < b.n && b.p[k] != '\n'; k++)
			continue;
		struct fb_str s = { b.p + i, k - i };
		while (s.n && (s.p[s.n - 1] == '\r' || s.p[s.n - 1] == ' '))
			s.n--;
		if (s.n && s.p[0] != '#')
			rc = take(p, s, file, line, e);
	}
	buf_free(&b);
	return rc;
}

static int
read_allowed(struct personal *p, struct fb_str text, const char *file, uint64_t line, struct fb_err *e)
{
	struct buf plain = { 0 };
	(void)file;
	(void)line;
	(void)e;
	personal_plain(text, &plain);
	if (plain.n)
		map_put(&p->allow, buf_str(&plain), NULL);
	buf_free(&plain);
	return 0;
}

int
personal_open(struct personal **out, const char *allow, const char *rules, struct fb_err *e)
{
	struct personal *p = xcalloc(1, sizeof *p);
	int rc = allow ? each_line(p, allow, read_allowed, e) : 0;
	if (rc == 0 && rules)
		rc = each_line(p, rules, read_rule, e);
	if (rc) {
		personal_close(p);
		p = NULL;
	}
	*out = p;
	return rc;
}

void
personal_close(struct personal *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->rules; i++) {
		free(p->rule[i].kind);
		free(p->rule[i].name);
		pcre2_code_free(p->rule[i].code);
	}
	free(p->rule);
	map_free(&p->allow);
	free(p);
}

struct match {
	pcre2_match_data *data;
	pcre2_match_context *context;
};

void *
rules_scratch(const struct personal *p)
{
	struct match *m;
	if (!p->rules)
		return NULL;
	m = xcalloc(1, sizeof *m);
	m->data = pcre2_match_data_create(10, NULL);
	m->context = pcre2_match_context_create(NULL);
	if (!m->data || !m->context)
		mem_none();
	pcre2_set_match_limit(m->context, MATCH_LIMIT);
	pcre2_set_heap_limit(m->context, HEAP_LIMIT);
	pcre2_set_depth_limit(m->context, DEPTH_LIMIT);
	return m;
}

void
rules_unscratch(void *match)
{
	struct match *m = match;
	if (!m)
		return;
	pcre2_match_data_free(m->data);
	pcre2_match_context_free(m->context);
	free(m);
}

/* The letters and digits of p[0 .. n), for a check. */
static bool
checks_out(const struct personal_rule *r, const char *p, size_t n)
{
	char d[128];
	size_t k = 0;
	if (!r->check)
		return true;
	for (size_t i = 0; i < n; i++) {
		if (k == sizeof d)
			return false;
		if (is_alnum(p[i]))
			d[k++] = p[i];
	}
	return r->check(d, k);
}

static int
find_one(struct hunt *h, const struct personal_rule *r, struct fb_err *e)
{
	const struct match *m = h->match;
	for (size_t at = 0, n = h->n - VIEW_FROM; at < n;) {
		int rc = pcre2_match(r->code, (PCRE2_SPTR)h->p + VIEW_FROM, n, at, PCRE2_NO_UTF_CHECK, m->data, m->context);
		const PCRE2_SIZE *v = pcre2_get_ovector_pointer(m->data);
		if (rc == PCRE2_ERROR_NOMATCH)
			break;
		if (rc < 0)
			return err_set(e, FB_EDATA, "the rule of %s (%s) came to its limit in this text, so that it cannot be shown to be clean",
			    r->name, r->kind);
		bool group = rc > 1 && v[2] != PCRE2_UNSET && v[2] < v[3];
		size_t from = VIEW_FROM + (group ? v[2] : v[0]), to = VIEW_FROM + (group ? v[3] : v[1]);
		if (from < to && checks_out(r, h->p + from, to - from))
			find_add(h, r->kind, r->name, from, to);
		at = v[1] > at ? v[1] : at + 1;
	}
	return 0;
}

int
rules_find(struct hunt *h, struct fb_err *e)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < h->personal->rules; i++)
		rc = find_one(h, &h->personal->rule[i], e);
	return rc;
}

/* Whether the plain form is allowed: as it is, or of an address its domain (@example.com), of a URL its host. */
static bool
allowed(const struct personal *p, const struct find *f)
{
	struct fb_str s = f->plain;
	if (map_find(&p->allow, s))
		return true;
	if (strcmp(f->kind, "EMAIL") == 0) {
		const char *at = memchr(s.p, '@', s.n);
		return at && map_find(&p->allow, (struct fb_str){ at, s.n - (size_t)(at - s.p) });
	}
	if (strcmp(f->kind, "URL") == 0) {
		const char *host = s.p, *end = s.p + s.n, *slashes = memmem(s.p, s.n, "://", 3);
		if (slashes)
			host = slashes + 3;
		const char *stop = host;
		while (stop < end && *stop != '/' && *stop != ':' && *stop != '?')
			stop++;
		for (; host < stop; host++) {
			if (map_find(&p->allow, (struct fb_str){ host, (size_t)(stop - host) }))
				return true;
			while (host < stop && *host != '.')
				host++;
		}
	}
	return false;
}

void
rules_allow(struct hunt *h)
{
	size_t kept = 0;
	if (!h->personal->allow.n)
		return;
	for (size_t i = 0; i < h->finds; i++)
		if (!allowed(h->personal, &h->find[i]))
			h->find[kept++] = h->find[i];
	h->finds = kept;
}
