/* The report as Markdown, and as a WeCom (企业微信) robot's message. See report_inside.h.
 *
 * WeCom: {"msgtype":"markdown","markdown":{"content":…}} for curl, the content at most 4,096 bytes of UTF-8, of a subset of
 * Markdown: headings, bold, quotes, <font color="warning|info|comment"> (developer.work.weixin.qq.com, 群机器人配置说明).
 * Whole lines go in while they fit: the headline, the first actions, what is to be done and the numbers. Where one does not, nothing comes
 * after it, so that no line in the middle is missing; a list leaves room for the numbers, and says how many lines it leaves out. */
#include <stdio.h>

#include "base/num.h"
#include "desk/report_inside.h"

/* Text of a Markdown line: what would be markup is escaped. */
static void
md_text(struct buf *b, struct fb_str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (strchr("\\`*_[]<>|#", s.p[i]))
			buf_char(b, '\\');
		buf_char(b, s.p[i]);
	}
}

static void
md_rich(struct buf *b, const char *text, bool wecom)
{
	struct fb_str rich = slice(text);
	const char *close[16];
	size_t depth = 0;
	for (struct rich_piece p; rich_next(&rich, &p);) {
		if (!p.mark && wecom)
			buf_slice(b, p.text);
		else if (!p.mark)
			md_text(b, p.text);
		else if (p.mark == RICH_END && depth)
			buf_text(b, close[--depth]);
		if (p.mark != RICH_FIGURE && p.mark != RICH_STRONG && p.mark != RICH_FAINT)
			continue;
		if (depth == sizeof close / sizeof *close)
			continue;
		const char *mark = p.mark == RICH_STRONG ? "**" : p.mark == RICH_FAINT && !wecom ? "*" : "";
		buf_text(b, mark);
		close[depth++] = mark;
	}
}

static void
md_line(struct buf *b, const char *before, const char *text, const char *after)
{
	buf_text(b, before);
	md_rich(b, text, false);
	buf_text(b, after);
}

static void
md_table(struct buf *b, const struct block *k)
{
	for (size_t i = 0; i < k->columns; i++)
		if (!k->column[i].bar)
			md_line(b, "| ", k->column[i].title, " ");
	buf_text(b, "|\n");
	for (size_t i = 0; i < k->columns; i++)
		if (!k->column[i].bar)
			buf_text(b, k->column[i].number ? "|---:" : "|---");
	buf_text(b, "|\n");
	for (size_t i = 0; i < k->cells; i++) {
		if (!k->column[i % k->columns].bar)
			md_line(b, "| ", k->cell[i], " ");
		if ((i + 1) % k->columns == 0)
			buf_text(b, "|\n");
	}
	buf_char(b, '\n');
}

static void
md_block(struct buf *b, const struct block *k, unsigned *rank)
{
	switch (k->kind) {
	case BLOCK_TITLE:
		*rank = 0;
		md_line(b, "# ", k->text, "\n\n");
		md_line(b, "", k->note, "\n\n");
		break;
	case BLOCK_LEAD:
		buf_text(b, "**");
		struct buf plain = { 0 };
		rich_plain(&plain, slice(k->text));
		md_text(b, buf_str(&plain));
		buf_free(&plain);
		buf_text(b, "**\n\n");
		break;
	case BLOCK_HEADING:
		md_line(b, "## ", k->text, "\n\n");
		break;
	case BLOCK_ACTION:
		buf_printf(b, "%u. **", ++*rank);
		md_rich(b, k->text, false);
		md_line(b, "** (", k->note, ")  \n");
		for (size_t i = 0; i < k->lines; i++)
			md_line(b, "   ", k->line[i], i + 1 < k->lines || k->quote ? "  \n" : "\n");
		if (k->quote)
			md_line(b, "   ", k->quote, "\n");
		buf_char(b, '\n');
		break;
	case BLOCK_TABLE:
		md_table(b, k);
		break;
	case BLOCK_QUOTES:
	case BLOCK_LIST:
		if (k->text)
			md_line(b, "**", k->text, "**\n\n");
		for (size_t i = 0; i < k->lines; i++)
			md_line(b, k->kind == BLOCK_QUOTES ? "> " : "- ", k->line[i], k->kind == BLOCK_QUOTES ? "\n>\n" : "\n");
		buf_char(b, '\n');
		break;
	case BLOCK_CHART:
	case BLOCK_TEXT:
	case BLOCK_NOTE:
		md_line(b, "", k->text, "\n\n");
		break;
	case BLOCK_FOLD:
	case BLOCK_UNFOLD:
		break;
	}
}

