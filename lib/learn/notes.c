#include "learn/notes.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/sort.h"

enum { EACH = 5, NAMED = 3 };   /* lines of a kind, more become one; clusters that it names */

/* What is said of many at once, and where they are all to be found. */
static const struct {
	const char *all, *where;
} kinds[NOTE_KINDS] = {
	[NOTE_MERGED] = { "clusters are merged into others that say the same", "" },
	[NOTE_RESTS] = { "clusters rest, hardly spoken of for 60 days", "" },
	[NOTE_BACK] = { "clusters are back", "; --describe lists them" },
	[NOTE_NEW] = { "clusters are new", "; --describe lists them" },
};
_Static_assert(CATALOG_REST == 60, "as is said above");

struct ranked {
	const struct note *note;
	size_t number;
	double texts;
};

void
notes_add(struct notes *n, enum note_kind kind, uint64_t id, const char *name, const char *fmt, ...)
{
	va_list ap;
	n->v = xgrow(n->v, &n->cap, n->n + 1, sizeof *n->v);
	struct note *x = &n->v[n->n++];
	*x = (struct note){ .kind = kind, .id = id, .from = n->text.n };
	buf_printf(&n->text, "%llu (%s)", (unsigned long long)id, name);
	x->name = n->text.n;
	va_start(ap, fmt);
	buf_vprintf(&n->text, fmt, ap);
	va_end(ap);
	x->end = n->text.n;
}

static int
by_texts(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	return x->texts != y->texts ? (x->texts < y->texts) - (x->texts > y->texts) : (x->number > y->number) - (x->number < y->number);
}

/* The `many` notes of one kind as a line. */
static void
sum_up(const struct notes *n, const struct catalog *c, enum note_kind kind, size_t many, struct buf *b)
{
	struct ranked *r = xmalloc(many * sizeof *r);
	size_t found = 0;
	for (size_t i = 0; i < n->n; i++)
		if (n->v[i].kind == kind) {
			size_t place = catalog_find(c, n->v[i].id);
			r[found++] = (struct ranked){ &n->v[i], i, place == CATALOG_NONE ? 0 : c->known[place].texts };
		}
	sort_items(r, many, sizeof *r, by_texts);
	buf_printf(b, "%zu %s: ", many, kinds[kind].all);
	for (size_t i = 0; i < NAMED; i++) {
		buf_text(b, i ? ", " : "");
		buf_add(b, n->text.p + r[i].note->from, r[i].note->name - r[i].note->from);
	}
	buf_printf(b, " and %zu more%s\n", many - NAMED, kinds[kind].where);
	free(r);
}

void
notes_write(const struct notes *n, const struct catalog *c, struct buf *b)
{
	size_t of[NOTE_KINDS] = { 0 };
	for (size_t i = 0; i < n->n; i++)
		of[n->v[i].kind]++;
	for (size_t i = 0; i < n->n; i++) {
		const struct note *x = &n->v[i];
		if (kinds[x->kind].all && of[x->kind] > EACH)
			continue;
		buf_text(b, "cluster ");
		buf_add(b, n->text.p + x->from, x->end - x->from);
		buf_char(b, '\n');
	}
	for (enum note_kind k = 0; k < NOTE_KINDS; k++)
		if (kinds[k].all && of[k] > EACH)
			sum_up(n, c, k, of[k], b);
}

void
notes_free(struct notes *n)
{
	buf_free(&n->text);
	free(n->v);
	*n = (struct notes){ 0 };
}
