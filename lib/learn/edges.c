#include "learn/edges.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/utf8.h"

/* Sorted by bytes, all of them. What numbers are written with: */
static const char *const numeral[] = {
	"-", ".", "0", "〇", "一", "七", "万", "三", "两", "九", "二", "五", "亿", "八", "六", "几", "十", "千", "半", "四", "百",
	"第", "零",
};

/* Words that begin or end no name but where a clause does, though they may tell texts apart. */
static const char *const inner[] = {
	"always", "another", "anybody", "anything", "around", "back", "bit", "come", "comes", "coming", "day", "days", "either", "enough",
	"ever", "everybody", "everyone", "everything", "five", "four", "give", "given", "gives", "giving", "go", "goes", "going", "gone",
	"hello", "keep", "keeps", "left", "lot", "lots", "made", "make", "makes", "making", "many", "might", "must", "need", "needed",
	"needs", "next", "nobody", "nothing", "often", "once", "put", "quite", "regards", "said", "same", "say", "says", "several", "since",
	"somebody", "someone", "something", "take", "takes", "taking", "ten", "thank", "thanks", "thing", "things", "though", "three",
	"throughout", "time", "times", "took", "twice", "two", "under", "until", "whole", "within", "yet", "一样的", "上次", "不过",
	"之前", "今天", "以为", "以前", "任何", "其他", "其它", "其实", "刚刚", "前面", "原来", "去年", "同一个",
	"同样", "后来", "哪个", "哪些", "居然", "差不多", "已经", "当年", "当时", "昨天", "最后", "有些", "有的",
	"本以为", "本来", "根本", "每个", "每天", "每次", "比较", "特别", "甚至", "的时候", "直接", "真的",
	"礼拜", "突然", "竟然", "第一", "第三", "第二", "终于", "经常", "结果", "至少", "虽然", "要是", "该",
	"这次", "那天", "都是", "除了", "非常",
};

/* Words that say when, how long or how much, and that one asks, tries or thinks. */
static const char *const vague[] = {
	"ago", "already", "anymore", "around", "ask", "asked", "asking", "couple", "day", "days", "earlier", "few", "first", "going",
	"hello", "help", "hour", "hours", "know", "last", "later", "little", "long", "longer", "love", "many", "minute", "minutes", "month",
	"months", "morning", "myself", "new", "next", "night", "nothing", "now", "recently", "regards", "same", "second", "something",
	"soon", "sure", "tell", "thank", "thing", "things", "think", "thought", "time", "times", "today", "tomorrow", "tonight", "tried",
	"try", "trying", "two", "use", "used", "using", "want", "wanted", "week", "weeks", "year", "years", "yesterday", "yet", "今天",
	"你好", "分钟", "告诉", "大家", "小时", "希望", "帮", "帮忙", "年", "总是", "感觉", "明天", "昨天",
	"晚上", "最近", "月", "有人", "每天", "真的", "知道", "第一次", "请问", "需要",
};

/* What begins another clause: no name reaches over it. */
static const char *const joins[] = {
	"although", "because", "but", "if", "so", "that", "then", "though", "when", "where", "which", "while", "who", "但", "但是",
	"可是", "因为", "如果", "所以", "然后", "而且", "要是",
};

static const char *const asks[] = {
	"when", "where", "which", "who",
};

/* Not there: aren't and its like. */
static const char *const negators[] = {
	"cannot", "cant", "dont", "never", "no", "not", "without", "不", "不会", "不是", "不能", "不要", "从未", "别", "无", "无法",
	"未", "没", "没有", "没法",
};

/* What stands behind the verb of a question, why isn't my …, can I … */
static const char *const subjects[] = {
	"a", "an", "he", "i", "it", "my", "our", "she", "that", "the", "there", "these", "they", "this", "we", "you", "your",
};

static const char *const demonstratives[] = {
	"各", "哪", "某", "每", "这", "那",
};

/* What a verb comes to, or with 不 cannot. */
static const char *const results[] = {
	"上", "下", "了", "住", "出", "出来", "到", "动", "完", "开", "得", "懂", "成", "掉", "来", "着", "见", "走",
	"起", "起来",
};

static const char *const measures[] = {
	"个", "些", "件", "份", "位", "元", "分", "双", "句", "只", "台", "号", "名", "周", "场", "块", "天", "套", "家", "对", "封",
	"层", "年", "座", "张", "批", "支", "斤", "月", "本", "条", "杯", "次", "款", "段", "点", "片", "瓶", "碗", "种", "秒", "章",
	"篇", "米", "类", "节", "部", "门", "间", "集", "页", "项", "顿", "首",
};

#define IS_AMONG(form, list) word_is_among(form, list, sizeof(list) / sizeof *(list))

bool
word_is_number(struct fb_str form)
{
	for (const char *p = form.p, *end = p + form.n; p < end; p += utf8_length((unsigned char)*p)) {
		struct fb_str c = { p, utf8_length((unsigned char)*p) };
		if (!IS_AMONG(c, numeral))
			return false;
	}
	return form.n > 0;
}

static bool
is_han(struct fb_str form)
{
	return form.n > 0 && (unsigned char)form.p[0] >= 0xe3 && (unsigned char)form.p[0] < 0xf1;
}

static bool
is_contracted(struct fb_str form)
{
	return form.n > 3 && memcmp(form.p + form.n - 3, "n't", 3) == 0;
}

/* A number and a measure word: 一个, 三天, 0页. */
static bool
is_measured(struct fb_str form)
{
	if (form.n < 4)
		return false;
	struct fb_str last = { form.p + form.n - 3, 3 };
	return IS_AMONG(last, measures) && word_is_number((struct fb_str){ form.p, form.n - 3 });
}

