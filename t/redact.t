#!/bin/sh
# fb-redact: what it finds, what it leaves, and the ways of writing it.
. "$(dirname "$0")/lib.sh"

# Cases. redact-found.txt has each find marked {KIND|as it is written}; redact-left.txt has none.
{ echo text; sed 's/{[A-Z]*|\([^}]*\)}/\1/g' "$T/t/redact-found.txt"; } >found.tsv
{ echo text; sed 's/{\([A-Z]*\)|[^}]*}/[\1]/g' "$T/t/redact-found.txt"; } >found.want
{ echo text; cat "$T/t/redact-left.txt"; } >left.tsv
ok 'cases: 300 texts and more of either kind' '[ $(wc -l <found.tsv) -gt 300 ] && [ $(wc -l <left.tsv) -gt 300 ]'
same 'what is personal is found, and no more of it' 'fb-redact found.tsv' <found.want
same 'what is not, stays' 'fb-redact left.tsv' <left.tsv
same 'and is nothing to a check either' 'fb-redact --list left.tsv' <<\END
id	column	start	end	kind	rule
END

printf 'id\ttext\tuser\n1\t请拨打13800138000联系我\ta\n2\tmail x@example.com ok\t13900139000\n3\t普通\\n两行 1\\\\2\tb\n4\t行\\n１３８００１３８０００\\t\\x\tc\n' >in.tsv
same 'kinds stand for what was there; other columns and escapes stay' 'fb-redact in.tsv' <<\END
id	text	user
1	请拨打[PHONE]联系我	a
2	mail [EMAIL] ok	13900139000
3	普通\n两行 1\\2	b
4	行\n[PHONE]\t\\x	c
END
same 'any columns' 'fb-redact -c text,user in.tsv' <<\END
id	text	user
1	请拨打[PHONE]联系我	a
2	mail [EMAIL] ok	[PHONE]
3	普通\n两行 1\\2	b
4	行\n[PHONE]\t\\x	c
END
same 'a list of spans, in characters of the value' 'fb-redact --list -c text,user in.tsv' <<\END
id	column	start	end	kind	rule
1	text	3	14	PHONE	cn-mobile
2	text	5	18	EMAIL	email
2	user	0	11	PHONE	cn-mobile
4	text	2	13	PHONE	cn-mobile
END
same 'without an id, the line' 'cut -f2,3 in.tsv | fb-redact --list' <<\END
id	column	start	end	kind	rule
2	text	3	14	PHONE	cn-mobile
3	text	5	18	EMAIL	email
5	text	2	13	PHONE	cn-mobile
END
says 'a column that is not there' "no column 'txt'; there are id, text, user: did you mean text" 'fb-redact -c txt in.tsv'
status 65 'is bad data' 'fb-redact -c txt in.tsv'

printf 'id\ttext\n1\tsee https://u:p4ss@example.com/?token=abc now\n2\t我 13800138000@qq.com\n' >nested.tsv
same 'the text replaces the outermost find' 'fb-redact nested.tsv' <<\END
id	text
1	see [URL] now
2	我 [EMAIL]
END
same 'the list shows them all' 'fb-redact --list nested.tsv' <<\END
id	column	start	end	kind	rule
1	text	4	41	URL	url
1	text	12	18	SECRET	url-userinfo
1	text	38	41	SECRET	url-parameter
2	text	2	20	EMAIL	email
2	text	2	13	PHONE	cn-mobile
END

