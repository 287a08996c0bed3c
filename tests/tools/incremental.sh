#!/bin/bash
# `make unix` does nothing when nothing changed, and links anew when a source of any kind did.
#
#   incremental.sh PROGRAM    the program that `make unix` makes
set -eu
program=$1
passed=0 failed=0

build() { make --no-print-directory unix >build/incremental.log 2>&1 || { cat build/incremental.log; exit 1; }; }
stamp() { stat -c %Y.%y "$program"; }

check() { # check WHAT SHOULD-LINK
    local before linked=no
    before=$(stamp)
    build
    [ "$(stamp)" = "$before" ] || linked=yes
    if [ $linked = "$2" ]; then
        echo "ok   $1: linked: $linked"
        passed=$((passed + 1))
    else
        echo "FAIL $1: linked: $linked, expected: $2"
        failed=$((failed + 1))
    fi
}

# Upstream's build may need a second run to settle: folders that it makes are among its prerequisites.
build
build
check "nothing touched" no
touch rust/lib.rs
check "a Rust file touched" yes
touch include/uasyncio_port.h
check "the host interface touched" yes
touch micropython-port/uasyncio/port.c
check "a C file touched" yes
check "nothing touched again" no
echo "$passed passed, $failed failed"
[ $failed = 0 ]
