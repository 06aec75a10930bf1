/* The row pipeline: operands or standard input, cut into records, through a row function on some threads, out in order.
 *
 *     reader ──blocks──▶ workers: split, check, row() ──▶ writer: seq(), messages, rejects, output, in stream order
 *
 * All that filters have in common lives here and nowhere else: headers, escapes, refused records, rejects, statuses,
 * -o, flushing when the next read would block, threads. A worker thread is started only when a full block waits; with one
 * job everything runs on the caller's thread. Output does not depend on the number of threads or on how the input
 * came (block borders never show).
 *
 * Filter functions, in the order they are called; all but row and bind may be NULL:
 *
 *   bind      once the header is known; nothing is written yet. `in` are the input's columns. A filter of SHAPE_APPEND
 *             adds its columns to `add`; SHAPE_NEW puts the whole new header there; SHAPE_RAW leaves it empty. It may
 *             still set row and seq of its own struct filter to NULL: clean blocks are then passed on at the speed of memory.
 *   begin     once, after the first bind; SHAPE_RAW only: what comes before the records goes to out->b.
 *   worker    once for each thread, on that thread: scratch, match data, caches.
 *   row       for each record, on any thread. Append one field for each column in `add` (out_value …), or, with SHAPE_RAW,
 *             any bytes to out->b. Returns 0; FB_REFUSE with *e saying why (the record is reported and kept out); FB_DROP
 *             (left out silently: only where that is the filter's job); or an error, which ends the run.
 *   seq       for each record that row passed, on one thread, in stream order, after row. For windows and totals. It sees
 *             what row appended in o->b and may append further fields, or edit there; returns as row does.
 *   calm      before each seq, on the same thread: true where the record stays as row made it; seq is not called for it then. Not for
 *             SHAPE_RAW. It spares most records the way through seq's hands.
 *   refused   told of each record that is refused, on one thread, in stream order: file, line and reason.
 *   end       after the last record, on one thread; whole-stream programs write here (SHAPE_RAW), to out->b.
 *   unworker  for each thread's scratch, after the last record and before end, on the calling thread: merge counts here.
 *
 * In seq, o->b begins with the TAB before its first field; row.f is valid for the record stream and NULL for other formats. A filter without row passes records on as they are. */
#ifndef FB_PIPELINE_H
#define FB_PIPELINE_H

#include "base/file.h"
#include "base/msg.h"
#include "base/opt.h"
#include "record/row.h"

enum shape {
	SHAPE_APPEND,   /* the record as it came, and added columns */
	SHAPE_NEW,      /* only the columns in `add` */
	SHAPE_RAW,      /* whatever row, seq and end append; no header */
};

struct format;          /* how bytes become records; record/format.h. NULL: the record stream */

struct filter {
	const char *const *need, *const *maybe;         /* NULL-ended lists of column names, or NULL */
	int (*bind)(void *job, const struct cols *in, struct cols *add, struct fb_err *e);
	int (*begin)(void *job, struct out *o, struct fb_err *e);
	void *(*worker)(void *job);
	int (*row)(void *job, void *w, struct row *r, struct out *o, struct fb_err *e);
	int (*seq)(void *job, struct row *r, struct out *o, struct fb_err *e);
	bool (*calm)(void *job, struct row *r);
	void (*refused)(void *job, const char *file, uint64_t line, const char *why);
	int (*end)(void *job, struct out *o, struct fb_err *e);
	void (*unworker)(void *job, void *w);
	enum shape shape;
	bool align;             /* operands may have their columns in another order, or others: bound anew by name for each */
	const char *bare;       /* with align: an operand that may lack need[0]; NULL: none may */
	bool all_columns;       /* f[] holds all the input's columns, in order; need and maybe are not used */
	size_t note;            /* bytes of row.note; 0: none */
	const struct format *format;
	enum outfile_kind kind; /* of a new output file */
};

/* What the user said; zero-initialise, then stream_opts fills stream_args. */
struct stream {
	char **file;            /* operands; "-" is standard input */
	size_t files;           /* 0: standard input */
	const char *output;     /* -o */
	uint64_t jobs;          /* -j, for par_jobs */
	struct opt_list names;  /* --names */
	const char *rejects;    /* --rejects */
	uint64_t max_bad;       /* --max-bad */
	bool strict, quiet, progress;
	bool replace;           /* an added column that is there already is replaced in its place */
	bool no_rename;         /* the program has no --as to point at */
	enum msg_color color;
	uint64_t limit;         /* bytes of a record; 0: 1 MiB */
};

/* The options that every filter shares, set into stream_args. */
extern struct stream stream_args;
extern const struct opt stream_opts[];

/* Run: 0; 1 where more than max_bad records were refused (reported on standard error); or FB_E… with *e. */
int pipeline_run(const struct filter *f, void *job, const struct stream *s, struct fb_err *e);

/* The operands are argv[first] …, and all options are read: from here on only what they name is written (base/sandbox.h). */
void stream_operands(int argc, char **argv, int first);

/* The end of main in a filter: run with the operands argv[first] …, report the error, give the exit status. */
int pipeline_main(const struct filter *f, void *job, int argc, char **argv, int first);

#endif