printf 'text\n电话138-0013-8000和+86 13800138000，邮箱X@Example.com，密码：Abc12345，我叫张三\n' >keep.tsv
same 'the last characters may stand, never of a secret nor more than half' 'fb-redact -k 4 keep.tsv' <<\END
text
电话[PHONE:*8000]和[PHONE:*8000]，邮箱[EMAIL:*.com]，密码：[SECRET]，我叫[NAME:*三]
END
echo 0123456789abcdef0123456789abcdef >key
same 'pseudonyms: HMAC-SHA-256, the same for every way of writing' 'fb-redact --pseudonym key keep.tsv | sed "s/SECRET:[0-9a-f]*/SECRET/"' <<\END
text
电话[PHONE:b00ba32f4d27]和[PHONE:b00ba32f4d27]，邮箱[EMAIL:2e93b0750040]，密码：[SECRET]，我叫[NAME:127321ea5689]
END
echo short >weak
status 78 'a short key is refused' 'fb-redact --pseudonym weak keep.tsv'
says 'and why' 'weak: a key of 5 bytes can be guessed' 'fb-redact --pseudonym weak keep.tsv'
status 66 'a key that is not there' 'fb-redact --pseudonym nokey keep.tsv'
status 2 'keep and pseudonym do not go together' 'fb-redact -k 4 --pseudonym key keep.tsv'
for o in '--list -k 4' '--audit --pseudonym key' '--fail-if-found -k 4' '--fail-if-found -o x' '--fail-if-found --names a' '--fail-if-found --rejects x'; do
	status 2 "$o: has no effect, and is refused" "fb-redact $o keep.tsv"
done
ok 'where a stream is written, all have effect' 'fb-redact --fail-if-found -c text -k 4 -o x keep.tsv; [ $? = 3 ] && [ -s x ]'
status 2 'nor list and audit' 'fb-redact --list --audit keep.tsv'

printf '# ours\n400 123 4567\n@example.com\nexample.org\n１３８００１３８０００\n10.0.0.1\n' >allow
printf 'text\n客服400-123-4567、13800138000 a@example.com a@example.net https://www.example.org/x 13900139000 IP 10.0.0.1 IP 10.0.0.2\n' >allow.tsv
same 'values, domains and hosts that are allowed stay' 'fb-redact --allow allow allow.tsv' <<\END
text
客服400-123-4567、13800138000 a@example.com [EMAIL] https://www.example.org/x [PHONE] IP 10.0.0.1 IP [IP]
END

printf '# kinds of our own\nSTUDENT\t-\t(?<![A-Z0-9])S\\d{8}(?!\\d)\nMEMBER luhn (?<!\\d)M(\\d{10})(?!\\d)\n' >rules
printf 'text\n学号S20240001，会员M7992739871 M7992739872 M1234567897\nＳ20240002 和 S202400011\n' >rules.tsv
same 'rules add kinds, with a check and a group, in any width' 'fb-redact -r rules rules.tsv' <<\END
text
学号[STUDENT]，会员M7992739871 M7992739872 M[MEMBER]
[STUDENT] 和 S202400011
END
same 'and are listed by their line' 'fb-redact --list -r rules rules.tsv' <<\END
id	column	start	end	kind	rule
2	text	2	11	STUDENT	line-2
2	text	39	49	MEMBER	line-3
3	text	0	9	STUDENT	line-2
END
while IFS='|' read -r rule message; do
	printf '%s\n' "$rule" >bad
	says "rule '$rule'" "$message" 'fb-redact -r bad rules.tsv'
	status 78 'is bad configuration' 'fb-redact -r bad rules.tsv'
