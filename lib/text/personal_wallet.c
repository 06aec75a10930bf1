/* The checks of cryptocurrencies' addresses; see personal_check.h. */
#include <nettle/sha2.h>
#include <nettle/sha3.h>
#include <stdint.h>
#include <string.h>

#include "text/personal_check.h"

enum { MOST = 48 };     /* bytes that a Base58 text may hold here */

/* Decode Base58 into out[0 .. MOST), right-aligned; the number of bytes, 0 where it is none or too long. */
static size_t
base58(const char *d, size_t n, unsigned char out[static MOST])
{
	static const char alphabet[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
	size_t zeros = 0, used = 0;
	memset(out, 0, MOST);
	if (n == 0 || n > 64)
		return 0;
	while (zeros < n && d[zeros] == '1')
		zeros++;
	for (size_t i = 0; i < n; i++) {
		const char *p = d[i] ? strchr(alphabet, d[i]) : NULL;
		if (!p)
			return 0;
		unsigned carry = (unsigned)(p - alphabet);
		for (size_t k = 0; k < used || carry; k++) {
			if (k == MOST)
				return 0;
			carry += 58u * out[MOST - 1 - k];
			out[MOST - 1 - k] = (unsigned char)carry;
			carry >>= 8;
			if (k >= used)
				used = k + 1;
		}
	}
	return zeros + used <= MOST ? zeros + used : 0;
}

/* Base58Check: the last four bytes begin the double SHA-256 of those before. */
static bool
base58_check(const char *d, size_t n, size_t shortest, size_t longest)
{
	unsigned char b[MOST], sum[SHA256_DIGEST_SIZE];
	size_t size = base58(d, n, b);
	struct sha256_ctx sha;
	if (size < shortest || size > longest)
		return false;
	const unsigned char *p = b + MOST - size;
	sha256_init(&sha);
	sha256_update(&sha, size - 4, p);
	sha256_digest(&sha, sizeof sum, sum);
	sha256_update(&sha, sizeof sum, sum);
	sha256_digest(&sha, sizeof sum, sum);
	return memcmp(sum, p + size - 4, 4) == 0;
}

static uint32_t
bech32_step(uint32_t c, uint32_t value)
{
	static const uint32_t generator[5] = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3 };
	uint32_t top = c >> 25;
	c = (c & 0x1ffffff) << 5 ^ value;
	for (int i = 0; i < 5; i++)
		if (top >> i & 1)
			c ^= generator[i];
	return c;
}

/* BIP 173 and 350: the prefix, 1, and at least six characters that check it; one case throughout. */
static bool
bech32(const char *d, size_t n)
{
	static const char *const prefix[] = { "bc", "tb", "ltc", "bcrt" };
	static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
	char low[91];
	uint32_t c = 1;
	bool upper = false, lower = false;
	if (n < 14 || n > 90)
		return false;
	for (size_t i = 0; i < n; i++) {
		upper |= d[i] >= 'A' && d[i] <= 'Z';
		lower |= d[i] >= 'a' && d[i] <= 'z';
		low[i] = (char)(d[i] >= 'A' && d[i] <= 'Z' ? d[i] + 32 : d[i]);
	}
	if (upper && lower)
		return false;
	for (size_t k = 0; k < sizeof prefix / sizeof *prefix; k++) {
		size_t m = strlen(prefix[k]);
		if (memcmp(low, prefix[k], m) != 0 || low[m] != '1')
			continue;
		for (size_t i = 0; i < m; i++)
			c = bech32_step(c, (uint32_t)low[i] >> 5);
		c = bech32_step(c, 0);
		for (size_t i = 0; i < m; i++)
			c = bech32_step(c, (uint32_t)low[i] & 31);
		for (size_t i = m + 1; i < n; i++) {
			const char *p = low[i] ? strchr(alphabet, low[i]) : NULL;
			if (!p)
				return false;
			c = bech32_step(c, (uint32_t)(p - alphabet));
		}
		return c == 1 || c == 0x2bc830a3;
	}
	return false;
}

/* Keccak-256 as Ethereum has it: SHA-3 before its padding was changed. n < 136. */
static void
keccak256(const unsigned char *p, size_t n, unsigned char digest[static 32])
{
	struct sha3_state s = { { 0 } };
	unsigned char block[136] = { 0 };
	memcpy(block, p, n);
	block[n] ^= 0x01;
	block[135] ^= 0x80;
	for (size_t i = 0; i < 136; i++)
		s.a[i / 8] ^= (uint64_t)block[i] << 8 * (i % 8);
	sha3_permute(&s);
	for (size_t i = 0; i < 32; i++)
		digest[i] = (unsigned char)(s.a[i / 8] >> 8 * (i % 8));
}

/* EIP-55: a letter is a capital where the digest of the lower-case form has a nibble of 8 or more. */
static bool
ethereum(const char *d, size_t n)
{
	unsigned char low[40], digest[32];
	bool upper = false, lower = false, right = true;
	if (n != 42 || d[0] != '0' || d[1] != 'x')
		return false;
	for (size_t i = 0; i < 40; i++) {
		char c = d[2 + i];
		bool capital = c >= 'A' && c <= 'F', small = c >= 'a' && c <= 'f';
		if (!capital && !small && !(c >= '0' && c <= '9'))
			return false;
		upper |= capital;
		lower |= small;
		low[i] = (unsigned char)(capital ? c + 32 : c);
	}
	if (!upper || !lower)
		return true;
	keccak256(low, sizeof low, digest);
	for (size_t i = 0; i < 40; i++) {
		unsigned nibble = i % 2 ? digest[i / 2] & 15u : digest[i / 2] >> 4;
		if (low[i] >= 'a')
			right &= (nibble >= 8) == (d[2 + i] <= 'F');
	}
	return right;
}

bool
check_wallet(const char *d, size_t n)
{
	return ethereum(d, n) || bech32(d, n) || (n >= 25 && n <= 36 && base58_check(d, n, 25, 26));
}

bool
check_wallet_key(const char *d, size_t n)
{
	return (n == 51 || n == 52) && base58_check(d, n, 37, 38);
}
