#include "text/han.h"

/* 1 – 9, 0, or -1. */
static int
digit(uint16_t c)
{
	switch (c) {
	case 0x4e00: return 1;
	case 0x4e8c: return 2;
	case 0x4e09: return 3;
	case 0x56db: return 4;
	case 0x4e94: return 5;
	case 0x516d: return 6;
	case 0x4e03: return 7;
	case 0x516b: return 8;
	case 0x4e5d: return 9;
	case 0x96f6: return 0;
	default: return -1;
	}
}

enum { DI = 0x7b2c, LIANG = 0x4e24, SHI = 0x5341, BAI = 0x767e, QIAN = 0x5343, WAN = 0x4e07, YI = 0x4ebf, FEN = 0x5206, ZHI = 0x4e4b,
	NIAN = 0x5e74, YUE = 0x6708, RI = 0x65e5, DUO = 0x591a, YU = 0x4f59 };

static bool
is_numeral(uint16_t c)
{
	return digit(c) >= 0 || c == SHI || c == BAI || c == QIAN || c == WAN || c == YI || c == LIANG;
}

/* The value of up to three numerals as a day or month counts, 0: none. */
static int
small_value(const struct lexicon_entry *x, size_t n)
{
	int tens = digit(x[0].letter), units = n ? digit(x[n - 1].letter) : -1;
	if (n == 1)
		return x[0].letter == SHI ? 10 : tens;
	if (n == 2 && x[0].letter == SHI)
		return units > 0 ? 10 + units : 0;
	if (n == 2 && x[1].letter == SHI)
		return tens > 1 ? 10 * tens : 0;
	if (n == 3 && x[1].letter == SHI)
		return tens > 1 && units > 0 ? 10 * tens + units : 0;
	return 0;
}

static bool
all_digits(const struct lexicon_entry *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (digit(x[i].letter) < 0)
			return false;
	return true;
}

bool
han_is_number(const struct lexicon_entry *x, size_t n)
{
	size_t i = n > 1 && x[0].letter == DI;
	while (i < n && is_numeral(x[i].letter))
		i++;
	return i == n;
}

size_t
han_numeral(const struct lexicon_entry *x, size_t at, size_t n, struct han_edge edge[static 4])
{
	size_t edges = 0, i = at;
	/* Numbers are cut from their front only. */
	if (at > 0 && is_numeral(x[at].letter) && is_numeral(x[at - 1].letter))
		return 0;
	if (x[at].letter == DI)
		i = at + 1;
	else if (at + 3 < n && x[at].letter == BAI && x[at + 1].letter == FEN && x[at + 2].letter == ZHI)
		i = at + 3;
	size_t from = i;
	while (i < n && is_numeral(x[i].letter))
		i++;
	if (i == from)
		return 0;
	if (i - at > 1)
		edge[edges++] = (struct han_edge){ (uint32_t)(i - at), HAN_NUMERAL, TOKEN_NUMBER };
	if (i == n || from > at)
		return edges;
	uint16_t next = x[i].letter;
	uint32_t whole = (uint32_t)(i + 1 - at);
	int value = small_value(x + at, i - at);
	if ((next == DUO || next == YU) && i - at > 1)
		edge[edges++] = (struct han_edge){ whole, HAN_NUMERAL, TOKEN_NUMBER };
	else if (next == NIAN && (i - at == 2 || i - at == 4) && all_digits(x + at, i - at))
		edge[edges++] = (struct han_edge){ whole, HAN_YEAR, TOKEN_DATE };
	else if ((next == YUE && value >= 1 && value <= 12) || (next == RI && value >= 1 && value <= 31))
		edge[edges++] = (struct han_edge){ whole, HAN_DAY, TOKEN_DATE };
	return edges;
}
