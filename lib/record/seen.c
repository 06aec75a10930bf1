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
		if (s->id[i - 1] >= s->id[i])
			return err_set(e, FB_EDATA, "%s: its ids are not in order: it is no state of fb-import", s->state.path);
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

static struct seen_slot *
place(struct seen *s, uint64_t id)
{
	size_t i = (size_t)(((unsigned __int128)id * s->slots) >> 64);
	while (s->slot[i].used && s->slot[i].id != id)
		i = i + 1 == s->slots ? 0 : i + 1;
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
			*place(s, old[i].id) = old[i];
	free(old);
}

enum seen_answer
seen_ask(struct seen *s, uint64_t id, uint64_t text)
{
	if (s->taken >= s->slots / 5 * 4)
		grow(s);
	struct seen_slot *x = place(s, id);
	uint32_t mark = (uint32_t)text;
	enum seen_answer answer = SEEN_NEW;
	if (x->used) {
		answer = x->text == mark ? SEEN_BEFORE : SEEN_CHANGED;
	} else {
		size_t at = find_old(s, id);
		if (at < s->n && s->id[at] == id)
			answer = s->text[at] == mark ? SEEN_BEFORE : SEEN_CHANGED;
	}
	if (answer == SEEN_BEFORE)
		return answer;
	s->taken += !x->used;
	*x = (struct seen_slot){ id, mark, true };
	return answer;
}

static int
by_id(const void *a, const void *b)
{
	const struct seen_slot *x = a, *y = b;
	return x->id < y->id ? -1 : x->id > y->id;
}

int
seen_commit(struct seen *s, struct fb_err *e)
{
	size_t taken = 0, n = 0, i = 0, k = 0;
	for (size_t at = 0; at < s->slots; at++)
		if (s->slot[at].used)
			s->slot[taken++] = s->slot[at];
	if (taken)
		sort_items(s->slot, taken, sizeof *s->slot, by_id);
	uint64_t *id = xmalloc((s->n + taken) * sizeof *id);
	uint32_t *text = xmalloc((s->n + taken) * sizeof *text);
	while (i < s->n || k < taken) {
		bool old = k == taken || (i < s->n && s->id[i] < s->slot[k].id);
		i += !old && i < s->n && s->id[i] == s->slot[k].id;
		id[n] = old ? s->id[i] : s->slot[k].id;
		text[n++] = old ? s->text[i++] : s->slot[k++].text;
	}
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
}
