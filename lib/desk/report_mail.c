/* The report as a mail for `sendmail -t`: multipart/alternative (RFC 2046) of the terminal page and the HTML page, both in
 * base64, and a subject and names in encoded words (RFC 2047). The boundary is the digest of what it bounds: the same report gives the same
 * bytes. See report_inside.h. */
#include "base/hash.h"
#include "desk/report_inside.h"
#include "text/utf8.h"

/* Base64 (RFC 4648) in lines of 76; width 0: in one. */
static void
base64(struct buf *b, struct fb_str s, size_t width)
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t column = 0;
	for (size_t i = 0; i < s.n; i += 3) {
		uint32_t x = 0;
		size_t n = s.n - i < 3 ? s.n - i : 3;
		for (size_t k = 0; k < 3; k++)
			x = x << 8 | (k < n ? (unsigned char)s.p[i + k] : 0);
		for (size_t k = 0; k < 4; k++)
			buf_char(b, k <= n ? digit[x >> (18 - 6 * k) & 63] : '=');
		column += 4;
		if (width && column >= width) {
			buf_char(b, '\n');
			column = 0;
		}
	}
	if (width && column)
		buf_char(b, '\n');
}

static bool
is_ascii(struct fb_str s)
{
	bool plain = true;
	for (size_t i = 0; i < s.n; i++)
		plain = plain && s.p[i] >= ' ' && s.p[i] < 0x7f;
	return plain;
}

/* Encoded words of at most 45 bytes, cut between characters. */
static void
encoded_words(struct buf *b, struct fb_str s)
{
	for (size_t i = 0; i < s.n;) {
		size_t n = 0;
		while (i + n < s.n && n + utf8_length((unsigned char)s.p[i + n]) <= 42)
			n += utf8_length((unsigned char)s.p[i + n]);
		buf_text(b, i ? "\n =?UTF-8?B?" : "=?UTF-8?B?");
		base64(b, (struct fb_str){ s.p + i, n }, 0);
		buf_text(b, "?=");
		i += n;
	}
}

/* A header's text: as it is where it is ASCII. */
static void
header_text(struct buf *b, const char *name, struct fb_str s)
{
	buf_printf(b, "%s: ", name);
	if (s.n + strlen(name) < 74 && is_ascii(s))
		buf_slice(b, s);
	else
		encoded_words(b, s);
	buf_char(b, '\n');
}

static struct fb_str
trimmed(struct fb_str s)
{
	for (; s.n && strchr(" \"", *s.p); s.n--)
		s.p++;
	while (s.n && strchr(" \"", s.p[s.n - 1]))
		s.n--;
	return s;
}

/* Addresses divided by commas: of 张三 <zhang@example.com> the name goes in encoded words. */
static void
header_addresses(struct buf *b, const char *name, const char *addresses)
{
	struct fb_str rest = slice(addresses);
	buf_printf(b, "%s: ", name);
	for (bool first = true; rest.n; first = false) {
		struct fb_str one = slice_part(&rest, ',');
		const char *at = one.n ? memchr(one.p, '<', one.n) : NULL;
		struct fb_str who = { one.p, at ? (size_t)(at - one.p) : 0 };
		buf_text(b, first ? "" : ",");
		if (!is_ascii(who)) {
			buf_text(b, first ? "" : "\n ");
			encoded_words(b, trimmed(who));
			buf_text(b, "\n ");
			one = (struct fb_str){ at, one.n - who.n };
		}
		buf_slice(b, one);
	}
	buf_char(b, '\n');
}

static void
part(struct buf *b, const char *boundary, const char *type, struct fb_str body)
{
	buf_printf(b, "--%s\nContent-Type: %s; charset=utf-8\nContent-Transfer-Encoding: base64\n\n", boundary, type);
	base64(b, body, 76);
}

void
form_mail(struct buf *b, const struct report *r)
{
	struct buf plain = { 0 }, page = { 0 }, subject = { 0 };
	char boundary[17];
	form_term(&plain, &r->doc, 72, false);
	form_html(&page, r, true);
	hash_hex(hash_bytes(page.p, page.n), boundary);
	buf_printf(&subject, r->lang == LANG_ZH ? "%s：%s" : "%s: %s", r->doc.title, r->doc.subject);
	if (r->o->from)
		header_addresses(b, "From", r->o->from);
	if (r->o->to)
		header_addresses(b, "To", r->o->to);
	header_text(b, "Subject", buf_str(&subject));
	buf_printf(b, "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=\"%s\"\n\n", boundary);
	part(b, boundary, "text/plain", buf_str(&plain));
	part(b, boundary, "text/html", buf_str(&page));
	buf_printf(b, "--%s--\n", boundary);
	buf_free(&plain);
	buf_free(&page);
	buf_free(&subject);
}
