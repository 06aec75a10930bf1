#define PCRE2_CODE_UNIT_WIDTH 8
#include "desk/regex.h"

#include <pcre2.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/mem.h"

enum { STACK_LEAST = 32 << 10, STACK_MOST = 1 << 20, HEAP_KIB = 20000 };

bool regex_jit = true;

struct regex {
	pcre2_code *code;       /* NULL: not compiled yet */
	struct need need;
	atomic_bool ready;      /* compiled, and JIT has been tried: at the first match, since many rules never see one */
	bool jit, caseless;
	size_t n;
	char pattern[];
};

struct regex_room {
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
};

static pthread_mutex_t compiling = PTHREAD_MUTEX_INITIALIZER;

/* 0, or PCRE2's error. */
static int
compile(struct regex *r, size_t *at)
{
	uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NO_UTF_CHECK | PCRE2_NEVER_BACKSLASH_C | (r->caseless ? PCRE2_CASELESS : 0);
	int why = 0;
	r->code = pcre2_compile((PCRE2_SPTR)r->pattern, r->n, options, &why, at, NULL);
	return r->code ? 0 : why;
}

int
regex_open(struct regex **out, struct fb_str pattern, bool caseless, size_t *at, struct fb_err *e)
{
	enum { LONGEST = 4096 };        /* that PCRE2 surely has room for */
	int why;
	char text[256];
	struct regex *r = xcalloc(1, sizeof *r + pattern.n + 1);
	r->caseless = caseless;
	r->n = pattern.n;
	memcpy(r->pattern, pattern.p, pattern.n);
	need_find(&r->need, pattern, caseless);
	if (!(r->need.sound && pattern.n <= LONGEST) && (why = compile(r, at)) != 0) {
		pcre2_get_error_message(why, (PCRE2_UCHAR *)text, sizeof text);
		*at = *at < pattern.n ? *at : pattern.n;
		regex_close(r);
		return err_set(e, FB_ECONFIG, "in the regular expression: %s", text);
	}
	*out = r;
	return 0;
}

void
regex_close(struct regex *r)
{
	if (!r)
		return;
	pcre2_code_free(r->code);
	need_free(&r->need);
	free(r);
}

const struct need *
regex_need(const struct regex *r)
{
	return &r->need;
}

struct regex_room *
regex_room_open(void)
{
	struct regex_room *m = xcalloc(1, sizeof *m);
	m->data = pcre2_match_data_create(1, NULL);
	m->context = pcre2_match_context_create(NULL);
	if (!m->data || !m->context)
		mem_none();
	pcre2_set_match_limit(m->context, REGEX_LIMIT);
	pcre2_set_depth_limit(m->context, REGEX_DEPTH);
	pcre2_set_heap_limit(m->context, HEAP_KIB);
	return m;
}

void
regex_room_close(struct regex_room *m)
{
	if (!m)
		return;
	pcre2_match_data_free(m->data);
	pcre2_match_context_free(m->context);
	pcre2_jit_stack_free(m->stack);
	free(m);
}

static void
prepare(struct regex *r)
{
	size_t at;
	if (r->ready)
		return;
	pthread_mutex_lock(&compiling);
	if (!r->ready) {
		/* What is sound fails for want of memory only. */
		if (!r->code && compile(r, &at) != 0)
			mem_none();
		r->jit = regex_jit && pcre2_jit_compile(r->code, PCRE2_JIT_COMPLETE) == 0;
		r->ready = true;
	}
	pthread_mutex_unlock(&compiling);
}

/* The machine's own stack, 32 KiB of it, is enough for most; what it is not enough for has another from then on. */
static int
match_jit(struct regex *r, struct regex_room *m, struct fb_str text)
{
	int got = pcre2_jit_match(r->code, (PCRE2_SPTR)text.p, text.n, 0, 0, m->data, m->context);
	if (got != PCRE2_ERROR_JIT_STACKLIMIT || m->stack)
		return got;
	m->stack = pcre2_jit_stack_create(STACK_LEAST, STACK_MOST, NULL);
	if (!m->stack)
		return got;
	pcre2_jit_stack_assign(m->context, NULL, m->stack);
	return pcre2_jit_match(r->code, (PCRE2_SPTR)text.p, text.n, 0, 0, m->data, m->context);
}

int
regex_match(struct regex *r, struct regex_room *m, struct fb_str text)
{
	prepare(r);
	int got = r->jit ? match_jit(r, m, text)
	                 : pcre2_match(r->code, (PCRE2_SPTR)text.p, text.n, 0, PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, m->data, m->context);
	return got >= 0 ? 1 : got == PCRE2_ERROR_NOMATCH ? 0 : -1;
}

bool
regex_within(struct regex *r, struct fb_str text, uint32_t most)
{
	struct regex_room *m = regex_room_open();
	prepare(r);
	pcre2_set_match_limit(m->context, most);
	int got = pcre2_match(r->code, (PCRE2_SPTR)text.p, text.n, 0, PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, m->data, m->context);
	regex_room_close(m);
	return got >= 0 || got == PCRE2_ERROR_NOMATCH;
}
