/* Quotes show no mail address and no long number. */
#include "tap.h"
#include "text/mask.h"

static void
masks(const char *text, const char *wanted)
{
	struct buf b = { 0 };
	mask_text(&b, slice(text));
	same(buf_cstr(&b), wanted, text);
	buf_free(&b);
}

int
main(void)
{
	masks("write to li.lei+course@mail.example.cn, please", "write to ***@***, please");
	masks("邮箱abc@qq.com。电话13812345678！", "邮箱***@***。电话*****！");
	masks("call 138 1234 5678 or (010) 6555-1234", "call ***** or (*****");
	masks("电话400-000-5590，第一次", "电话*****，第一次");
	masks("全角１３８１２３４５６７８号", "全角*****号");
	masks("12345 is five, 1234 is four", "***** is five, 1234 is four");
	masks("on 2024-03-05 at 10:30, v1.2.3, chapter 12", "on 2024-03-05 at 10:30, v1.2.3, chapter 12");
	masks("order 20240305001 of 2024", "order ***** of 2024");
	masks("@someone no address", "@someone no address");
	masks("a@b no dot; end a@b.cd.", "a@b no dot; end ***@***.");
	masks("paid 199.00 and 12 30", "paid 199.00 and 12 30");
	masks("", "");
	return tap_end();
}
