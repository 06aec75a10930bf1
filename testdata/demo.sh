#!/bin/sh
# demo.sh BUILD: the main job on a made shop's month of feedback; what `make demo` runs.
set -eu
build=$1
PATH=$(cd "$build/bin" && pwd):$PATH
data=$(dirname "$0")
status=0
run="fb-import $data/export.csv | fb-classify -m sentiment -m topic -m intent | fb-route -r $data/shop.rules | tee $build/day.tsv | fb-report -o $build/day.html"
sh -c "$run" || status=$?
fb-report "$build/day.tsv"
echo
echo "The report:    $build/day.html (open it in a browser)"
echo "The records:   $build/day.tsv"
echo "Made by:       $run"
exit $status
