#include "text/stop.h"

#include "text/normal.h"
#include "text/wordlist.h"

static const char common[] =
	/* Chinese: particles, pronouns, prepositions, conjunctions, adverbs without an opinion */
	"的 了 着 过 地 得 之 所 们 吧 吗 呢 啊 呀 哦 嗯 啦 嘛 呗 哇 噢 喔 "
	"我 你 您 他 她 它 我们 你们 您们 他们 她们 它们 咱 咱们 俺 自己 大家 人家 谁 别人 "
	"这 那 这个 那个 这些 那些 这样 那样 这种 那种 这里 那里 这儿 那儿 这么 那么 此 该 其 某 各 每 本 "
	"什么 怎么 怎样 怎么样 哪 哪里 哪个 哪些 哪儿 几 多少 为什么 "
	"是 在 有 把 被 让 给 对 对于 关于 从 自 自从 向 往 到 由 于 以 按 按照 为 为了 跟 和 与 同 及 以及 或 或者 还是 "
	"而 而且 并 并且 但 但是 可是 然而 因 因为 由于 所以 因此 于是 如果 若 要是 假如 虽然 尽管 即使 只要 只有 除了 那 则 "
	"就 都 也 还 又 再 才 已 已经 曾 曾经 正 正在 将 将要 便 即 却 "
	"一 一个 个 一些 些 一下 一样 一种 等 等等 以上 以下 上 下 里 中 内 时 后 前 之后 之前 时候 当 其中 其实 比如 例如 "
	"会 能 能够 可 可以 要 去 来 "
	/* English: the same, and contractions of them */
	"a an the this that these those i me my mine myself we us our ours ourselves you your yours yourself he him his himself she her hers "
	"herself it its itself they them their theirs themselves one who whom whose which what when where why how "
	"and or but if then else than because as while until although though since whether "
	"of at by for with about into through during before after above below to from up down in out on off over under between among "
	"again once here there all any both each other another some such own same also "
	"am is are was were be been being have has had having do does did doing done will would shall should can could may might must "
	"i'm i've i'll i'd you're you've you'll you'd he's he'll he'd she's she'll she'd it's it'll we're we've we'll we'd they're they've "
	"they'll they'd that's that'll there's here's what's who's how's where's let's let im ive id s t d m ll re ve";

static int
add(void *job, const struct wordlist_line *line, struct fb_err *e)
{
	struct stop *s = job;
	struct buf normal = { 0 };
	(void)e;
	normal_fold(line->word, &normal);
	map_put(&s->words, buf_str(&normal), NULL)->value = 1;
	buf_free(&normal);
	return 0;
}

void
stop_common(struct stop *s)
{
	for (const char *p = common; *p;) {
		size_t n = strcspn(p, " ");
		map_put(&s->words, (struct fb_str){ p, n }, NULL)->value = 1;
		p += n + (p[n] == ' ');
	}
}

int
stop_read(struct stop *s, const char *path, struct fb_err *e)
{
	return wordlist_read(path, add, s, e);
}

bool
stop_has(const struct stop *s, struct fb_str normal)
{
	return map_find(&s->words, normal) != NULL;
}

void
stop_free(struct stop *s)
{
	map_free(&s->words);
}
