#include "learn/wording.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "text/utf8.h"

/* Function words of English, and of Chinese where a dictionary makes words of them. Sorted by bytes. */
static const char *const common[] = {
	"a", "about", "after", "again", "all", "also", "am", "an", "and", "any", "anyone", "are", "as", "at", "be", "because",
	"been", "before", "being", "but", "by", "can", "can't", "cannot", "could", "did", "didn't", "do", "does", "doesn't",
	"doing", "don't", "each", "else", "even", "every", "for", "from", "get", "gets", "getting", "got", "had", "has",
	"have", "having", "he", "her", "here", "hi", "his", "how", "i", "i'd", "i'll", "i'm", "i've", "if", "in", "into",
	"is", "isn't", "it", "it's", "its", "just", "let", "like", "may", "me", "more", "most", "much", "my", "no", "not",
	"now", "of", "on", "one", "only", "or", "other", "our", "out", "over", "please", "really", "she", "should", "so",
	"some", "still", "such", "than", "that", "that's", "the", "their", "them", "then", "there", "these", "they", "this",
	"those", "to", "too", "up", "us", "very", "was", "way", "we", "were", "what", "what's", "when", "where", "which",
	"while", "who", "why", "will", "with", "without", "would", "you", "your", "一", "一下", "一个", "一些", "一样",
	"一点", "一直", "上", "下", "不", "不会", "不是", "与", "且", "个", "中", "为", "为了", "为什么", "么", "之", "之后",
	"也", "了", "于", "人", "人家", "什么", "今天", "从", "他", "他们", "以", "以及", "以后", "们", "会", "但", "但是",
	"位", "你", "你们", "你家", "倒", "倒是", "做", "像", "全", "再", "几", "几个", "出", "别", "到", "到底", "前", "却",
	"又", "及", "发", "只", "只是", "只有", "叫", "可", "可以", "可是", "各", "后", "吗", "吧", "呀", "呢", "咋", "和",
	"咱", "哈", "哈哈", "哈哈哈", "哪", "哪儿", "哪里", "啊", "啦", "嗯", "嘛", "因为", "在", "地", "多", "大", "太",
	"她", "好", "好像", "如果", "它", "完", "对", "将", "小", "就", "就是", "并", "应该", "很", "得", "怎么", "怎么样",
	"怎样", "您", "想", "我", "我们", "或", "或者", "所以", "所有", "才", "打", "把", "拿", "按", "挺", "时", "时候",
	"时间", "是", "是不是", "更", "最", "有", "有点", "来", "样", "次", "比", "没", "没有", "点", "然后", "现在", "用",
	"由", "的", "的话", "看", "着", "种", "第", "等", "给", "老", "而", "而且", "能", "能不能", "自己", "至", "被", "要",
	"觉得", "让", "说", "诶", "请", "谁", "起来", "跟", "过", "还", "还是", "还有", "这", "这个", "这么", "这些", "这样",
	"这种", "这里", "连", "那", "那个", "那么", "那些", "那里", "都", "里", "里边", "里面", "非常", "麻烦",
};

static int
compare(const void *a, const void *b)
{
	return slice_cmp(*(const struct fb_str *)a, slice(*(const char *const *)b));
}

bool
word_is_among(struct fb_str form, const char *const *list, size_t n)
{
	return bsearch(&form, list, n, sizeof *list, compare) != NULL;
}

bool
word_is_common(struct fb_str form)
{
	return word_is_among(form, common, sizeof common / sizeof *common);
}

enum class { SPACE, SIGN, LETTER, HAN };

static enum class
classify(uint32_t c)
{
	if (c < 0x80) {
		if (c == ' ' || c == '\t')
			return SPACE;
		return (c >= '0' && c <= '9') || (c | 32) - 'a' < 26 || c == '_' ? LETTER : SIGN;
	}
	if ((c >= 0x3400 && c < 0xa000) || (c >= 0xf900 && c < 0xfb00) || (c >= 0x20000 && c < 0x32000) || (c >= 0x3041 && c < 0x3100))
		return HAN;
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL: case UTF8PROC_CATEGORY_LT: case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO: case UTF8PROC_CATEGORY_MN: case UTF8PROC_CATEGORY_MC: case UTF8PROC_CATEGORY_ND:
		return LETTER;
	case UTF8PROC_CATEGORY_ZS: case UTF8PROC_CATEGORY_CF:
		return SPACE;
	default:
		return SIGN;
	}
}

/* folded.p[from .. to) is a word. */
static void
add_word(struct wording *w, size_t from, size_t to)
{
	if (to - from > WORD_LONGEST) {
		w->sign = true;
		return;
	}
	w->word = xgrow(w->word, &w->cap, w->n + 1, sizeof *w->word);
	bool first = w->n == 0, breaks = w->sign || first, opens = w->stop || first;
	w->word[w->n++] = (struct word){
		.form = (uint32_t)w->form.n,
		.n = (uint32_t)(to - from),
		.from = w->map.at[from],
		.to = w->map.at[to],
		.breaks = breaks,
		.opens = opens,
	};
	w->sign = w->stop = false;
	for (; from < to; from++) {
		char c = w->folded.p[from];
		buf_char(&w->form, c >= '0' && c <= '9' ? '0' : c);
	}
}

