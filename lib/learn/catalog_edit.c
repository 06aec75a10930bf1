/* What a person changes about the known clusters: plain lines. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/num.h"
#include "learn/notes.h"
#include "record/scan.h"

struct editing {
	struct catalog *c;
	const char *path;
	uint64_t line;
	struct notes *notes;
	struct fb_err *e;
};

static const char *const verbs[] = { "rename", "merge", "split" };

static struct fb_str
trim(struct fb_str s)
{
	while (s.n && (*s.p == ' ' || *s.p == '\t'))
		s.p++, s.n--;
	while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t' || s.p[s.n - 1] == '\r'))
		s.n--;
	return s;
}

/* The first word of *s; what follows it stays there, trimmed. */
static struct fb_str
take_word(struct fb_str *s)
{
	size_t n = 0;
	while (n < s->n && s->p[n] != ' ' && s->p[n] != '\t')
		n++;
	struct fb_str word = { s->p, n };
	*s = trim((struct fb_str){ s->p + n, s->n - n });
	return word;
}

static int
no_cluster(const struct editing *x, struct fb_str id)
{
	const struct catalog *c = x->c;
	struct buf known = { 0 };
	for (size_t i = 0, n = 0; i < c->k && n <= 20; i++)
		if (!c->known[i].part && n++ < 20)
			buf_printf(&known, "%s%llu", n > 1 ? ", " : "", (unsigned long long)c->known[i].id);
		else if (n > 20)
			buf_text(&known, " …");
	err_at(x->e, FB_ECONFIG, x->path, x->line, 0, "there is no cluster '%.*s'; known are %s", (int)(id.n < 40 ? id.n : 40), id.p,
	    known.n ? buf_cstr(&known) : "none");
	buf_free(&known);
	return FB_ECONFIG;
}

/* The place of the cluster that the word names; CATALOG_NONE, and the error, where there is none. */
static size_t
find_cluster(const struct editing *x, struct fb_str word)
{
	uint64_t id;
	size_t at = num_count(word, &id) ? catalog_find(x->c, id) : CATALOG_NONE;
	if (at == CATALOG_NONE)
		no_cluster(x, word);
	return at;
}

/* A cluster that was renamed before it was merged away keeps quiet. */
static void
edit_name(const struct editing *x, size_t at, struct fb_str id, struct fb_str name)
{
	struct known *k = &x->c->known[at];
	uint64_t wanted = 0;
	num_count(id, &wanted);
	if (k->id != wanted)
		return;
	free(k->name);
	k->name = xstrndup(name.p, name.n);
	k->named = true;
}

static void
edit_split(const struct editing *x, size_t at, struct fb_str phrase)
{
	struct catalog *c = x->c;
	uint64_t id = c->known[at].id;
	for (size_t i = 0; i < c->splits; i++)
		if (catalog_find(c, c->split[i].id) == at && slice_is(phrase, c->split[i].phrase))
			return;
	char *name = xstrndup(phrase.p, phrase.n);
	size_t made = catalog_add(c, name);
	c->known[made].named = true;
	c->split = xgrow(c->split, &c->split_cap, c->splits + 1, sizeof *c->split);
	c->split[c->splits++] = (struct split){ id, c->known[made].id, name };
	notes_add(x->notes, NOTE_SPLIT, c->known[made].id, name, " is split from %llu (%s)", (unsigned long long)id, c->known[at].name);
}

static int
edit_merge(const struct editing *x, size_t at, struct fb_str into)
{
	const struct known *k = x->c->known;
	size_t to = find_cluster(x, into);
	if (to == CATALOG_NONE)
		return FB_ECONFIG;
	if (to == at)
		return 0;
	notes_add(x->notes, NOTE_MERGED, k[at].id, k[at].name, " is merged into %llu (%s)", (unsigned long long)k[to].id, k[to].name);
	catalog_merge(x->c, at, to, true);
	return 0;
}

static int
edit_line(const struct editing *x, struct fb_str s)
{
	static const char *const wanted[] = { "its new name", "the id of another cluster", "a phrase" };
	struct fb_str what = take_word(&s), id = take_word(&s);
	size_t verb = 0, at;
	while (verb < 3 && !slice_is(what, verbs[verb]))
		verb++;
	if (verb == 3)
		return err_at(x->e, FB_ECONFIG, x->path, x->line, 1, "'%.*s': rename ID NAME, merge ID INTO-ID or split ID PHRASE is wanted",
		    (int)(what.n < 40 ? what.n : 40), what.p);
	if ((at = find_cluster(x, id)) == CATALOG_NONE)
		return FB_ECONFIG;
	if (!s.n)
		return err_at(x->e, FB_ECONFIG, x->path, x->line, 0, "%s %.*s: %s is wanted after it", verbs[verb], (int)id.n, id.p, wanted[verb]);
	if (verb == 1)
		return edit_merge(x, at, s);
	if (verb == 0)
		edit_name(x, at, id, s);
	else
		edit_split(x, at, s);
	return 0;
}

/* The clusters as they were before. Names are compared when all lines are read: one that is given twice is one change. */
static struct known *
copy_names(const struct catalog *c)
{
	struct known *before = xcalloc(c->k + 1, sizeof *before);
	for (size_t i = 0; i < c->k; i++)
		before[i] = (struct known){ .id = c->known[i].id, .name = xstrdup(c->known[i].name) };
	return before;
}

static void
note_names(const struct catalog *c, struct known *before, size_t n, struct notes *notes)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < c->k; k++)
			if (c->known[k].id == before[i].id && strcmp(c->known[k].name, before[i].name) != 0)
				notes_add(notes, NOTE_RENAMED, before[i].id, before[i].name, " is now called %s", c->known[k].name);
		free(before[i].name);
	}
	free(before);
}

int
catalog_edit(struct catalog *c, const char *path, struct notes *notes, struct fb_err *e)
{
	struct buf text = { 0 };
	struct editing x = { c, path, 0, notes, e };
	int rc = file_read(path, &text, e);
	if (rc)
		return rc;
	size_t n = c->k;
	struct known *before = copy_names(c);
	struct fb_str all = buf_str(&text);
	for (const char *p = all.p, *end = p + all.n, *lf; rc == 0 && p < end; p = lf + 1) {
		lf = memchr(p, '\n', (size_t)(end - p));
		lf = lf ? lf : end;
		struct fb_str s = trim((struct fb_str){ p, (size_t)(lf - p) });
		x.line++;
		if (scan_utf8(s.p, s.n) != s.n || memchr(s.p, '\0', s.n))
			rc = err_at(e, FB_ECONFIG, path, x.line, 0, "not UTF-8: save the file as UTF-8");
		else if (s.n && *s.p != '#')
			rc = edit_line(&x, s);
	}
	note_names(c, before, n, notes);
	buf_free(&text);
	return rc;
}
