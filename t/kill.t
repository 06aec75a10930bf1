#!/bin/sh
# Programs that are ended in the middle: the old file or the new one, whole, and nothing left beside it. `make faults` takes more moments.
. "$(dirname "$0")/lib.sh"
case $FB_BUILD in *san) echo '1..0 # SKIP sanitizers are too slow for it'; exit 0 ;; esac
python3 "$T/t/fault/kill.py" "$PWD" ${FAULTS_ALL:+--all}
