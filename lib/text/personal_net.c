/* Addresses of the network: IP (RFC 791, RFC 4291, RFC 4007 zones, CIDR), MAC (IEEE 802), e-mail (RFC 5321's dot-string and
 * its lengths), URLs (RFC 3986) and bare host names. */
#include <string.h>

#include "text/personal_hunt.h"

/* "/24": the end of a prefix length of at most `most` that begins at the slash p[i], else i. */
static size_t
prefix_end(const struct hunt *h, size_t i, unsigned most)
{
	unsigned x = 0;
	size_t k = i + 1;
	if (h->p[i] != '/' || !is_digit(h->p[k]))
		return i;
	for (; k < i + 4 && is_digit(h->p[k]); k++)
		x = 10 * x + (unsigned)(h->p[k] - '0');
	return x <= most && !is_alnum(h->p[k]) && !(h->p[i + 1] == '0' && k > i + 2) ? k : i;
}

size_t
ip4_at(struct hunt *h, const struct run *r, size_t k)
{
	const struct group *g = r->g + k;
	if (k + 4 > r->n || run_separator(r, k, 4) != '.')
		return 0;
	unsigned part[4];
	for (size_t i = 0; i < 4; i++) {
		const char *d = r->d + g[i].first;
		part[i] = 0;
		if (g[i].n > 3 || (g[i].n > 1 && d[0] == '0'))
			return 0;
		for (unsigned c = 0; c < g[i].n; c++)
			part[i] = 10 * part[i] + (unsigned)(d[c] - '0');
		if (part[i] > 255)
			return 0;
	}
	size_t from = g->from, to = g[3].to;
	char before = h->p[from - 1];
	if (before == '.' || before == '-' || before == '_' || h->p[to] == '_' || view_ends(h, from, "第") || view_has(h, to, "节") ||
	    view_has(h, to, "章") || view_has(h, to, "版") || cue_just(h, CUE_VERSION, from))
		return 0;
	/* Prices are written so to pass for words: 现在1.8.8.8. */
	if (g[3].to - from == 7 && (unsigned char)before >= 0x80 && !cue_near(h, CUE_IP, from, 20))
		return 0;
	/* A fifth number makes it a section or a version, unless it looks like a host all the same. */
	if (h->p[to] == '.' && is_digit(h->p[to + 1]) && part[0] < 100)
		return 0;
	if (h->p[to] == '-' && is_digit(h->p[to + 1]) && part[0] < 10)
		return 0;
	find_add(h, "IP", "ip4", from, prefix_end(h, to, 32));
	return 4;
}

/* Whether p[0 .. n) is an IPv4 address, dotted. */
static bool
dotted(const char *p, size_t n)
{
	unsigned parts = 0, x = 0, digits = 0;
	for (size_t i = 0; i <= n; i++) {
		if (i < n && is_digit(p[i])) {
			x = 10 * x + (unsigned)(p[i] - '0');
			if (++digits > 3 || x > 255)
				return false;
		} else if (digits && (i == n || p[i] == '.')) {
			parts++;
			x = digits = 0;
		} else {
			return false;
		}
	}
	return parts == 4;
}

/* Whether p[0 .. n) is an IPv6 address without zone and prefix. */
static bool
ip6_valid(const char *p, size_t n)
{
	unsigned groups = 0, gaps = 0;
	size_t i = 0;
	if (n < 2 || (p[0] == ':' && p[1] != ':'))
		return false;
	while (i < n) {
		if (p[i] == ':' && i + 1 < n && p[i + 1] == ':') {
			if (gaps++)
				return false;
			i += 2;
			if (i < n && p[i] == ':')
				return false;
			continue;
		}
		if (i && p[i] == ':')
			i++;
		size_t from = i;
		while (i < n && is_hex(p[i]))
			i++;
		if (i < n && p[i] == '.')
			return dotted(p + from, n - from) && (gaps ? groups <= 5 : groups == 6);
		if (i == from || i - from > 4)
			return false;
		groups++;
	}
	return gaps ? groups <= 7 : groups == 8;
}

