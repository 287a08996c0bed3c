#!/bin/sh
# Proves from an Xtensa archive that it follows the chip's calling convention (the ESP8266's has no register windows), that a
# linker can place it, and that it has no zero-overhead loop, compare-and-swap or float: interrupt handlers need not save
# their registers, and not every chip has them. That instructions have their short forms. And that nothing smaller than a
# word is read of the port's constants: they are in flash, of which the ESP8266 can read words only.
#
#   xtensa.sh TRIPLE libuasyncio.a
set -eu
case $1 in
*esp8266*) windows=0 ;;
*) windows=1 ;;
esac
archive=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

objdump=llvm-objdump-22
nm=llvm-nm-22
ld=xtensa-lx106-elf-ld

sed -n '/^struct uasyncio_port_const {/,/^}/p' "$(dirname "$0")/../../include/uasyncio_port.h" >"$work/constants"
grep -q 'void \*state;' "$work/constants"
if grep -E '^ *(bool|char|u?int(8|16)_t|unsigned char|short) [a-z_]+;' "$work/constants"; then exit 1; fi

# Linked as a firmware is: constants before the code that loads them.  The linker refuses what can't be reached.
cat >"$work/link.ld" <<'END'
SECTIONS {
    .text 0x400d0020 : { *(.literal .literal.* .text .text.*) }
    .rodata 0x3f400000 : { *(.rodata .rodata.*) }
    .data 0x3ffb0000 : { *(.data .data.* .bss .bss.*) }
}
END
"$nm" -u "$archive" | awk '/ U / { print "PROVIDE(" $2 " = 0x40001000);" }' >>"$work/link.ld"
"$ld" -e 0x400d0020 -T "$work/link.ld" --whole-archive "$archive" -o "$work/linked"

# The object has no record of the chip's options: name what it may use.
"$objdump" -d --no-show-raw-insn \
    --mattr=+windowed,+density,+loop,+sext,+nsa,+clamps,+minmax,+mul16,+mul32,+mul32high,+div32,+s32c1i,+threadptr \
    "$archive" >"$work/code"
"$nm" "$archive" | awk '$2 ~ /[Tt]/ { print $3 }' | sort -u >"$work/functions"

awk -v windows=$windows '
    NR == FNR { is_function[$1]; next }
    /^[0-9a-f]+ <.*>:$/ {
        name = $2
        gsub(/[<>:]/, "", name)
        known = name in is_function
        if (known) { functions++; first = 1 }
        next
    }
    !known || !/^ *[0-9a-f]+:/ { next }
    first {
        first = 0
        if (windows && $2 != "entry") { print name ": starts with " $2 ", not entry"; bad++ }
    }
    $2 == (windows ? "retw.n" : "ret.n") { returns++ }
    $2 == "retw" || $2 == "ret" || $2 == "or" && $4 == $5 "," {
        print name ": " $0
        bad++
    }
    $2 ~ (windows ? "^(ret|ret\\.n|call0|callx0)$" : "^(entry|retw.*|callx?(4|8|12)|sext|clamps|minu?|maxu?|quo.|rem.|mul.h)$") {
        print name ": " $0
        bad++
    }
    $2 ~ /^(loop.*|s32c1i|.*\.s)$/ { print name ": " $0; bad++ }
    $2 ~ (windows ? "^callx?(4|8|12)$" : "^callx?0$") { calls++ }
    END {
        printf "%d functions, %d returns, %d calls, %s register windows\n", functions, returns, calls, windows ? "all by" : "none by"
        exit bad > 0 || functions < 50 || returns < 50 || calls < 50
    }' "$work/functions" "$work/code"
