/* Words that tell what comes after them, and the kinds that only such a word gives: WeChat and QQ numbers. */
#include <pthread.h>
#include <string.h>

#include "text/personal_hunt.h"
#include "text/utf8.h"

static const struct word {
	const char *text;       /* in normal form; of ASCII, a whole token */
	enum cue cue;
} word[] = {
	{ "电话", CUE_PHONE }, { "手机", CUE_PHONE }, { "座机", CUE_PHONE }, { "固话", CUE_PHONE }, { "联系方式", CUE_PHONE },
	{ "热线", CUE_PHONE }, { "拨打", CUE_PHONE }, { "致电", CUE_PHONE }, { "来电", CUE_PHONE }, { "短信", CUE_PHONE },
	{ "传真", CUE_PHONE }, { "打给我", CUE_PHONE }, { "打", CUE_PHONE }, { "打了", CUE_PHONE }, { "客服", CUE_PHONE },
	{ "投诉", CUE_PHONE }, { "售后", CUE_PHONE }, { "联系", CUE_PHONE }, { "contact", CUE_PHONE }, { "call", CUE_PHONE }, { "tel", CUE_PHONE }, { "telephone", CUE_PHONE },
	{ "phone", CUE_PHONE }, { "mobile", CUE_PHONE }, { "cell", CUE_PHONE }, { "cellphone", CUE_PHONE }, { "whatsapp", CUE_PHONE },
	{ "fax", CUE_PHONE }, { "hotline", CUE_PHONE }, { "dial", CUE_PHONE }, { "text me at", CUE_PHONE }, { "mob", CUE_PHONE },
	{ "身份证", CUE_ID }, { "身分证", CUE_ID }, { "证件号", CUE_ID }, { "居民证", CUE_ID }, { "hkid", CUE_ID }, { "居留证", CUE_ID },
	{ "卡号", CUE_CARD }, { "银行卡", CUE_CARD }, { "信用卡", CUE_CARD }, { "储蓄卡", CUE_CARD }, { "借记卡", CUE_CARD },
	{ "账号", CUE_CARD }, { "账户", CUE_CARD }, { "card", CUE_CARD }, { "visa", CUE_CARD }, { "mastercard", CUE_CARD },
	{ "unionpay", CUE_CARD }, { "银联", CUE_CARD }, { "amex", CUE_CARD }, { "debit", CUE_CARD },
	{ "护照", CUE_PASSPORT }, { "passport", CUE_PASSPORT },
	{ "回乡证", CUE_PERMIT }, { "通行证", CUE_PERMIT }, { "台胞证", CUE_PERMIT }, { "来往内地", CUE_PERMIT },
	{ "微信", CUE_WECHAT }, { "威信", CUE_WECHAT }, { "薇信", CUE_WECHAT }, { "微 信", CUE_WECHAT }, { "v信", CUE_WECHAT },
	{ "wechat", CUE_WECHAT }, { "weixin", CUE_WECHAT }, { "wx", CUE_WECHAT }, { "vx", CUE_WECHAT }, { "加v", CUE_WECHAT }, { "加vx", CUE_WECHAT }, { "加wx", CUE_WECHAT },
	{ "加微信", CUE_WECHAT }, { "加薇信", CUE_WECHAT }, { "加微", CUE_WECHAT }, { "加薇", CUE_WECHAT }, { "wxid", CUE_WECHAT },
	{ "qq", CUE_QQ }, { "扣扣", CUE_QQ }, { "企鹅号", CUE_QQ }, { "球球号", CUE_QQ },
	{ "密码", CUE_SECRET }, { "口令", CUE_SECRET }, { "密钥", CUE_SECRET }, { "验证码", CUE_SECRET }, { "校验码", CUE_SECRET },
	{ "授权码", CUE_SECRET }, { "password", CUE_SECRET }, { "passwd", CUE_SECRET }, { "pwd", CUE_SECRET }, { "passcode", CUE_SECRET },
	{ "passphrase", CUE_SECRET }, { "token", CUE_SECRET }, { "secret", CUE_SECRET }, { "apikey", CUE_SECRET },
	{ "accesskey", CUE_SECRET }, { "secretkey", CUE_SECRET }, { "bearer", CUE_SECRET }, { "basic", CUE_SECRET }, { "otp", CUE_SECRET },
	{ "key", CUE_SECRET }, { "authorization", CUE_SECRET },
	{ "姓名", CUE_NAME }, { "我叫", CUE_NAME }, { "名叫", CUE_NAME }, { "名字叫", CUE_NAME }, { "我的名字是", CUE_NAME },
	{ "我名字是", CUE_NAME }, { "我的名字叫", CUE_NAME },
	{ "联系人", CUE_NAME }, { "收件人", CUE_NAME }, { "收货人", CUE_NAME }, { "持卡人", CUE_NAME }, { "户名", CUE_NAME },
	{ "真名", CUE_NAME }, { "开户名", CUE_NAME }, { "name", CUE_NAME },
	{ "地址", CUE_PLACE }, { "住址", CUE_PLACE }, { "住在", CUE_PLACE }, { "寄到", CUE_PLACE }, { "寄往", CUE_PLACE },
	{ "送到", CUE_PLACE }, { "家住", CUE_PLACE }, { "address", CUE_PLACE }, { "收货地", CUE_PLACE },
	{ "信用代码", CUE_COMPANY }, { "税号", CUE_COMPANY }, { "纳税人", CUE_COMPANY }, { "营业执照", CUE_COMPANY },
	{ "ssn", CUE_SSN }, { "social security", CUE_SSN }, { "社会安全号", CUE_SSN }, { "社保号", CUE_SSN },
	{ "ip", CUE_IP }, { "服务器", CUE_IP }, { "网关", CUE_IP }, { "dns", CUE_IP }, { "host", CUE_IP }, { "server", CUE_IP },
	{ "ping", CUE_IP }, { "主机", CUE_IP }, { "mac", CUE_MAC }, { "物理地址", CUE_MAC }, { "hardware", CUE_MAC },
	{ "订单", CUE_ORDER }, { "单号", CUE_ORDER }, { "运单", CUE_ORDER }, { "流水号", CUE_ORDER }, { "编号", CUE_ORDER },
	{ "快递", CUE_ORDER }, { "条码", CUE_ORDER }, { "条形码", CUE_ORDER }, { "型号", CUE_ORDER }, { "货号", CUE_ORDER },
	{ "课程号", CUE_ORDER }, { "学号", CUE_ORDER }, { "商品", CUE_ORDER }, { "序列号", CUE_ORDER }, { "书号", CUE_ORDER },
	{ "发票", CUE_ORDER }, { "交易号", CUE_ORDER }, { "工单", CUE_ORDER }, { "房间号", CUE_ORDER }, { "会议号", CUE_ORDER },
	{ "order", CUE_ORDER }, { "tracking", CUE_ORDER }, { "invoice", CUE_ORDER }, { "isbn", CUE_ORDER }, { "sku", CUE_ORDER },
	{ "ticket", CUE_ORDER }, { "course", CUE_ORDER }, { "serial", CUE_ORDER }, { "barcode", CUE_ORDER }, { "ean", CUE_ORDER },
	{ "upc", CUE_ORDER }, { "issn", CUE_ORDER }, { "doi", CUE_ORDER }, { "transaction", CUE_ORDER }, { "model", CUE_ORDER },
	{ "part", CUE_ORDER }, { "item", CUE_ORDER }, { "case", CUE_ORDER }, { "meeting", CUE_ORDER }, { "课号", CUE_ORDER },
	{ "batch", CUE_ORDER }, { "lesson", CUE_ORDER }, { "product", CUE_ORDER },
	{ "版本", CUE_VERSION }, { "版", CUE_VERSION }, { "更新到", CUE_VERSION }, { "升级到", CUE_VERSION }, { "升到", CUE_VERSION },
	{ "version", CUE_VERSION }, { "ver", CUE_VERSION }, { "v", CUE_VERSION }, { "release", CUE_VERSION }, { "build", CUE_VERSION },
	{ "firmware", CUE_VERSION }, { "固件", CUE_VERSION }, { "section", CUE_VERSION }, { "chapter", CUE_VERSION },
	{ "章节", CUE_VERSION }, { "小节", CUE_VERSION }, { "app", CUE_VERSION }, { "client", CUE_VERSION }, { "update", CUE_VERSION },
	{ "upgrade", CUE_VERSION }, { "客户端", CUE_VERSION }, { "android", CUE_VERSION }, { "ios", CUE_VERSION },
	{ "chrome", CUE_VERSION },
};