static size_t
ip6_at(struct hunt *h, size_t i)
{
	size_t e = i, to, group = 0, widest = 0;
	bool digit = false, letter = false;
	if (i < h->looked || is_alnum(h->p[i - 1]) || h->p[i - 1] == ':' || h->p[i - 1] == '.' || h->p[i - 1] == '_')
		return 0;
	for (; is_hex(h->p[e]) || ((h->p[e] == ':' || h->p[e] == '.') && view_plain(h, e)); e++) {
		digit |= is_digit(h->p[e]);
		letter |= is_letter(h->p[e]);
		group = is_hex(h->p[e]) ? group + 1 : 0;
		widest = group > widest ? group : widest;
	}
	h->looked = e;
	to = e;
	while (to > i && (h->p[to - 1] == '.' || (h->p[to - 1] == ':' && h->p[to - 2] != ':')))
		to--;
	if (is_alnum(h->p[e]) || h->p[e] == '_' || to - i > 45 || !ip6_valid(h->p + i, to - i))
		return 0;
	size_t end = to;
	if (h->p[to] == '%' && is_alnum(h->p[to + 1]))
		end = view_token(h, to + 1);
	end = prefix_end(h, end, 128);
	/* Not std::add, and not a time typed 12::30. */
	if ((!digit || (!letter && widest <= 2 && h->p[i] != ':')) && end == to && !cue_near(h, CUE_IP, i, 20))
		return 0;
	if (to - i == 2 && end == to)
		return 0;
	find_add(h, "IP", "ip6", i, end);
	return end;
}

/* Six pairs or three fours of hexadecimal digits; none that is nobody's (all zeros, broadcast). */
static size_t
mac_at(struct hunt *h, size_t i)
{
	char sep = h->p[i + 2];
	size_t width = 2, parts = 6, letters = 0;
	unsigned zeros = 0, ones = 0;
	if (sep != ':' && sep != '-') {
		sep = '.';
		width = 4;
		parts = 3;
	}
	char before = h->p[i - 1];
	if (is_alnum(before) || before == ':' || before == '-' || before == '.' || before == '_')
		return 0;
	size_t end = i + parts * (width + 1) - 1;
	for (size_t k = i; k < end; k++) {
		if ((k - i) % (width + 1) == width) {
			if (h->p[k] != sep || !view_plain(h, k))
				return 0;
			continue;
		}
		if (!is_hex(h->p[k]))
			return 0;
		zeros += h->p[k] == '0';
		ones += (h->p[k] | 32) == 'f';
		letters += is_letter(h->p[k]);
	}
	if (is_alnum(h->p[end]) || (h->p[end] == sep && is_alnum(h->p[end + 1])) || zeros == 12 || ones == 12)
		return 0;
	if (sep != ':' && !letters && !cue_near(h, CUE_MAC, i, 30))
		return 0;
	find_add(h, "MAC", "mac", i, end);
	return end;
}

size_t
address_at(struct hunt *h, size_t i)
{
	size_t j = view_token(h, i), end = 0;
	if ((j - i == 2 && (h->p[j] == ':' || h->p[j] == '-')) || (j - i == 4 && h->p[j] == '.'))
		end = mac_at(h, i);
	if (!end && j - i <= 4 && h->p[j] == ':')
		end = ip6_at(h, i);
	return end;
}

static bool
is_label(char c)
{
	return is_alnum(c) || c == '-';
}

/* The end of a host name that begins at i: labels of 1 to 63 with single dots; *tld where its last label begins,
 * *labels how many. 0: none. A dot at the end is not part of it. */
static size_t
host_end(const struct hunt *h, size_t i, size_t *tld, size_t *labels)
{
	size_t end = 0;
	*labels = 0;
	for (;;) {
		size_t k = i;
		while (is_label(h->p[k]))
			k++;
		if (k == i || k - i > 63 || h->p[i] == '-' || h->p[k - 1] == '-')
			return end;
		*tld = i;
		end = k;
		++*labels;
		if (h->p[k] != '.' || *labels > 60)
			return end;
		i = k + 1;
	}
}

/* A top-level domain is letters, or an IDN's xn--. */
static bool
is_tld(const struct hunt *h, size_t i, size_t end)
{
	if (view_has(h, i, "xn--"))
		return end - i > 6;
	for (size_t k = i; k < end; k++)
		if (!is_letter(h->p[k]))
			return false;
	return end - i >= 2;
}

