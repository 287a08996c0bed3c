#!/bin/sh
# The example of a host in C does what it says, compiled as C99, as C++17 and with sanitizers:  c_host.sh ARCHIVE FOLDER
set -eu
archive=$(realpath "$1")
work=$(mkdir -p "$2" && realpath "$2")
repo=$(cd "$(dirname "$0")/../.." && pwd)
expected=$repo/tests/examples/c_host.exp
passed=0 failed=0

# check NAME FLAGS...
check() {
    name=$1
    shift
    rm -rf "${work:?}/$name"
    mkdir "$work/$name"
    touch "$work/$name/difference"
    # A program that nobody wakes would wait for ever.
    if timeout 60 make -s -C "$repo/examples/c_host" run ARCHIVE="$archive" BUILD="$work/$name" \
        CFLAGS="$* -Wall -Wextra -Werror -pedantic" >"$work/$name/printed" 2>"$work/$name/log" &&
        diff -u "$expected" "$work/$name/printed" >"$work/$name/difference"; then
        passed=$((passed + 1))
        echo "ok $name"
    else
        failed=$((failed + 1))
        echo "FAIL $name:"
        head -60 "$work/$name/log" "$work/$name/difference"
    fi
}

check c99 -std=c99 -O2
check c++17 -x c++ -std=c++17 -O2
if echo 'int main(void) { return 0; }' | ${CC:-cc} -fsanitize=address,undefined -x c - -o "$work/try" 2>/dev/null && "$work/try"; then
    check sanitized -std=c99 -g -fsanitize=address,undefined -fno-sanitize-recover=all
    echo "$passed passed, $failed failed"
else
    echo "$passed passed, $failed failed, 1 skipped: this compiler has no sanitizers"
fi
[ $failed = 0 ]
