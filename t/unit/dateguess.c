/* dateguess.h: the dates of the world's exports. */
#include "record/dateguess.h"

#include "tap.h"

static const char *
reads(const char *text, const struct date_style *style)
{
	static struct buf b;
	struct date d;
	b.n = 0;
	if (!dateguess_read(style, slice(text), &d))
		return "no";
	date_write(&b, &d);
	return buf_cstr(&b);
}

int
main(void)
{
	static const struct date_style none, day = { NULL, true, false }, month = { NULL, false, true };
	static const char *const t[][2] = {
		{ "2024-03-05", "2024-03-05" }, { " 2024/3/5\t", "2024-03-05" }, { "2024.3.5 4:02", "2024-03-05T04:02:00" },
		{ "2024年3月5日", "2024-03-05" }, { "2024 年 3 月 5 日 14:02", "2024-03-05T14:02:00" }, { "2024年3月5日14时02分03秒", "2024-03-05T14:02:03" },
		{ "2024年3月5日 星期二 14:02", "2024-03-05T14:02:00" }, { "2024/3/5 下午2:05:09", "2024-03-05T14:05:09" }, { "2024/3/5 上午12:05", "2024-03-05T00:05:00" },
		{ "2024-03-05 12:30 PM", "2024-03-05T12:30:00" }, { "2024-03-05 12:30 AM", "2024-03-05T00:30:00" },
		{ "Feb 12, 2020", "2020-02-12" }, { "February 12th, 2020 at 3:04 PM", "2020-02-12T15:04:00" }, { "12 Feb 2020", "2020-02-12" },
		{ "12-Feb-2020 10:00:00", "2020-02-12T10:00:00" }, { "1st sept 2021", "2021-09-01" }, { "Wed, 12 Feb 2020 10:00:00 +0800", "2020-02-12T10:00:00+08:00" },
		{ "20240305", "2024-03-05" }, { "20240305140203", "2024-03-05T14:02:03" }, { "1709618523", "2024-03-05T06:02:03Z" },
		{ "1709618523.75", "2024-03-05T06:02:03Z" }, { "1709618523123", "2024-03-05T06:02:03Z" }, { "2024-03-05 14:02:03 UTC", "2024-03-05T14:02:03Z" },
		{ "2024/3/5 14:02 GMT+8", "2024-03-05T14:02:00+08:00" }, { "2024/3/5 14:02:03.5 (UTC-05:30)", "2024-03-05T14:02:03-05:30" },
		{ "2024-03-05T14:02:03+0800", "2024-03-05T14:02:03+08:00" }, { "3/3/2024", "2024-03-03" }, { "25.12.2023", "2023-12-25" }, { "12/25/2023", "2023-12-25" },
	};
	static const char *const no[] = { "", " ", "soon", "2024", "2024-3", "24-3-5", "2024-02-30", "2024-13-01", "03/04/2024", "13/13/2024", "2024/3-5", "2024-3-5 25:00",
		"2024-3-5 1:2", "2024-3-5 13:00 AM", "Febr 12, 2020", "Foo 12, 2020", "12 Feb 20", "123456789", "12345678901", "0709618523", "5", "4.5", "2024-03-05 14:02 +99:00",
		"2024年3月", "12:30", "2024-03-05x", "Feb 30, 2020", "99999999" };
	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		same(reads(t[i][0], &none), t[i][1], t[i][0]);
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		same(reads(no[i], &none), "no", no[i]);
	same(reads("03/04/2024 9:05", &day), "2024-04-03T09:05:00", "the day first");
	same(reads("03/04/2024", &month), "2024-03-04", "the month first");
	same(reads("25/12/2023", &month), "2023-12-25", "but 25 is no month");
	static const struct date_style form = { "%b %d, %Y", false, false }, zone = { "%d.%m.%y %H:%M %z", false, false }, unix_seconds = { "%s", false, false };
	same(reads("Feb 12, 2020", &form), "2020-02-12", "by strptime's format, without a time");
	same(reads("Feb 12, 2020 x", &form), "no", "nothing may follow");
	same(reads("12.02.20 14:02 +0530", &zone), "2020-02-12T14:02:00+05:30", "with time and zone");
	same(reads("1709618523", &unix_seconds), "2024-03-05T06:02:03Z", "%s does not ask $TZ");
	ok(dateguess_look(slice("03/04/2024")) == DATE_EITHER && dateguess_look(slice("13/04/2024")) == DATE_DAY_FIRST &&
	    dateguess_look(slice("04/13/2024")) == DATE_MONTH_FIRST && dateguess_look(slice("2024/04/13")) == DATE_CLEAR &&
	    dateguess_look(slice("4/4/2024")) == DATE_CLEAR && dateguess_look(slice("soon")) == DATE_NO, "what one date says of its column");
	return tap_end();
}
