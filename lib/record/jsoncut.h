/* Where the records of a JSON document lie: the elements of one array in it. */
#ifndef FB_JSONCUT_H
#define FB_JSONCUT_H

#include "base/buf.h"
#include "record/csvcut.h"

/* Find the array: at the path ("data", "result.items"), or, with path NULL, the document itself where it is an array, else the first
 * member that is an array of objects. Returns the offset after its '[', 0: there is none in p[0 .. n). *found gets its path. */
size_t jsoncut_array(const char *p, size_t n, const char *path, struct buf *found);

/* Ends of elements in p[0 .. n), which begins between two: each lies where the next element, or the array's ']', begins. An
 * element whose next byte is not there yet has no end, unless at_end. e->open: the ']' was reached, at e->last or at 0. */
void jsoncut_ends(const char *p, size_t n, bool at_end, bool list, struct csv_ends *e);

/* Append what closes a document that was opened by `opening`: its brackets that are open, the innermost first. */
void jsoncut_close(struct fb_str opening, struct buf *b);

#endif
