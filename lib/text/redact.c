#include "text/redact.h"

#include <nettle/hmac.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/num.h"
#include "text/redact_in.h"
#include "text/utf8.h"

enum { KEY_LEAST = 16, PSEUDONYM = 6 };         /* bytes; 48 bits keep a million people apart but for one pair in 500 */

static const char *const no_column[] = { "id", NULL };

/* The last `keep` characters, never more than half of it. Of secrets nothing stays. */
static void
write_kept(struct fb_str plain, uint64_t keep, struct buf *out)
{
	size_t chars = utf8_count(plain.p, plain.n), at = plain.n;
	if (keep > chars / 2)
		keep = chars / 2;
	for (; keep; keep--) {
		at--;
		while (((unsigned char)plain.p[at] & 0xc0) == 0x80)
			at--;
	}
	buf_text(out, ":*");
	buf_add(out, plain.p + at, plain.n - at);
}

/* HMAC-SHA-256 (RFC 2104) of kind, a zero byte and the plain form: nobody without the key can try numbers out. */
static void
write_pseudonym(const void *mac, const struct find *f, struct buf *out)
{
	struct hmac_sha256_ctx c = *(const struct hmac_sha256_ctx *)mac;
	uint8_t digest[SHA256_DIGEST_SIZE];
	hmac_sha256_update(&c, strlen(f->kind) + 1, (const uint8_t *)f->kind);
	hmac_sha256_update(&c, f->plain.n, (const uint8_t *)f->plain.p);
	hmac_sha256_digest(&c, sizeof digest, digest);
	buf_char(out, ':');
	for (size_t i = 0; i < PSEUDONYM; i++)
		buf_printf(out, "%02x", digest[i]);
}

void
redact_write(const struct redact_style *s, const struct find *f, struct buf *out)
{
	buf_char(out, '[');
	buf_text(out, f->kind);
	if (s->mac)
		write_pseudonym(s->mac, f, out);
	else if (s->keep && strcmp(f->kind, "SECRET") != 0)
		write_kept(f->plain, s->keep, out);
	buf_char(out, ']');
}

void
redact_value(const struct redact_style *s, struct fb_str value, const struct find *find, size_t n, struct buf *out)
{
	size_t at = 0;
	for (size_t i = 0; i < n;) {
		const struct find *f = &find[i];
		size_t end = f->end;
		/* What begins inside is gone with it, even where it ends outside. */
		for (i++; i < n && find[i].start < end; i++)
			end = find[i].end > end ? find[i].end : end;
		buf_add(out, value.p + at, f->start - at);
		redact_write(s, f, out);
		at = end;
	}
	buf_add(out, value.p + at, value.n - at);
}

static int
read_key(struct redact *r, const char *file, struct fb_err *e)
{
	struct buf b = { 0 };
	int rc = file_read(file, &b, e);
	while (b.n && (b.p[b.n - 1] == '\n' || b.p[b.n - 1] == '\r'))
		b.n--;
	if (rc == 0 && b.n < KEY_LEAST)
		rc = err_at(e, FB_ECONFIG, file, 0, 0, "a key of %zu bytes can be guessed: %d at least, e.g. head -c 32 /dev/urandom | base64",
		    b.n, KEY_LEAST);
	if (rc == 0) {
		r->mac = xmalloc(sizeof(struct hmac_sha256_ctx));
		hmac_sha256_set_key(r->mac, b.n, (const uint8_t *)b.p);
		r->style.mac = r->mac;
	}
	if (b.p)
		explicit_bzero(b.p, b.cap);
	buf_free(&b);
	return rc;
}

static int
bind(void *job, const struct cols *in, struct cols *add, struct fb_err *e)
{
	static const char *const list[] = { "id", "column", "start", "end", "kind", "rule" };
	const struct redact *r = job;
	(void)in;
	(void)e;
	if (r->o.list)
		for (size_t i = 0; i < sizeof list / sizeof *list; i++)
			cols_add(add, slice(list[i]));
	else if (!r->o.audit)
		for (size_t i = 0; i < r->columns; i++)
			cols_add(add, slice(r->need[i]));
	return 0;
}


static void *
worker(void *job)
{
	struct redact_worker *w = xcalloc(1, sizeof *w);
	w->hunt = hunt_new(((struct redact *)job)->personal);
	return w;
}

