#!/bin/sh
# fb-cluster: groups that hold whatever the order, every record labelled, names that people used.
. "$(dirname "$0")/lib.sh"
need "$FB_BUILD/bin/fb-cluster" 'not built'

# Three complaints in many words, nine texts each.
cat >texts <<\END
The refund has not arrived
refund still not here after a week
Where is my refund? Two weeks now
They promised a refund, nothing came
refund not arrived, a month
no refund yet, ten days of waiting
My refund never arrived
refund: ten hours and no money
I asked for a refund last month
video stalls in chapter three
The video stalls after the update
Video stalls, spinning wheel
since the update the video stalls
spinning wheel, video stalls again
video stalls on my phone since the update
chapter three: video stalls
The video stalls, wheel keeps spinning
after the update: video stalls
The invoice title is wrong
cannot change the invoice title
Please change my invoice title
invoice title wrong again
How do I change the invoice title
wrong company on the invoice title
invoice title: company name wrong
change invoice title to my company
the invoice title cannot be changed
END
{ printf 'id\ttext\tuser\n'; awk '{ print NR "\t" $0 "\tu" NR % 3 }' texts; printf '28\t\tu\n'; } >in.tsv

# Groups as lines of ids, in any order of groups: what does not depend on numbers.
groups() { awk -F'\t' 'NR > 1 && $4 != "" { g[$4] = g[$4] " " $1 } END { for (k in g) print g[k] }' "$1" | sort; }

ok 'three clusters' 'fb-cluster -n 3 in.tsv >three'
groups three >got
cat >want <<\END
 1 2 3 4 5 6 7 8 9
 10 11 12 13 14 15 16 17 18
 19 20 21 22 23 24 25 26 27
END
ok 'each complaint is one of them' 'cmp want got || { cat got >&2; false; }'
same 'records come back whole and in order' 'cut -f1-3 three | cmp - in.tsv && head -1 three | cut -f4-' <<\END
cluster	cluster_p	cluster_name
END
same 'empty text has empty labels' 'tail -1 three | tr "\t" "|"' <<\END
28||u|||
END
same 'named by a phrase' 'cut -f6 three | sort | uniq -c | sort -k2 | tr -s " "' <<\END
 1 
 1 cluster_name
 9 invoice title
 9 refund
 9 video stalls
END
ok 'probabilities are sure of clear texts' 'awk -F"\t" "NR > 1 && NR < 29 && \$5 < .6 { exit 1 }" three'

# The order of records, the number of threads
{ head -1 in.tsv; tail -n +2 in.tsv | sort -k2 -t"$(printf '\t')"; } >sorted.tsv
ok 'another order, the same groups and names' 'fb-cluster -n 3 sorted.tsv | sort >a; sort three >b; cmp a b'
ok 'another number of threads, the same bytes' 'fb-cluster -j1 -n 3 in.tsv >a; fb-cluster -j7 -n 3 in.tsv >b; cmp a b && cmp a three'

# As many as there are
ok 'without a number' 'fb-cluster in.tsv >some'
ok 'no cluster mixes complaints' 'awk -F"\t" "NR > 1 && \$4 != \"\" { g = int((\$1 - 1) / 9); if (\$4 in of && of[\$4] != g) exit 1; of[\$4] = g }" some'
ok 'what is like nothing else stays empty' '{ cat in.tsv; printf "29\tzebra quagga okapi\tu\n"; } | fb-cluster | tail -1 | grep -q "u			$"'

# The made shop: a course whose videos stall after an update, 18 to 25 May, told in many words.
need "$FB_BUILD/bin/fb-import" 'fb-import is not built'
ok 'a month of a shop' 'fb-import -q "$T/testdata/export.csv" | fb-cluster >month'
cut -f3,5,10,12 month >short
ok 'the planted cause is a cluster of its own' 'awk -F"\t" "
	\$3 == 1 { n++; planted += \$2 == \"Python基础\" && substr(\$1, 1, 10) >= \"2026-05-18\" && substr(\$1, 1, 10) <= \"2026-05-25\" }
	END { exit !(n > 80 && planted > .9 * n) }" short'
ok 'and its name says what is wrong' "awk -F'\t' '\$3 == 1 { print \$4; exit }' short | grep -E '视频|画面' | grep -E '停|卡|黑|冻|加载'"

# What is odd
same 'fewer texts than clusters' 'printf "text\na\nvideo stalls\n" | fb-cluster -n 5 | cut -f2-3' <<\END
cluster	cluster_p
1	1.0000
1	1.0000
END
same 'no record' 'printf "id\ttext\n" | fb-cluster -n 3' <<\END
id	text	cluster	cluster_p	cluster_name
END
same 'left out: what stands for no text' 'printf "text\tnote\nno text given\tdefault\nvideo\t\n" | fb-cluster -n 1 | cut -f3' <<\END
cluster

1
END
same 'operands are aligned by name' 'printf "id\ttext\n1\ta b\n" >p; printf "text\tid\na b\t2\n" >q; fb-cluster -n 1 p q | cut -f1-3' <<\END
id	text	cluster
1	a b	1
2	a b	1
END
status 65 'a further column in a later file' 'printf "text\tid\tx\na b\t2\t3\n" >r; fb-cluster -n 1 p r'
status 65 'a column that is there already' 'fb-cluster -n 3 three'
says 'and the way out' "'cluster' is there already: --as NAME" 'fb-cluster -n 3 three'
ok 'replaced in place' 'fb-cluster -n 3 --replace three | cmp - three'
same 'other names' 'fb-cluster -n 3 --as problem three | head -1' <<\END
id	text	user	cluster	cluster_p	cluster_name	problem	problem_p	problem_name
END
status 65 'no such column' 'fb-cluster -n 2 -c texd in.tsv'
says 'the nearest is suggested' 'did you mean text' 'fb-cluster -n 2 -c texd in.tsv'
status 2 'no number' 'fb-cluster -n x in.tsv'
status 1 'a record that cannot be read is refused' 'printf "text\na\n\377\nb\n" | fb-cluster -n 1'

done_testing
