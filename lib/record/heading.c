#include "record/heading.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "record/csv.h"

const char *const standard_name[STD_COUNT] = { "id", "ts", "user", "channel", "product", "text", "rating", "lang" };

/* Names in plain form, best first. */
static const char *const names[STD_COUNT] = {
	[STD_ID] = "id 评价id 评论id 反馈id 反馈编号 评价编号 评论编号 工单号 工单编号 留言id 答卷编号 答题id 记录id reviewid commentid feedbackid "
		   "ticketid responseid recordid messageid uuid guid",
	[STD_TS] = "ts 评价时间 评论时间 反馈时间 提交时间 提交答卷时间 答题时间 结束答题时间 发布时间 留言时间 创建时间 评价日期 评论日期 反馈日期 "
		   "初评时间 首评时间 时间 日期 評價時間 評論時間 時間 time date datetime timestamp createdat createdtime createtime createddate creationdate created submittedat submitdate "
		   "submissiondate reviewdate datereviews reviewedat reviewtime reviewsubmitdateandtime commentdate feedbackdate postedat "
		   "postdate publishedat publisheddate 更新时间 updatedat 交易时间 交易创建时间 付款时间 下单时间 开始答题时间 开始时间",
	[STD_USER] = "user 用户 用户昵称 昵称 用户名 用户名称 买家昵称 买家会员名 会员名 会员昵称 会员名称 评价人 评论人 评论者 评价者 反馈人 学员 学员姓名 学员昵称 读者 用戶 暱稱 評論者 學員 "
		     "听众 微信昵称 提交者 填写者 客户 客户名称 客户姓名 姓名 买家 用户id 会员id 学员id requesterid username usernickname nickname reviewer reviewers reviewername "
		     "reviewernickname author authorname userid customer customername student studentname member buyer respondent requester 交易对方 "
		     "name",
	[STD_CHANNEL] = "channel 渠道 来源 反馈渠道 来源渠道 评价来源 平台 终端 source platform via origin",
	[STD_PRODUCT] = "product 商品 商品名称 商品标题 宝贝 宝贝名称 宝贝标题 课程 课程名称 课程名 课程标题 书名 图书 图书名称 产品 产品名称 专辑 专辑名称 节目 課程 課程名稱 書名 商品名稱 "
			"productname producttitle course coursename coursetitle courseid item itemname itemtitle book booktitle bookname "
			"app appname 商品id 课程id 产品id productid packagename sku",
	[STD_TEXT] = "text 评价内容 评论内容 反馈内容 初评内容 初次评价内容 初评 初次评价 首次评价 首评 用户评价 评价详情 课程评价 学员评价 买家评价 评价文本 评论文本 评论 评价 "
		     "反馈 点评 点评内容 评语 留言内容 留言 意见反馈 意见 意见建议 意见与建议 建议 意见和建议 问题描述 反馈描述 内容 正文 文本 描述 評論 評價 評論內容 評價內容 意見 意見回饋 回饋 內容 留言內容 reviewtext reviewbody reviewcontent "
		     "review reviews comment comments commenttext feedback feedbacktext message body content verbatim answer "
		     "description 备注 追评 追评内容 追加评价",
	[STD_RATING] = "rating 评分 星级 打分 评价星级 用户评分 评分星级 分数 得分 满意度 評分 星級 满意度评分 总体评分 stars star starrating score rate overallrating "
		       "satisfaction 评价等级 评价结果",
	[STD_LANG] = "lang 语言 language locale reviewerlanguage reviewlanguage",
};

/* *plain gets the name's plain form. */
static void
plain_form(struct fb_str s, struct buf *plain)
{
	int depth = 0;
	plain->n = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool open = s.n - i >= 3 && memcmp(s.p + i, "（", 3) == 0, shut = s.n - i >= 3 && memcmp(s.p + i, "）", 3) == 0;
		if (open || shut)
			i += 2;
		if (open || c == '(' || c == '[') {
			depth++;
		} else if (shut || c == ')' || c == ']') {
			depth -= depth > 0;
		} else if (depth == 0 && s.n - i >= 3 && memcmp(s.p + i, "\xe3\x80\x80", 3) == 0) {
			i += 2;
		} else if (depth == 0 && !strchr(" \t\r\n_-.:*\"'/", c)) {
			buf_char(plain, c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c);
		}
	}
}

bool
heading_reply(struct fb_str header)
{
	static const char *const words[] = { "回复", "答复", "回覆", "reply", "replie", "response", "商家", "卖家", "客服", "developer" };
	struct buf plain = { 0 };
	bool found = false;
	plain_form(header, &plain);
	for (size_t i = 0; i < sizeof words / sizeof *words && !found; i++)
		found = strstr(buf_cstr(&plain), words[i]) != NULL;
	buf_free(&plain);
	return found;
}

