#include "record/seen.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/sort.h"

static int
load(struct seen *s, struct fb_err *e)
{
	int rc = container_open(&s->old, s->state.path, "seen", e);
	if (rc)
		return rc;
	s->n = container_section(&s->old, "ids").n / sizeof *s->id;
	s->id = container_array(&s->old, "ids", s->n, sizeof *s->id, e);
	s->text = s->id ? container_array(&s->old, "texts", s->n, sizeof *s->text, e) : NULL;
	if (!s->text)
		return FB_EDATA;
	for (size_t i = 1; i < s->n; i++)
		if (s->id[i - 1] > s->id[i] || (s->id[i - 1] == s->id[i] && s->text[i - 1] >= s->text[i]))
			return err_set(e, FB_EDATA, "%s: its ids are not in order: it is no state of fb-import", s->state.path);
	s->met = xcalloc(s->n + 1, 1);
	return 0;
}

int
seen_open(struct seen *s, const char *path, struct fb_err *e)
{
	*s = (struct seen){ 0 };
	int rc = state_open(&s->state, path, e);
	return rc || s->state.empty ? rc : load(s, e);
}

/* Where hash is, or belongs, among the old ids: hashes are spread evenly, so the place is guessed and then closed in on. */
static size_t
find_old(const struct seen *s, uint64_t id)
{
	size_t low = 0, high = s->n;
	for (int step = 0; low < high; step++) {
		/* The id sought lies in [low, high]; the first that is not smaller is the place. */
		uint64_t first = s->id[low], last = s->id[high - 1];
		if (id <= first)
			return low;
		if (id > last)
			return high;
		size_t middle = low + (high - low) / 2;
		if (step < 8)
			middle = low + (size_t)((unsigned __int128)(id - first) * (high - 1 - low) / (last - first));
		if (s->id[middle] < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Where the file has the id with that text; with another, *known alone is set. */
static bool
find_text(const struct seen *s, uint64_t id, uint32_t text, size_t *at, bool *known)
{
	size_t low = find_old(s, id), high = s->n;
	*known = low < s->n && s->id[low] == id;
	*at = low;
	if (!*known || s->text[low] == text)
		return *known;
	if (low + 1 == s->n || s->id[low + 1] != id)
		return false;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (s->id[middle] == id && s->text[middle] < text)
			low = middle + 1;
		else
			high = middle;
	}
	*at = low;
	return low < s->n && s->id[low] == id && s->text[low] == text;
}

static struct seen_slot *
place(struct seen *s, uint64_t id, uint32_t text, bool more)
{
	uint64_t hash = more ? id ^ (text + UINT64_C(1)) * 0x9e3779b97f4a7c15u : id;
	size_t i = (size_t)(((unsigned __int128)hash * s->slots) >> 64);
	for (struct seen_slot *x; (x = &s->slot[i])->used; i = i + 1 == s->slots ? 0 : i + 1)
		if (x->id == id && x->more == more && (!more || x->text == text))
			break;
	return &s->slot[i];
}

static void
grow(struct seen *s)
{
	struct seen_slot *old = s->slot;
	size_t slots = s->slots;
	s->slots = slots ? slots + slots / 2 : 1024;
	s->slot = xcalloc(s->slots, sizeof *s->slot);
	for (size_t i = 0; i < slots; i++)
		if (old[i].used)
			*place(s, old[i].id, old[i].text, old[i].more) = old[i];
	free(old);
}

enum seen_answer
seen_ask(struct seen *s, uint64_t id, uint64_t text)
{
	uint32_t mark = (uint32_t)text;
	bool known;
	size_t at;
	if (find_text(s, id, mark, &at, &known)) {
		s->met[at] = 1;
		return SEEN_BEFORE;
	}
	if (s->taken >= s->slots / 5 * 4)
		grow(s);
	struct seen_slot *x = place(s, id, mark, false);
	bool more = x->used;
	if (more && x->text != mark)
		x = place(s, id, mark, true);
	if (x->used)
		return SEEN_BEFORE;
	s->taken++;
	*x = (struct seen_slot){ id, mark, true, more };
	return known || more ? SEEN_CHANGED : SEEN_NEW;
}

static int
by_id(const void *a, const void *b)
{
	const struct seen_slot *x = a, *y = b;
	return x->id != y->id ? (x->id < y->id ? -1 : 1) : x->text < y->text ? -1 : x->text > y->text;
}

/* Whether this run met the id of the file's entry i, which is the first with it, in words that the file has. */
static bool
met_again(const struct seen *s, size_t i)
{
	bool met = false;
	for (size_t k = i; k < s->n && s->id[k] == s->id[i] && !met; k++)
		met = s->met[k];
	return met;
}

/* Both lists into one, ascending; of an id that this run met, what it did not meet is left out. Returns how many there are. */
static size_t
merge(const struct seen *s, size_t taken, uint64_t *id, uint32_t *text)
{
	size_t n = 0, i = 0, k = 0;
	bool met = false;
	while (i < s->n || k < taken) {
		if (i < s->n && (i == 0 || s->id[i] != s->id[i - 1]) && (k == taken || s->id[i] <= s->slot[k].id))
			met = (k < taken && s->slot[k].id == s->id[i]) || met_again(s, i);
		struct seen_slot old = i < s->n ? (struct seen_slot){ s->id[i], s->text[i], true, false } : (struct seen_slot){ 0 };
		if (k == taken || (i < s->n && by_id(&old, &s->slot[k]) < 0)) {
			id[n] = old.id;
			text[n] = old.text;
			n += !met || s->met[i];
			i++;
		} else {
			id[n] = s->slot[k].id;
			text[n++] = s->slot[k++].text;
		}
	}
	return n;
}

int
seen_commit(struct seen *s, struct fb_err *e)
{
	size_t taken = 0;
	for (size_t at = 0; at < s->slots; at++)
		if (s->slot[at].used)
			s->slot[taken++] = s->slot[at];
	if (taken)
		sort_items(s->slot, taken, sizeof *s->slot, by_id);
	uint64_t *id = xmalloc((s->n + taken + 1) * sizeof *id);
	uint32_t *text = xmalloc((s->n + taken + 1) * sizeof *text);
	size_t n = merge(s, taken, id, text);
	struct container_part part[] = { { "ids", id, n * sizeof *id }, { "texts", text, n * sizeof *text } };
	struct buf header = { 0 }, out = { 0 };
	buf_printf(&header, "records %zu\n", n);
	container_make(&out, "seen", buf_str(&header), part, 2);
	int rc = state_write(&s->state, buf_str(&out), e);
	buf_free(&header);
	buf_free(&out);
	free(id);
	free(text);
	return rc;
}

void
seen_close(struct seen *s)
{
	state_close(&s->state);
	if (s->old.bytes.n)
		container_close(&s->old);
	free(s->slot);
	free(s->met);
}
