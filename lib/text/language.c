#include "text/language.h"

#include <string.h>

#include "text/utf8.h"

/* Function words in normal form, which has no accents, that no other of these languages has, or rarely. */
const char *const language_words[LANGUAGE_LATIN] = {
	" the and is are was were with for this that have not you they it of to i my your from very but so all ",
	" le les des est et une dans pour pas avec sur vous nous ce cette tres mais je qui ",
	" der die das und ist nicht ein eine mit ich sehr auf fur von den zu auch aber wir ",
	" el los las es y con para por muy pero una que lo mi este esta ",
	" il gli e per molto ma sono questo questa della che di non ho ",
	" os as com nao uma muito para mas do da em o este ",
	" het een van niet ik met voor zijn maar heel dit deze op ",
	" khong cua nay nhung toi minh khoa hoc duoc nhieu giang vien rat cho voi mot cac giao tot dep nguoi qua hieu cam chat luong ",
	" yang dan ini itu tidak saya sangat untuk dengan dari sudah bisa banget kursus bagus tapi barang cepat ada juga lebih aku nya karena belum ",
	" ve bir bu cok icin ama degil ile daha gibi kadar her guzel urun kurs tesekkurler iyi tavsiye ederim ben hic oldu ",
	" jest nie sie bardzo na dla ale jak tak ze dobry kurs polecam jestem tylko ktory oraz przez wszystko swietny ",
};

/* More of what people write in feedback. */
static const char *const feedback_words[LANGUAGE_LATIN] = {
	" a in on at be as we me or if an our can will would there what when course great good no do does did had has been just get their out more ",
	" du au aux la de en un cours merci bien plus tout sont ete etait ai bon bonne tres trop j'ai c'est n'est d'un qu'il formation rien comme"
	" explications livraison produit recommande formateur deja fait",
	" es im dem des ist war hat habe kurs gut leider mehr noch nur wie bei als wird kein keine danke wurde sind einen sich super zum schlecht"
	" empfehlen toll lieferung",
	" de la en un se no del al me todo curso excelente gracias bueno buena muchas mas como su son recomiendo recomendado fue mucho interesante"
	" profesor contenido esta estoy he ha sin nada malo mala tambien buen muchos recomendable explica hay clases aprender",
	" la il un in corso ottimo grazie del con sono piu bene anche stato molto tutto non e' consiglio le si buono spiega docente",
	" de que o a um no na e curso otimo obrigado excelente bom boa foi ao se mais recomendo conteudo aulas por professor gostei nada dos das"
	" pela produto chegou ruim pelo isso voce tudo",
	" de en is goed cursus ook te was er aan bij naar veel geen wel nog meer erg zeer duidelijk bedankt slecht goede dat in uit",
};

enum { LONGEST = 24 };          /* bytes of a word on a list, at most */

static void
take_list(struct map *words, const char *list, int language)
{
	struct fb_str rest = slice(list ? list : "");
	while (rest.n) {
		struct fb_str word = slice_part(&rest, ' ');
		if (word.n)
			map_put(words, word, NULL)->value |= UINT64_C(1) << language;
	}
}

void
language_begin(struct language_reader *r)
{
	bool fresh = r->words.n == 0;
	memset(r->units, 0, sizeof r->units);
	memset(r->told, 0, sizeof r->told);
	r->known = 0;
	for (int l = 0; fresh && l < LANGUAGE_LATIN; l++) {
		take_list(&r->words, language_words[l], l);
		take_list(&r->words, feedback_words[l], l);
	}
}

/* The language of which a letter is one unit by itself or a part of words; LANGUAGES: it is no letter. Half letters of Korean,
 * which others laugh and weep with, are none. */
static enum language
script(uint32_t c)
{
	static const struct {
		uint32_t first, last;
		enum language language;
	} block[] = {
		{ 0xc0, 0x24f, LANGUAGE_LATIN }, { 0x370, 0x3ff, LANGUAGE_GREEK }, { 0x400, 0x52f, LANGUAGE_CYRILLIC },
		{ 0x591, 0x5f4, LANGUAGE_HEBREW }, { 0x620, 0x6d3, LANGUAGE_ARABIC }, { 0x900, 0x97f, LANGUAGE_DEVANAGARI },
		{ 0xe01, 0xe4e, LANGUAGE_THAI }, { 0x1100, 0x11ff, LANGUAGES }, { 0x531, 0x1c7f, LANGUAGE_OTHER },
		{ 0x1e00, 0x1eff, LANGUAGE_LATIN }, { 0x3041, 0x3096, LANGUAGE_JAPANESE }, { 0x30a1, 0x30fa, LANGUAGE_JAPANESE },
		{ 0x3400, 0x9fff, LANGUAGE_CHINESE }, { 0xac00, 0xd7a3, LANGUAGE_KOREAN }, { 0x20000, 0x3ffff, LANGUAGE_CHINESE },
	};
	if (c < 128)
		return ascii_letter(c) ? LANGUAGE_LATIN : LANGUAGES;
	for (size_t i = 0; i < sizeof block / sizeof *block; i++)
		if (c >= block[i].first && c <= block[i].last)
			return block[i].language;
	return LANGUAGES;
}

static bool
apart(enum language script)
{
	return script != LANGUAGE_CHINESE && script != LANGUAGE_JAPANESE && script != LANGUAGE_THAI;
}

