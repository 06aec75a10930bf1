/* base/: errors, numbers, maps, names, containers. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/container.h"
#include "base/cpu.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/near.h"
#include "base/num.h"
#include "tap.h"

static void
fixed(double x, int decimals, const char *wanted)
{
	struct buf b = { 0 };
	num_fixed(&b, x, decimals);
	same(buf_cstr(&b), wanted, wanted);
	buf_free(&b);
}

static void
numbers(void)
{
	double x;
	uint64_t n;
	ok(num_read(slice("-1.5e3"), &x) && x == -1500, "a number with exponent");
	ok(num_round(2.5) == 3 && num_round(-2.5) == -2 && num_round(-2.6) == -3 && num_round(-.4) == 0, "rounding, halves up");
	ok(num_read(slice(".5"), &x) && x == .5, "a number that begins with the point");
	ok(!num_read(slice("1 "), &x) && !num_read(slice(""), &x) && !num_read(slice("0x10"), &x) && !num_read(slice("nan"), &x) &&
		!num_read(slice("1e"), &x) && !num_read(slice("1e999"), &x) && !num_read(slice("."), &x),
	    "blanks, nothing, hex, nan, half an exponent, too much and a lone point are none");
	ok(num_count(slice("18446744073709551615"), &n) && n == UINT64_MAX, "the greatest count");
	ok(!num_count(slice("18446744073709551616"), &n), "one more is refused");
	fixed(0, 4, "0.0000");
	fixed(.99995, 4, "1.0000");
	fixed(-.00001, 4, "0.0000");
	fixed(-2.5, 0, "-3");
	fixed(1234567.891, 2, "1234567.89");

	double worst_exp = 0, worst_log = 0;
	for (int i = -70000; i <= 70000; i++) {
		double y = i / 100., e = num_exp(y), l = num_log(num_exp(y));
		worst_exp = fmax(worst_exp, fabs(e / exp(y) - 1));
		worst_log = fmax(worst_log, fabs(l - log(num_exp(y))) / fmax(1, fabs(l)));
	}
	ok(worst_exp < 1e-15, "exp within 1e-15 of libm's (%g)", worst_exp);
	ok(worst_log < 1e-15, "log within 1e-15 of libm's (%g)", worst_log);
	ok(num_exp(-800) == 0 && isinf(num_exp(800)) && num_log(1) == 0 && num_exp(0) == 1, "the ends");
}

/* Parts as one text, by either set of instructions. */
static void
hashes(void)
{
	enum { MOST = 3000 };
	static char text[MOST];
	bool right = true, wide = true;
	for (size_t i = 0; i < MOST; i++)
		text[i] = (char)(i * i % 251);
	for (size_t n = 0; n <= MOST; n += n < 300 ? 1 : 97) {
		struct fb_str part[] = { { text, n / 3 }, { text + n / 3, n / 2 - n / 3 }, { text + n / 2, n - n / 2 } };
		right &= hash_parts(part, 3) == hash_bytes(text, n);
		wide &= !cpu_avx2() || hash_parts_wide(part, 3) == hash_bytes(text, n);
	}
	ok(right && wide, "parts hash as the whole does");
}

static void
maps(void)
{
	struct map m = { 0 };
	char key[16];
	int right = 1;
	for (int i = 0; i < 10000; i++) {
		snprintf(key, sizeof key, "k%d", i % 5000);
		map_put(&m, slice(key), NULL)->value++;
	}
	for (int i = 0; i < 5000; i++) {
		snprintf(key, sizeof key, "k%d", i);
		struct map_entry *x = map_find(&m, slice(key));
		right &= x && x->value == 2 && x == &m.entry[i];
	}
	ok(m.n == 5000 && right, "5,000 keys, each found where it was put");
	ok(!map_find(&m, slice("k5000")), "another is not there");
	map_free(&m);
	char hex[17];
	hash_hex(0x0123456789abcdef, hex);
	same(hex, "0123456789abcdef", "digests in hex");
	hash_hex(hash_bytes("", 0), hex);
	same(hex, "2d06800538d394c2", "XXH3-64 of nothing is the published value");
}

static void
names(void)
{
	static const char *const word[] = { "sentiment", "topic", "intent", "text" };
	same(near_word(slice("txet"), word, 4), "text", "two letters swapped");
	same(near_word(slice("Sentimnt"), word, 4), "sentiment", "one missing, another case");
	ok(!near_word(slice("payload"), word, 4), "nothing is near");
}

static void
write_bytes(const char *path, const char *p, size_t n)
{
	FILE *f = fopen(path, "wb");
	fwrite(p, 1, n, f);
	fclose(f);
}

