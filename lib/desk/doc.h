/* A report as a document: blocks of text, tables, charts and quotes, and the figures in them, before it has a form.
 *
 * Sections (section_*.c) append blocks; one file per form (form_*.c) writes them out. Text in blocks is "rich": UTF-8 with marks,
 * single control bytes that no value can hold (values are cleaned on their way in):
 *
 *     RICH_FIGURE n RICH_SHOW text RICH_END       a figure, n its index in decimal, and how it is shown
 *     RICH_STRONG … RICH_END, RICH_FAINT … RICH_END       weight
 *     RICH_BAR a,b,c RICH_END     a bar of the shares of negative, neutral and positive, for the eye: the numbers stand beside it
 *     RICH_HEAT d RICH_END        the cell it stands in is coloured by d, 0 … 9
 *
 * Figures have an id that stays the same from day to day ("topic.playback.negative"): receipts and JSON go by it. */
#ifndef FB_DOC_H
#define FB_DOC_H

#include "desk/labels.h"
#include "desk/tally.h"

enum {
	RICH_FIGURE = 0x01, RICH_SHOW = 0x02, RICH_END = 0x03, RICH_STRONG = 0x0e, RICH_FAINT = 0x0f, RICH_BAR = 0x10,
	RICH_HEAT = 0x11,
};

enum figure_kind {
	FIGURE_COUNT,           /* num, records where `of` holds */
	FIGURE_SHARE,           /* num / den, `in` being the condition of den; Wilson's interval */
	FIGURE_MEAN,            /* of a numeric dimension over the num records where `of` holds */
	FIGURE_DERIVED,         /* computed from others, as `how` says */
};

struct figure {
	char *id;
	enum figure_kind kind;
	double value, lo, hi;   /* shares and parts of shares as fractions; lo > hi: no interval */
	uint64_t num, den;
	struct cond of, in;
	enum dim mean;
	char *how;              /* FIGURE_DERIVED: a formula over [ids], or words; owned */
	int decimals;           /* of value in JSON and TSV */
};

enum block_kind {
	BLOCK_TITLE,            /* text; note: the period */
	BLOCK_LEAD,             /* the sentence that says it all */
	BLOCK_ACTION,           /* text: what; note: owner; line[]: counts, a measure perhaps, counterfactual; quote */
	BLOCK_HEADING,          /* text; level 2 or 3 */
	BLOCK_TEXT,             /* a paragraph */
	BLOCK_NOTE,             /* a paragraph of lesser weight */
	BLOCK_TABLE,            /* text: caption; column[], cell[] */
	BLOCK_QUOTES,           /* text: caption; line[]: quotes, as "quote RICH_FAINT who, when RICH_END" */
	BLOCK_LIST,             /* text: caption; line[] */
	BLOCK_CHART,            /* chart; text: its title and what it shows, in words */
	BLOCK_FOLD,             /* text: summary; what follows up to BLOCK_UNFOLD may be folded away */
	BLOCK_UNFOLD,
};

struct doc_column {
	char *title;            /* rich */
	bool number;            /* aligned right */
	bool bar;               /* holds a RICH_BAR */
};

struct block {
	enum block_kind kind;
	int level;
	char *text, *note, *quote;      /* rich; NULL: none */
	char *anchor;           /* of a heading */
	char **line;
	size_t lines, lines_cap;
	struct doc_column *column;
	size_t columns, columns_cap;
	char **cell;            /* row-major, cells / columns rows */
	size_t cells, cells_cap;
	struct chart *chart;
};

struct doc {
	enum lang lang;
	char *title;            /* plain, of the page and the mail */
	char *subject;          /* the headline, plain */
	struct block *block;
	size_t n, cap;
	struct figure *figure;
	size_t figures, figures_cap;
	struct map index;       /* figure id → index */
};

void doc_free(struct doc *d);

/* Append a block; text (rich, may be NULL) is copied. Valid until the next one. */
struct block *doc_block(struct doc *d, enum block_kind kind, struct fb_str text);
struct block *doc_heading(struct doc *d, int level, const char *anchor, const char *text);
void block_line(struct block *b, struct fb_str rich);
void block_column(struct block *b, const char *title, bool number);
void block_cell(struct block *b, struct fb_str rich);

/* The figure's index; the id is copied. An id that is there already must be the same figure: its index is returned. */
size_t doc_figure(struct doc *d, const struct figure *f);
const struct figure *doc_find(const struct doc *d, const char *id);

/* Append to rich text: a value, cleaned of control bytes and with escapes resolved to blanks; and the marks. */
void rich_value(struct buf *b, struct fb_str as_written);
void rich_figure(struct buf *b, size_t index, const char *shown);
void rich_strong(struct buf *b, struct fb_str rich);
void rich_faint(struct buf *b, struct fb_str rich);

/* Reading rich text: the next piece of *s, which is moved behind it; false at the end. */
struct rich_piece {
	int mark;               /* 0 plain text; else one of RICH_…; RICH_END closes the innermost */
	struct fb_str text;     /* plain: the text; RICH_BAR, RICH_HEAT: their argument (their RICH_END is consumed) */
	size_t figure;          /* RICH_FIGURE (RICH_SHOW is consumed; RICH_END comes after the shown text) */
};
bool rich_next(struct fb_str *s, struct rich_piece *p);
/* Without marks; bars and heat vanish. */
void rich_plain(struct buf *b, struct fb_str rich);

#endif
