#!/bin/sh
# Fails when a file of the MicroPython trees given was changed, added or removed since they were unpacked.
set -eu
here=$(dirname "$0")
passed=0 failed=0 skipped=0
for tree in "$@"; do
    if [ ! -f "$tree.sums" ]; then
        echo "skip $tree: not unpacked by us"
        skipped=$((skipped + 1))
    elif "$here/tree_sums.sh" "$tree" | diff "$tree.sums" -; then
        echo "ok   $tree"
        passed=$((passed + 1))
    else
        echo "FAIL $tree"
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
