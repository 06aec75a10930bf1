#include "record/phrase.h"

#include <string.h>

#include "record/csv.h"

static struct fb_str
without_marks(struct fb_str s)
{
	static const char *const marks[] = { "。", "！", "～", "!", ".", "~" };
	s = cell_trim(s);
	/* The last bytes of them: most texts end otherwise. */
	if (!s.n || !memchr("\x82\x81\x9e!.~", s.p[s.n - 1], 6))
		return s;
	for (size_t i = 0; i < sizeof marks / sizeof *marks;) {
		size_t n = strlen(marks[i]);
		if (s.n >= n && memcmp(s.p + s.n - n, marks[i], n) == 0) {
			s.n -= n;
			i = 0;
		} else {
			i++;
		}
	}
	return s;
}

static struct fb_str
in_lower_case(struct fb_str s, char to[static PHRASE_LONGEST])
{
	for (size_t i = 0; i < s.n; i++)
		to[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] | 0x20) : s.p[i];
	return (struct fb_str){ to, s.n };
}

void
phrases_add(struct phrases *p, struct fb_str text)
{
	char lower[PHRASE_LONGEST];
	for (const char *at = text.p, *end = text.p + text.n; at < end;) {
		const char *lf = memchr(at, '\n', (size_t)(end - at)), *stop = lf ? lf : end;
		struct fb_str line = without_marks((struct fb_str){ at, (size_t)(stop - at) });
		if (line.n && line.n < PHRASE_LONGEST && *line.p != '#') {
			map_put(&p->known, in_lower_case(line, lower), NULL);
			p->length[line.n] = true;
		}
		at = lf ? lf + 1 : end;
	}
}

bool
phrases_have(const struct phrases *p, struct fb_str text)
{
	char lower[PHRASE_LONGEST];
	if (text.n >= 2 * PHRASE_LONGEST)
		return false;
	text = without_marks(text);
	return text.n && text.n < PHRASE_LONGEST && p->length[text.n] && map_find(&p->known, in_lower_case(text, lower));
}

void
phrases_free(struct phrases *p)
{
	map_free(&p->known);
}