static bool
is_local(const struct hunt *h, size_t i)
{
	char c = h->p[i];
	if (c == '\'' || c == '&')
		return is_alnum(h->p[i - 1]) && is_alnum(h->p[i + 1]);
	return is_alnum(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-';
}

/* Where a quoted local part ("john smith"@…) that ends at the quote p[i] begins, i: there is none. */
static size_t
quoted_local(const struct hunt *h, size_t i)
{
	size_t from = i;
	do
		from--;
	while (from >= VIEW_FROM && i - from < 64 && h->p[from] != '"' && (unsigned char)h->p[from] >= ' ');
	return i - from > 1 && h->p[from] == '"' ? from : i;
}

size_t
mail_at(struct hunt *h, size_t i)
{
	size_t from = i, tld, labels;
	if (i && h->p[i - 1] == '"')
		from = quoted_local(h, i - 1);
	while (h->p[from] != '"' && is_local(h, from - 1) && i - from <= 64)
		from--;
	if (i - from > 64)
		return 0;
	while (from < i && !is_alnum(h->p[from]) && h->p[from] != '_' && h->p[from] != '"')
		from++;
	if (from == i || h->p[i - 1] == '.' || h->p[from - 1] == '@')
		return 0;
	for (size_t k = from; k + 1 < i; k++)
		if (h->p[k] == '.' && h->p[k + 1] == '.')
			return 0;
	size_t end = host_end(h, i + 1, &tld, &labels);
	if (!end && h->p[i + 1] == '[') {
		size_t k = i + 2;
		while (is_digit(h->p[k]) || h->p[k] == '.')
			k++;
		if (h->p[k] != ']' || !dotted(h->p + i + 2, k - i - 2))
			return 0;
		end = k + 1;
	} else if (labels < 2 || !is_tld(h, tld, end) || end - i > 255 || h->p[end] == '@' || h->p[end] == '_') {
		return 0;
	}
	find_add(h, "EMAIL", "email", from, end);
	return end;
}

/* The end of a URL's characters from i on: until a blank, a quote, a bracket that was not opened in it, other script, or
 * punctuation that was not ASCII in the value; without what ends a sentence. */
static size_t
url_end(const struct hunt *h, size_t i)
{
	size_t k = i, round = 0;
	for (; k < h->n; k++) {
		char c = h->p[k];
		if ((unsigned char)c <= ' ' || (unsigned char)c >= 0x7f || strchr("\"<>\\^`{|}", c))
			break;
		if (!is_alnum(c) && !view_plain(h, k))
			break;
		if (c == '(')
			round++;
		else if (c == ')' && round-- == 0)
			break;
	}
	while (k > i && strchr(".,;:!?'*)]", h->p[k - 1])) {
		if (h->p[k - 1] == ')' && memchr(h->p + i, '(', k - i))
			break;
		k--;
	}
	return k;
}

static bool
host_valid(const struct hunt *h, size_t i, size_t *end)
{
	size_t tld, labels;
	if (h->p[i] == '[') {
		const char *close = memchr(h->p + i, ']', h->n - i < 48 ? h->n - i : 48);
		if (!close || !ip6_valid(h->p + i + 1, (size_t)(close - h->p) - i - 1))
			return false;
		*end = (size_t)(close - h->p) + 1;
		return true;
	}
	*end = host_end(h, i, &tld, &labels);
	if (!*end)
		return false;
	if (labels == 1)
		return view_has(h, i, "localhost") || h->p[*end] == '/' || (h->p[*end] == ':' && is_digit(h->p[*end + 1]));
	if (labels == 2 && view_has(h, i, "www."))
		return false;
	return is_tld(h, tld, *end) || dotted(h->p + i, *end - i);
}

/* Names of query parameters whose value lets somebody in; short values of the common ones do not. */
static bool
is_credential(const char *p, size_t n, size_t value)
{
	static const char *const common[] = { "key", "sig", "auth", "sid", "ticket", "session", "pass" };
	for (size_t i = 0; i < sizeof common / sizeof *common; i++)
		if (strlen(common[i]) == n && strncasecmp(common[i], p, n) == 0)
			return value >= 8;
	static const char *const names[] = { "token", "access_token", "refresh_token", "id_token", "auth_token", "api_key",
		"apikey", "api-key", "access_key", "accesskey", "secret", "client_secret", "password", "passwd", "pwd", "signature",
		"sessionid", "session_id", "jwt", "otp", "authorization",
		"accesstoken", "access-token", "ossaccesskeyid", "awsaccesskeyid", "x-amz-signature", "x-amz-security-token",
		"x-amz-credential", "private_token", "code_verifier", "reset_token" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strlen(names[i]) == n && strncasecmp(names[i], p, n) == 0)
			return true;
	return false;
}

/* Secrets in a URL: user:password before the host at `authority`, and values of credentials behind ? or #. */
static void
url_secrets(struct hunt *h, size_t authority, size_t host, size_t end)
{
	if (host > authority && memchr(h->p + authority, ':', host - 1 - authority))
		find_add(h, "SECRET", "url-userinfo", authority, host - 1);
	for (size_t i = host; i < end; i++) {
		if (!strchr("?&#;", h->p[i]))
			continue;
		size_t k = i + 1, v;
		while (k < end && (is_alnum(h->p[k]) || h->p[k] == '_' || h->p[k] == '-'))
			k++;
		if (k >= end || h->p[k] != '=')
			continue;
		for (v = k + 1; v < end && !strchr("&#;", h->p[v]); v++)
			continue;
		if (v > k + 1 && is_credential(h->p + i + 1, k - i - 1, v - k - 1))
			find_add(h, "SECRET", "url-parameter", k + 1, v);
		i = v - 1;
	}
}

size_t
url_at(struct hunt *h, size_t i)
{
	static const char *const glued[] = { "https", "http", "ftp" };
	size_t from = i, body = i + 3, end = url_end(h, body), host = body, host_stop;
	while (i - from < 20 && (is_alnum(h->p[from - 1]) || h->p[from - 1] == '+' || h->p[from - 1] == '-'))
		from--;
	for (size_t k = 0; k < sizeof glued / sizeof *glued; k++)
		if (view_ends(h, i, glued[k])) {
			from = i - strlen(glued[k]);
			break;
		}
	while (from < i && !is_letter(h->p[from]))
		from++;
	if (i - from < 2)
		return 0;
	for (size_t k = body; k < end && !strchr("/?#", h->p[k]); k++)
		if (h->p[k] == '@')
			host = k + 1;
	if (!host_valid(h, host, &host_stop) || host_stop > end + 1)
		return 0;
	if (end < host_stop)
		end = host_stop;
	char quote = h->p[from - 1];
	if ((quote == '"' || quote == '\'') && h->p[end] == quote)
		find_add(h, "URL", "url-quoted", from - 1, end + 1);
	else
		find_add(h, "URL", "url", from, end);
	url_secrets(h, body, host, end);
	return end;
}

/* Bare names: www. and any domain; else domains that no sentence with a forgotten blank looks like. */
static bool
bare_domain(const struct hunt *h, size_t from, size_t tld, size_t end, size_t labels)
{
	static const char *const safe[] = { "com", "net", "org", "edu", "gov", "cn", "hk", "tw", "jp", "uk" };
	static const char *const technology[] = { "asp.net", "ado.net", "vb.net", "ml.net", "dot.net" };
	if (view_has(h, from, "www."))
		return labels > 2;
	for (size_t i = 0; i < sizeof technology / sizeof *technology; i++)
		if (view_has(h, from, technology[i]) && from + strlen(technology[i]) == end)
			return false;
	bool path = h->p[end] == '/' && is_alnum(h->p[end + 1]);
	for (size_t i = 0; i < sizeof safe / sizeof *safe; i++)
		if (view_has(h, tld, safe[i]) && tld + strlen(safe[i]) == end)
			return !(is_upper(h->p[tld]) && !is_upper(h->p[tld + 1]));
	return path && labels >= 2 && !is_upper(h->p[tld]);
}

size_t
host_at(struct hunt *h, size_t i)
{
	size_t from = i, tld, labels;
	if (i < h->looked || !is_alnum(h->p[i - 1]) || !is_alnum(h->p[i + 1]))
		return 0;
	while (is_label(h->p[from - 1]) && i - from < 64)
		from--;
	size_t end = host_end(h, from, &tld, &labels);
	if (end > h->looked)
		h->looked = end;
	char before = h->p[from - 1], behind = h->p[end];
	if (labels < 2 || !is_tld(h, tld, end) || before == '.' || before == '@' || before == '_' || before == '/' ||
	    before == '\\' || behind == '@' || behind == '_' || !bare_domain(h, from, tld, end, labels))
		return 0;
	if (behind == ':' && is_digit(h->p[end + 1]))
		for (end++; is_digit(h->p[end]); end++)
			continue;
	size_t host = from;
	if (h->p[end] == '/' || h->p[end] == '?')
		end = url_end(h, end);
	find_add(h, "URL", "domain", from, end);
	url_secrets(h, host, host, end);
	return end;
}
