#!/bin/sh
# Properties of import and export on random data: roundtrip.py says which.
. "$(dirname "$0")/lib.sh"
for seed in 1 2; do
	ok "twelve random tables in five formats each, seed $seed" "python3 '$T/t/roundtrip.py' $seed"
done
done_testing
