/* Where fb's own data lies: beside the program that runs, so that a build tree and an installed one both work. */
#ifndef FB_WHERE_H
#define FB_WHERE_H

#include "base/buf.h"
#include "base/err.h"

/* The path of a data file such as "words.dict": $FB_SHARE/NAME, else share/fb/NAME beside the program's directory.
 * FB_ENOINPUT where there is none, naming the places looked at. */
int where_data(struct buf *path, const char *name, struct fb_err *e);

/* The path of a model: NAME itself where it holds a '/', else in $FB_MODELS, else models/ and share/fb/models/ beside
 * the program's directory. FB_ENOINPUT with the nearest model as a suggestion. */
int where_model(struct buf *path, const char *name, struct fb_err *e);

#endif
