#!/bin/sh
# Headers and archives that do not suit each other do not become a program:  interface.sh ARCHIVE'S-FOLDER FOLDER
set -eu
archive=$1/libuasyncio.a
archive_a=$1+a/libuasyncio.a
work=$2
passed=0 failed=0
version=$(sed -n 's/^#define UASYNCIO_INTERFACE //p' include/uasyncio.h)
other=$((version + 1))
remedy=take_headers_and_archive_of_one_release

rm -rf "$work"
mkdir -p "$work/same" "$work/newer" "$work/mixed"
cp include/*.h "$work/same/"
for header in include/*.h; do
    sed "s/^\(#define UASYNCIO_\(PORT_\)\?INTERFACE\) .*/\1 $other/" "$header" >"$work/newer/${header#include/}"
done
cp "$work/newer/uasyncio_port.h" "$work/mixed/"
cp include/uasyncio.h "$work/mixed/"
# Nothing declares the function of another version, as a header of that version would.
echo "void uasyncio_interface_${other}_$remedy(void);" >>"$work/newer/uasyncio_port.h"
program='#include "uasyncio.h"\nint main(void) {\n    %suasyncio_init();\n    return 0;\n}\n'
# shellcheck disable=SC2059 # a format
printf "$program" "" >"$work/main.c"
other_objects=uasyncio_take_an_archive_without_a_in_its_name

# check NAME WHETHER TEXT FILE: the file has the text, or has it not.
check() {
    if { grep -q "$3" "$4" && echo has || echo lacks; } | grep -qx "$2"; then
        passed=$((passed + 1))
        echo "ok $1"
    else
        failed=$((failed + 1))
        echo "FAIL $1:"
        head -20 "$4"
    fi
}

for language in c c++; do
    compile() {
        LC_ALL=C cc -x "$language" -Wall -Wextra -Werror -pedantic $options -I"$work/$1" -c "$work/main.c" -o "$work/$1.o" >"$work/$1.log" 2>&1
    }
    # The headers are C99 and C++11.
    options=-std=$language
    options=${options}$([ "$language" = c ] && echo 99 || echo 11)
    link() { LC_ALL=C cc "$work/$1.o" "${2:-$archive}" -o "$work/program" >"$work/$1.log" 2>&1; }

    # Without a host the linker wants the host's functions of what it took from the archive, and nothing else.
    compile same || cat "$work/same.log"
    link same && echo "nothing was taken from the archive" >"$work/same.log"
    check "$language: the same version is found in the archive" lacks "undefined .*uasyncio_interface" "$work/same.log"
    check "$language: the archive is linked then" has uasyncio_port_const "$work/same.log"

    compile newer || cat "$work/newer.log"
    link newer && echo "linked" >"$work/newer.log"
    check "$language: an archive of another version is refused" has "undefined .*uasyncio_interface_${other}_$remedy" "$work/newer.log"

    link same "$archive_a" && echo "linked" >"$work/same.log"
    check "$language: a host with representation A takes its archive" lacks "undefined .*uasyncio_\(interface\|take\)" "$work/same.log"
    # shellcheck disable=SC2059 # a format
    printf "$program" "$other_objects();" >"$work/other.c"
    LC_ALL=C cc -x "$language" $options -I"$work/same" -c "$work/other.c" -o "$work/other.o"
    link other "$archive_a" && echo "linked" >"$work/other.log"
    check "$language: one with other objects is refused" has "undefined .*$other_objects" "$work/other.log"
    link other && echo "linked" >"$work/other.log"
    check "$language: and takes the one for any" lacks "undefined .*$other_objects" "$work/other.log"

    compile mixed && echo "compiled" >"$work/mixed.log"
    check "$language: headers of two versions are refused" has "error.*take headers and archive of one release" "$work/mixed.log"
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
