#!/bin/sh
# The unit tests of lib/, each a TAP program of its own: one line here for each of them.
. "$(dirname "$0")/lib.sh"
for program in "$FB_BUILD"/t/*; do
	case $program in *.d) continue ;; esac
	[ -x "$program" ] || continue
	tap_run "cd '$T' && '$program'"
	[ "$tap_status" = 0 ] && grep -q '^1\.\.[1-9]' out && ! grep -q '^not ok' out
	tap_result $? "$(basename "$program"): $(grep -c '^ok' out) checks" || { grep -A4 '^not ok' out | head -40 | sed 's/^/# /'; head -20 err | sed 's/^/# /'; }
done
done_testing
