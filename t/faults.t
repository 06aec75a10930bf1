#!/bin/sh
# Failing calls, one after another, in every program: old or new file, a message, no litter. `make faults` tries them all.
. "$(dirname "$0")/lib.sh"
case $FB_BUILD in *san) echo '1..0 # SKIP sanitizers allocate for themselves'; exit 0 ;; esac
cc -O1 -w -shared -fPIC -o inject.so "$T/t/fault/inject.c" -ldl || exit 1
python3 "$T/t/fault/faults.py" "$PWD/inject.so" "$PWD" ${FAULTS_ALL:+--all}