enum { WORDS = sizeof word / sizeof *word, SLOTS = 256 };

/* Words by their first character: a chain for each slot, the longer words first. */
static short first[SLOTS], next[WORDS];
static unsigned char size[WORDS];       /* bytes of the word */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static unsigned
slot_of(uint32_t c)
{
	return (c ^ c >> 8) % SLOTS;
}

static void
index_words(void)
{
	memset(first, -1, sizeof first);
	for (size_t i = 0; i < WORDS; i++) {
		short *at = &first[slot_of(utf8_get(word[i].text))];
		size[i] = (unsigned char)strlen(word[i].text);
		while (*at >= 0 && size[*at] >= size[i])
			at = &next[*at];
		next[i] = *at;
		*at = (short)i;
	}
}

void
cue_prepare(void)
{
	pthread_once(&once, index_words);
}

static const char *const joiner[] = { "号码", "号", "码", "是", "为", "叫", "账户", "id", "no.", "no", "number", "num", "is", "#",
	":", "=", "(", "[", " ", "-", "at", "me", "+", "'", "\"", "【", "「", "on", "here", "我", ">", "→", ",", ". " };

size_t
cue_skip(const struct hunt *h, size_t i)
{
	for (size_t k = 0; k < sizeof joiner / sizeof *joiner;) {
		size_t n = strlen(joiner[k]);
		if (view_has(h, i, joiner[k]) && !(is_letter(joiner[k][0]) && is_letter(h->p[i + n]) && is_letter(h->p[i]))) {
			i += n;
			k = 0;
		} else {
			k++;
		}
	}
	return i;
}

