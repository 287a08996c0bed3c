#!/bin/sh
# Runs upstream's tests on a program, and those that fail once more: they measure time, and the machine may be busy.
#
#   second_chance.sh MPY PROGRAM FOLDER-FOR-RESULTS LEAST-NUMBER-OF-PASSES TEST...
set -eu
mpy=$1 results=$3 least=$4
MICROPY_MICROPYTHON=$2
export MICROPY_MICROPYTHON
shift 4
cd "$mpy/tests"

run() {
    log=$results.$1.log
    shift
    python3 ./run-tests.py --result-dir "$results" "$@" >"$log" 2>&1
}

# shellcheck disable=SC2068 # patterns
if ! run first $@; then
    failed=$(sed -n 's/^FAIL  *\([^ ]*\.py\).*/\1/p' "$log")
    [ -n "$failed" ] || { tail -5 "$log"; exit 1; }
    echo "second chance: $failed" | tr '\n' ' '
    echo
    # shellcheck disable=SC2086 # one word is one test
    run second $failed || { tail -5 "$log"; exit 1; }
fi
passed=$(cat "$results".first.log "$results".second.log 2>/dev/null | grep -c '^pass ')
skipped=$(grep -c '^skip ' "$results.first.log" || true)
echo "$passed passed, 0 failed, $skipped skipped"
[ "$passed" -gt "$least" ]
