#!/bin/sh
# testdata/ keeps its own rules: labels from the lists, enough of each, no two texts alike, no frames.
. "$(dirname "$0")/lib.sh"
case $FB_BUILD in *san) echo '1..0 # SKIP no program runs here: the ordinary build has looked'; exit 0 ;; esac
F=$T/testdata/feedback.tsv
export F
ok 'every record has seven fields' 'awk -F"\t" "NF != 7 { bad = 1 } END { exit bad }" "$F"'
ok 'at least 1,500 texts, all distinct' 'tail -n +2 "$F" | cut -f4 | sort | uniq -c | awk "{ n++ } \$1 > 1 { twice = 1 } END { exit !(n >= 1500 && !twice) }"'
same 'the labels of sentiment' 'tail -n +2 "$F" | cut -f5 | sort -u' <<\END
negative
neutral
positive
END
same 'the labels of intent' 'tail -n +2 "$F" | cut -f7 | sort -u' <<\END
complaint
praise
question
request
suggestion
END
ok 'topics are those of topics.tsv, and each of them is there' 'tail -n +2 "$T/testdata/topics.tsv" | cut -f1 | sort >a; tail -n +2 "$F" | cut -f6 | sort -u | cmp a -'
ok 'both languages are there, each with a third at least' 'tail -n +2 "$F" | cut -f2 | sort | uniq -c | awk "{ c[\$2] = \$1; n += \$1 } END { exit !(c[\"en\"] * 3 > n && c[\"zh\"] * 3 > n) }"'
ok 'no two texts share over half of the 5-grams of the shorter, no frame is over .5 %' "python3 '$T/t/similar.py' '$F'"
ok 'the test of similarity finds a pair that is alike' "printf 'id\tlang\tproduct\ttext\n1\tzh\tp\t这门课的内容非常适合零基础的同学\n2\tzh\tp\t这门课的内容非常适合零基础的朋友\n' >pair; ! python3 '$T/t/similar.py' pair >/dev/null"
ok 'no text of the export is a text of feedback.tsv' "python3 '$T/t/similar.py' --apart '$F' '$T/testdata/export.csv'"
done_testing
