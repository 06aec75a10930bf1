#include "learn/events.h"

#include "base/num.h"

enum { VARINT = 0, FIXED64 = 1, BYTES = 2, FIXED32 = 5 };       /* wire types */
enum { FIRST_NUMBER = 4, COLUMNS = 16 };        /* of a log: phase, scaling, C and pass come before what is measured */

uint32_t
events_crc(const void *p, size_t n)
{
	const unsigned char *s = p;
	uint32_t crc = ~(uint32_t)0;
	while (n--) {
		crc ^= *s++;
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78u : 0);
	}
	return ~crc;
}

static void
little(struct buf *b, uint64_t x, int bytes)
{
	for (; bytes--; x >>= 8)
		buf_char(b, (char)(x & 0xff));
}

static void
varint(struct buf *b, uint64_t x)
{
	for (; x > 127; x >>= 7)
		buf_char(b, (char)((x & 127) | 128));
	buf_char(b, (char)x);
}

static void
key(struct buf *b, unsigned field, unsigned wire)
{
	varint(b, field << 3 | wire);
}

static void
bytes(struct buf *b, unsigned field, struct fb_str s)
{
	key(b, field, BYTES);
	varint(b, s.n);
	buf_slice(b, s);
}

static void
real(struct buf *b, unsigned field, double x)
{
	uint64_t bits;
	memcpy(&bits, &x, sizeof bits);
	key(b, field, FIXED64);
	little(b, bits, 8);
}

static uint32_t
masked(const void *p, size_t n)
{
	uint32_t crc = events_crc(p, n);
	return (crc >> 15 | crc << 17) + 0xa282ead8u;
}

static void
record(struct buf *out, const struct buf *data)
{
	size_t at = out->n;
	little(out, data->n, 8);
	little(out, masked(out->p + at, 8), 4);
	buf_slice(out, buf_str(data));
	little(out, masked(data->p, data->n), 4);
}

/* A Value in *value, with the tag and the number as text; false: no number. */
static bool
value_make(struct buf *value, struct fb_str tag, struct fb_str number)
{
	double x;
	uint32_t bits;
	if (!num_read(number, &x))
		return false;
	float f = (float)x;
	memcpy(&bits, &f, sizeof bits);
	value->n = 0;
	bytes(value, 1, tag);
	key(value, 2, FIXED32);
	little(value, bits, 4);
	return true;
}

static void
summary_make(struct buf *summary, struct fb_str line, const struct fb_str *name, size_t columns)
{
	struct buf tag = { 0 }, value = { 0 };
	struct fb_str phase = slice_part(&line, '\t'), scaling = slice_part(&line, '\t');
	summary->n = 0;
	for (size_t c = 2; c < columns && line.n; c++) {
		struct fb_str number = slice_part(&line, '\t');
		tag.n = 0;
		buf_slice(&tag, phase);
		buf_char(&tag, '/');
		if (slice_is(phase, "select")) {
			buf_slice(&tag, scaling);
			buf_char(&tag, '/');
		}
		buf_slice(&tag, name[c]);
		if (c >= FIRST_NUMBER && value_make(&value, buf_str(&tag), number))
			bytes(summary, 1, buf_str(&value));
	}
	buf_free(&tag);
	buf_free(&value);
}

void
events_make(struct buf *out, struct fb_str log)
{
	struct buf event = { 0 }, summary = { 0 };
	struct fb_str head = slice_part(&log, '\n'), name[COLUMNS];
	size_t columns = 0;
	while (head.n && columns < COLUMNS)
		name[columns++] = slice_part(&head, '\t');
	real(&event, 1, 0);
	bytes(&event, 3, slice("brain.Event:2"));
	record(out, &event);
	for (uint64_t step = 1; log.n; step++) {
		summary_make(&summary, slice_part(&log, '\n'), name, columns);
		event.n = 0;
		real(&event, 1, (double)step);
		key(&event, 2, VARINT);
		varint(&event, step);
		bytes(&event, 5, buf_str(&summary));
		record(out, &event);
	}
	buf_free(&event);
	buf_free(&summary);
}
