/* Texts that are shown have no personal data in them. */
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

static void
quotes(const char *text, const char *wanted)
{
	struct buf b = { 0 };
	mask_quote(&b, slice(text));
	same(buf_cstr(&b), wanted, text);
	buf_free(&b);
}

int
main(void)
{
	masks("write to li.lei+course@mail.example.cn, please", "write to [EMAIL], please");
	masks("邮箱abc@qq.com。电话13812345678！", "邮箱[EMAIL]。电话[PHONE]！");
	masks("call 138 1234 5678 or (010) 6555-1234", "call [PHONE] or [PHONE]");
	masks("电话400-000-5590，第一次", "电话[PHONE]，第一次");
	masks("全角１３８１２３４５６７８号", "全角[PHONE]号");
	masks("12345 is five, 1234 is four", "12345 is five, 1234 is four");
	masks("on 2024-03-05 at 10:30, v1.2.3, chapter 12", "on 2024-03-05 at 10:30, v1.2.3, chapter 12");
	masks("@someone no address", "@someone no address");
	masks("a@b no dot; end a@b.cd.", "a@b no dot; end [EMAIL].");
	masks("paid 199.00 and 12 30", "paid 199.00 and 12 30");
	masks("", "");
	quotes("order 12345 of 1234, call 13812345678", "order ***** of 1234, call [PHONE]");
	quotes("单号１２３４５６", "单号*****");
	quotes("", "");
	return tap_end();
}