static void
unworker(void *job, void *own)
{
	struct redact_worker *w = own;
	((struct redact *)job)->found += w->found;
	hunt_free(w->hunt);
	buf_free(&w->value);
	buf_free(&w->made);
	free(w);
}

static int
row_text(void *job, void *own, struct row *row, struct out *o, struct fb_err *e)
{
	const struct redact *r = job;
	struct redact_worker *w = own;
	for (size_t c = 0; c < r->columns; c++) {
		struct fb_str value = field_value(row->f[c], &w->value);
		const struct find *find;
		size_t n;
		if (personal_find(w->hunt, value, &find, &n, e))
			return FB_REFUSE;
		w->found += n;
		if (!n) {
			out_field(o, row->f[c]);
			continue;
		}
		w->made.n = 0;
		redact_value(&r->style, value, find, n, &w->made);
		out_value(o, buf_str(&w->made));
	}
	return 0;
}

static void
write_count(struct out *o, size_t n)
{
	out_begin(o);
	num_write(&o->b, n);
}

static int
row_list(void *job, void *own, struct row *row, struct out *o, struct fb_err *e)
{
	const struct redact *r = job;
	struct redact_worker *w = own;
	struct fb_str id = row->f[r->columns];
	size_t lines = 0;
	for (size_t c = 0; c < r->columns; c++) {
		struct fb_str value = field_value(row->f[c], &w->value);
		const struct find *find;
		size_t n, at = 0, chars = 0;
		if (personal_find(w->hunt, value, &find, &n, e))
			return FB_REFUSE;
		w->found += n;
		for (size_t i = 0; i < n; i++) {
			if (lines++)
				buf_char(&o->b, '\n');
			o->first = true;
			if (id.p)
				out_field(o, id);
			else
				write_count(o, row->line);
			out_value(o, slice(r->need[c]));
			chars += utf8_count(value.p + at, find[i].start - at);
			at = find[i].start;
			write_count(o, chars);
			write_count(o, chars + utf8_count(value.p + at, find[i].end - at));
			out_value(o, slice(find[i].kind));
			out_value(o, slice(find[i].rule));
		}
	}
	return lines ? 0 : FB_DROP;
}

static int
end(void *job, struct out *o, struct fb_err *e)
{
	struct redact *r = job;
	if (r->o.audit)
		audit_write(r->audit, &o->b);
	if (r->o.fail && r->found)
		return err_set(e, FB_ELOOK, "%llu found", (unsigned long long)r->found);
	return 0;
}

const struct filter *
redact_filter(const struct redact *r)
{
	return &r->filter;
}

static int
check_options(const struct redact_options *o, struct fb_err *e)
{
	if (o->list && o->audit)
		return err_set(e, FB_EUSAGE, "--list and --audit: one of them");
	if (o->keep && o->key)
		return err_set(e, FB_EUSAGE, "--keep and --pseudonym: one of them");
	return 0;
}

int
redact_open(struct redact **out, const struct redact_options *o, struct fb_err *e)
{
	struct redact *r = xcalloc(1, sizeof *r);
	int rc = check_options(o, e);
	r->o = *o;
	r->columns = o->columns.n ? o->columns.n : 1;
	r->need = xcalloc(r->columns + 1, sizeof *r->need);
	r->need[0] = "text";
	for (size_t i = 0; i < o->columns.n; i++)
		r->need[i] = o->columns.v[i];
	r->style.keep = o->keep;
	if (rc == 0)
		rc = personal_open(&r->personal, o->allow, o->rules, e);
	if (rc == 0 && o->key)
		rc = read_key(r, o->key, e);
	r->filter = (struct filter){ .need = r->need, .maybe = no_column, .bind = bind, .worker = worker, .unworker = unworker,
		.end = end, .row = row_text, .shape = SHAPE_APPEND };
	if (o->list) {
		r->filter.row = row_list;
		r->filter.shape = SHAPE_NEW;
	}
	if (o->audit)
		audit_filter(r);
	*out = r;
	if (rc) {
		redact_close(r);
		*out = NULL;
	}
	return rc;
}

void
redact_close(struct redact *r)
{
	if (!r)
		return;
	personal_close(r->personal);
	audit_free(r->audit);
	if (r->mac)
		explicit_bzero(r->mac, sizeof(struct hmac_sha256_ctx));
	free(r->mac);
	free(r->need);
	free(r);
}