/* The end of the word that begins at p: letters of scripts that write words apart, digits, and an apostrophe before a letter. */
static const char *
word_end(const char *p, const char *end, bool *digits)
{
	*digits = false;
	while (p < end) {
		if (ascii_letter((unsigned char)*p)) {
			p++;
			continue;
		}
		const char *next = p;
		uint32_t c = utf8_next(&next);
		enum language s = script(c);
		bool digit = c - '0' < 10 || c == '_';
		bool joins = c == '\'' && next < end && script(utf8_get(next)) != LANGUAGES && apart(script(utf8_get(next)));
		if (!digit && !joins && (s == LANGUAGES || !apart(s)))
			break;
		*digits |= digit;
		p = next;
	}
	return p;
}

/* The end of a name (@name, #tag) or an address (http://…) that begins at p, which are in no language; p where there is none. */
static const char *
name_end(const char *p, const char *end)
{
	bool name = *p == '@' || *p == '#' || (*p == 'h' && (slice_begins((struct fb_str){ p, (size_t)(end - p) }, slice("http"))));
	while (name && p < end && *p > ' ' && *p < 0x7f)
		p++;
	return p;
}

static void
take_word(struct language_reader *r, struct fb_str word)
{
	const struct map_entry *x = word.n <= LONGEST ? map_find(&r->words, word) : NULL;
	for (int l = 0; x && l < LANGUAGE_LATIN; l++)
		r->told[l] += (unsigned)(x->value >> l) & 1;
}

/* The unit of language l that begins at p: its end. A lone letter of a script that faces are drawn with (Д, ω) is none. */
static const char *
take_unit(struct language_reader *r, const char *p, const char *end, enum language l)
{
	bool digits = false, draws = l > LANGUAGE_LATIN && l != LANGUAGE_KOREAN && apart(l);
	struct fb_str first = { p, utf8_length((unsigned char)*p) }, unit = first;
	if (apart(l))
		unit.n = (size_t)(word_end(p, end, &digits) - p);
	if (!digits && !(draws && unit.n == first.n)) {
		r->units[l]++;
		if (l == LANGUAGE_LATIN)
			take_word(r, unit);
		r->known += r->knows && r->knows(r->arg, unit);
	}
	return p + unit.n;
}

void
language_read(struct language_reader *r, struct fb_str text)
{
	for (const char *p = text.p, *end = p + text.n, *next; p < end; p = next) {
		bool digits;
		uint32_t c = utf8_get(p);
		enum language l = script(c);
		if ((next = name_end(p, end)) > p)
			continue;
		next = p + utf8_length((unsigned char)*p);
		if (l != LANGUAGES)
			next = take_unit(r, p, end, l);
		else if (c - '0' < 10)
			next = word_end(p, end, &digits);
	}
}

/* Of a text in Latin letters: where none is ahead of English, that. */
static enum language
told_by_words(const struct language_reader *r, unsigned *told)
{
	int best = LANGUAGE_ENGLISH;
	for (int l = 0; l < LANGUAGE_LATIN; l++)
		if (r->told[l] > r->told[best])
			best = l;
	*told = r->told[best];
	return *told ? (enum language)best : LANGUAGE_LATIN;
}

enum language
language_told(const struct language_reader *r, unsigned *told)
{
	unsigned han = r->units[LANGUAGE_CHINESE], kana = r->units[LANGUAGE_JAPANESE], most = han + kana;
	enum language best = most ? LANGUAGE_CHINESE : LANGUAGES;
	for (int l = LANGUAGE_LATIN; l < LANGUAGES; l++)
		if (l != LANGUAGE_JAPANESE && r->units[l] > most) {
			best = (enum language)l;
			most = r->units[l];
		}
	*told = most;
	if (best == LANGUAGE_LATIN)
		return told_by_words(r, told);
	return best == LANGUAGE_CHINESE && kana >= 2 && kana * 4 >= most ? LANGUAGE_JAPANESE : best;
}

/* Sixteen bytes at once: each classify run looks at all of them. */
typedef uint8_t lanes __attribute__((vector_size(16)));
enum { FULL = 255 };    /* blocks that a lane can count */

struct first_bytes {
	lanes han;              /* of Han characters all but those of e3, which kana and 。 have too */
	lanes kana;             /* e3 */
	lanes others;           /* of all other letters, and some signs among them */
};

static inline void
count_bytes(struct first_bytes *n, const char *p)
{
	lanes v;
	memcpy(&v, p, sizeof v);
	n->han -= (lanes)(v - 0xe4 <= 0xe9 - 0xe4);
	n->kana -= (lanes)(v == 0xe3);
	n->others -= (lanes)((v | 32) - 'a' < 26) | (lanes)(v - 0xc3 <= 0xe1 - 0xc3) | (lanes)(v >= 0xea);
}

static size_t
sum_lanes(lanes v)
{
	size_t n = 0;
	for (size_t i = 0; i < sizeof v; i++)
		n += v[i];
	return n;
}

bool
language_plainly_chinese(struct fb_str text)
{
	size_t han = 0, kana = 0, others = 0;
	for (size_t i = 0; i < text.n;) {
		struct first_bytes n = { { 0 }, { 0 }, { 0 } };
		for (size_t block = 0; block < FULL && i < text.n; block++, i += sizeof(lanes)) {
			char rest[sizeof(lanes)] = { 0 };
			if (text.n - i >= sizeof rest) {
				count_bytes(&n, text.p + i);
				continue;
			}
			memcpy(rest, text.p + i, text.n - i);
			count_bytes(&n, rest);
		}
		han += sum_lanes(n.han);
		kana += sum_lanes(n.kana);
		others += sum_lanes(n.others);
	}
	return han > others && han > 3 * kana;
}

void
language_free(struct language_reader *r)
{
	map_free(&r->words);
}
