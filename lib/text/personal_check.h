/* Check digits and what else a published format lets a program verify: the difference between a number and somebody's number.
 *
 * All take n characters at d, which hold digits (and letters where the format has them) and no separators. They are
 * total: any bytes give an answer. Letters count in either case unless said otherwise. */
#ifndef FB_PERSONAL_CHECK_H
#define FB_PERSONAL_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* ISO/IEC 7812-1 annex B: the mod 10 sum of payment cards. All zeros are refused. */
bool check_luhn(const char *d, size_t n);

/* A payment card: an issuer range of ISO/IEC 7812 with a length that it uses, and Luhn. With `cue` (a word for a card
 * stands before it) rare lengths count too. */
bool check_card(const char *d, size_t n, bool cue);

/* ISO 13616: country, its length and structure (SWIFT IBAN Registry, release 98), MOD 97-10 of ISO/IEC 7064. */
bool check_iban(const char *d, size_t n);
size_t check_iban_length(const char *country);  /* 0: no such country in the registry */
bool check_mod97(const char *d, size_t n);      /* the check digits only, wherever they stand: the number mod 97 is 1 */

/* GB 11643: 18 characters, province, date, MOD 11-2 of ISO/IEC 7064. The 18 digits that begin with 9 are foreigners'
 * permanent residence cards (form of 2017 and 2023). */
bool check_cn_id(const char *d, size_t n);
bool check_cn_id15(const char *d, size_t n);    /* the form before 1999: no check digit, so province and date only */
bool check_mod11_2(const char *d, size_t n);

/* GB 32100: unified social credit code: class, place, check character (mod 31). Where it is all digits and no word for it
 * stands before it (cue), the check digit of the organization code within it (GB 11714) must be right too. */
bool check_credit_code(const char *d, size_t n, bool cue);
bool check_mod31(const char *d, size_t n);

/* Hong Kong: one or two letters, six digits, check digit or A, without the brackets. Taiwan: letter and nine digits,
 * residents' old two-letter form too. Macau has no public check digit. */
bool check_hk_id(const char *d, size_t n);
bool check_tw_id(const char *d, size_t n);

/* US Social Security number, nine digits: area not 000, 666 or 9xx, group not 00, serial not 0000, none that was printed
 * in an advertisement of 1938 and is nobody's. */
bool check_ssn(const char *d, size_t n);

/* Addresses of cryptocurrencies: Base58Check with a payload of 20 bytes and one or two of version, bech32 and bech32m
 * (BIP 173, 350), Ethereum's 0x form (EIP-55 where it has both cases). Case matters. */
bool check_wallet(const char *d, size_t n);
/* A private key in Bitcoin's wallet import format. */
bool check_wallet_key(const char *d, size_t n);

#endif
