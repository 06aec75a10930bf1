/* Event files: the steps of a training as TensorBoard reads them.
 *
 * A file of records in TFRecord framing (tensorflow/core/lib/io/record_writer.h): length of the data (64 bits, little-endian),
 * masked CRC-32C of these 8 bytes, the data, masked CRC-32C of the data; a mask is the checksum rotated right by 15 bits, plus
 * a282ead8. CRC-32C is Castagnoli's (RFC 3720, B.4). The data is one protocol buffer, tensorflow.Event:
 *
 *     1 wall_time  double         5 summary  Summary { repeated 1 value  Value { 1 tag  string, 2 simple_value  float } }
 *     2 step       int64          3 file_version  string, in the first record only: "brain.Event:2"
 *
 * No clock is read: wall_time is the step, in seconds since 1970. The same training has the same bytes. */
#ifndef FB_EVENTS_H
#define FB_EVENTS_H

#include "base/buf.h"

/* Append the events of a log (fb-train(1), --log): line n is step n, and has one value for each number of it, tagged
 * PHASE/COLUMN, or select/SCALING/COLUMN. */
void events_make(struct buf *out, struct fb_str log);

/* CRC-32C, for tests. */
uint32_t events_crc(const void *p, size_t n);

#endif