static uint16_t
look(const struct vocabulary *v, uint32_t word)
{
	struct fb_str form = v->words.entry[word].key;
	uint16_t is = WORD_SAID;
	if (form.n == 0 || form.p[0] == WORD_SIGN)
		return 0;
	bool number = word_is_number(form), demonstrative = IS_AMONG(form, demonstratives);
	if (!v->common[word] && form.n >= 2 && !number)
		is |= WORD_SAYS | (IS_AMONG(form, inner) ? 0 : WORD_EDGE);
	if (IS_AMONG(form, joins))
		is |= IS_AMONG(form, asks) ? WORD_JOINS | WORD_ASKS : WORD_JOINS;
	if (is_contracted(form))
		is |= WORD_NEGATES | WORD_TURNS;
	if (IS_AMONG(form, negators))
		is |= WORD_NEGATES;
	if (number || demonstrative)
		is |= WORD_COUNTS;
	if (is_han(form))
		is |= WORD_HAN | (form.n <= 4 ? WORD_CHARACTER : 0);
	if (IS_AMONG(form, vague))
		is |= WORD_VAGUE;
	if (IS_AMONG(form, subjects))
		is |= WORD_SUBJECT;
	if (IS_AMONG(form, results))
		is |= WORD_RESULTS;
	if (is_measured(form))
		is = (uint16_t)(is & ~(WORD_SAYS | WORD_EDGE)) | WORD_MEASURED;
	return is;
}

void
edges_make(struct edges *e, const struct vocabulary *v, const struct matrices *m)
{
	size_t n = v->words.n;
	float *places = xcalloc(n + 1, sizeof *places);
	double all = 0, clauses = 0;
	e->is = xmalloc((n + 1) * sizeof *e->is);
	e->begins = xcalloc(n + 1, sizeof *e->begins);
	e->ends = xcalloc(n + 1, sizeof *e->ends);
	for (uint32_t i = 0; i < n; i++)
		e->is[i] = look(v, i);
	for (size_t row = 0; row < m->ones.rows; row++) {
		const struct text *x = &v->text[m->text[row]];
		const uint32_t *token = text_words(v, x);
		for (size_t i = 1; i < x->n; i++) {
			uint32_t word = token[i] & WORD_NUMBER;
			places[word]++;
			e->begins[word] += edges_opens(e, token, i);
			e->ends[word] += edges_closes(e, token, x->n, i);
			clauses += edges_closes(e, token, x->n, i);
			all++;
		}
	}
	e->usual = all > 0 ? clauses / all : 1;
	for (size_t i = 0; i < n; i++) {
		e->begins[i] = (float)((e->begins[i] + EDGES_SMOOTH * e->usual) / (places[i] + EDGES_SMOOTH));
		e->ends[i] = (float)((e->ends[i] + EDGES_SMOOTH * e->usual) / (places[i] + EDGES_SMOOTH));
	}
	free(places);
}

void
edges_free(struct edges *e)
{
	free(e->is);
	free(e->begins);
	free(e->ends);
	*e = (struct edges){ 0 };
}

bool
edges_opens(const struct edges *e, const uint32_t *token, size_t i)
{
	return i <= 1 || token[i] & WORD_OPENS || e->is[token[i - 1] & WORD_NUMBER] & WORD_JOINS;
}

bool
edges_closes(const struct edges *e, const uint32_t *token, size_t n, size_t i)
{
	return i + 1 >= n || token[i + 1] & WORD_OPENS || e->is[token[i + 1] & WORD_NUMBER] & WORD_JOINS;
}

/* What stands before the word takes it along. */
static bool
is_taken_along(const struct edges *e, const uint32_t *token, size_t i)
{
	if (i <= 1 || token[i] & WORD_OPENS)
		return false;
	uint16_t before = e->is[token[i - 1] & WORD_NUMBER], is = e->is[token[i] & WORD_NUMBER];
	return before & WORD_NEGATES || (before & WORD_COUNTS && is & WORD_HAN);
}

/* A negator that does not begin what it denies: 不 出来, the verb stands before it; isn't my, a question's word does. */
static bool
is_within(const struct edges *e, const uint32_t *token, size_t n, size_t i)
{
	if (i + 1 >= n || token[i + 1] & WORD_OPENS)
		return false;
	uint16_t is = e->is[token[i] & WORD_NUMBER], next = e->is[token[i + 1] & WORD_NUMBER];
	return (is & WORD_NEGATES && next & WORD_RESULTS) || (is & WORD_TURNS && next & WORD_SUBJECT && !edges_opens(e, token, i));
}

bool
edges_begin(const struct edges *e, const uint32_t *token, size_t n, size_t i)
{
	uint16_t is = e->is[token[i] & WORD_NUMBER];
	if (is == 0 || (is & WORD_JOINS && !(is & WORD_ASKS && (i <= 1 || token[i] & WORD_OPENS))))
		return false;
	if (is_taken_along(e, token, i) || is_within(e, token, n, i) || (is & WORD_COUNTS && (token[i] & (WORD_BREAK | WORD_OPENS)) == WORD_BREAK))
		return false;
	return is & (WORD_EDGE | WORD_NEGATES | WORD_COUNTS | WORD_MEASURED) ||
	    (edges_opens(e, token, i) && e->begins[token[i] & WORD_NUMBER] >= e->usual);
}

bool
edges_end(const struct edges *e, const uint32_t *token, size_t n, size_t i)
{
	uint16_t is = e->is[token[i] & WORD_NUMBER];
	return is & WORD_EDGE || (is && edges_closes(e, token, n, i) && e->ends[token[i] & WORD_NUMBER] >= e->usual);
}
