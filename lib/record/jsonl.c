#include "record/jsonl.h"

#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "record/jsonplain.h"

bool json_plain = true;

enum { DEPTH = 64, LONG_DIGITS = 19 };

/* What is done with each member. */
struct visit {
	struct json_fields *j;
	const struct map *index;
	/* finding columns */
	struct cols *in;
	struct map *found, *maybe;
	bool beyond;            /* an integer came that may have lost digits */
	bool again;             /* the record is read a second time, for those */
};

/* Quote integers of 19 digits and more, which json-c may not hold. */
static void
quote_long(struct buf *to, struct fb_str s)
{
	bool string = false;
	to->n = 0;
	for (size_t i = 0; i < s.n;) {
		size_t k = i;
		while (!string && k < s.n && (s.p[k] == '-' || (s.p[k] >= '0' && s.p[k] <= '9')))
			k++;
		if (k - i >= LONG_DIGITS && (k == s.n || !strchr(".eE", s.p[k])) && (i == 0 || !strchr("eE+.", s.p[i - 1]))) {
			buf_char(to, '"');
			buf_add(to, s.p + i, k - i);
			buf_char(to, '"');
			i = k;
			continue;
		}
		if (k > i) {
			buf_add(to, s.p + i, k - i);
			i = k;
			continue;
		}
		if (s.p[i] == '"')
			string = !string;
		if (string && s.p[i] == '\\' && i + 1 < s.n)
			buf_char(to, s.p[i++]);
		buf_char(to, s.p[i++]);
	}
}

struct fb_str
json_trim(struct fb_str s)
{
	while (s.n && memchr(" \t\r\n,", *s.p, 5)) {
		s.p++;
		s.n--;
	}
	while (s.n && memchr(" \t\r\n,", s.p[s.n - 1], 5))
		s.n--;
	return s;
}

static struct json_object *
parse(struct json_fields *j, struct fb_str s)
{
	if (!j->tokener) {
		j->tokener = json_tokener_new_ex(DEPTH);
		if (!j->tokener)
			mem_none();
		json_tokener_set_flags(j->tokener, JSON_TOKENER_STRICT);
	}
	s = json_trim(s);
	json_tokener_reset(j->tokener);
	errno = 0;
	struct json_object *o = json_tokener_parse_ex(j->tokener, s.p, (int)s.n);
	enum json_tokener_error rc = json_tokener_get_error(j->tokener);
	if (!o && errno == ENOMEM)
		mem_none();
	size_t used = json_tokener_get_parse_end(j->tokener);
	while (o && used < s.n && strchr(" \t\r\n", s.p[used]))
		used++;
	if (o && used == s.n && json_object_is_type(o, json_type_object))
		return o;
	if (s.n && *s.p != '{')
		snprintf(j->why, sizeof j->why, "not a JSON object: a record is {\"name\": value, …}");
	else if (rc == json_tokener_continue)
		snprintf(j->why, sizeof j->why, "the JSON ends too early: was the line cut?");
	else if (rc != json_tokener_success)
		snprintf(j->why, sizeof j->why, "not JSON at byte %zu of the record: %s", used + 1, json_tokener_error_desc(rc));
	else
		snprintf(j->why, sizeof j->why, "more after the JSON object: one record a line");
	json_object_put(o);
	return NULL;
}

static void
store(struct visit *v, struct fb_str path, struct fb_str value)
{
	struct json_fields *j = v->j;
	size_t k = j->guess;
	if (k >= v->index->n || !slice_eq(v->index->entry[k].key, path)) {
		const struct map_entry *e = map_find(v->index, path);
		if (!e) {
			if (value.n && !v->again && !j->chosen)
				map_put(&j->extra, path, NULL)->value++;
			return;
		}
		k = (size_t)(e - v->index->entry);
	}
	j->guess = k + 1;
	j->from[k] = j->bytes.n;
	j->f[k].n = value.n;
	buf_slice(&j->bytes, value);
}

