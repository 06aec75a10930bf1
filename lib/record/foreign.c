#include "record/foreign.h"

#include <string.h>
#include <strings.h>

#include "record/encoding.h"

/* Whether text is markup by its first tag. */
static bool
is_markup(const char *p, size_t n)
{
	static const char *const tags[] = { "!--", "!doctype", "html", "head", "meta", "body", "style", "div", "table", "tr", "center", "font" };
	while (n && strchr(" \t\r\n", *p)) {
		p++;
		n--;
	}
	for (size_t i = 0; i < sizeof tags / sizeof *tags && n > 1 && *p == '<'; i++) {
		size_t k = strlen(tags[i]);
		if (n > k + 1 && strncasecmp(p + 1, tags[i], k) == 0 && (i == 0 || strchr(" \t\r\n>", p[k + 1])))
			return true;
	}
	return false;
}

int
foreign_refuse(const char *file, const char *p, size_t n, struct fb_err *e)
{
	static const struct {
		const char *mark, *what;
	} other[] = {
		{ "PK\3\4", "a spreadsheet (.xlsx) or zip archive: fb-xlsx reads .xlsx; or save it as CSV UTF-8" },
		{ "\xd0\xcf\x11\xe0", "an old Excel workbook (.xls): open it and save it as CSV UTF-8" },
		{ "\x09\x08\x10", "an old Excel workbook (.xls): open it and save it as CSV UTF-8" },
		{ "%PDF", "a PDF: export the data as CSV" },
		{ "{\\rtf", "a document (.rtf): export the data as CSV" },
		{ "\x1f\x8b", "compressed: zcat FILE | fb-import" },
		{ "BZh9", "compressed: bzcat FILE | fb-import" },
		{ "\xfd" "7zXZ", "compressed: xzcat FILE | fb-import" },
		{ "7z\xbc\xaf", "an archive (.7z): unpack it" },
		{ "Rar!\x1a", "an archive (.rar): unpack it" },
		{ "fb model", "a model of fb, not an export" },
		{ "\x28\xb5\x2f\xfd", "compressed: zstdcat FILE | fb-import" },
		{ "<?xml", "XML (some .xls files are): open it and save it as CSV UTF-8" },
		{ "<Workbook", "XML (some .xls files are): open it and save it as CSV UTF-8" },
		{ "MIME-Version:", "a web archive (some .xls files are) or mail: open it and save it as CSV UTF-8; fb-mail reads mail" },
		{ "From ", "mail: fb-mail reads it" },
	};
	struct encoding x = encoding_utf8;
	struct buf ascii = { 0 };
	int rc = 0;
	size_t mark = encoding_mark(&x, p, n);
	p += mark;
	n -= mark;
	n = n < 1024 ? n : 1024;
	if (x.wide) {
		encoding_letters(&ascii, &x, p, n);
		p = buf_str(&ascii).p;
		n = ascii.n;
	}
	for (size_t i = 0; i < sizeof other / sizeof *other && rc == 0; i++)
		if (slice_begins((struct fb_str){ p, n }, slice(other[i].mark)))
			rc = err_at(e, FB_EDATA, file, 1, 0, "this is %s", other[i].what);
	if (rc == 0 && is_markup(p, n))
		rc = err_at(e, FB_EDATA, file, 1, 0, "this is HTML (some .xls files are): open it and save it as CSV UTF-8");
	buf_free(&ascii);
	return rc;
}
