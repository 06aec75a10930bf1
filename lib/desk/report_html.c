/* The report as one HTML page: no outside resource, everything readable without script. See report_inside.h.
 *
 * Each number is a link to its row in the table of receipts at the end; with script it opens a dialog instead. As the HTML part of
 * a mail it has no script, no SVG and no folding, since mail programs drop them. */
#include "desk/report_inside.h"
#include "desk/report_page.h"

struct html {
	struct buf *b;
	const struct report *r;
	bool mail;
	bool in_section;
	bool name;              /* what is written is the name of a row */
	const char *fold;       /* title of the last one */
	unsigned rank;          /* of the last action, 0: no list is open */
	unsigned page, charts;  /* so far; page 1 is the whole, the others are of --by */
};

static void
put(struct html *h, const char *s)
{
	buf_text(h->b, s);
}

static void
put_bar(struct html *h, struct fb_str s)
{
	uint64_t count[3] = { 0 };
	for (size_t i = 0, k = 0; i < s.n && k < 3; i++) {
		if (s.p[i] == ',')
			k++;
		else
			count[k] = count[k] * 10 + (uint64_t)(s.p[i] - '0');
	}
	if (h->mail)
		bar_text(h->b, count, 12);
	else
		bar_svg(h->b, count);
}

/* Where what stays on one line begins: the interval of a figure, and of faint text, which says where a quote is from, the day. */
static size_t
whole_from(struct fb_str s, bool figure)
{
	static const char *const open[] = { "(", "（" };
	enum { SHORT = 24 };
	size_t from = s.n;
	for (size_t i = 0; figure && i < sizeof open / sizeof *open && from == s.n; i++) {
		const char *at = memmem(s.p, s.n, open[i], strlen(open[i]));
		from = at && at > s.p ? (size_t)(at - s.p) : s.n;
	}
	if (figure)
		return from;
	for (const char *at = s.p; (at = memmem(at, s.n - (size_t)(at - s.p), "·", strlen("·"))); at++)
		from = (size_t)(at - s.p);
	from = from == s.n ? 0 : from;
	return s.n - from <= SHORT ? from : s.n;
}

