/* What a person is told of clusters after a run: a line for each that something became of, or, where it became of many, one line for all
 * of them. */
#ifndef FB_NOTES_H
#define FB_NOTES_H

#include "learn/catalog.h"

enum note_kind { NOTE_RENAMED, NOTE_SPLIT, NOTE_MERGED, NOTE_RESTS, NOTE_BACK, NOTE_NEW, NOTE_KINDS };

/* Zero-initialise. */
struct notes {
	struct buf text;
	struct note {
		enum note_kind kind;
		uint64_t id;
		size_t from, name, end;         /* in text: "ID (NAME)" ends at name, what became of it at end */
	} *v;
	size_t n, cap;
};

/* "cluster ID (NAME)", and what is formatted behind it. */
void notes_add(struct notes *n, enum note_kind kind, uint64_t id, const char *name, const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* Append the lines in the order they were added. More than five that rest, are back, new or merged are one line behind the others, which
 * counts them and names the three of most texts, of clusters that were merged the texts of what they are now. */
void notes_write(const struct notes *n, const struct catalog *c, struct buf *b);
void notes_free(struct notes *n);

#endif
