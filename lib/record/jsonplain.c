#include "record/jsonplain.h"

#include "record/span.h"

enum { DEPTH = 8, NAMES = 48, LONG_DIGITS = 18 };

struct scan {
	struct json_fields *j;
	const struct map *index;
	const char *p, *end;            /* what is left to read */
};

static void
skip_blanks(struct scan *s)
{
	while (s->p < s->end && (*s->p == ' ' || *s->p == '\t' || *s->p == '\n' || *s->p == '\r'))
		s->p++;
}

static bool
take(struct scan *s, char c)
{
	skip_blanks(s);
	if (s->p == s->end || *s->p != c)
		return false;
	s->p++;
	return true;
}

static bool
hex4(struct scan *s, uint32_t *value)
{
	if (s->end - s->p < 4)
		return false;
	*value = 0;
	for (int i = 0; i < 4; i++) {
		char c = *s->p++, low = (char)(c | 0x20);
		if (!(c >= '0' && c <= '9') && !(low >= 'a' && low <= 'f'))
			return false;
		*value = *value * 16 + (uint32_t)(c <= '9' ? c - '0' : low - 'a' + 10);
	}
	return true;
}

static void
put_character(struct buf *b, uint32_t c)
{
	if (c < 0x80) {
		buf_char(b, (char)c);
		return;
	}
	if (c < 0x800) {
		buf_char(b, (char)(0xc0 | c >> 6));
	} else if (c < 0x10000) {
		buf_char(b, (char)(0xe0 | c >> 12));
		buf_char(b, (char)(0x80 | (c >> 6 & 0x3f)));
	} else {
		buf_char(b, (char)(0xf0 | c >> 18));
		buf_char(b, (char)(0x80 | (c >> 12 & 0x3f)));
		buf_char(b, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	buf_char(b, (char)(0x80 | (c & 0x3f)));
}

/* What follows a backslash. */
static bool
take_escape(struct scan *s, struct buf *b)
{
	static const char code[] = "\"\\/bfnrt", value[] = "\"\\/\b\f\n\r\t";
	uint32_t c, low;
	const char *k = s->p < s->end ? memchr(code, *s->p, sizeof code - 1) : NULL;
	if (k) {
		buf_char(b, value[k - code]);
		s->p++;
		return true;
	}
	if (s->p == s->end || *s->p++ != 'u' || !hex4(s, &c) || c == 0 || (c >= 0xdc00 && c < 0xe000))
		return false;
	if (c >= 0xd800 && c < 0xdc00) {
		if (s->end - s->p < 2 || *s->p++ != '\\' || *s->p++ != 'u' || !hex4(s, &low) || low < 0xdc00 || low >= 0xe000)
			return false;
		c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
	}
	put_character(b, c);
	return true;
}

/* A string, its opening quote taken. With escapes it lies in j->bytes, which has room for all of the record. */
static bool
take_string(struct scan *s, struct fb_str *value)
{
	struct buf *b = &s->j->bytes;
	const char *from = s->p;
	size_t at = b->n;
	s->p += span_json(s->p, (size_t)(s->end - s->p));
	if (s->p < s->end && *s->p == '"') {
		*value = (struct fb_str){ from, (size_t)(s->p++ - from) };
		return true;
	}
	while (s->p < s->end && *s->p == '\\') {
		buf_add(b, from, (size_t)(s->p++ - from));
		if (!take_escape(s, b))
			return false;
		from = s->p;
		s->p += span_json(s->p, (size_t)(s->end - s->p));
	}
	if (s->p == s->end || *s->p != '"')
		return false;
	buf_add(b, from, (size_t)(s->p++ - from));
	*value = (struct fb_str){ b->p + at, b->n - at };
	return true;
}

static size_t
take_digits(struct scan *s)
{
	const char *from = s->p;
	while (s->p < s->end && *s->p >= '0' && *s->p <= '9')
		s->p++;
	return (size_t)(s->p - from);
}

/* A number that json-c would give back as it is written, or a word. null is an empty value. */
static bool
take_scalar(struct scan *s, struct fb_str *value)
{
	static const char *const words[] = { "true", "false", "null" };
	const char *from = s->p;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t n = strlen(words[i]);
		if ((size_t)(s->end - from) < n || memcmp(from, words[i], n) != 0)
			continue;
		s->p += n;
		*value = (struct fb_str){ from, n };
		return true;
	}
	bool minus = s->p < s->end && *s->p == '-';
	s->p += minus;
	const char *first = s->p;
	size_t whole = take_digits(s);
	if (!whole || whole > LONG_DIGITS || (whole > 1 && *first == '0'))
		return false;
	if (s->p < s->end && *s->p == '.') {
		s->p++;
		size_t part = take_digits(s);
		if (!part || whole + part > LONG_DIGITS)
			return false;
	} else if (minus && *first == '0') {
		return false;
	}
	*value = (struct fb_str){ from, (size_t)(s->p - from) };
	return true;
}

/* Whether a value may end here. */
static bool
at_stop(const struct scan *s)
{
	return s->p == s->end || memchr(" \t\r\n,]}", *s->p, 7);
}

/* An array, its bracket taken: its text without blanks goes to j->bytes. */
static bool
take_array(struct scan *s, int depth)
{
	struct buf *b = &s->j->bytes;
	buf_char(b, '[');
	if (depth == DEPTH)
		return false;
	for (bool first = true; !take(s, ']'); first = false) {
		if (!first && !take(s, ','))
			return false;
		if (!first)
			buf_char(b, ',');
		skip_blanks(s);
		const char *from = s->p;
		struct fb_str value;
		if (take(s, '[')) {
			if (!take_array(s, depth + 1))
				return false;
			continue;
		}
		if (take(s, '"')) {
			s->p += span_json(s->p, (size_t)(s->end - s->p));
			if (s->p == s->end || *s->p++ != '"')
				return false;
		} else if (!take_scalar(s, &value) || !at_stop(s)) {
			return false;
		}
		buf_add(b, from, (size_t)(s->p - from));
	}
	buf_char(b, ']');
	return true;
}

/* Keep the value of the member that j->path names. */
static bool
store(struct scan *s, struct fb_str path, struct fb_str value)
{
	struct json_fields *j = s->j;
	size_t k = j->guess;
	if (k >= s->index->n || !slice_eq(s->index->entry[k].key, path)) {
		const struct map_entry *e = map_find(s->index, path);
		if (!e)
			return !value.n || j->chosen;   /* json-c's way counts it */
		k = (size_t)(e - s->index->entry);
	}
	j->guess = k + 1;
	j->f[k] = value;
	return true;
}

static bool take_members(struct scan *s, int depth);

static bool
take_value(struct scan *s, int depth)
{
	struct json_fields *j = s->j;
	struct fb_str value = { "", 0 };
	skip_blanks(s);
	if (take(s, '{')) {
		if (!take(s, '}'))
			return depth < DEPTH && !(j->chosen && map_find(s->index, buf_str(&j->path))) && take_members(s, depth + 1);
	} else if (take(s, '[')) {
		size_t from = j->bytes.n;
		if (!take_array(s, depth))
			return false;
		value = (struct fb_str){ j->bytes.p + from, j->bytes.n - from };
	} else if (take(s, '"')) {
		if (!take_string(s, &value))
			return false;
	} else {
		if (!take_scalar(s, &value) || !at_stop(s))
			return false;
		if (*value.p == 'n')
			value.n = 0;
	}
	return store(s, buf_str(&j->path), value);
}

/* The members of an object that has some, its brace taken. */
static bool
take_members(struct scan *s, int depth)
{
	struct buf *path = &s->j->path;
	struct fb_str name[NAMES];
	size_t names = 0, before = path->n;
	do {
		struct fb_str key = { NULL, 0 };
		if (!take(s, '"') || names == NAMES)
			return false;
		key.p = s->p;
		key.n = span_json(s->p, (size_t)(s->end - s->p));
		s->p += key.n;
		if (s->p == s->end || *s->p++ != '"' || !take(s, ':'))
			return false;
		for (size_t i = 0; i < names; i++)
			if (name[i].n == key.n && slice_eq(name[i], key))
				return false;
		name[names++] = key;
		if (before)
			buf_char(path, '.');
		buf_slice(path, key);
		if (!take_value(s, depth))
			return false;
		path->n = before;
	} while (take(s, ','));
	return take(s, '}');
}

bool
json_plain_split(struct json_fields *j, struct fb_str record, const struct map *index, size_t columns)
{
	struct scan s = { .j = j, .index = index, .p = record.p, .end = record.p + record.n };
	for (size_t i = 0; i < columns; i++)
		j->f[i] = (struct fb_str){ "", 0 };
	j->path.n = j->bytes.n = j->guess = 0;
	buf_more(&j->bytes, record.n + 1);      /* no value is longer than it is written: pointers into it stay */
	if (!take(&s, '{') || take(&s, '}') || !take_members(&s, 1))
		return false;
	skip_blanks(&s);
	return s.p == s.end;
}
