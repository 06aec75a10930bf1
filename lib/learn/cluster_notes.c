/* What a person is told of clusters: a line each, or one line where many say the same. */
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/sort.h"
#include "learn/cluster_in.h"

enum { EACH = 5, NAMED = 3 };   /* lines of a kind, more become one; clusters that it names */

static const struct kind {
	const char *mark, *all, *where;
} kinds[] = {
	{ ") is merged into ", "clusters are merged into others that say the same", "" },
	{ ") rests: ", "clusters rest, hardly spoken of for 60 days", "" },
	{ ") is back", "clusters are back", "; --describe lists them" },
	{ ") is new", "clusters are new", "; --describe lists them" },
};
enum { KINDS = sizeof kinds / sizeof *kinds };

struct line {
	struct fb_str s;
	size_t kind;            /* KINDS: another */
	size_t number;
	double texts;           /* of its cluster, or of that which it was merged into */
};

static int
by_texts(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	return x->texts != y->texts ? (x->texts < y->texts) - (x->texts > y->texts) : (x->number > y->number) - (x->number < y->number);
}

static struct line
read_line(const struct catalog *c, struct fb_str s, size_t number)
{
	static const char begin[] = "cluster ";
	struct line line = { s, 0, number, 0 };
	size_t from = sizeof begin - 1, n = 0;
	uint64_t id;
	while (line.kind < KINDS && !memmem(s.p, s.n, kinds[line.kind].mark, strlen(kinds[line.kind].mark)))
		line.kind++;
	while (from + n < s.n && s.p[from + n] != ' ')
		n++;
	if (s.n > from && num_count((struct fb_str){ s.p + from, n }, &id)) {
		size_t place = catalog_find(c, id);
		line.texts = place == CATALOG_NONE ? 0 : c->known[place].texts;
	}
	return line;
}

/* ID (NAME), as the line says it. */
static void
add_cluster(struct buf *b, const struct line *l)
{
	const char *end = memmem(l->s.p, l->s.n, kinds[l->kind].mark, strlen(kinds[l->kind].mark)), *from = l->s.p + strlen("cluster ");
	buf_slice(b, (struct fb_str){ from, (size_t)(end + 1 - from) });
}

static void
sum_up(struct buf *b, const struct line *line, size_t lines, size_t kind, size_t n)
{
	size_t named = 0;
	buf_printf(b, "%zu %s: ", n, kinds[kind].all);
	for (size_t i = 0; i < lines && named < NAMED; i++)
		if (line[i].kind == kind) {
			if (named++)
				buf_text(b, ", ");
			add_cluster(b, &line[i]);
		}
	buf_printf(b, " and %zu more%s\n", n - named, kinds[kind].where);
}

void
notes_shorten(const struct catalog *c, struct buf *notes)
{
	struct buf b = { 0 };
	struct line *line = NULL;
	size_t lines = 0, cap = 0, of[KINDS + 1] = { 0 };
	struct fb_str all = buf_str(notes);
	for (const char *p = all.p, *end = p + all.n, *lf; p < end; p = lf + 1) {
		lf = memchr(p, '\n', (size_t)(end - p));
		line = xgrow(line, &cap, lines + 1, sizeof *line);
		line[lines] = read_line(c, (struct fb_str){ p, (size_t)(lf - p) }, lines);
		of[line[lines++].kind]++;
	}
	for (size_t i = 0; i < lines; i++)
		if (line[i].kind == KINDS || of[line[i].kind] <= EACH) {
			buf_slice(&b, line[i].s);
			buf_char(&b, '\n');
		}
	sort_items(line, lines, sizeof *line, by_texts);
	for (size_t k = 0; k < KINDS; k++)
		if (of[k] > EACH)
			sum_up(&b, line, lines, k, of[k]);
	free(line);
	buf_free(notes);
	*notes = b;
}
