#include "text/personal.h"

#include "base/sort.h"

#include <stdlib.h>
#include <string.h>

#include "text/personal_hunt.h"
#include "text/personal_rules.h"
#include "text/utf8.h"

struct hunt *
hunt_new(const struct personal *p)
{
	struct hunt *h = xcalloc(1, sizeof *h);
	h->personal = p;
	h->match = rules_scratch(p);
	cue_prepare();
	return h;
}

void
hunt_free(struct hunt *h)
{
	rules_unscratch(h->match);
	free(h->find);
	buf_free(&h->text);
	buf_free(&h->plain);
	free(h->map.at);
	free(h->at);
	free(h);
}

void
find_add(struct hunt *h, const char *kind, const char *rule, size_t from, size_t to)
{
	h->find = xgrow(h->find, &h->cap, h->finds + 1, sizeof *h->find);
	h->find[h->finds++] = (struct find){ .start = from, .end = to, .kind = kind, .rule = rule };
	if (to > h->found)
		h->found = to;
}

/* A token of letters and digits begins at i. */
static size_t
token_at(struct hunt *h, size_t i)
{
	size_t j = i, digits = 0, end;
	while (is_alnum(h->p[j]))
		digits += is_digit(h->p[j++]);
	if (((j - i <= 4 && h->p[j] == ':') || (j - i == 2 && h->p[j] == '-') || (j - i == 4 && h->p[j] == '.')) &&
	    (end = address_at(h, i)))
		return end;
	if (digits == j - i || (digits == 17 && j - i == 18 && lower(h->p[j - 1]) == 'x'))
		return number_at(h, i);
	if ((end = secret_at(h, i, j)))
		return end;
	if (digits && (end = code_at(h, i, j)))
		return end;
	if (!digits && (end = cue_at(h, i, j)))
		return end;
	return j;
}

static size_t
other_at(struct hunt *h, size_t i)
{
	size_t end = cue_at(h, i, 0), n = utf8_length((unsigned char)h->p[i]);
	if (!end && n == 3 && is_alnum(h->p[i + 3]))
		end = plate_at(h, i);
	if (!end && n == 3)
		end = place_at(h, i);
	return end ? end : i + n;
}

static void
examine(struct hunt *h)
{
	memset(h->cue, 0, sizeof h->cue);
	h->looked = h->found = 0;
	for (size_t i = VIEW_FROM, end; i < h->n; i = end > i ? end : i + 1) {
		char c = h->p[i];
		end = 0;
		if ((unsigned char)c >= 0x80)
			end = other_at(h, i);
		else if (is_alnum(c))
			end = token_at(h, i);
		else if (c == '@')
			end = mail_at(h, i);
		else if (c == ':' && h->p[i + 1] == '/' && h->p[i + 2] == '/')
			end = url_at(h, i);
		else if (c == ':' && h->p[i + 1] == ':')
			end = address_at(h, i);
		else if (c == '.')
			end = host_at(h, i);
		else if (c == '-' && h->p[i + 1] == '-')
			end = pem_at(h, i);
	}
}

/* By start, the longer first; equal spans in the order in which they were found. */
static int
order(const void *a, const void *b)
{
	const struct find *x = a, *y = b;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->end != y->end)
		return x->end > y->end ? -1 : 1;
	return strcmp(x->rule, y->rule);
}

/* Kinds whose plain form keeps punctuation, because that is part of them. */
static bool
keeps_all(struct fb_str kind)
{
	static const char *const all[] = { "EMAIL", "URL", "SECRET", "IP", "WECHAT" };
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (slice_is(kind, all[i]))
			return true;
	return false;
}

/* Append the plain form of p[0 .. n) in normal form. Secrets and wallets tell cases apart. */
static void
plain_write(struct buf *b, const char *kind, const char *p, size_t n)
{
	bool all = keeps_all(slice(kind)), cased = strcmp(kind, "SECRET") == 0 || strcmp(kind, "WALLET") == 0;
	bool phone = strcmp(kind, "PHONE") == 0;
	size_t from = b->n;
	for (size_t i = 0; i < n; i++)
		if (all || (unsigned char)p[i] >= 0x80 || is_digit(p[i]) || (is_letter(p[i]) && !phone))
			buf_char(b, cased ? p[i] : lower(p[i]));
	/* China's country code: the same number with and without it */
	const char *d = b->p + from;
	size_t k = b->n - from, code = phone && k == 15 && memcmp(d, "0086", 4) == 0 ? 4 : phone && k == 13 && memcmp(d, "86", 2) == 0 ? 2 : 0;
	if (code) {
		memmove(b->p + from, d + code, k - code);
		b->n -= code;
	}
}

void
personal_plain(struct fb_str text, struct buf *plain)
{
	struct buf folded = { 0 };
	bool number = true;
	normal_fold(text, &folded);
	for (size_t i = 0; i < folded.n; i++)
		number &= is_digit(folded.p[i]) || strchr(" +-().", folded.p[i]) != NULL;
	/* What has no letters may be a telephone or card; an address has dots that count. */
	bool address = memchr(folded.p, '.', folded.n) && !memchr(folded.p, '-', folded.n);
	plain_write(plain, number && !address ? "PHONE" : number ? "IP" : "URL", folded.p, folded.n);
	buf_free(&folded);
}

/* From offsets in the view to bytes of the value; and the plain forms. */
static void
settle(struct hunt *h)
{
	h->plain.n = 0;
	for (size_t i = 0; i < h->finds; i++) {
		struct find *f = &h->find[i];
		size_t from = f->start, at = h->plain.n;
		plain_write(&h->plain, f->kind, h->p + from, f->end - from);
		f->start = h->at[from];
		f->end = h->at[f->end];
		f->plain.n = h->plain.n - at;
	}
	for (size_t i = 0, at = 0; i < h->finds; at += h->find[i++].plain.n)
		h->find[i].plain.p = h->plain.p + at;
}

int
personal_find(struct hunt *h, struct fb_str value, const struct find **find, size_t *n, struct fb_err *e)
{
	int rc = 0;
	h->finds = 0;
	*n = 0;
	bool any = personal_gate(value);
	if (!any && !rules_any(h->personal))
		return 0;
	view_make(h, value);
	if (any)
		examine(h);
	rc = rules_find(h, e);
	if (rc)
		return rc;
	if (!h->finds)
		return 0;
	settle(h);
	rules_allow(h);
	if (h->finds > 1)
		sort_items(h->find, h->finds, sizeof *h->find, order);
	size_t reach = 0;
	for (size_t i = 0; i < h->finds; i++) {
		h->find[i].inner = h->find[i].end <= reach;
		if (h->find[i].end > reach)
			reach = h->find[i].end;
	}
	*find = h->find;
	*n = h->finds;
	return 0;
}
