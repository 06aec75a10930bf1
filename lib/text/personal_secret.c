/* Secrets: keys and tokens with a beginning that their issuer documents, and what stands after a password's word. */
#include <string.h>

#include "text/personal_hunt.h"

static const struct issuer {
	const char *begin;
	unsigned char shortest, longest;        /* characters after it: letters, digits, _ and -; without a sign in a beginning of two */
	const char *rule;
} issuer[] = {
	{ "AKIA", 16, 16, "aws-key" }, { "ASIA", 16, 16, "aws-key" }, { "AROA", 16, 17, "aws-key" }, { "AIDA", 16, 17, "aws-key" },
	{ "ABIA", 16, 16, "aws-key" }, { "ACCA", 16, 16, "aws-key" },
	{ "LTAI", 12, 26, "aliyun-key" }, { "AKID", 28, 40, "tencent-key" },
	{ "ghp_", 36, 255, "github-token" }, { "gho_", 36, 255, "github-token" }, { "ghu_", 36, 255, "github-token" },
	{ "ghs_", 36, 255, "github-token" }, { "ghr_", 36, 255, "github-token" }, { "github_pat_", 22, 255, "github-token" },
	{ "glpat-", 20, 255, "gitlab-token" }, { "xoxb-", 10, 255, "slack-token" }, { "xoxp-", 10, 255, "slack-token" },
	{ "xoxa-", 10, 255, "slack-token" }, { "xoxr-", 10, 255, "slack-token" }, { "xoxs-", 10, 255, "slack-token" },
	{ "xapp-", 10, 255, "slack-token" }, { "AIza", 35, 35, "google-key" }, { "ya29", 20, 255, "google-token" },
	{ "GOCSPX-", 20, 40, "google-key" }, { "sk_live_", 16, 255, "stripe-key" }, { "sk_test_", 16, 255, "stripe-key" },
	{ "rk_live_", 16, 255, "stripe-key" }, { "pk_live_", 16, 255, "stripe-key" }, { "pk_test_", 16, 255, "stripe-key" },
	{ "whsec_", 16, 255, "stripe-key" }, { "sk-", 20, 255, "api-key" }, { "npm_", 36, 36, "npm-token" },
	{ "pypi-", 16, 255, "pypi-token" }, { "hf_", 30, 60, "hub-token" }, { "SG.", 40, 120, "sendgrid-key" },
	{ "dop_v1_", 64, 64, "cloud-token" }, { "shpat_", 32, 32, "shop-token" }, { "EAAC", 60, 255, "graph-token" },
	{ "SK", 32, 32, "twilio-key" }, { "key-", 32, 32, "mail-key" },
};

/* A private key in PEM (RFC 7468) from the dashes at i on: to its last line, or to the end of what is left of it. */
size_t
pem_at(struct hunt *h, size_t i)
{
	size_t end = h->n;
	if (!view_has(h, i, "-----begin ") || !memmem(h->p + i, h->n - i < 48 ? h->n - i : 48, "PRIVATE KEY", 11))
		return 0;
	const char *last = memmem(h->p + i + 11, h->n - i - 11, "-----END ", 9);
	if (last) {
		const char *close = memmem(last + 9, h->n - (size_t)(last + 9 - h->p), "-----", 5);
		end = close ? (size_t)(close + 5 - h->p) : end;
	}
	find_add(h, "SECRET", "private-key", i, end);
	return end;
}

static bool
is_key(char c)
{
	return is_alnum(c) || c == '_' || c == '-';
}

/* A JSON Web Token (RFC 7519): three parts in base64url, the first begins a JSON object. */
static size_t
jwt_at(struct hunt *h, size_t i)
{
	size_t k = i, dots = 0;
	if (strncmp(h->p + i, "eyJ", 3) != 0)
		return 0;
	for (; is_key(h->p[k]) || (h->p[k] == '.' && is_key(h->p[k + 1])); k++)
		dots += h->p[k] == '.';
	if (dots < 1 || k - i < 30)
		return 0;
	find_add(h, "SECRET", "jwt", i, k);
	return k;
}

size_t
secret_at(struct hunt *h, size_t i, size_t j)
{
	enum { SHORTEST = 15 };
	size_t end = h->p[i] == 'e' ? jwt_at(h, i) : 0, run = j;
	while (run < i + SHORTEST && (is_key(h->p[run]) || h->p[run] == '.'))
		run++;
	if (end || run < i + SHORTEST)
		return end;
	for (size_t s = 0; s < sizeof issuer / sizeof *issuer; s++) {
		size_t n = strlen(issuer[s].begin), k = i + n;
		if (issuer[s].begin[0] != h->p[i] || strncmp(h->p + i, issuer[s].begin, n) != 0)
			continue;
		bool digit = false;
		while (is_alnum(h->p[k]) || (n > 2 && is_key(h->p[k])) || (h->p[k] == '.' && is_key(h->p[k + 1]) && (issuer[s].begin[n - 1] == '.' || issuer[s].begin[0] == 'y')))
			digit |= is_digit(h->p[k++]);
		if (k - i - n < issuer[s].shortest || k - i - n > issuer[s].longest || (!digit && issuer[s].shortest < 35 && n < 4))
			continue;
		find_add(h, "SECRET", issuer[s].rule, i, k);
		return k;
	}
	return 0;
}

