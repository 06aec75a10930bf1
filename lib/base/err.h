/* Errors: what went wrong, where, and the exit status that says so.
 *
 * A library function that can fail returns 0 or one of the negative codes below and fills a struct fb_err.
 * The code is the negated exit status of the program that meets it (sysexits' numbers). Nothing in lib/ prints or
 * exits for an error, out of memory (mem.h) and the row pipeline's reports of refused records aside. */
#ifndef FB_ERR_H
#define FB_ERR_H

#include <stdint.h>

enum {
	FB_REFUSE = 1,      /* not an error of the run: this record is refused, the run goes on */
	FB_DROP = 2,        /* this record is left out on purpose (a selecting filter) */
	FB_ELOOK = -3,      /* done, and a check says look */
	FB_EUSAGE = -2,     /* wrong command line */
	FB_EDATA = -65,     /* bad data or model */
	FB_ENOINPUT = -66,  /* no such input, or a directory */
	FB_EBUG = -70,      /* fb is wrong */
	FB_ENOMEM = -71,
	FB_ECREATE = -73,   /* an output file cannot be made */
	FB_EIO = -74,
	FB_ELOCK = -75,     /* somebody else is at it; try again */
	FB_ECONFIG = -78,   /* bad rules or configuration */
};

struct fb_err {
	int code;           /* 0 or FB_E… */
	uint64_t line;      /* 1-based; 0: none */
	uint64_t column;    /* 1-based; 0: none */
	char file[256];     /* empty: none */
	char text[512];     /* what is wrong and what would be right, no final stop or newline */
};

/* Fill *e and return code, so that `return err_set(e, FB_EDATA, "…")` reads as one thought. e may be NULL. */
int err_set(struct fb_err *e, int code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* The same, with the place: file may be NULL, line and column 0. */
int err_at(struct fb_err *e, int code, const char *file, uint64_t line, uint64_t column, const char *fmt, ...)
	__attribute__((format(printf, 6, 7)));

/* The same, for a failed system call: text is fmt, ": ", and what errno means; want of memory is FB_ENOMEM whatever
 * the code. */
int err_sys(struct fb_err *e, int code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Say where, unless *e says so already. */
void err_place(struct fb_err *e, const char *file, uint64_t line);


#endif
