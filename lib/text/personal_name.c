/* Names after a word for them, and addresses. */
#include <string.h>

#include "text/personal_hunt.h"
#include "text/utf8.h"

/* The surnames that cover about 97 % of people in China (Ministry of Public Security, National Name Report 2020, its
 * first 200), without those that begin an everyday word after 我叫. */
static const char surname[] =
	"王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖"
	"石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵覃武钱戴严莫孔汤施洪庄颜柯翁祁聂章鲁葛岳齐梅倪"
	"温童詹蓝阮霍纪舒屈祝阎尚欧宁柳邢骆辛耿关兰游殷樊裴凌路俞牛穆苗盛代鲍解左涂喻柴蒲甄晏冉仇娄鄢佟隋";
static const char *const surname_two[] = { "欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯",
	"长孙", "宇文", "端木", "南宫" };

static bool
is_han(const struct hunt *h, size_t i)
{
	unsigned char c = (unsigned char)h->p[i];
	return c >= 0xe4 && c <= 0xe9;
}

static bool
among(const char *set, const char *p)
{
	for (; *set; set += 3)
		if (memcmp(set, p, 3) == 0)
			return true;
	return false;
}

/* Characters that go on a sentence after a name rather than the name. */
static const char goes_on[] = "是的来在想要今从和也男女我你他她它这那有没不了吗吧呢啊就都还很又跟与及因为请把被让给对说买学去上下住报家";

static bool
word_follows(const struct hunt *h, size_t i)
{
	static const char *const word[] = { "电话", "手机", "号码", "号", "联系", "身份", "微信", "地址", "邮箱", "先生", "女士", "老师",
		"同学", "今年", "性别", "年龄", "大酒店", "酒店" };
	for (size_t k = 0; k < sizeof word / sizeof *word; k++)
		if (view_has(h, i, word[k]))
			return true;
	return false;
}

static size_t
chinese_name(struct hunt *h, size_t i)
{
	size_t k = i, most;
	bool two = false;
	for (size_t s = 0; s < sizeof surname_two / sizeof *surname_two; s++)
		two |= view_has(h, i, surname_two[s]);
	if (!two && !among(surname, h->p + i))
		return 0;
	k += two ? 6 : 3;
	for (most = k + 6; k < most && is_han(h, k) && !among(goes_on, h->p + k) && !word_follows(h, k); k += 3)
		continue;
	return k > i + (two ? 6u : 3u) ? k : 0;
}

/* One to four words with capitals: Mary-Ann O'Neil Smith. */
static size_t
latin_name(const struct hunt *h, size_t i)
{
	size_t k = i, end = 0;
	for (int words = 0; words < 4 && is_upper(h->p[k]); words++) {
		while (is_letter(h->p[k]) || ((h->p[k] == '\'' || h->p[k] == '-') && is_letter(h->p[k + 1])) ||
		    (h->p[k] == '.' && h->p[k + 1] == ' ' && k - i <= 1))
			k++;
		end = k;
		if (h->p[k] != ' ')
			break;
		k++;
	}
	return end > i + 1 ? end : 0;
}

size_t
name_after(struct hunt *h, size_t i)
{
	bool latin = is_letter(h->p[i - 1]), asked = latin && view_has(h, i, " is ") && view_ends(h, i, "my name");
	size_t from = i, end;
	while (h->p[from] == ' ' || h->p[from] == ':' || h->p[from] == '=' || view_has(h, from, "是") || view_has(h, from, "叫"))
		from += (unsigned char)h->p[from] >= 0x80 ? 3 : 1;
	if (latin && !asked && (h->p[i] != ':' || view_ends(h, i, "user name") || view_ends(h, i, "course name")))
		return i;
	if (asked)
		from = i + 4;
	if (is_han(h, from))
		end = chinese_name(h, from);
	else if (view_ends(h, i, "名叫") || view_ends(h, i, "名字叫"))
		end = 0;                /* 英文名叫 Rocks: more often a thing's */
	else
		end = latin_name(h, from);
	if (!end)
		return i;
	find_add(h, "NAME", "name-cue", from, end);
	return end;
}

static const char *const unit_after_number[] = { "号楼", "号院", "号", "弄", "段", "栋", "幢", "座", "单元", "楼", "层", "室", "房", "户" };

/* Behind 12号3栋2单元501室 …; i where there is none. *parts counts them. */
static size_t
door(const struct hunt *h, size_t i, size_t *parts)
{
	for (;;) {
		size_t k = i, n = 0;
		while (h->p[k] == ' ' || h->p[k] == '-' || h->p[k] == ',')
			k++;
		size_t from = k;
		while (is_alnum(h->p[k]) || (h->p[k] == '-' && is_digit(h->p[k + 1])))
			k++;
		if (k == from) {
			static const char small[] = "一二三四五六七八九十东南西北";
			while (is_han(h, k) && among(small, h->p + k) && k - from < 9)
				k += 3;
		}
		for (size_t u = 0; k > from && !n && u < sizeof unit_after_number / sizeof *unit_after_number; u++)
			if (view_has(h, k, unit_after_number[u]))
				n = strlen(unit_after_number[u]);
		if (!n) {
			if (*parts && k - from >= 3 && k - from <= 4 && is_digit(h->p[from]) && !is_han(h, k) && from == i)
				i = k;          /* a room: 2栋501 */
			return i;
		}
		i = k + n;
		++*parts;
	}
}

/* Where the administrative units and names before a road begin: at most 20 characters back, from the first unit on. */
static size_t
place_start(const struct hunt *h, size_t road, size_t *units)
{
	static const char unit[] = "省市区县镇";
	static const char stop[] = "在住到于是寄往址我家的来去，。和与从送给发有等跟为因还";
	size_t k = road, chars = 0;
	while (k >= 3 && is_han(h, k - 3) && chars++ < 20 && !among(stop, h->p + k - 3)) {
		k -= 3;
		*units += among(unit, h->p + k);
	}
	return k;
}

/* 浙江省杭州市西湖区文三路123号4栋501室: at the character for a road, with a number behind it. */
size_t
place_at(struct hunt *h, size_t i)
{
	static const char road[] = "路街道巷弄村苑园里胡";
	size_t end = i + 3, parts = 0, units = 0;
	if (!among(road, h->p + i))
		return 0;
	if (view_has(h, i, "胡同"))
		end = i + 6;
	else if (view_has(h, i, "胡"))
		return 0;
	size_t to = door(h, end, &parts), from = place_start(h, i, &units);
	if (!parts || from == i || to - end < 4)
		return 0;
	if (parts < 2 && !units && !cue_near(h, CUE_PLACE, from, 12))
		return 0;
	find_add(h, "ADDRESS", "cn-address", from, to);
	return to;
}
