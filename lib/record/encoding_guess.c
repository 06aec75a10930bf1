/* Guessing an encoding: see encoding.h. Apart, so that only programs that guess carry libuchardet. */
#include <stdlib.h>
#include <uchardet/uchardet.h>

#include "base/mem.h"
#include "record/encoding.h"
#include "record/scan.h"

/* Whether p[0 .. n) looks like Chinese in GB18030: nearly all its double bytes are level 1 or 2 characters or punctuation of GB 2312, and
 * the commonest ones are among them (Korean in EUC-KR has the same byte ranges and not these). */
static bool
looks_gb(const unsigned char *p, size_t n)
{
	static const uint16_t common[] = { 0xb5c4, 0xc1cb, 0xcac7, 0xb2bb, 0xd2bb, 0xd3d0, 0xced2, 0xbac3, 0xbadc, 0xd4da,
		0xd5e2, 0xc8cb, 0xb4f3, 0xc0b4, 0xc9cf, 0xb8f6, 0xa3ac, 0xa1a3, 0xcac7, 0xbcdb, 0xbfce, 0xcab1, 0xc8d5, 0xc6c0 };
	size_t pairs = 0, plain = 0, often = 0, beyond = 0;
	for (size_t i = 0; i + 1 < n; i++) {
		if (p[i] < 0x81)
			continue;
		pairs++;
		unsigned a = p[i], b = p[++i];
		plain += ((a >= 0xb0 && a <= 0xf7) || (a >= 0xa1 && a <= 0xa3)) && b >= 0xa1;
		beyond += a >= 0xc9;    /* Korean syllables end before */
		for (size_t k = 0; k < sizeof common / sizeof *common; k++)
			often += common[k] == (a << 8 | b);
	}
	return pairs && plain * 10 >= pairs * 9 && (pairs < 8 || (beyond && (often * 50 >= pairs || pairs < 50)));
}

/* Whether text may hold a unit of UTF-16: no control, and nothing of blocks that no living script is in. */
static bool
is_text(unsigned c)
{
	return c < 0x80 ? (c >= ' ' && c != 0x7f) || c == '\t' || c == '\n' || c == '\r'
	                : (c >= 0xa0 && c < 0x1200) || (c >= 0x1e00 && c < 0x2c00) || (c >= 0x2e80 && c < 0xa000) ||
	                      (c >= 0xac00 && c < 0xe000) || c >= 0xf900;
}

/* In one byte order: line ends and separators, and what is no text. */
static void
count_wide(const unsigned char *p, size_t n, bool big, size_t *signs, size_t *strange)
{
	*signs = *strange = 0;
	for (size_t i = 0; i + 1 < n; i += 2) {
		unsigned c = (unsigned)p[i + !big] << 8 | p[i + big];
		*signs += c == '\n' || c == '\t' || c == ',' || c == ';' || c == '"';
		*strange += !is_text(c);
	}
}

bool
encoding_wide(struct encoding *x, const char *p, size_t n)
{
	enum { PLAIN = 16, CHINESE = 400 };     /* of so many bytes one is a NUL, at least: in ASCII one of 2; in long Chinese rows few */
	size_t signs[2], strange[2], nuls = 0;
	for (const char *q = p, *end = p + n; (q = memchr(q, '\0', (size_t)(end - q))); q++)
		nuls++;
	if (nuls * CHINESE < n || nuls == 0)
		return false;
	for (int big = 0; big < 2; big++)
		count_wide((const unsigned char *)p, n, big, &signs[big], &strange[big]);
	bool big = signs[1] > signs[0];
	if (signs[!big] || !signs[big] || strange[big] * 100 > n || (nuls * PLAIN < n && n - scan_utf8(p, n) < 4))
		return false;
	*x = *encoding_known(big ? "utf-16be" : "utf-16le");
	return true;
}

/* Whether what is not UTF-8 is the beginning of a character at the end: of the window, or of a file that was not copied whole, of which
 * characters before it are evidence. */
static bool
ends_within(const char *p, size_t n, size_t good, bool whole)
{
	bool begun = n - good < 4 && (unsigned char)p[good] >= 0xc2 && (!whole || good > 0);
	for (size_t i = good + 1; i < n && begun; i++)
		begun = ((unsigned char)p[i] & 0xc0) == 0x80;
	return begun;
}

void
encoding_guess(struct encoding *x, const char *p, size_t n, bool whole)
{
	size_t good = scan_utf8(p, n);
	*x = encoding_utf8;
	if (good == n || ends_within(p, n, good, whole))
		return;
	*x = *encoding_known("gb18030");
	if (looks_gb((const unsigned char *)p, n))
		return;
	uchardet_t u = uchardet_new();
	const struct encoding *found = NULL;
	struct fb_err e;
	if (u && uchardet_handle_data(u, p, n) == 0) {
		uchardet_data_end(u);
		const char *name = uchardet_get_charset(u);
		found = encoding_known(name);
		if (found && found->utf8)
			found = NULL;
		if (!found && *name && encoding_named(x, name, &e) == 0 && !x->utf8)
			found = x;
	}
	*x = found ? *found : *encoding_known("windows-1252");
	if (u)
		uchardet_delete(u);
}

/* What libuchardet, which is C++, asks of its runtime: storage, and places to point at. It throws nothing and asks nothing for its type, so
 * that the C++ library, which takes memory for exceptions before main begins, need not be there. The names are those of the Itanium
 * C++ ABI; hidden, so that a C++ library elsewhere keeps its own. */
#define FOR_CXX(name) __asm__(name) __attribute__((visibility("hidden")))

void *cxx_new(size_t size) FOR_CXX("_Znwm");
void *cxx_new_array(size_t size) FOR_CXX("_Znam");
void cxx_delete(void *p) FOR_CXX("_ZdlPv");
void cxx_delete_sized(void *p, size_t size) FOR_CXX("_ZdlPvm");
void cxx_delete_array(void *p) FOR_CXX("_ZdaPv");
void cxx_pure_virtual(void) FOR_CXX("__cxa_pure_virtual");
int cxx_personality(void) FOR_CXX("__gxx_personality_v0");
extern void *const cxx_class[5] FOR_CXX("_ZTVN10__cxxabiv117__class_type_infoE");
extern void *const cxx_derived_class[5] FOR_CXX("_ZTVN10__cxxabiv120__si_class_type_infoE");

void *const cxx_class[5] = { NULL };
void *const cxx_derived_class[5] = { NULL };

void *
cxx_new(size_t size)
{
	return xmalloc(size);
}

void *
cxx_new_array(size_t size)
{
	return xmalloc(size);
}

void
cxx_delete(void *p)
{
	free(p);
}

void
cxx_delete_sized(void *p, size_t size)
{
	(void)size;
	free(p);
}

void
cxx_delete_array(void *p)
{
	free(p);
}

void
cxx_pure_virtual(void)
{
	abort();
}

int
cxx_personality(void)
{
	abort();
}
