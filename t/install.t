#!/bin/sh
# `make install` gives a tree that works by itself, wherever it is put.
. "$(dirname "$0")/lib.sh"
[ "$FB_BUILD" = "$T/build" ] || { echo '1..0 # SKIP the ordinary build is installed'; exit 0; }
ok 'make install with DESTDIR and PREFIX' "make -C '$T' install DESTDIR=\"\$PWD/tree\" PREFIX=/usr >log 2>&1"
ok 'programs, data, models and pages are there' 'cd tree/usr && test -x bin/fb-import -a -x bin/fb -a -f share/fb/words.dict -a -f share/fb/shop.rules -a -f share/fb/models/sentiment -a -f share/man/man1/fb.1 -a -f share/man/man7/fb.7'
ok 'the installed fb looks at an export' "PATH=\$PWD/tree/usr/bin:\$(getconf PATH) fb look -o page.html '$T/testdata/export.csv' 2>said && test -s page.html"
ok 'it used the installed rules and said the whole line' 'grep -q "fb: fb-import .* | fb-classify -m sentiment -m topic | fb-route -r .*/tree/usr/share/fb/shop.rules | fb-report -o page.html" said'
done_testing
