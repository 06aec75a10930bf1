/* What the sections and forms of the report share; not for anyone else. See report.h. */
#ifndef FB_REPORT_INSIDE_H
#define FB_REPORT_INSIDE_H

#include <math.h>

#include "base/mem.h"
#include "desk/chart.h"
#include "desk/doc.h"
#include "desk/report.h"
#include "desk/report_words.h"
#include "desk/stats.h"
#include "record/date.h"
#include "record/jsontext.h"

/* Codes that tally_init gives the sentiments. */
enum { SENTIMENT_NEGATIVE = 1, SENTIMENT_NEUTRAL, SENTIMENT_POSITIVE };

enum form { FORM_TERM, FORM_HTML, FORM_MAIL, FORM_WECOM, FORM_TSV, FORM_MD, FORM_JSON, FORMS };

enum { FEW = 20 };              /* fewer judged records or complaints are a small sample */

/* Days of the covered period that were worse than the others: Kulldorff's scan, see report_unusual.c. */
struct stretch {
	struct period days;       /* empty: none found */
	double p;
};

/* Something that people complain about: negative records of a topic or cluster, perhaps of one product. */
struct problem {
	enum dim dim;           /* DIM_TOPIC, DIM_CLUSTER or DIM_PRODUCT */
	uint32_t code, product; /* product 0: of all products */
	struct cond where;      /* negative and of this problem; days not set */
	uint64_t now, then;     /* complaints in the period, and in the one before */
	uint64_t bad;           /* complaints in the bad stretch */
	double more;            /* complaints that came on top, at least: lower end of a 99.9 % interval */
	double p;               /* of the change */
	bool stands_out;        /* it grew: after correction for all problems, and by enough to matter */
	int32_t since;          /* day on which it began; DAY_NONE: it did not begin in this period */
	unsigned running;       /* periods in a row, this one included, with at least half as many complaints */
};

struct report {
	const struct report_options *o;
	struct tally *t;
	const struct labels *labels;
	enum lang lang;
	enum unit unit;
	struct period now, then;  /* covered days (PERIOD_ALL: every record, dated or not); compared with */
	struct period days;       /* now, or from the first to the last day there is; empty where nothing is dated */
	bool compare;           /* there are records in then */
	bool all_rows;          /* figures of every row of a table, shown or not: for the forms that list them, alerts and receipts */
	struct cond base;       /* the value of --by; days not set */
	uint32_t by;            /* its code */
	char *scope;            /* what figure ids begin with: "" or "product.X." */
	struct doc doc;
	struct arena text;      /* of strings in the making */
	struct stretch bad;
	bool unusual_now;       /* a point of the chart within the period is unusual */
	struct problem *problem;
	size_t problems;
	struct buf explore;     /* JSON of the page's filter; empty: none */
	struct chart *chart;    /* owned by the document once it is placed */
	struct left {
		enum word section;
		const char *column;     /* that is missing; NULL: there is no record with a date */
	} *left_out;
	size_t left, left_cap;
	struct page_link {              /* to a file beside this one: of --split */
		char *file;
		struct fb_str name;     /* rich */
	} *link;
	size_t links, links_cap;
};

/* One run of the program. */
struct report_job {
	struct buf *note;               /* what to say on standard error afterwards */
	const struct report_options *o;
	const char *output;             /* -o */
	enum msg_color color;
	enum form form;
	enum lang lang;
	enum unit unit;
	bool last_year;                 /* --against */
	bool quiet;                     /* read only: the first of a receipt's two passes */
	struct date now;                /* --now */
	struct tally tally;
	struct labels labels;
};

/* Read the operands into j->tally and call report_finish at the end, unless quiet. */
int report_read(struct report_job *j, const struct stream *s, struct fb_err *e);
/* All is read: build, write to *out, look at alerts (FB_ELOOK). */
int report_finish(struct report_job *j, struct buf *out, struct fb_err *e);
/* The same without writing: the document of all pages (those of --split are written). *rc is 0 or an error. */
struct report report_pages(struct report_job *j, int *rc, struct fb_err *e);
struct report report_new(struct report_job *j);
int report_build(struct report *r, struct fb_err *e);   /* all sections of one page */
void report_free(struct report *r);

void report_write(const struct report_job *j, const struct report *r, struct buf *out);  /* in the form that was asked for */