/* What people write of passwords that is none. */
static bool
is_remark(const struct hunt *h, size_t i, size_t n)
{
	static const char *const remark[] = { "wrong", "incorrect", "required", "invalid", "reset", "forgot", "error", "null", "none",
		"empty", "true", "false", "undefined", "failed", "expired", "changed", "unknown", "please", "cannot", "never", "again",
		"with", "this", "that", "same", "weak", "strong", "missing", "protected", "issue", "problem", "login", "email", "https",
		"http", "words", "takeaways", "points", "concepts" };
	for (size_t k = 0; k < sizeof remark / sizeof *remark; k++)
		if (strlen(remark[k]) == n && view_has(h, i, remark[k]))
			return true;
	return false;
}

/* What stands between the word and the value: 2 a colon, an equals sign or 是 为, 1 "is", 0 blanks, -1 nothing. */
static int
joint(const struct hunt *h, size_t *at)
{
	static const char *const skip[] = { " ", "号", "'", "\"", "(", "_", "key", "id", "token", "也", "都", "就", "码" };
	static const char *const firm[] = { ":", "=", "是", "为", "→" };
	int j = -1;
	size_t i = *at;
	for (bool more = true; more && i - *at < 16;) {
		more = false;
		for (size_t k = 0; k < sizeof firm / sizeof *firm; k++)
			if (view_has(h, i, firm[k])) {
				i += strlen(firm[k]);
				j = 2;
				more = true;
			}
		if (view_has(h, i, "is ") && j < 2) {
			i += 3;
			j = 1;
			more = true;
		}
		for (size_t k = 0; j < 1 && k < sizeof skip / sizeof *skip; k++)
			if (view_has(h, i, skip[k])) {
				i += strlen(skip[k]);
				j = 0;
				more = true;
			}
		while (j > 0 && (h->p[i] == ' ' || h->p[i] == '"' || h->p[i] == '\'')) {
			i++;
			more = true;
		}
	}
	*at = i;
	return j;
}

static bool
is_counted(const struct hunt *h, size_t i)
{
	static const char *const unit[] = { "秒", "分", "次", "个", "位", "元", "多", "人", "年" };
	for (size_t k = 0; k < sizeof unit / sizeof *unit; k++)
		if (view_has(h, i, unit[k]))
			return true;
	return false;
}

size_t
secret_after(struct hunt *h, size_t end)
{
	size_t from = end, k, digits = 0, letters = 0;
	int j = joint(h, &from);
	bool other = (unsigned char)h->p[end - 1] >= 0x80;
	bool key = view_ends(h, end, "key") && !view_ends(h, end, "apikey") && !view_ends(h, end, "accesskey") &&
	    !view_ends(h, end, "secretkey");
	if (key && !view_ends(h, end, "api key") && !view_ends(h, end, "api_key") && !view_ends(h, end, "access_key") &&
	    !view_ends(h, end, "access key") && !view_ends(h, end, "secret_key") && !view_ends(h, end, "secret key") &&
	    !view_ends(h, end, "api-key") && !view_ends(h, end, "private key"))
		return end;
	if (view_has(h, from, "bearer ") || view_has(h, from, "basic "))
		return end;
	bool scheme = view_ends(h, end, "bearer") || view_ends(h, end, "authorization: basic");
	if (view_ends(h, end, "basic") && !scheme)
		return end;
	for (k = from; (unsigned char)h->p[k] > ' ' && (unsigned char)h->p[k] < 0x7f && !strchr("\"',;<>()[]{}", h->p[k]); k++) {
		if (!is_alnum(h->p[k]) && !view_plain(h, k))
			break;
		digits += is_digit(h->p[k]);
		letters += is_letter(h->p[k]);
	}
	while (k > from && strchr(".:?", h->p[k - 1]))
		k--;
	size_t n = k - from;
	if (n < 4 || digits + letters == 0 || is_remark(h, from, n))
		return end;
	bool plain = letters == n || (digits == n && n < 4);
	bool code = view_ends(h, end, "验证码") && digits == n && n <= 8 && !is_counted(h, k);
	if (j < 2 && !code && !(scheme && n >= 8) && (plain || !digits || (j < 1 && !(other && n >= 6))))
		return end;
	if (j < 1 && !scheme && digits == n && n > 8)
		return end;
	if (plain && is_letter(h->p[k + (h->p[k] == ' ')]))
		return end;
	if (strncmp(h->p + from, "//", 2) == 0)
		return end;
	find_add(h, "SECRET", "secret-cue", from, k);
	return k;
}