bool
cue_just(const struct hunt *h, enum cue c, size_t i)
{
	size_t end = h->cue[c];
	if (!end || end - 1 > i || i - (end - 1) > 24)
		return false;
	end = cue_skip(h, end - 1);
	return end >= i;
}

bool
cue_near(const struct hunt *h, enum cue c, size_t i, size_t bytes)
{
	static const char *const stop[] = { "。", "!", "?", "\n", ";" };
	size_t end = h->cue[c];
	if (!end || i < end - 1 || i - (end - 1) > bytes)
		return false;
	for (size_t k = end - 1; k < i; k++)
		for (size_t s = 0; s < sizeof stop / sizeof *stop; s++)
			if (view_has(h, k, stop[s]))
				return false;
	return true;
}

/* Whether a word that joins more firmly than a blank stands in [i .. j). */
static bool
joined(const struct hunt *h, size_t i, size_t j)
{
	static const char *const firm[] = { ":", "=", "号", "是", "为", "id" };
	for (; i < j; i++)
		for (size_t k = 0; k < sizeof firm / sizeof *firm; k++)
			if (view_has(h, i, firm[k]))
				return true;
	return false;
}

/* A WeChat ID: a letter and 5 to 19 letters, digits, _ or -; or a number, as of old accounts. */
static size_t
wechat_after(struct hunt *h, size_t cue, size_t i)
{
	static const char *const plain[] = { "android", "iphone", "windows", "official", "payment", "support", "service", "version",
		"article", "account", "wechat", "weixin", "moments", "message", "number", "please", "harmonyos" };
	size_t from = cue_skip(h, i), k = from;
	bool firm = joined(h, i, from) || view_ends(h, cue, "加") || view_ends(h, cue, "add ") || view_has(h, cue, "加"), special = false;
	while (is_alnum(h->p[k]) || h->p[k] == '_' || (h->p[k] == '-' && is_alnum(h->p[k + 1])))
		special |= !is_letter(h->p[k++]);
	size_t n = k - from;
	if (is_digit(h->p[from])) {
		for (size_t d = from; d < k; d++)
			if (!is_digit(h->p[d]))
				return i;
		if (!firm || n < 5 || n > 10)
			return i;
	} else if (!is_letter(h->p[from]) || n < 6 || n > 20 || h->p[k] == '@' || (h->p[k] == '.' && is_alnum(h->p[k + 1]))) {
		return i;
	} else if (!special) {
		for (size_t s = 0; s < sizeof plain / sizeof *plain; s++)
			if (view_has(h, from, plain[s]) && strlen(plain[s]) == n)
				return i;
		if (!firm || is_letter(h->p[k + (h->p[k] == ' ')]))
			return i;
	}
	find_add(h, "WECHAT", "wechat-cue", from, k);
	return k;
}

/* A QQ number, or a group's: 5 to 11 digits, the first not 0. */
static size_t
qq_after(struct hunt *h, size_t i)
{
	static const char *const unit[] = { "年", "元", "块", "分", "人", "个", "月", "天", "万", "级", "版", "%", "@", "集", "岁", "会员" };
	size_t from = i, k;
	while (view_has(h, from, "群") || cue_skip(h, from) > from)
		from = view_has(h, from, "群") ? from + 3 : cue_skip(h, from);
	for (k = from; is_digit(h->p[k]); k++)
		continue;
	if (k - from < 5 || k - from > 11 || h->p[from] == '0' || is_letter(h->p[k]) || (h->p[k] == '.' && is_digit(h->p[k + 1])))
		return i;
	for (size_t u = 0; u < sizeof unit / sizeof *unit; u++)
		if (view_has(h, k, unit[u]))
			return i;
	find_add(h, "QQ", "qq-cue", from, k);
	return i;               /* the digits may be a telephone number as well */
}

static size_t
cue_take(struct hunt *h, enum cue c, size_t from, size_t end)
{
	h->cue[c] = end + 1;
	h->cue_from[c] = from;
	if (c == CUE_VERSION && end == from + 1 && h->p[end] == ':')
		c = CUE_WECHAT;         /* V: */
	switch (c) {
	case CUE_WECHAT:
		return wechat_after(h, from, end);
	case CUE_QQ:
		return qq_after(h, end);
	case CUE_SECRET:
		return secret_after(h, end);
	case CUE_NAME:
		return name_after(h, end);
	default:
		return end;
	}
}

size_t
cue_at(struct hunt *h, size_t i, size_t j)
{
	uint32_t c = utf8_get(h->p + i);
	if (c < 0x80)
		c = (uint32_t)(unsigned char)lower((char)c);
	for (short w = first[slot_of(c)]; w >= 0; w = next[w]) {
		size_t end = i + size[w];
		if (end > h->n || (j ? end < j || is_letter(h->p[end]) : h->p[end - 1] != word[w].text[size[w] - 1]))
			continue;
		if (!view_has(h, i, word[w].text) || (is_letter(h->p[end - 1]) && is_letter(h->p[end])))
			continue;
		return cue_take(h, word[w].cue, i, end);
	}
	return 0;
}