/* Whether a survey's question asks for points. */
static bool
asks_for_points(struct fb_str header)
{
	static const char *const words[] = { "几分", "打分", "评分", "满意度", "多大可能", "可能性有多", "How likely", "how likely", "NPS", "How satisfied" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (header.n && memmem(header.p, header.n, words[i], strlen(words[i])))
			return true;
	return false;
}

int
heading_rank(enum standard s, struct fb_str header)
{
	struct buf plain = { 0 };
	int rank = 1000, found = 0;
	const char *dot = header.n ? memrchr(header.p, '.', header.n) : NULL;
	plain_form(header, &plain);
	for (const char *p = names[s]; plain.n && *p && !found; rank--) {
		size_t n = strcspn(p, " ");
		if (n == plain.n && memcmp(p, plain.p, n) == 0)
			found = rank;
		p += n;
		p += strspn(p, " ");
	}
	buf_free(&plain);
	if (!found && dot && !heading_reply(header)) {
		struct fb_str last = { dot + 1, (size_t)(header.p + header.n - dot) - 1 };
		bool fits = s == STD_TEXT || s == STD_TS || s == STD_RATING || (s == STD_CHANNEL && slice_is(last, "channel")) ||
		    (s == STD_USER && !slice_is(last, "name") && !slice_is(last, "author"));
		found = fits ? heading_rank(s, last) : 0;
		found = found > 500 ? found - 500 : found;
	}
	if (!found && s == STD_RATING)
		found = asks_for_points(header);
	return found;
}

bool
heading_known(struct fb_str header)
{
	for (int s = 0; s < STD_COUNT; s++)
		if (heading_rank((enum standard)s, header))
			return true;
	return false;
}

void
heading_guess(struct heading *h, const struct cols *in)
{
	enum { MOST = sizeof h->other[0] / sizeof *h->other[0] };
	for (int s = 0; s < STD_COUNT; s++) {
		int rank[MOST + 1] = { 0 };
		size_t best[MOST + 1] = { 0 }, n = 0;
		for (size_t c = 0; c < in->n; c++) {
			int r = heading_rank((enum standard)s, slice(in->name[c]));
			size_t k = n < MOST + 1 ? n : MOST;
			if (!r)
				continue;
			for (; k > 0 && rank[k - 1] < r; k--)
				if (k < MOST + 1) {
					rank[k] = rank[k - 1];
					best[k] = best[k - 1];
				}
			if (k < MOST + 1) {
				rank[k] = r;
				best[k] = c;
			}
			n += n < MOST + 1;
		}
		h->column[s] = n ? best[0] : COLS_NONE;
		h->others[s] = n ? n - 1 : 0;
		for (size_t i = 1; i < n; i++)
			h->other[s][i - 1] = best[i];
	}
}

void
heading_clean(struct cols *in)
{
	struct cols out = { 0 };
	struct buf name = { 0 };
	for (size_t i = 0; i < in->n; i++) {
		struct fb_str t = cell_trim(slice(in->name[i]));
		name.n = 0;
		buf_slice(&name, t);
		for (size_t k = 0; k < name.n; k++)
			if (strchr("\t\r\n", name.p[k]))
				name.p[k] = ' ';
		if (!name.n)
			buf_printf(&name, "column%zu", i + 1);
		size_t bare = name.n;
		for (unsigned k = 2; cols_find(&out, buf_str(&name)) != COLS_NONE; k++) {
			name.n = bare;
			buf_printf(&name, "_%u", k);
		}
		cols_add(&out, buf_str(&name));
	}
	buf_free(&name);
	cols_free(in);
	*in = out;
}

/* What lines of totals begin with, and what other remarks below the data do. */
#define WORD(text) { text, sizeof text - 1 }
static const struct fb_str total_words[] = { WORD("合计"), WORD("合 计"), WORD("合　计"), WORD("总计"), WORD("总 计"), WORD("小计"), WORD("小 计"),
	WORD("本页合计"), WORD("本页小计"), WORD("共计"), WORD("总共"), WORD("总数"), WORD("汇总"), WORD("平均"), WORD("平均分"), WORD("平均值"),
	WORD("已收入"), WORD("待收入"), WORD("已支出"), WORD("待支出"), WORD("Total"), WORD("TOTAL"), WORD("total"), WORD("Totals"),
	WORD("Grand Total"), WORD("Grand total"), WORD("Sum"), WORD("Subtotal"), WORD("Average") };
static const struct fb_str remark_marks[] = { WORD("---"), WORD("==="), WORD("***"), WORD("——"), WORD("#"), WORD("导出时间"),
	WORD("导出日期"), WORD("导出人"), WORD("打印时间"), WORD("打印日期"), WORD("打印人"), WORD("制表"), WORD("总笔数"), WORD("以上共"), WORD("以上数据"), WORD("注：") };
#undef WORD

enum total
heading_total(struct fb_str cell)
{
	cell = cell_trim(cell);
	/* The first bytes of all these words: most cells begin otherwise. A word that begins with another needs it here, too. */
	if (!cell.n || !memchr("TtGSA-=*#\xe2\xe4\xe5\xe6", *cell.p, 13))
		return TOTAL_NO;
	for (size_t i = 0; i < sizeof total_words / sizeof *total_words; i++) {
		size_t n = total_words[i].n;
		if (!slice_begins(cell, total_words[i]))
			continue;
		if (cell.n == n)
			return TOTAL_WORD;
		if (strchr(" :,(0123456789", cell.p[n]) ||
		    (cell.n >= n + 3 && (memcmp(cell.p + n, "：", 3) == 0 || memcmp(cell.p + n, "（", 3) == 0)))
			return TOTAL_BEGINS;
	}
	for (size_t i = 0; i < sizeof remark_marks / sizeof *remark_marks; i++)
		if (slice_begins(cell, remark_marks[i]))
			return TOTAL_REMARK;
	if (cell.n < 4 || memcmp(cell.p, "共", 3) != 0)
		return TOTAL_NO;
	char digit = cell.p[3 + (cell.n > 4 && cell.p[3] == ' ')];
	return digit >= '0' && digit <= '9' ? TOTAL_REMARK : TOTAL_NO;
}
