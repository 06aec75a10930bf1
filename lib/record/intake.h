/* Exports as the row pipeline reads them: CSV, TSV, the record stream, PostgreSQL's COPY, JSON Lines and JSON documents.
 *
 * An intake is a struct format (format.h) that finds out at the start of each file what it is: format, encoding, delimiter, where the
 * header is. What is found depends on the file's first INTAKE_LOOK bytes only, never on how they came. One more thing
 * may be decided later: the encoding of a file that is ASCII so far, by the first 64 KiB from the first other byte on.
 *
 * Records come out as values, unescaped and in UTF-8; raw bytes, lines and offsets stay those of the file on disk. */
#ifndef FB_INTAKE_H
#define FB_INTAKE_H

#include "record/chunk.h"
#include "record/csv.h"
#include "record/format.h"
#include "record/jsonl.h"

enum { INTAKE_LOOK = 256 << 10 };

enum intake_kind {
	INTAKE_GUESS,
	INTAKE_CSV,
	INTAKE_TSV,             /* TABs and line ends separate, nothing is escaped */
	INTAKE_STREAM,          /* fb-stream(5) */
	INTAKE_PG,              /* COPY's text format: \N is empty, \b \f \v \ooo \xhh too */
	INTAKE_JSONL,
	INTAKE_JSON,            /* one document whose array holds the records */
};

struct intake_options {
	enum intake_kind kind;
	struct encoding encoding;       /* name empty: guess */
	char delimiter;                 /* of CSV; NUL: guess */
	uint64_t header_row;            /* 0: find it */
	const char *each;               /* JSON document: path of the array that holds the records; NULL: find it */
	const char *const *columns;     /* JSON: the members to read; no others are looked for */
	size_t ncolumns;
	bool names;                     /* the header is not in the file (--names) */
	void (*say)(const char *text);  /* told what is guessed late; may be NULL */
};

/* Some records from the start of the file, for guesses about columns. */
struct sample {
	struct arena arena;
	struct fb_str **row;            /* row[i][0 .. width[i]) */
	size_t *width, *end;            /* cells of each row, 0: blank or bad; offset of the byte after it */
	size_t rows, cap;
};

struct intake {
	struct format format;
	struct intake_options opt;
	/* What the file that is open is: */
	enum intake_kind kind;
	struct csvcut cut;              /* two_byte as encoding[0] has it */
	struct encoding encoding[2];    /* while ASCII so far, and as decided later */
	struct decoder loaded;          /* keeps the converter's module loaded, for the threads */
	_Atomic int decided;            /* index into encoding */
	bool pending;                   /* it is to be decided at the first byte that is not ASCII */
	bool cr;                        /* lines end with CR alone */
	const char *file;
	struct cols header;             /* as in the file, before names were cleaned */
	struct map index;               /* JSON: members by path */
	struct sample sample;
	struct buf told;                /* what was guessed, for people */
	struct map extra;               /* JSON: members that came after the columns were settled, and how often */
};

void intake_open(struct intake *in, const struct intake_options *opt);
void intake_close(struct intake *in);

/* A format's name (csv, tsv, stream, pg, jsonl, json): FB_EUSAGE. */
int intake_kind_named(enum intake_kind *kind, const char *name, struct fb_err *e);
const char *intake_kind_name(enum intake_kind kind);

/* Read rows of p[0 .. n) as in->kind, in->cut and in->encoding say, until `most` are read, into *s. Rows of any number of fields. Used for
 * guessing. */
void intake_rows(struct intake *in, const char *p, size_t n, bool whole, size_t most, struct sample *s);
void sample_free(struct sample *s);

/* detect.c: find out what the file is; format.h's header(). */
int intake_header(void *self, const char *file, const char *p, size_t n, bool whole, size_t *used, struct cols *in,
    struct fb_err *e);

#endif