static bool
starts(const struct wording *w, size_t at, const char *with)
{
	size_t n = strlen(with);
	return w->folded.n - at >= n && memcmp(w->folded.p + at, with, n) == 0;
}

/* Past a link, an @name, an entity of HTML (&gt;) or a mark that begins at `at`; at itself where none does. */
static size_t
skip_address(const struct wording *w, struct fb_str value, size_t at)
{
	const char *p = w->folded.p;
	size_t n = w->folded.n, end = at;
	if (p[at] == '[' && value.p[w->map.at[at]] == '[') {
		uint32_t from = w->map.at[at] + 1, to = from;
		while (to < value.n && ((value.p[to] >= 'A' && value.p[to] <= 'Z') || value.p[to] == '_'))
			to++;
		if (to == from || to == value.n || (value.p[to] != ']' && value.p[to] != ':'))
			return at;
		while (end < n && p[end] != ']')
			end++;
		return end < n ? end + 1 : n;
	}
	if (p[at] == '&') {
		for (end++; end < n && end < at + 8 && ((p[end] >= 'a' && p[end] <= 'z') || p[end] == '#' || (p[end] >= '0' && p[end] <= '9')); end++)
			;
		return end < n && end > at + 1 && p[end] == ';' ? end + 1 : at;
	}
	if (p[at] != '@' && !starts(w, at, "http://") && !starts(w, at, "https://") && !starts(w, at, "www."))
		return at;
	for (end++; end < n && p[end] > ' ' && p[end] < 127 && (p[at] != '@' || classify((unsigned char)p[end]) == LETTER); end++)
		;
	return end;
}

/* The end of the word of letters that begins at `at`: signs that belong to words are let in before a letter, # and + behind. */
static size_t
latin_end(const struct wording *w, size_t at)
{
	const char *p = w->folded.p, *end = p + w->folded.n, *last = p + at;
	for (const char *q = last; q < end;) {
		uint32_t c = utf8_get(q);
		enum class is = classify(c);
		if (is == LETTER)
			last = q + utf8_length((unsigned char)*q);
		else if (c != '.' && c != '-' && c != '\'' && c != '#' && c != '+')
			break;
		else if ((c == '#' || c == '+') && q == last)
			last = q + 1;
		q += utf8_length((unsigned char)*q);
	}
	return (size_t)(last - p);
}

/* Whether the sign [at, next) ends a clause: marks of the end, lines, emoji; not within 12:30 and a.m., nor quotes, brackets and dashes. */
static bool
is_stop(const struct wording *w, size_t at, size_t next)
{
	uint32_t c = utf8_get(w->folded.p + at);
	if (c >= 0x80)
		return c != 0x2013 && c != 0x2014 && !(c >= 0x3008 && c <= 0x3011) && c != 0xb7;
	return c && strchr(".,;:!?~\n\r", (int)c) && (next == w->folded.n || classify(utf8_get(w->folded.p + next)) != LETTER);
}

static size_t
han_words(struct wording *w, size_t at)
{
	const char *p = w->folded.p;
	size_t end = at;
	while (end < w->folded.n && classify(utf8_get(p + end)) == HAN)
		end += utf8_length((unsigned char)p[end]);
	segment_run(&w->segment, w->lexicon, (struct fb_str){ p + at, end - at });
	for (size_t i = 0; i < w->segment.n; i++) {
		const struct token *t = &w->segment.token[i];
		if (t->kind == TOKEN_PUNCT || t->kind == TOKEN_SYMBOL)
			w->sign = true;
		else
			add_word(w, at + t->at, at + t->at + t->n);
	}
	return end;
}

void
wording_run(struct wording *w, struct fb_str value)
{
	const char *p;
	bool after_han = false; /* blanks aside */
	w->n = w->form.n = 0;
	w->sign = w->stop = false;
	normal_fold_map(value, &w->folded, &w->map);
	p = w->folded.p;
	for (size_t at = 0, next; at < w->folded.n; at = next) {
		uint32_t c = utf8_get(p + at);
		enum class is = classify(c);
		next = skip_address(w, value, at);
		if (next != at) {
			w->sign = true;
		} else if (is == LETTER || (c == '.' && at + 1 < w->folded.n && (p[at + 1] | 32) >= 'a' && (p[at + 1] | 32) <= 'z')) {
			next = latin_end(w, at);
			add_word(w, at, next);
		} else if (is == HAN) {
			/* Chinese has no blanks within a clause: one is written where a sign might be. */
			w->stop |= after_han;
			next = han_words(w, at);
		} else {
			next = at + utf8_length((unsigned char)p[at]);
			w->sign |= is == SIGN;
			w->stop |= is == SIGN && is_stop(w, at, next);
		}
		after_han = is == HAN || (after_han && is == SPACE);
	}
}

void
wording_free(struct wording *w)
{
	free(w->word);
	buf_free(&w->form);
	buf_free(&w->folded);
	free(w->map.at);
	segment_free(&w->segment);
	*w = (struct wording){ 0 };
}
