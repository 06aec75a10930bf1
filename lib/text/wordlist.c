#include "text/wordlist.h"

#include <stdio.h>

#include "base/file.h"
#include "base/num.h"
#include "record/scan.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* The next run without blanks in *line. */
static struct fb_str
cut_word(struct fb_str *line)
{
	size_t i = 0;
	while (line->n && is_blank(*line->p))
		line->p++, line->n--;
	while (i < line->n && !is_blank(line->p[i]))
		i++;
	struct fb_str word = { line->p, i };
	line->p += i;
	line->n -= i;
	return word;
}

static int
read_line(struct fb_str text, struct wordlist_line *line, struct fb_err *e)
{
	uint64_t often = 0;
	if (scan_utf8(text.p, text.n) != text.n)
		return err_set(e, FB_EDATA, "not UTF-8: save the list as UTF-8");
	*line = (struct wordlist_line){ .word = cut_word(&text) };
	if (line->word.n == 0 || line->word.p[0] == '#') {
		line->word.n = 0;
		return 0;
	}
	struct fb_str number = cut_word(&text);
	line->speech = cut_word(&text);
	struct fb_str more = cut_word(&text);
	line->counted = number.n > 0;
	if (line->counted && (!num_count(number, &often) || often > UINT32_MAX))
		return err_set(e, FB_EDATA, "'%.*s': after a word, how often it is met is wanted, a whole number; a word holds no blanks",
		    (int)number.n, number.p);
	if (more.n)
		return err_set(e, FB_EDATA, "'%.*s' is too much: a line is a word, how often it is met and its part of speech", (int)more.n, more.p);
	line->often = (uint32_t)often;
	return 0;
}

int
wordlist_read(const char *path, int (*take)(void *job, const struct wordlist_line *line, struct fb_err *e), void *job,
    struct fb_err *e)
{
	struct buf text = { 0 };
	uint64_t number = 0;
	int rc = file_read(path, &text, e);
	for (const char *p = text.p, *end = text.p + text.n; rc == 0 && p < end;) {
		const char *eol = memchr(p, '\n', (size_t)(end - p));
		struct fb_str bare = { p, (size_t)((eol ? eol : end) - p) };
		struct wordlist_line line;
		p += bare.n + 1;
		if (number++ == 0 && bare.n >= 3 && memcmp(bare.p, "\xef\xbb\xbf", 3) == 0)
			bare.p += 3, bare.n -= 3;
		rc = read_line(bare, &line, e);
		if (rc == 0 && line.word.n)
			rc = take(job, &line, e);
		if (rc != 0 && e && !e->line) {
			e->line = number;
			snprintf(e->file, sizeof e->file, "%s", path);
		}
	}
	buf_free(&text);
	return rc;
}
