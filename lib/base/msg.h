/* Messages on standard error, one write each, all starting with the program's name. Only cmd/ and the row pipeline
 * print; colour and silence are set once by opt.h's common options. */
#ifndef FB_MSG_H
#define FB_MSG_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"

enum msg_color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

extern const char *msg_program;         /* "fb-route" */

/* Whether fd may be coloured: always, never, or if it is a terminal and NO_COLOR is not set. */
bool msg_colored(int fd, enum msg_color when);

/* "fb-route: text\n" */
void msg_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* The same of each line of a text that ends with one. */
void msg_lines(struct fb_str text);

/* "fb-route: file:line:column: text\n"; returns the exit status that e->code stands for. */
int msg_err(const struct fb_err *e);

/* Standard output closed or standard input missing would let a file take their number: refuse to start with 74. */
void msg_start(const char *program);

/* Flush and close stdout; the exit status to end with: status, or 74 with a message where writing failed. */
int msg_end(int status);

#endif
