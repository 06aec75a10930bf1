#!/bin/sh
# fb-redact: what it finds, what it leaves, and the ways of writing it.
. "$(dirname "$0")/lib.sh"

printf 'id\ttext\tuser\n1\t请拨打13800138000联系我\ta\n2\tmail x@example.com ok\t13900139000\n3\t普通\\n两行 1\\\\2\tb\n' >in.tsv

same 'kinds stand for what was there; other columns stay' 'fb-redact in.tsv' <<\END
id	text	user
1	请拨打[PHONE]联系我	a
2	mail [EMAIL] ok	13900139000
3	普通\n两行 1\\2	b
END
same 'any columns' 'fb-redact -c text,user in.tsv' <<\END
id	text	user
1	请拨打[PHONE]联系我	a
2	mail [EMAIL] ok	[PHONE]
3	普通\n两行 1\\2	b
END
same 'a list of spans' 'fb-redact --list -c text,user in.tsv' <<\END
id	column	start	end	kind	rule
1	text	3	14	PHONE	cn-mobile
2	text	5	18	EMAIL	email
2	user	0	11	PHONE	cn-mobile
END
status 3 'a check of whole files' 'fb-redact --fail-if-found in.tsv'
status 0 'redacted, it passes' 'fb-redact -c text,user in.tsv | fb-redact --fail-if-found'

done_testing