/* ---- report_use.c: FB_EUSAGE where an option has no effect beside the others; the form is chosen ---- */
int report_check_use(const struct report_job *j, const struct stream *s, struct fb_err *e);
/* Files that are among the operands more than once. */
void report_note_twice(const struct stream *s, struct buf *note);

/* ---- --explain: report_explain.c ---- */
int explain_run(struct report_job *j, const struct stream *s, struct fb_err *e);

/* ---- alerts: report_alert.c ---- */
int alerts_check(const struct opt_list *alert, struct fb_err *e);       /* their syntax: FB_EUSAGE */
int alerts_look(struct report *r, const struct opt_list *alert, struct fb_err *e);      /* 0, or FB_ELOOK with the line to say */

/* ---- parts: report_partial.c ---- */
int partial_write(const struct tally *t, const char *path, struct fb_err *e);
int partial_run(struct report_job *j, const struct stream *s, struct fb_err *e);

/* ---- report_figures.c: words and numbers; all results live in r->text ---- */
struct fb_str keep(struct report *r, struct buf *b);            /* takes b over */
struct fb_str say(struct report *r, enum word w, const struct fb_str *arg, size_t n);
#define SAY(r, w, ...) \
	say(r, w, (const struct fb_str[]){ __VA_ARGS__ }, sizeof((const struct fb_str[]){ __VA_ARGS__ }) / sizeof(struct fb_str))