done <<\END
student - x|bad:1:1: 'student' is no kind: capitals
STUDENT lunn x|bad:1:9: no check 'lunn': did you mean luhn\?
STUDENT -|bad:1: the expression is missing
STUDENT - a(b|bad:1:14: missing closing parenthesis
STUDENT - a*|bad:1:11: the expression matches nothing at all too
END
printf 'EVIL - (?:a|aa)+[bc]\n' >evil
{ echo text; head -c 40000 /dev/zero | tr '\0' a; echo; echo fine; } >evil.tsv
status 1 'a text that an expression cannot get through is refused' 'timeout 20 fb-redact -r evil evil.tsv'
says 'with the rule' 'the rule of line-1 \(EVIL\) came to its limit' 'fb-redact -r evil evil.tsv'
same 'and kept out' 'fb-redact -r evil evil.tsv' <<\END
text
fine
END

same 'an audit counts, with masked examples' 'fb-redact --audit -c text,user in.tsv' <<\END
kind	rule	finds	records	examples
PHONE	cn-mobile	3	3	请拨打[PHONE]联系我 | [PHONE] | 行\n[PHONE]\t\\x
EMAIL	email	1	1	mail [EMAIL] ok
END
status 3 'with --fail-if-found, list and audit say so in their status' 'fb-redact --audit --fail-if-found in.tsv'
status 0 'or that there is nothing' 'fb-redact --list --fail-if-found left.tsv'

status 3 'a check of whole files, every column' 'cut -f1,3 in.tsv >users.tsv; fb-redact --fail-if-found users.tsv'
says 'says where, masked' 'users.tsv:3: PHONE \(cn-mobile\): \[PHONE\]$' 'fb-redact --fail-if-found users.tsv'
status 1 'not what it found' 'fb-redact --fail-if-found users.tsv 2>&1 | grep 139'
status 0 'redacted, it passes' 'fb-redact -c text,user in.tsv | fb-redact --fail-if-found'
printf 'id\ttext\n4111111111111111\tfine\n' >ids.tsv
status 0 'ids are not looked at' 'fb-redact --fail-if-found ids.tsv'
printf 'id\ttext\n1\t13800138000\textra\n2\t\37713900139000\n' >rejects
status 3 'rejects are looked through' 'fb-redact --fail-if-found rejects'
says 'each line of them' '^fb-redact: 2 found' 'fb-redact --fail-if-found rejects'
printf 'fb model 1\ntarget sentiment\n\n\0\1\2zhang@example.com\0\377\376\0' >model
status 3 'so are models' 'fb-redact --fail-if-found model'
printf 'fb route-state 1\nsize 64\n\n\0\3\377 13900139000 \0\1' >made.state
status 3 'and states' 'fb-redact --fail-if-found made.state'
printf 'id\tts\tuser\ttext\n1\t2024-03-05T14:02:03+08:00\t13800138000\tx\n' >user.tsv
echo 'a: count(user, 7d) >= 1 -> dept=x' >count.rules
status 0 'the counters of a user who is called by a phone number do not hold it' \
	'fb-route -q -r count.rules --state s user.tsv >/dev/null && test -s s && fb-redact --fail-if-found s'
if [ -f "$FB_BUILD/models/topic" ]; then
	for f in plain redacted; do
		if [ $f = plain ]; then cat "$T/testdata/feedback.tsv"; else fb-redact -q "$T/testdata/feedback.tsv"; fi |
			fb-classify -q --replace -m sentiment -m topic -m intent |
			awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
				{ print $at["sentiment"]; print $at["topic"]; print $at["intent"] }' >labels.$f
	done
	ok 'redacting first changes at most one label of a thousand' "paste labels.plain labels.redacted |
		awk -F'\t' '\$1 != \$2 { n++ } END { exit !(NR > 20000 && n * 1000 <= NR) }'"
fi
status 66 'a file that is not there' 'fb-redact --fail-if-found nofile'
status 0 'an empty file has nothing' ': >empty; fb-redact --fail-if-found empty'

for j in 1 2 3 8; do
	cat found.tsv >big.tsv; for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do sed 1d found.tsv; done >>big.tsv
	fb-redact -j $j --audit big.tsv >audit.$j; fb-redact -j $j big.tsv >text.$j
done
ok 'the same for every number of threads' 'cmp audit.1 audit.2 && cmp audit.1 audit.3 && cmp audit.1 audit.8 && cmp text.1 text.2 && cmp text.1 text.3 && cmp text.1 text.8'

same 'a find in a text of several lines is told on one' 'printf "id\ttext\n1\taddress below\\\\ncall 555-123-4567\\\\nthanks\n" | fb-redact --fail-if-found 2>&1 >/dev/null | sed "s/ (.*)//"' <<\END
fb-redact: standard input:2: PHONE: ow\ncall [PHONE]\nthanks
fb-redact: 1 found
END
done_testing