static bool
is_letter(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static bool
is_vowel(char c)
{
	return strchr("aeiouyAEIOUY", c) != NULL;
}

/* The name of a row, which a phone gives little room: long English words may be parted before a consonant and a vowel, by an element that
 * nobody copies along. */
static void
put_name(struct html *h, struct fb_str s)
{
	enum { LONG = 13, END = 4 };
	for (size_t i = 0, n; i < s.n; i += n) {
		for (n = 0; i + n < s.n && is_letter(s.p[i + n]); n++)
			;
		size_t from = 0;
		for (size_t k = END; n >= LONG && k + END <= n; k++) {
			const char *at = s.p + i + k;
			if (is_vowel(at[0]) || !is_vowel(at[1]) || (!is_vowel(at[-1]) && !is_vowel(at[-2])))
				continue;
			html_text(h->b, (struct fb_str){ s.p + i + from, k - from });
			put(h, "<wbr>");
			from = k;
		}
		n += n == 0;
		html_text(h->b, (struct fb_str){ s.p + i + from, n - from });
	}
}

/* Text without a break before %. */
static void
put_text(struct html *h, struct fb_str s)
{
	for (const char *at; (at = memmem(s.p, s.n, " %", 2));) {
		size_t n = (size_t)(at - s.p);
		html_text(h->b, (struct fb_str){ s.p, n });
		put(h, "\u00a0");
		s.p += n + 1;
		s.n -= n + 1;
	}
	if (h->name)
		put_name(h, s);
	else
		html_text(h->b, s);
}

static void
put_parted(struct html *h, struct fb_str s, bool figure)
{
	size_t from = whole_from(s, figure);
	put_text(h, (struct fb_str){ s.p, from });
	if (from == s.n)
		return;
	put(h, "<i>");
	put_text(h, (struct fb_str){ s.p + from, s.n - from });
	put(h, "</i>");
}

static void
put_rich(struct html *h, const char *text)
{
	struct fb_str rich = slice(text);
	const char *close[16];
	size_t depth = 0;
	for (struct rich_piece p; rich_next(&rich, &p);) {
		switch (p.mark) {
		case 0:
			if (h->mail || !depth || strcmp(close[depth - 1], "</b>") == 0)
				put_text(h, p.text);
			else
				put_parted(h, p.text, strcmp(close[depth - 1], "</a>") == 0);
			continue;
		case RICH_END:
			if (depth)
				put(h, close[--depth]);
			continue;
		case RICH_BAR:
			put_bar(h, p.text);
			continue;
		case RICH_HEAT:
			continue;
		}
		if (depth == sizeof close / sizeof *close)
			continue;
		if (p.mark == RICH_FIGURE && !h->mail) {
			buf_printf(h->b, "<a class=\"n\" href=\"#f%zu\">", p.figure);
			close[depth++] = "</a>";
		} else if (p.mark == RICH_FIGURE) {
			close[depth++] = "";
		} else {
			put(h, p.mark == RICH_STRONG ? "<b>" : "<small>");
			close[depth++] = p.mark == RICH_STRONG ? "</b>" : "</small>";
		}
	}
}

static void
put_element(struct html *h, const char *name, const char *class, const char *text)
{
	buf_printf(h->b, "<%s", name);
	if (class)
		buf_printf(h->b, " class=\"%s\"", class);
	put(h, ">");
	put_rich(h, text);
	buf_printf(h->b, "</%s>\n", name);
}

static void
end_actions(struct html *h)
{
	if (h->rank)
		put(h, "</ol>\n");
	h->rank = 0;
}

static void
put_action(struct html *h, const struct block *k)
{
	if (!h->rank++)
		put(h, "<ol class=\"actions\">\n");
	put(h, "<li><h3>");
	put_rich(h, k->text);
	put(h, "</h3>");
	put_element(h, "p", "owner", k->note);
	for (size_t i = 0; i < k->lines; i++)
		put_element(h, "p", i + 1 < k->lines ? NULL : "without", k->line[i]);
	if (k->quote)
		put_element(h, "blockquote", NULL, k->quote);
	put(h, "</li>\n");
}

static void
put_cell(struct html *h, const struct block *k, size_t column, const char *cell)
{
	const char *heat = cell[0] == RICH_HEAT ? cell + 1 : NULL;
	if (column == 0) {
		put(h, "<th scope=\"row\">");
		h->name = !h->mail;
		put_rich(h, cell);
		h->name = false;
		put(h, "</th>");
		return;
	}
	if (heat && *heat != '0')
		buf_printf(h->b, "<td class=\"h%c\">", *heat);
	else
		put(h, k->column[column].number && !k->column[column].bar ? "<td class=\"r\">" : "<td>");
	put_rich(h, cell);
	put(h, "</td>");
}

static void
put_table(struct html *h, const struct block *k)
{
	/* a caption that says what the summary above it does is not shown twice */
	buf_printf(h->b, "<div class=\"scroll%s\" role=\"region\" tabindex=\"0\" aria-label=\"", h->fold && strcmp(h->fold, k->text) == 0 ? " named" : "");
	struct buf plain = { 0 };
	rich_plain(&plain, slice(k->text));
	html_text(h->b, buf_str(&plain));
	buf_free(&plain);
	put(h, k->cells > 1 && k->cell[1][0] == RICH_HEAT ? "\"><table class=\"heat\"><caption>" : "\"><table><caption>");
	put_rich(h, k->text);
	put(h, "</caption>\n<thead><tr>");
	for (size_t i = 0; i < k->columns; i++) {
		put(h, k->column[i].number && !k->column[i].bar ? "<th scope=\"col\" class=\"r\">" : "<th scope=\"col\">");
		put_rich(h, k->column[i].title);
		put(h, "</th>");
	}
	put(h, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < k->cells; i += k->columns) {
		put(h, "<tr>");
		for (size_t c = 0; c < k->columns; c++)
			put_cell(h, k, c, k->cell[i + c]);
		put(h, "</tr>\n");
	}
	put(h, "</tbody></table></div>\n");
}

static void
put_lines(struct html *h, const struct block *k, const char *list, const char *class)
{
	if (k->text)
		put_element(h, "p", "caption", k->text);
	buf_printf(h->b, "<%s class=\"%s\">\n", list, class);
	for (size_t i = 0; i < k->lines; i++)
		put_element(h, "li", NULL, k->line[i]);
	buf_printf(h->b, "</%s>\n", list);
}

/* Anchors are those of the sections, in pages of --by with the number of the page before them. */
static void
put_anchor(struct html *h, unsigned page, const char *anchor)
{
	if (page > 1)
		buf_printf(h->b, "page%u%s", page, anchor ? "-" : "");
	buf_text(h->b, anchor ? anchor : "");
}

static void
put_heading(struct html *h, const struct block *k)
{
	if (h->in_section)
		put(h, "</section>\n");
	h->in_section = true;
	put(h, "<section id=\"");
	put_anchor(h, h->page, k->anchor);
	put(h, "\"><h2>");
	put_rich(h, k->text);
	put(h, "</h2>\n");
}

static void
put_title(struct html *h, const struct block *k)
{
	if (h->page == 1) {
		put_element(h, "h1", NULL, k->text);
		return;
	}
	put(h, "<h2 class=\"page\" id=\"");
	put_anchor(h, h->page, NULL);
	put(h, "\">");
	put_rich(h, k->text);
	put(h, "</h2>\n");
}

static void
put_chart(struct html *h, const struct block *k)
{
	struct chart_names names = { slice(k->text), word(h->r, W_COL_SHARE), word(h->r, W_COL_JUDGED) };
	if (!h->mail)
		chart_svg(h->b, k->chart, h->r->lang, &names, h->charts++ == 0);
	put_element(h, "p", "caption", k->text);
}

static void
put_block(struct html *h, const struct block *k)
{
	if (k->kind != BLOCK_ACTION)
		end_actions(h);
	switch (k->kind) {
	case BLOCK_TITLE:
		if (h->in_section)
			put(h, "</section>\n");
		h->in_section = false;
		h->page++;
		put_title(h, k);
		put_element(h, "p", "period", k->note);
		break;
	case BLOCK_LEAD:
		put_element(h, "p", "lead", k->text);
		break;
	case BLOCK_ACTION:
		put_action(h, k);
		break;
	case BLOCK_HEADING:
		put_heading(h, k);
		break;
	case BLOCK_TEXT:
		put_element(h, "p", NULL, k->text);
		break;
	case BLOCK_NOTE:
		put_element(h, "p", "note", k->text);
		break;
	case BLOCK_TABLE:
		put_table(h, k);
		break;
	case BLOCK_QUOTES:
		put_lines(h, k, "ul", "quotes");
		break;
	case BLOCK_LIST:
		put_lines(h, k, "ul", "list");
		break;
	case BLOCK_CHART:
		put_chart(h, k);
		break;
	case BLOCK_FOLD:
		h->fold = k->text;
		put(h, "<details><summary>");
		put_rich(h, k->text);
		put(h, "</summary>\n");
		break;
	case BLOCK_UNFOLD:
		put(h, "</details>\n");
		break;
	}
}

static void
put_blocks(struct html *h)
{
	const struct doc *d = &h->r->doc;
	bool folded = false;
	for (size_t i = 0; i < d->n; i++) {
		const struct block *k = &d->block[i];
		if (h->mail && k->kind == BLOCK_FOLD)
			folded = true;
		if (!folded)
			put_block(h, k);
		if (k->kind == BLOCK_UNFOLD)
			folded = false;
	}
	end_actions(h);
	if (h->in_section)
		put(h, "</section>\n");
}

/* A file's name as a relative address. */
static void
put_file(struct html *h, const char *name)
{
	put(h, "./");
	for (; *name; name++) {
		unsigned c = (unsigned char)*name;
		if ((c | 32) - 'a' < 26 || c - '0' < 10 || strchr("-._~", (int)c))
			buf_char(h->b, *name);
		else
			buf_printf(h->b, "%%%02X", c);
	}
}

static void
put_contents(struct html *h)
{
	const struct doc *d = &h->r->doc;
	unsigned page = 0;
	buf_printf(h->b, "<nav aria-label=\"%s\">", word(h->r, W_CONTENTS).p);
	for (size_t i = 0; i < d->n; i++) {
		const struct block *k = &d->block[i];
		page += k->kind == BLOCK_TITLE;
		/* sections of the whole, then the pages of --by */
		if (page == 1 ? k->kind != BLOCK_HEADING || !k->anchor : k->kind != BLOCK_TITLE)
			continue;
		put(h, "<a href=\"#");
		put_anchor(h, page, page == 1 ? k->anchor : NULL);
		put(h, "\">");
		put_rich(h, d->block[i].text);
		put(h, "</a> ");
	}
	for (size_t i = 0; i < h->r->links; i++) {
		put(h, "<a href=\"");
		put_file(h, h->r->link[i].file);
		put(h, "\">");
		put_rich(h, h->r->link[i].name.p);
		put(h, "</a> ");
	}
	put(h, "</nav>\n");
}

void
form_html(struct buf *b, const struct report *r, bool mail)
{
	struct html h = { .b = b, .r = r, .mail = mail };
	buf_printf(b, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", r->lang == LANG_ZH ? "zh-CN" : "en");
	put(&h, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
	html_text(b, slice(r->doc.title));
	put(&h, "</title>\n<style>\n");
	put(&h, page_style);
	put(&h, "</style>\n</head>\n<body>\n<main>\n");
	put_blocks(&h);
	if (!mail) {
		explore_html(b, r);
		receipts_html(b, r);
		put_contents(&h);
		put(&h, "</main>\n");
		buf_printf(b, "<dialog id=\"receipt\" aria-labelledby=\"receipt-id\"><h2 id=\"receipt-id\"></h2><p id=\"receipt-value\"></p>"
			      "<pre id=\"receipt-command\" tabindex=\"0\"></pre><p><button id=\"receipt-copy\">%s</button> "
			      "<button id=\"receipt-close\">%s</button></p></dialog>\n<script>\n",
		    word(r, W_COPY).p, word(r, W_CLOSE).p);
		put(&h, page_script);
		put(&h, explore_script);
		put(&h, "</script>\n");
	} else {
		put(&h, "</main>\n");
	}
	put(&h, "</body>\n</html>\n");
}
