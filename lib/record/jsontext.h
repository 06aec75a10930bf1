/* Text as a JSON string (RFC 8259). Apart from jsonl.h, whose programs have json-c in them. */
#ifndef FB_JSONTEXT_H
#define FB_JSONTEXT_H

#include "base/buf.h"

/* Append s, which is UTF-8, with quotes around it. */
void json_text(struct buf *b, struct fb_str s);

#endif