struct fb_str word(const struct report *r, enum word w);
struct fb_str english(enum word w);     /* as the program itself speaks */
struct fb_str join(struct report *r, enum word glue, const struct fb_str *part, size_t n);      /* empty parts are skipped */
struct fb_str text(struct report *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct fb_str strong(struct report *r, struct fb_str rich);
struct fb_str faint(struct report *r, struct fb_str rich);
struct fb_str day_words(struct report *r, int32_t day);
struct fb_str period_words(struct report *r, struct period s);
struct fb_str value_name(struct report *r, enum dim d, uint32_t code);  /* as shown; W_MISSING for 0 */
/* For figure ids, one for each value: bytes that have a meaning there, such as the dot, are written %2E. */
struct fb_str value_id(struct report *r, enum dim d, uint32_t code);
void count_write(struct buf *b, uint64_t n);    /* 1,284 */
struct fb_str count_text(struct report *r, uint64_t n);
struct fb_str share_text(struct report *r, double share, double of);    /* 31 %, with a decimal where `of` is 2,000 or more */
struct fb_str interval_text(struct report *r, double lo, double hi, int decimals);     /* (28–34), with a blank before it in English */
struct fb_str points_text(struct report *r, int64_t tenths);    /* +7.0 */
struct fb_str signed_text(struct report *r, int64_t n);         /* +61, −3 */
int64_t rounded(double x);                                      /* half away from zero */

struct cond all_in(const struct report *r, struct period days);           /* every record */
struct cond heard_in(const struct report *r, struct period days);         /* with a text that a customer wrote (all where the stream has no text) */
struct cond judged_in(const struct report *r, struct period days);        /* … that have a sentiment */
struct cond negative_in(const struct report *r, struct period days);
bool knows_overdue(const struct report *r);
struct cond overdue_in(struct cond c);          /* due has passed; not closed, or where nobody says so, not answered */

/* Figures, as rich text; the id is r->scope and the formatted one. */
struct fb_str count_of(struct report *r, struct cond c, const char *id, ...) __attribute__((format(printf, 3, 4)));
/* other: the denominator of the share that stands beside it, which has the same decimals. */
struct fb_str share_beside(struct report *r, struct cond num, struct cond den, double other, bool interval, const char *id, ...)
	__attribute__((format(printf, 6, 7)));
#define share_of(r, num, den, ...) share_beside(r, num, den, HUGE_VAL, __VA_ARGS__)
struct fb_str mean_of(struct report *r, struct cond c, enum dim d, const char *id, ...) __attribute__((format(printf, 4, 5)));
/* how: a formula over [ids], or in words. */
struct fb_str derived(struct report *r, double value, struct interval i, int decimals, struct fb_str shown, struct fb_str how,
    const char *id, ...) __attribute__((format(printf, 7, 8)));
#define NO_INTERVAL ((struct interval){ 1, 0 })
/* "[scope.id]" for formulas. */
struct fb_str ref(struct report *r, const char *id, ...) __attribute__((format(printf, 2, 3)));

void left_out(struct report *r, enum word section, const char *column);
bool has(const struct report *r, enum column c);

/* ---- what is computed before sections are written ---- */
void unusual_find(struct report *r);            /* report_unusual.c: r->bad, r->chart */
void problems_find(struct report *r);           /* report_problems.c */
size_t first_actions(const struct report *r);   /* how many the page begins with */
struct fb_str problem_name(struct report *r, const struct problem *p);
struct fb_str problem_id(struct report *r, const struct problem *p);
struct fb_str problem_owner(struct report *r, const struct problem *p); /* display name, empty where nobody */

/* ---- sections, in the order of the page ---- */
void section_head(struct report *r);            /* report_head.c: title, lead, actions */
void section_to_do(struct report *r);           /* report_service.c: on a page of one department */
void section_numbers(struct report *r);         /* report_numbers.c */
void section_why(struct report *r);             /* report_why.c */
void section_promises(struct report *r);        /* report_service.c */
int section_measures(struct report *r, struct fb_err *e);       /* report_measures.c: FB_ENOINPUT, FB_ECONFIG */
void section_time(struct report *r);            /* report_tables.c */
void section_new(struct report *r);             /* report_problems.c: problems without complaints before */
void section_tables(struct report *r);
void section_departments(struct report *r);     /* report_service.c */
void section_ratings(struct report *r);         /* report_ratings.c */
void section_surveys(struct report *r);         /* report_service.c */
void section_quotes(struct report *r);          /* report_quotes.c */
void section_doubt(struct report *r);           /* report_doubt.c */
void section_end(struct report *r);             /* report_end.c: data, method, left out */

/* Up to n quotes of a list, telling ones that differ, each as rich text with who and when. */
struct fb_str work_words(struct report *r, const struct kept *i);       /* a line of a work list */
void list_work(struct report *r, const struct list *l);
void fold_work(struct report *r, const struct list *l, struct fb_str title);   /* a work list that opens below its title */
size_t quotes_pick(struct report *r, const struct list *l, uint32_t product, size_t n, struct fb_str *out);

/* ---- the page's filter: report_explore.c ---- */
void explore_make(struct report *r);            /* r->explore, from the whole page's counts */
void explore_html(struct buf *b, const struct report *r);
extern const char explore_script[];

/* ---- receipts: report_receipt.c ---- */
void cond_sql(struct buf *b, const struct tally *t, const struct cond *c);      /* a WHERE clause without WHERE */
void term_number(struct buf *b, double x);      /* as SQL and awk have it */
bool term_lacks(const struct tally *t, const struct cond_term *m);      /* it asks for a column that no file has: empty everywhere */
bool term_implied(const struct cond *c, size_t i);      /* by another one: not this value, where another is asked for */

/* ---- report_command.c ---- */
void figure_command(struct buf *b, const struct report *r, const struct figure *f);     /* a shell command that prints it */
/* The same by a call of a shell function for each count; what is derived has its formula. */
void figure_call(struct buf *b, const struct report *r, const struct figure *f);
void receipt_command(struct buf *b, const struct report *r);    /* fb-report --receipt, with this report's options and files */
enum { RECEIPT_FUNCTIONS = 3 };
#define RECEIPT_QUOTE(which) ((which) == RECEIPT_FUNCTIONS - 1 ? '"' : '\'')  /* with which a call's condition begins: SQL has single ones */
/* Append the definition of one of these functions, good for the calls given, and return its name. */
const char *receipt_function(struct buf *b, const struct report *r, size_t which, struct fb_str calls);

int receipt_run(struct report_job *j, const struct stream *s, struct fb_err *e);        /* --receipt: two passes */

/* ---- forms ---- */
void form_term(struct buf *b, const struct doc *d, size_t width, bool color);
void form_html(struct buf *b, const struct report *r, bool mail);        /* mail: no script, SVG or folding */
void receipts_html(struct buf *b, const struct report *r);       /* report_html_receipts.c */
void form_mail(struct buf *b, const struct report *r);
void form_wecom(struct buf *b, const struct doc *d);
void form_md(struct buf *b, const struct doc *d);
void form_tsv(struct buf *b, const struct report *r);
void form_json(struct buf *b, const struct report *r);

#endif
