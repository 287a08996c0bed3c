#!/bin/sh
# Looks into the archives of the targets named as arguments: the right processor, one object, nothing wanted but the
# port's functions and what every C compiler's library has, no atomic instruction where the processor has none, no way to
# panic but the one below, and no code that formats messages.
#
#   LIBS   where they are; default build/lib
set -eu
here=$(cd "$(dirname "$0")" && pwd)
libs=${LIBS:-$here/../../build/lib}
passed=0 failed=0

objdump=llvm-objdump-22
readelf=llvm-readelf-22
nm=llvm-nm-22

fail() {
    echo "FAIL $target: $*"
    good=false
}

has() { printf '%s' "$facts" | grep -q "$1" || fail "its header or attributes do not say $1"; }

# forbid NAME INSTRUCTIONS
forbid() {
    found=$("$objdump" -d --no-show-raw-insn "$archive" | grep -E "$2" | head -1)
    [ -z "$found" ] || fail "$1 in $found"
}

for target; do
    archive=$libs/$target/libuasyncio.a
    good=true
    [ "$(ar t "$archive")" = uasyncio.o ] || fail "other members than uasyncio.o"
    facts=$("$readelf" -h -A "$archive")
    case $target in
    thumbv6m-*)
        has 'Description: ARM v6S-M'
        # shellcheck disable=SC2016
        forbid "exclusive access" '\b(ldrex|strex)'
        ;;
    thumbv7m-*) has 'Description: ARM v7$' ;;
    thumbv7em-*hf*) has 'Description: ARM v7E-M' && has 'Description: AAPCS VFP' ;;
    thumbv8m.main-*hf*) has 'Description: ARM v8-M Mainline' && has 'Description: AAPCS VFP' ;;
    riscv32imc-*)
        has 'Machine:.*RISC-V' && has 'Class:.*ELF32' && has 'Flags:.*RVC'
        forbid "atomic instruction" '\b(lr\.w|sc\.w|amo)'
        ;;
    riscv32imafc-*) has 'Machine:.*RISC-V' && has 'Class:.*ELF32' && has 'Flags:.*RVC, single-float ABI' ;;
    riscv32imac-*) has 'Machine:.*RISC-V' && has 'Class:.*ELF32' && has 'Flags:.*RVC' ;;
    xtensa-*) has 'Machine:.*[Xx]tensa' && { sh "$here/xtensa.sh" "$target" "$archive" || fail "see above"; } ;;
    x86_64-*) has 'Machine:.*X86-64' ;;
    esac
    wanted=$("$nm" -u "$archive" | awk '/ U / { print $2 }' |
        grep -vE '^(uasyncio_port_.*|mem(cpy|move|set|cmp)|abort|__aeabi_.*|__(clz|ctz|popcount|mul|u?div|u?mod)[sd]i[234])$' | xargs)
    [ -z "$wanted" ] || fail "wants $wanted"
    # A coroutine that is over would panic if it were resumed: the compiler cannot see that coroutine.rs marks those, and
    # resumes none of them.
    panics=$("$nm" -C "$archive" | grep -E '(core|alloc|std)::(fmt::|.*(panic|_fail|fail_|failed))' |
        grep -vE ' core::panicking::(panic_fmt|panic_const::panic_const_async_fn_resumed)(::h[0-9a-f]*)?$' | awk '{ print $3 }' | xargs)
    [ -z "$panics" ] || fail "may panic or format: $panics"
    if $good; then
        passed=$((passed + 1))
        echo "ok $target: $(stat -c %s "$archive") bytes"
    else
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