static void
leaf(struct visit *v, struct json_object *o)
{
	struct fb_str path = buf_str(&v->j->path), value = { "", 0 };
	bool empty = !o || (json_object_is_type(o, json_type_object) && json_object_object_length(o) == 0);
	if (v->in) {
		bool made;
		if (empty) {
			map_put(v->maybe, path, NULL);
		} else {
			map_put(v->found, path, &made);
			if (made)
				cols_add(v->in, path);
		}
		return;
	}
	if (json_object_is_type(o, json_type_string)) {
		value = (struct fb_str){ json_object_get_string(o), (size_t)json_object_get_string_len(o) };
	} else if (!empty) {
		value = slice(json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
		if (!value.p)
			mem_none();
		v->beyond |= json_object_is_type(o, json_type_int) && value.n >= LONG_DIGITS;
		v->beyond |= json_object_is_type(o, json_type_array) || json_object_is_type(o, json_type_object);
	}
	store(v, path, value);
}

static void
members(struct visit *v, struct json_object *o)
{
	struct buf *path = &v->j->path;
	size_t before = path->n;
	json_object_object_foreach(o, key, value) {
		if (before)
			buf_char(path, '.');
		buf_text(path, key);
		bool object = json_object_is_type(value, json_type_object) && json_object_object_length(value) > 0;
		if (!object || (v->index && v->j->chosen && map_find(v->index, buf_str(path))))
			leaf(v, value);
		if (object)
			members(v, value);
		path->n = before;
	}
}

const char *
json_columns(struct json_fields *j, struct fb_str record, struct cols *in, struct map *index, struct map *maybe)
{
	struct visit v = { .j = j, .in = in, .found = index, .maybe = maybe };
	struct json_object *o = parse(j, record);
	if (!o)
		return j->why;
	j->path.n = 0;
	members(&v, o);
	json_object_put(o);
	return NULL;
}

/* Whether somewhere in s are as many digits in a row as make an integer that json-c may not hold. */
static bool
long_digits(struct fb_str s)
{
	size_t run = 0;
	for (size_t i = 0; i < s.n && run < LONG_DIGITS; i++)
		run = s.p[i] >= '0' && s.p[i] <= '9' ? run + 1 : 0;
	return run == LONG_DIGITS;
}

static void
values(struct json_fields *j, struct json_object *o, struct visit *v, size_t columns)
{
	for (size_t i = 0; i < columns; i++) {
		j->f[i].n = 0;
		j->from[i] = 0;
	}
	j->path.n = j->bytes.n = j->guess = 0;
	members(v, o);
}

const char *
json_fields_split(struct json_fields *j, struct fb_str record, const struct map *index, size_t columns)
{
	struct visit v = { .j = j, .index = index };
	if (j->cap < columns) {
		j->f = xrealloc(j->f, columns, sizeof *j->f);
		j->from = xrealloc(j->from, columns, sizeof *j->from);
		j->cap = columns;
	}
	if (json_plain && json_plain_split(j, record, index, columns))
		return NULL;
	struct json_object *o = parse(j, record);
	if (!o)
		return j->why;
	values(j, o, &v, columns);
	json_object_put(o);
	if (v.beyond && long_digits(record)) {
		quote_long(&j->quoted, record);
		if (!(o = parse(j, buf_str(&j->quoted))))
			return j->why;
		v.again = true;
		values(j, o, &v, columns);
		json_object_put(o);
	}
	for (size_t i = 0; i < columns; i++)
		j->f[i].p = j->bytes.p ? j->bytes.p + j->from[i] : "";
	if (j->bytes.n && memchr(j->bytes.p, '\0', j->bytes.n))
		return "a NUL character (\\u0000): text holds none";
	return NULL;
}

void
json_fields_free(struct json_fields *j)
{
	if (j->tokener)
		json_tokener_free(j->tokener);
	free(j->f);
	free(j->from);
	buf_free(&j->path);
	buf_free(&j->bytes);
	buf_free(&j->quoted);
	map_free(&j->extra);
}
