/* Files that are no table of text. */
#ifndef FB_FOREIGN_H
#define FB_FOREIGN_H

#include <stddef.h>

#include "base/err.h"

/* FB_EDATA where the file that begins with p[0 .. n) is a workbook, an archive, markup, mail …, told by its first bytes after a byte order
 * mark; the message says what to do. Else 0. */
int foreign_refuse(const char *file, const char *p, size_t n, struct fb_err *e);

#endif
