/* Every string of a report, in both languages. {0} … are filled in; they may be figures. {0s} is an s unless {0} is 1. */
#ifndef FB_REPORT_WORDS_H
#define FB_REPORT_WORDS_H

/* name, English, Chinese */
#define REPORT_WORDS(W) \
	W(TITLE, "Customer feedback", "客户反馈") \
	W(AGAINST, "{0}, against {1}", "{0}，对比{1}") \
	W(AGAINST_FROM, "{0}, against {1} (records begin {2})", "{0}，对比{1}（记录始于{2}）") \
	W(ALL_RECORDS, "all records, {0}", "全部记录，{0}") \
	W(NO_RECORDS, "no records", "没有记录") \
	W(FROM_DAY, "from {0}", "{0}起") \
	W(UP_TO_DAY, "up to {0}", "截至{0}") \
	W(NO_DATES, "all records, without dates", "全部记录，无日期") \
	W(SO_FAR, "{0} (so far)", "{0}，截至目前") \
	W(BUT_FIRST, "{0}, nothing earlier to compare with", "{0}，没有更早的数据可比") \
	W(FOR_ONE, "{0}: {1}", "{0}：{1}") \
	W(WEEK_OF, "week {0}", "{0}（周）") \
	W(MONTH_OF, "month {0}", "{0}（月）") \
	/* the headline */ \
	W(LEAD_UP, "Negative share up to {0} from {1}, mainly about {2}.", "负面占比从{1}升到{0}，主要是{2}。") \
	W(LEAD_UP_BARE, "Negative share up to {0} from {1}, with no single cause.", "负面占比从{1}升到{0}，没有单一原因。") \
	W(LEAD_DOWN, "Negative share down to {0} from {1}; most complaints left are about {2}.", "负面占比从{1}降到{0}；余下差评最多的是{2}。") \
	W(LEAD_DOWN_BARE, "Negative share down to {0} from {1}.", "负面占比从{1}降到{0}。") \
	W(LEAD_SAME, "No clear change: {0} negative, {1} before; most complaints are about {2}.", "没有明显变化：负面占{0}，此前为{1}；差评最多的是{2}。") \
	W(LEAD_SAME_BARE, "No clear change: {0} negative, {1} before.", "没有明显变化：负面占{0}，此前为{1}。") \
	W(LEAD_THIN, "{0} of feedback is negative, most often about {1}; before there were too few records to compare with ({2}).", \
	    "反馈中{0}为负面，最多的是{1}；此前有情感标签的记录太少（{2}条），无法比较。") \
	W(LEAD_THIN_BARE, "{0} of feedback is negative; before there were too few records to compare with ({1}).", \
	    "反馈中{0}为负面；此前有情感标签的记录太少（{1}条），无法比较。") \
	W(LEAD_ALL, "{0} of feedback is negative, most often about {1}.", "反馈中{0}为负面，最多的是{1}。") \
	W(LEAD_ALL_BARE, "{0} of feedback is negative.", "反馈中{0}为负面。") \
	W(LEAD_BAD, "{0} was bad: {1} negative, {2} on the other days, mainly because of {3}.", \
	    "{0}情况不好：负面占{1}，其余日子为{2}，主要原因是{3}。") \
	W(LEAD_BAD_BARE, "{0} was bad: {1} negative, {2} on the other days.", "{0}情况不好：负面占{1}，其余日子为{2}。") \
	W(LEAD_FEW, "Too few for a verdict: only {0} record{0s} with a sentiment.", "样本太少，不下结论：有情感标签的记录只有{0}条。") \
	W(LEAD_SILENT, "No record says how customers feel.", "没有表明态度的记录。") \
	W(LEAD_EMPTY, "The input has no records: its columns are there, but no line below them.", "输入中没有记录：只有列名，没有数据行。") \
	W(LEAD_OUTSIDE, "No records in this period; those there are have dates of {0}.", "本期没有记录；已有记录的日期为{0}。") \
	W(LEAD_NONE, "Nothing negative.", "没有负面反馈。") \
	W(LEAD_COUNTS, "{0} record{0s}.", "共{0}条记录。") \
	/* actions */ \
	W(FIRST, "First these", "先做这几件") \
	W(FIRST_THREE, "First these three", "先做这三件") \
	W(PROBLEM_PRODUCT, "{0} · {1}", "{0} · {1}") \
	W(COMPLAINTS, "{0} complaint{0s}", "{0}条差评") \
	W(GROWTH, "{0} against {1} before", "{0}（此前{1}条）") \
	W(PART_OF, "{0} of texts, was {1}", "占文字记录的{0}，此前{1}") \
	W(IN_BAD_DAYS, "{0} of them on {1}", "其中{0}条在{1}") \
	W(NEW_SINCE, "new since {0}", "{0}起新出现") \
	W(MORE_SINCE, "more since {0}", "{0}起增多") \
	W(RUNNING, "{0} periods running", "已连续{0}期") \
	W(DAYS_RUNNING, "{0} days running", "已连续{0}天") \
	W(WEEKS_RUNNING, "{0} weeks running", "已连续{0}周") \
	W(MONTHS_RUNNING, "{0} months running", "已连续{0}个月") \
	W(OVERDUE_OF, "{0} overdue", "{0}条超期") \
	W(SMALL, "small sample: watch", "样本小，先观察") \
	W(NO_OWNER, "no owner", "无负责部门") \
	W(WITHOUT, "without it: {0} negative instead of {1}", "若没有它：负面占{0}，而非{1}") \
	W(PROPOSED, "proposed: {0}, for {1} of them", "建议措施：{0}（其中{1}条）") \
	W(ALL_WORDS, "All words behind these", "这几件事的原话") \
	/* numbers */ \
	W(NUMBERS, "Numbers", "数字") \
	W(RECORDS, "{0} record{0s}", "{0}条记录") \
	W(RECORDS_CHANGE, "{0} record{0s} ({1})", "{0}条记录（{1}）") \
	W(NEGATIVE_NOW, "negative {0}", "负面{0}") \
	W(WAS, "{0}, was {1}", "{0}，此前{1}") \
	W(RATING_NOW, "rating {0}", "评分{0}") \
	W(NEUTRAL_POSITIVE, "neutral {0}, positive {1}", "中性{0}，正面{1}") \
	W(COUNTED, "{0} with text", "{0}条有文字") \
	W(PHRASES, "{0} platform phrase{0s} not counted", "{0}条平台默认评价不计") \
	W(EMPTY, "{0} without text", "{0}条无文字") \
	W(METHOD_CHANGED, "method changed: the two periods were labelled by different models or rules, so part of any change may be theirs", \
	    "方法有变：两期由不同的模型或规则标注，变化中可能有一部分来自方法") \
	W(WHY, "Why {0} points", "为何{0}个百分点") \
	W(WHY_CHANCE, "Where {0} points come from, which may be chance", "{0}个百分点的构成（可能只是偶然）") \
	W(WHY_BAD, "Why {0} points on these days", "这些日子为何{0}个百分点") \
	W(WHY_TOPIC, "Topic: {0}", "主题：{0}") \
	W(WHY_FOLD, "The change in full", "变化的完整拆分") \
	W(WHY_NOTE, "In points. Within: the group's own negative share changed. Mix: there are more or fewer records of a group that is unhappier or happier than most. All parts of a table sum to the change (Kitagawa 1955).", \
	    "单位：百分点。各自变化：该组自身负面占比的变化。构成变化：较不满（或较满意）的组所占记录变多或变少。每张表各部分之和等于总变化（Kitagawa 1955）。") \
	W(SPLIT_TOPIC, "The change by topic", "按主题拆分") \
	W(SPLIT_PRODUCT, "The change by product", "按产品拆分") \
	W(SPLIT_CHANNEL, "The change by channel", "按渠道拆分") \
	W(COL_RATE, "within", "各自变化") \
	W(COL_MIX, "from the mix", "构成变化") \
	W(WHY_RATE, "{0}: {1} within (most: {2}), {3} from the mix (more or fewer records of unhappier ones)", \
	    "{0}：各自变化{1}（最多：{2}），构成变化{3}（较不满者的记录变多或变少）") \
	W(OTHERS, "others {0}", "其他{0}") \
	W(PROMISES, "Promises kept", "承诺兑现") \
	W(PROMISE_REPLY, "first reply in time {0}", "按时首次回复{0}") \
	W(PROMISE_REPLY_DAY, "first reply within 24 h {0}", "24小时内首次回复{0}") \
	W(PROMISE_CLOSE, "closed in time {0}", "按时关闭{0}") \
	W(PROMISE_OVERDUE, "overdue {0}", "超期{0}条") \
	W(OVERDUE_MOST, "{0} {1} of them", "其中{0}{1}条") \
	W(OVERDUE_SILENT, "{0} without a reply", "尚未回复{0}条") \
	W(MEASURES, "Last measures", "已采取的措施") \
	W(MEASURE, "{0} ({1}): complaints {2} of records in the 28 days before, {3} after: {4}", "{0}（{1}）：此前28天差评占{2}，之后{3}：{4}") \
	W(CLEARLY_LESS, "better", "有改善") \
	W(CLEARLY_MORE, "worse", "变差") \
	W(NOT_CLEAR, "no clear change", "变化不明显") \
	W(MEASURE_UNMET, "no record has {0}", "没有记录是{0}") \
	/* over time */ \
	W(TIME, "Over time", "时间走势") \
	W(CHART_ALT, "Negative share over time: {0} at first ({4}), {1} at last ({5}), highest {2} ({3})", \
	    "负面占比走势：起初{0}（{4}），最近{1}（{5}），最高{2}（{3}）") \
	W(WHOLE_PAGE, "The whole page", "总页") \
	W(CHART_BAND, "Line: negative share with its 95 % interval; grey band: the usual for that weekday, which one point in " \
	    "twenty leaves by chance; ringed: unusual. " \
	    "Bars: texts with a sentiment, the hatched part negative.", \
	    "折线：负面占比及95%区间；灰带：该星期几的常态（二十个点里约有一个偶然落在带外）；圆圈：不寻常。柱：有情感标签的文字数，斜线部分为负面。") \
	W(CHART_BAND_LONG, "Line: negative share with its 95 % interval; grey band: the usual, as the other points have it, which one " \
	    "point in twenty leaves by chance; ringed: unusual. " \
	    "Bars: texts with a sentiment, the hatched part negative.", \
	    "折线：负面占比及95%区间；灰带：其他各点的常态（二十个点里约有一个偶然落在带外）；圆圈：不寻常。柱：有情感标签的文字数，斜线部分为负面。") \
	W(CHART_PLAIN, "Line: negative share with its 95 % interval; ringed: unusual. Bars: texts with a sentiment, the hatched part negative.", \
	    "折线：负面占比及95%区间；圆圈：不寻常。柱：有情感标签的文字数，斜线部分为负面。") \
	W(CHART_TABLE, "The same as a table", "同一数据的表格") \
	W(UNUSUAL, "Unusual: {0}", "不寻常：{0}") \
	W(UNUSUAL_DAY, "{0}: {1} negative (usual {2})", "{0}：负面{1}（平时{2}）") \
	W(NOTHING_UNUSUAL, "Nothing unusual, weekdays considered.", "按星期几比较，没有不寻常。") \
	W(NOTHING_UNUSUAL_LONG, "Nothing unusual.", "没有不寻常。") \
	W(TOO_SHORT, "Too few days to say what is usual.", "天数太少，无从判断常态。") \
	/* tables */ \
	W(TOPICS, "Topics", "主题") \
	W(CLUSTERS, "Common problems", "常见问题") \
	W(PRODUCTS, "Products", "产品") \
	W(CHANNELS, "Channels", "渠道") \
	W(INTENTS, "Intents", "意图") \
	W(MATRIX, "Products × problems: complaints", "产品 × 问题：差评数") \
	W(DEPTS, "Departments", "部门") \
	W(TO_DO, "{0}: what to do ({1})", "{0}：待办清单（{1}条）") \
	W(TO_DO_FIRST, "{0}: what to do (the {1} most pressing)", "{0}：待办清单（最紧迫的{1}条）") \
	W(DUE_TIME, "{0} {1}", "{0}{1}") \
	W(DUE_BY, "due {0}", "截止{0}") \
	W(COL_TOPIC, "Topic", "主题") \
	W(COL_CLUSTER, "Problem", "问题") \
	W(COL_PRODUCT, "Product", "产品") \
	W(COL_CHANNEL, "Channel", "渠道") \
	W(COL_INTENT, "Intent", "意图") \
	W(COL_DEPT, "Department", "部门") \
	W(COL_DAY, "From", "起始日") \
	W(COL_TO, "To", "截止日") \
	W(COL_RECORDS, "Records", "记录") \
	W(COL_TEXTS, "With text", "有文字") \
	W(COL_JUDGED, "With sentiment", "有情感标签") \
	W(COL_SHARES, "neg neu pos", "负 中 正") \
	W(COL_NEGATIVE, "Negative", "负面") \
	W(COL_NEUTRAL, "Neutral", "中性") \
	W(COL_POSITIVE, "Positive", "正面") \
	W(COL_SHARE, "Negative share", "负面占比") \
	W(COL_CHANGE, "Change", "变化") \
	W(COL_OVERDUE, "Overdue", "超期") \
	W(COL_CLOSED, "Closed in time", "按时关闭") \
	W(COL_REPLY, "Reply in time", "按时回复") \
	W(COL_REPLY_DAY, "Reply in 24 h", "24小时内回复") \
	W(COL_HIGH, "High priority", "高优先级") \
	W(COL_URGENT, "Urgent", "紧急") \
	W(MISSING, "(none)", "（无）") \
	W(CHANGE_UP, "▲ {0}", "▲ {0}") \
	W(CHANGE_DOWN, "▼ {0}", "▼ {0}") \
	W(CHANGE_NONE, "{0}", "{0}") \
	W(CHANGE_NOTE, "▲ ▼: changes that stand out after correction for {0} comparison{0s} (false discovery rate 5 %); in points.", \
	    "▲ ▼：对{0}次比较作校正后仍显著的变化（错误发现率5%）；单位：百分点。") \
	W(NEW, "new", "新") \
	W(NEW_PROBLEMS, "New problems", "新问题") \
	W(NEW_PROBLEM, "{0}: {1} complaint{1s} since {2}, none before", "{0}：{2}以来{1}条差评，此前没有") \
	W(MORE_ROWS, "and {0} more: fb-report -f tsv lists all", "另有{0}项：fb-report -f tsv 列出全部") \
	/* ratings, surveys */ \
	W(DRIVERS, "What goes with bad ratings", "低评分与什么有关") \
	W(DRIVERS_NOTE, "{0} of {1} ratings are 2 or less. Together these explain {2} of which ratings are (the variance); above is the part that each has in " \
	    "that (Shapley values; 95 % by leaving days out).", \
	    "{1}个评分中有{0}个不高于2。以上各项合计解释其中{2}的差异（方差），上面是各项在这部分中的份额（Shapley值；95%区间由逐日剔除得出）。") \
	W(DRIVER, "{0} {1}", "{0} {1}") \
	W(WORST_RATED, "Most bad ratings: {0}", "低评分最多：{0}") \
	W(SURVEYS, "Surveys", "满意度调查") \
	W(RESPONSE, "{0} of {1} asked answered ({2})", "{1}份调查收回{0}份（{2}）") \
	W(CSAT, "CSAT {0} (4 or 5 of 5)", "CSAT {0}（5分制4、5分）") \
	W(NPS, "NPS {0} ({1} promoter{1s}, {2} detractor{2s} of {3})", "NPS {0}（{3}份中推荐者{1}，贬损者{2}）") \
	W(NPS_INTERVAL, "{0} ({1} to {2})", "{0}（{1}至{2}）") \
	W(BOUNDS, "between {0} and {1} whatever the others think", "无论未答者怎么想，都在{0}到{1}之间") \
	/* quotes */ \
	W(QUOTES, "What they say", "原话") \
	W(QUOTES_BAD, "{0}, negative", "{0}，负面") \
	W(QUOTES_GOOD, "{0}, positive", "{0}，正面") \
	/* the end */ \
	W(DOUBT, "Unknown and unsure", "未知与不确定") \
	W(UNKNOWN, "unknown topic {0}", "主题未知{0}") \
	W(UNSURE, "the models are unsure of {0} of texts", "模型没有把握的文字占{0}") \
	W(UNSURE_LIST, "Unsure: {0} to look at today", "不确定：今天请看这{0}条") \
	W(DRIFT, "topics moved by {0} (share of records that would have to change topic)", "主题分布变动{0}（需改变主题的记录占比）") \
	W(CHECKED, "error rate about {0}, from {1} checked", "错误率约{0}，人工核对{1}条") \
	W(DATA, "Data", "数据") \
	W(DATA_FILE, "{0}: {1} record{1s}", "{0}：{1}条记录") \
	W(DATA_FILES, "{0} files, {1} to {2}: {3} record{3s}", "{0}个文件，{1}至{2}：{3}条记录") \
	W(DATA_REFUSED, "{0} refused (line {1}: {2})", "{0}条被拒（第{1}行：{2}）") \
	/* what the reader of the stream says, word for word: report_end.c */ \
	W(REFUSED_FIELDS, "{0} field{0s} where the header has {1}", "有{0}个字段，列名有{1}个") \
	W(REFUSED_BYTE, "byte {0} ({1}) is not UTF-8: fb-import converts other encodings", "第{0}字节（{1}）不是UTF-8：fb-import可转换其他编码") \
	W(REFUSED_NUL, "a NUL byte: text holds none", "含NUL字节：文字中不应有") \
	W(REFUSED_RETURN, "a carriage return inside the line: it is written \\r", "行中有回车符：应写作\\r") \
	W(REFUSED_BLANK, "a blank line", "空行") \
	W(REFUSED_HEADER, "the header again: were files with a header each put one after another?", "又一行列名：是否把各带列名的文件接在了一起？") \
	W(REFUSED_END, "the last line has no end: was the file cut? It was used as it is", "末行没有换行符：文件是否被截断？该行照用") \
	W(REFUSED_LONG, "the record is longer than 1 MiB", "记录长于1 MiB") \
	W(DATA_COPIES, "{0} record{0s} repeating a text of the same user", "{0}条为同一用户的重复文字") \
	W(DATA_UNDATED, "{0} without a date, in no period", "{0}条无日期，不在任何一期") \
	W(STANDARD_INPUT, "standard input", "标准输入") \
	W(DATA_OUTSIDE, "{0} in other periods", "{0}条在其他时期") \
	W(METHOD, "Method", "方法") \
	W(METHOD_MODEL, "sentiment model {0}", "情感模型{0}") \
	W(METHOD_RULES, "rules {0}", "规则{0}") \
	W(METHOD_NOTE, "Intervals in brackets are at 95 % (shares: Wilson; means: normal; changes: Newcombe). Negative share: of records with text and a sentiment; platform phrases are not counted.", \
	    "括号内为95%区间（占比：Wilson；均值：正态；变化：Newcombe）。负面占比的分母是有文字且有情感标签的记录，平台默认评价不计。") \
	W(ERROR_RATE, "Error rate", "错误率") \
	W(MODELS, "Models and rules", "模型与规则") \
	W(SENTIMENT, "Sentiment", "情感") \
	W(RATINGS, "Ratings", "评分") \
	W(LEFT_OUT, "Left out", "未列出") \
	W(LEFT_OUT_ITEM, "{0} (no column {1})", "{0}（缺列{1}）") \
	W(LEFT_OUT_DATES, "{0} (no record with a date)", "{0}（没有带日期的记录）") \
	W(RECEIPT_HOW, "Each number: {0} shows its rows; with -f tsv instead of --receipt ID it lists the IDs", \
	    "每个数字：{0} 列出对应的行；把 --receipt ID 换成 -f tsv 则列出全部ID") \
	W(RECEIPTS, "Where each number comes from", "每个数字从何而来") \
	W(RECEIPT_ALL, "{0} numbers, each with the command that counts it", "{0}个数字及各自的统计命令") \
	W(RECEIPT_CLICK, "Click a number to see the command that counts it.", "点击数字可查看统计它的命令。") \
	W(RECEIPT_FUNCTIONS, "The commands below call these shell functions, which hold what is the same in all: they read the files' columns by name " \
	    "and count the records for which the condition holds. Paste them into a shell once, then the command of a number.", \
	    "下列命令调用以下shell函数，函数里是各命令共有的部分：按列名读取文件，统计符合条件的记录。先把函数粘贴到终端一次，再粘贴某个数字的命令。") \
	W(ON_PAPER, "Not on paper: the commands behind the numbers, and the choice of one product or period. The file has them.", \
	    "纸上不印：各数字的统计命令，以及按产品和时期的筛选；文件中有。") \
	W(COL_FIGURE, "Figure", "数字") \
	W(COL_COMMAND, "Counted by", "统计命令") \
	W(COL_VALUE, "Value", "值") \
	W(EXPLORE, "Look at one product or period", "按产品和时期筛选") \
	W(EXPLORE_ALL, "all", "全部") \
	W(EXPLORE_OTHERS, "others", "其他") \
	W(EXPLORE_SUM, "{0} of {1} texts negative: {2}", "{1}条文字中{0}条负面：{2}") \
	W(EXPLAIN, "What changed: data, models or rules", "变化来自数据、模型还是规则") \
	W(EXPLAIN_LEAD, "Negative {0}, now {1}: {2} points by the data, {3} by the models, {4} by the rules.", \
	    "负面占比{0}，现为{1}：数据{2}个百分点，模型{3}，规则{4}。") \
	W(EXPLAIN_LEAD_MIXED, "Negative {0}, now {1}: {2} points, by the data and by models or rules that differ; they are not told apart.", \
	    "负面占比{0}，现为{1}：{2}个百分点，来自数据以及不同的模型或规则，尚未拆分。") \
	W(EXPLAIN_ALL, "Negative share", "负面占比") \
	W(EXPLAIN_TOPICS, "Complaints of each topic, of all records with a sentiment", "各主题差评占有情感标签记录的比例") \
	W(EXPLAIN_DEPTS, "Load of departments, of all records", "各部门记录占全部记录的比例") \
	W(EXPLAIN_OLD, "Old", "旧") \
	W(EXPLAIN_RULES, "by rules", "规则") \
	W(EXPLAIN_MODEL, "by models", "模型") \
	W(EXPLAIN_DATA, "by data", "数据") \
	W(EXPLAIN_NEW, "New", "新") \
	W(EXPLAIN_NO_MODEL, "Method changed: the streams were labelled by different models; part of what stands under data is theirs. --new-model splits it.", \
	    "方法有变：两份数据由不同模型标注，“数据”一列含模型的影响；用 --new-model 拆分。") \
	W(EXPLAIN_NO_RULES, "Method changed: the streams were routed by different rules; part of what stands under data is theirs. --new-rules splits it.", \
	    "方法有变：两份数据由不同规则分派，“数据”一列含规则的影响；用 --new-rules 拆分。") \
	W(EXPLAIN_NOTE, "In points. Rules: the old records by the new rules; models: then by the new models too; data: what is left to the new records. The steps sum to the change.", \
	    "单位：百分点。规则：旧数据按新规则重新分派；模型：再用新模型重新标注；数据：其余差异。各步之和等于总变化。") \
	W(CLOSE, "Close", "关闭") \
	W(COPY, "Copy", "复制") \
	W(CONTENTS, "Contents", "目录") \
	W(AND, ", ", "、") \
	W(COMMA, ", ", "，") \
	W(DOT, " · ", " · ") \
	W(SEMI, "; ", "；") \
	W(QUOTE, "“{0}”", "“{0}”")

#define REPORT_WORD_NAME(name, en, zh) W_##name,
enum word { REPORT_WORDS(REPORT_WORD_NAME) WORDS };

#endif