void
form_md(struct buf *b, const struct doc *d)
{
	unsigned rank = 0, fold = 0;
	for (size_t i = 0; i < d->n; i++) {
		fold += d->block[i].kind == BLOCK_FOLD;
		if (!fold)
			md_block(b, &d->block[i], &rank);
		fold -= d->block[i].kind == BLOCK_UNFOLD;
	}
	while (b->n > 1 && b->p[b->n - 1] == '\n' && b->p[b->n - 2] == '\n')
		b->n--;
}

/* ---- WeCom ---- */

enum { WECOM_BYTES = 4096, BEHIND_LIST = 640 };

struct message {
	const struct doc *d;
	struct buf b;
	bool full;              /* a line did not fit */
	unsigned rank;
};

/* A line goes in whole or not at all; room: bytes to leave. */
static bool
wecom_fits(struct message *m, const char *before, const char *text, const char *after, size_t room)
{
	size_t from = m->b.n;
	buf_text(&m->b, before);
	md_rich(&m->b, text, true);
	buf_text(&m->b, after);
	buf_char(&m->b, '\n');
	if (!m->full && m->b.n + room <= WECOM_BYTES)
		return true;
	m->b.n = from;
	return false;
}

static void
wecom_line(struct message *m, const char *before, const char *text, const char *after)
{
	m->full = !wecom_fits(m, before, text, after, 0);
}

static void
wecom_list(struct message *m, const struct block *k)
{
	size_t i = 0;
	if (k->text)
		wecom_line(m, "**", k->text, "**");
	while (i < k->lines && wecom_fits(m, "", k->line[i], "", BEHIND_LIST))
		i++;
	if (i < k->lines) {
		char left_out[64];
		snprintf(left_out, sizeof left_out, m->d->lang == LANG_ZH ? "另有%zu条，见报告页" : "and %zu more: see the page", k->lines - i);
		wecom_line(m, "<font color=\"comment\">", left_out, "</font>");
	}
}

static void
wecom_block(struct message *m, const struct block *k)
{
	struct buf line = { 0 };
	switch (k->kind) {
	case BLOCK_TITLE:
		wecom_line(m, "# ", k->text, "");
		wecom_line(m, "<font color=\"comment\">", k->note, "</font>");
		break;
	case BLOCK_LEAD:
		rich_plain(&line, slice(k->text));
		wecom_line(m, "**", buf_cstr(&line), "**");
		break;
	case BLOCK_ACTION:
		buf_printf(&line, "%u %s**  <font color=\"info\">%s</font>", ++m->rank, k->text, k->note);
		wecom_line(m, "**", buf_cstr(&line), "");
		for (size_t i = 0; i < k->lines; i++)
			wecom_line(m, "", k->line[i], "");
		if (k->quote)
			wecom_line(m, "> ", k->quote, "");
		break;
	case BLOCK_HEADING:
		wecom_line(m, "## ", k->text, "");
		break;
	case BLOCK_TEXT:
		wecom_line(m, "", k->text, "");
		break;
	case BLOCK_NOTE:
		wecom_line(m, "<font color=\"comment\">", k->text, "</font>");
		break;
	case BLOCK_LIST:
		wecom_list(m, k);
		break;
	default:
		break;
	}
	buf_free(&line);
}

/* Whether a section is part of the message: those that a manager reads first. */
static bool
in_message(const char *anchor)
{
	static const char *const first[] = { "first", "to-do", "numbers", "promises", "measures" };
	bool found = false;
	for (size_t i = 0; i < sizeof first / sizeof *first; i++)
		found = found || strcmp(anchor, first[i]) == 0;
	return found;
}

void
form_wecom(struct buf *b, const struct doc *d)
{
	struct message m = { .d = d };
	unsigned fold = 0;
	size_t before = 0, behind = 0;  /* the last heading */
	for (size_t i = 0; i < d->n; i++) {
		const struct block *k = &d->block[i];
		if (k->kind == BLOCK_HEADING && !in_message(k->anchor))
			break;
		if (k->kind == BLOCK_HEADING)
			before = m.b.n;
		fold += k->kind == BLOCK_FOLD;
		if (!fold)
			wecom_block(&m, k);
		fold -= k->kind == BLOCK_UNFOLD;
		if (k->kind == BLOCK_HEADING)
			behind = m.b.n;
	}
	if (m.b.n == behind) /* no room for what it heads */
		m.b.n = before;
	m.b.n -= m.b.n > 0;
	buf_text(b, "{\"msgtype\":\"markdown\",\"markdown\":{\"content\":");
	json_text(b, buf_str(&m.b));
	buf_text(b, "}}\n");
	buf_free(&m.b);
}
