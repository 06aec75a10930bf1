#!/bin/sh
# The nights of fb(7): its script, as the page has it, over a month's first days and what goes wrong in some of them. No record is lost,
# none counts twice.
. "$(dirname "$0")/lib.sh"

mandoc -T ascii "$T/man/fb.7" 2>/dev/null | col -b >page.txt
sed -n '/#!\/bin\/sh/,/parts\/\*.part/s/^ *//p' page.txt >night.sh
grep -c . night.sh | grep -qx '1[0-9]'
tap_result $? 'the page has a script'
cp "$T"/testdata/shop.rules "$T"/testdata/*.calendar "$T"/testdata/measures* . 2>/dev/null
fb-import -q "$T/testdata/export.csv" | cut -f2-7 >all.tsv
for day in 01 02 03; do awk -F'\t' -v day="2026-05-$day" 'NR == 1 || substr($2, 1, 10) == day' all.tsv | fb-export -o $day.csv; done
records() { for f in "$@"; do fb-import -q "$f" | tail -n +2; done | wc -l | tr -d ' '; }
reported() { fb-report --merge -f tsv parts/*.part | awk '$1 == "records" { print $2 }'; }

ok 'the first night' 'sh night.sh 01.csv && test -s page.html && test -s seen.state && test -s problems.state'
ok 'its file again' 'sh night.sh 01.csv'
[ "$(reported)" = "$(records 01.csv)" ]
tap_result $? 'adds nothing'
status 66 'a night without rules fails' 'mv shop.rules away; sh night.sh 02.csv; s=$?; mv away shop.rules; exit $s'
ok 'and is whole when it is run again' 'sh night.sh 02.csv'
[ "$(reported)" = "$(records 01.csv 02.csv)" ]
tap_result $? 'no record is lost'
status 65 'an empty file' ': >empty.csv; sh night.sh empty.csv'
# Within a character.
for n in 1500 1501 1502; do head -c $n 03.csv >cut.csv; iconv -f utf-8 -t utf-8 cut.csv >/dev/null 2>&1 || break; done
ok 'a file that was cut, then all of it in GB18030 with the days before' 'sh night.sh cut.csv 2>said; grep -q "copied whole" said && fb-import -q 01.csv 02.csv 03.csv | cut -f2-7 | fb-export -e gb18030 -o gb.csv && { sh night.sh gb.csv; s=$?; [ $s = 0 ] || [ $s = 3 ]; }'
n=$(records 01.csv 02.csv 03.csv)
[ "$(reported)" -ge "$n" ] && [ "$(reported)" -le "$((n + 1))" ]
tap_result $? 'at most the record that was cut counts twice' || echo "# $(reported) of $n"
done_testing
