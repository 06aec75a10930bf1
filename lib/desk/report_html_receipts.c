/* The receipts of the HTML page: a table of every figure and the command that counts it. See report_inside.h. */
#include <stdlib.h>

#include "base/num.h"
#include "base/sort.h"
#include "desk/report_inside.h"

struct ordered {
	const struct figure *f;
	size_t at;
};

static int
by_id(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;
	return slice_cmp(slice(x->f->id), slice(y->f->id));
}

/* Counts as the page has them; a share with the two counts that its commands print. */
static void
put_value(struct buf *b, const struct figure *f)
{
	if (f->kind == FIGURE_COUNT) {
		count_write(b, f->num);
		return;
	}
	if (f->kind == FIGURE_SHARE) {
		count_write(b, f->num);
		buf_text(b, " / ");
		count_write(b, f->den);
		buf_text(b, " = ");
	}
	num_fixed(b, f->value, f->decimals);
}

/* The functions that the commands call, each in an element of its own: the dialog takes the one it needs. */
static void
put_functions(struct buf *b, const struct report *r, struct fb_str calls)
{
	buf_printf(b, "<p class=\"note\">%s</p>\n", word(r, W_RECEIPT_FUNCTIONS).p);
	for (size_t i = 0; i < RECEIPT_FUNCTIONS; i++) {
		struct buf made = { 0 }, call = { 0 };
		buf_printf(&call, "%s %c", receipt_function(&made, r, i, calls), RECEIPT_QUOTE(i));
		if (memmem(calls.p, calls.n, call.p, call.n)) {
			buf_printf(b, "<pre id=\"receipt-%.*s\">", (int)call.n - 2, call.p);
			html_words(b, buf_str(&made));
			buf_text(b, "</pre>\n");
		}
		buf_free(&made);
		buf_free(&call);
	}
}

/* Words with a count. */
static void
put_filled(struct buf *b, const struct report *r, enum word w, size_t count)
{
	struct buf n = { 0 };
	count_write(&n, count);
	struct fb_str arg = buf_str(&n);
	words_fill(b, word(r, w).p, &arg, 1);
	buf_free(&n);
}

void
receipts_html(struct buf *b, const struct report *r)
{
	const struct doc *d = &r->doc;
	struct ordered *o = xcalloc(d->figures, sizeof *o);
	struct buf calls = { 0 };
	size_t *end = xcalloc(d->figures, sizeof *end), from = 0;
	for (size_t i = 0; i < d->figures; i++)
		o[i] = (struct ordered){ &d->figure[i], i };
	sort_items(o, d->figures, sizeof *o, by_id);
	for (size_t i = 0; i < d->figures; i++) {
		figure_call(&calls, r, o[i].f);
		end[i] = calls.n;
	}
	buf_printf(b, "<section id=\"receipts\"><h2>%s</h2>\n<p class=\"note script\">%s</p>\n<details><summary>",
	    word(r, W_RECEIPTS).p, word(r, W_RECEIPT_CLICK).p);
	put_filled(b, r, W_RECEIPT_ALL, d->figures);
	buf_text(b, "</summary>\n");
	put_functions(b, r, buf_str(&calls));
	buf_printf(b, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"%s\"><table><caption>%s</caption>\n<thead><tr>"
			 "<th scope=\"col\">%s</th><th scope=\"col\" class=\"r\">%s</th><th scope=\"col\">%s</th></tr></thead>\n<tbody>\n",
	    word(r, W_RECEIPTS).p, word(r, W_RECEIPTS).p, word(r, W_COL_FIGURE).p, word(r, W_COL_VALUE).p,
	    word(r, W_COL_COMMAND).p);
	for (size_t i = 0; i < d->figures; from = end[i++]) {
		buf_printf(b, "<tr id=f%zu><th scope=row>", o[i].at);
		html_words(b, slice(o[i].f->id));
		buf_text(b, "<td>");
		put_value(b, o[i].f);
		buf_text(b, "<td><code>");
		html_words(b, (struct fb_str){ calls.p + from, end[i] - from });
		buf_text(b, "</code>\n");
	}
	buf_printf(b, "</tbody></table></div></details></section>\n<p class=\"note paper\">%s</p>\n", word(r, W_ON_PAPER).p);
	buf_free(&calls);
	free(end);
	free(o);
}
