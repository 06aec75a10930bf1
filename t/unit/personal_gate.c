/* Personal data: the quick look lets through all that a recogniser finds, whatever stands for its characters. */
#include "tap.h"
#include "text/normal.h"
#include "text/personal.h"
#include "text/utf8.h"

static const char *const found[] = { "13800138000", "13八00138000", "一三八〇〇一三八〇〇〇", "+8613800138000", "010-62345678", "+1 (415) 555-0132",
	"11010519491231002X", "A123456(3)", "A123456789", "536-22-1234", "护照E12345678", "6222021234567890128", "4111 1111 1111 1111",
	"DE89370400440532013000", "91350100M000100Y43", "京A12345", "微信:wxm_2020", "QQ 12345678", "qq46222", "wx:a46222", "vx a46222", "a.b@c.com", "http://x.cn/a", "www.x.com",
	"10.0.0.1", "2001:db8::1", "00:1A:2B:3C:4D:5E", "0086.0ee8.0086", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT", "my name is John Smith", "我叫王小明",
	"收货人李四", "中关村大街27号3单元501室", "password: hunter22", "密码hunter22", "sk-abcdefghijklmnopqrstuvwxyz1234567890",
	"AKIAIOSFODNN7EXAMPLE" };

enum { EXAMPLES = sizeof found / sizeof *found };

/* The text with c for the character at i, or for all that are the same. */
static size_t
with(char *to, const char *text, size_t i, uint32_t c, bool each)
{
	size_t m = 0, size = utf8_length((unsigned char)text[i]);
	for (size_t k = 0, n; text[k]; k += n) {
		n = utf8_length((unsigned char)text[k]);
		if (k == i || (each && n == size && memcmp(text + k, text + i, n) == 0)) {
			m += utf8_put(to + m, c);
		} else {
			memcpy(to + m, text + k, n);
			m += n;
		}
	}
	return m;
}

/* Whether the quick look agrees with the recognisers on every text in which c stands for characters of an example. */
static bool
agrees(struct hunt *h, const char *text, uint32_t c)
{
	struct fb_err e;
	const struct find *f;
	char own[256];
	size_t n = 0;
	for (size_t i = 0; text[i]; i += utf8_length((unsigned char)text[i]))
		for (int each = 0; each < 2; each++) {
			struct fb_str value = { own, with(own, text, i, c, each) };
			personal_gated = true;
			if (personal_gate(value))
				continue;
			personal_gated = false;
			if (personal_find(h, value, &f, &n, &e) != 0 || n) {
				printf("# U+%04X: %.*s: %s\n", c, (int)value.n, value.p, n ? f->rule : e.text);
				return false;
			}
		}
	return true;
}

static void
stand_ins(struct hunt *h)
{
	size_t characters = 0, missed = 0;
	for (uint32_t c = 0x80; c < 0x20000; c++) {
		if ((c - 0xd800 < 0x800) || (normal_char(c) == c && c != 0x25cb && c - 0x2010 > 5))
			continue;
		characters++;
		for (size_t k = 0; k < EXAMPLES; k++)
			missed += !agrees(h, found[k], c);
	}
	personal_gated = true;
	ok(characters > 5000 && missed == 0, "of every character that has another form, in %d examples", EXAMPLES);
}

int
main(void)
{
	struct personal *p;
	struct fb_err e;
	const struct find *f;
	size_t n, all = 0;
	ok(personal_open(&p, NULL, NULL, &e) == 0, "built-in rules");
	struct hunt *h = hunt_new(p);
	for (size_t k = 0; k < EXAMPLES; k++)
		all += personal_find(h, slice(found[k]), &f, &n, &e) == 0 && n > 0;
	ok(all == EXAMPLES, "the examples are found");
	stand_ins(h);
	ok(!personal_gate(slice("课程内容很好，老师讲得清楚，2024年3月5日开课。")) && !personal_gate(slice("Great course, 10/10!")),
	    "ordinary texts are not examined");
	ok(personal_gate(slice("打13800138000")) && personal_gate(slice("一三八零零一三八零零零")), "others are");
	ok(personal_gate(slice("0086.0ee8.0086")), "a hardware address in three parts");
	ok(personal_gate(slice("x1．qv/z")), "a wide dot within a name");
	ok(personal_gate(slice("22.0.2.²")) && personal_gate(slice("1．2．3．4")), "numbers in other digits");
	ok(personal_gate(slice("νx: abcdef")) && personal_gate(slice("vẍ: abcdef")), "letters that look like others, or have an accent");
	ok(personal_gate(slice("::¼")) && personal_gate(slice(":\u200b:1")), "and what normal form may make into one");
	hunt_free(h);
	personal_close(p);
	return tap_end();
}