static void
containers(void)
{
	char path[] = "/tmp/fb-unit-XXXXXX";
	struct buf b = { 0 };
	struct container c;
	struct fb_err e;
	double numbers_in[3] = { 1, 2, 3 };
	struct container_part part[] = { { "numbers", numbers_in, sizeof numbers_in }, { "empty", "", 0 }, { "name", "abc", 3 } };
	close(mkstemp(path));
	container_make(&b, "model", slice("target sentiment\nlabel negative\nlabel positive\n"), part, 3);
	write_bytes(path, b.p, b.n);
	ok(container_open(&c, path, "model", &e) == 0, "what was made is opened");
	ok(slice_is(container_value(&c, "label", 1), "positive") && !container_value(&c, "label", 2).p, "header lines by key and number");
	const double *d = container_array(&c, "numbers", 3, sizeof *d, &e);
	ok(d && d[2] == 3 && (uintptr_t)d % 64 == 0, "an array, aligned");
	ok(!container_array(&c, "numbers", 4, sizeof *d, &e), "of another size it is refused");
	ok(container_section(&c, "empty").p && container_section(&c, "empty").n == 0 && !container_section(&c, "nosuch").p, "empty is not missing");
	container_close(&c);
	ok(container_open(&c, path, "dictionary", &e) == FB_EDATA, "another kind is refused");

	int refused = 1;
	for (size_t i = 0; i < b.n; i++) {
		b.p[i] ^= 0x10;
		write_bytes(path, b.p, b.n);
		refused &= container_open(&c, path, "model", &e) == FB_EDATA;
		b.p[i] ^= 0x10;
	}
	ok(refused, "any changed byte is found (%zu)", b.n);
	for (size_t n = 0; n < b.n; n++) {
		write_bytes(path, b.p, n);
		refused &= container_open(&c, path, "model", &e) == FB_EDATA;
	}
	ok(refused, "cut anywhere, it is refused");
	buf_char(&b, '\0');
	write_bytes(path, b.p, b.n);
	ok(container_open(&c, path, "model", &e) == FB_EDATA, "so it is with a byte more");
	buf_free(&b);
	unlink(path);
}

/* A file that is proved in pieces: whole when it is opened, or piece by piece. */
static void
pieces(void)
{
	enum { N = 40 * CONTAINER_PIECE + 100 };
	char path[] = "/tmp/fb-unit-XXXXXX", *big = calloc(1, N);
	struct buf b = { 0 };
	struct container c;
	struct fb_err e;
	struct container_part part[] = { { "small", "abc", 3 }, { "big", big, N }, { "last", "xyz", 3 } };
	for (size_t i = 0; i < N; i++)
		big[i] = (char)(i * i >> 7);
	close(mkstemp(path));
	container_make_pieces(&b, "dictionary", slice("words 1\n"), part, 3, 1);
	write_bytes(path, b.p, b.n);
	ok(container_open(&c, path, "dictionary", &e) == 0 && container_proved(&c), "a file in pieces is opened, and proved whole");
	ok(slice_is(container_section(&c, "small"), "abc") && slice_is(container_section(&c, "last"), "xyz"), "its parts are what they were");
	size_t front = c.front;
	container_close(&c);

	size_t refused = 0, opened = 0, found = 0, others = 0, tried = 0;
	for (size_t i = 0; i < b.n; i += i < front ? 1 : 997) {
		b.p[i] ^= 0x10;
		write_bytes(path, b.p, b.n);
		b.p[i] ^= 0x10;
		tried += i >= front;
		refused += container_open(&c, path, "dictionary", &e) == FB_EDATA;
		if (container_open_front(&c, path, "dictionary", &e) != 0)
			continue;
		size_t piece = front + (i - front) / CONTAINER_PIECE * CONTAINER_PIECE;
		opened += i >= front;
		found += !container_prove(&c, c.bytes.p + i, 1) && !container_prove(&c, c.bytes.p, c.bytes.n);
		others += container_prove(&c, c.bytes.p, piece) && container_prove(&c, c.bytes.p + front, 1) == (piece > front);
		container_close(&c);
	}
	ok(refused == front + tried, "any changed byte of the front, and of the pieces tried, is found (%zu of %zu)", refused, front + tried);
	ok(opened == tried && found == tried && others == tried, "with its front alone it opens if that is whole, and each piece is proved apart");
	b.p[b.n / 2] ^= 1;
	write_bytes(path, b.p, b.n - 1);
	ok(container_open_front(&c, path, "dictionary", &e) == FB_EDATA, "cut at its end it does not open");
	buf_free(&b);
	free(big);
	unlink(path);
}

/* A text too long for struct fb_err, begun at three places of its characters of three bytes. */
static void
errors(void)
{
	char said[1200] = "";
	for (size_t i = 0; i < 300; i++)
		strcat(said, "负");
	for (int lead = 0; lead < 3; lead++) {
		struct fb_err e = { 0 };
		err_set(&e, FB_EDATA, "%.*s%s", lead, "ab", said);
		size_t n = strlen(e.text) - (size_t)lead;
		ok(n % 3 == 0 && n + (size_t)lead > sizeof e.text - 6, "a message that has no room ends with a whole character (%d)", lead);
	}
}

int
main(void)
{
	errors();
	numbers();
	hashes();
	maps();
	names();
	containers();
	pieces();
	return tap_end();
}
