#!/bin/sh
# Builds firmware for a real board from a checkout of MicroPython:  firmware.sh MPY PORT BOARD [MAKE-VARIABLE...]
#
# What the board freezes stays, less upstream's asyncio: a wrapper manifest includes ours, then the board's own. A board
# that freezes nothing goes on doing so.
set -eu
mpy=$(cd "$1" && pwd) port=$mpy/ports/$2 board=$3
repo=$(cd "$(dirname "$0")/../.." && pwd)
build=$repo/build/firmware/$2-$3
shift 3

# What our own make was told is not for the port's: to esp32 PORT is a serial line.
unset MAKEFLAGS MFLAGS PORT BOARD

fail() {
    echo "firmware: $*" >&2
    exit 1
}

board_dir=$port/boards/$board
[ -d "$board_dir" ] || fail "no board $board in $port/boards"

# The board's manifest: whatever reads its configuration in a build is asked for it here.
modules=$repo/micropython-port
if [ -f "$port/CMakeLists.txt" ]; then
    modules=$modules/micropython.cmake
    ask=$(mktemp)
    trap 'rm -f "$ask"' EXIT
    cat >"$ask" <<END
set(MICROPY_DIR $mpy)
set(MICROPY_PORT_DIR $port)
set(MICROPY_BOARD_DIR $board_dir)
set(MICROPY_BOARD $board)
include(mpconfigboard.cmake OPTIONAL)
include($board_dir/mpconfigboard.cmake)
execute_process(COMMAND \${CMAKE_COMMAND} -E echo "\${MICROPY_FROZEN_MANIFEST}")
END
    manifest=$(cd "$port" && cmake -P "$ask") || fail "cmake can't read $board_dir/mpconfigboard.cmake"
    manifest=${manifest:-boards/manifest.py}
else
    # shellcheck disable=SC2016 # for make to expand
    manifest=$(make --no-print-directory -s -C "$port" BOARD="$board" BUILD="$build/ask" "$@" \
        --eval 'print-manifest: ; @echo "manifest=$(FROZEN_MANIFEST)"' print-manifest | sed -n 's/^manifest=//p') ||
        fail "make can't read $board_dir"
fi
mkdir -p "$build"
if [ -n "$manifest" ]; then
    manifest=$(cd "$port" && realpath -e "$manifest") || fail "$board's manifest is no file"
    cat >"$build/manifest.py" <<END
include("$repo/micropython-port/manifest.py")
include("$manifest")
END
    echo "firmware: $board freezes what $manifest says, without upstream's asyncio"
    set -- FROZEN_MANIFEST="$build/manifest.py" "$@"
else
    # Frozen code has costs of its own, and some boards are linked in a way that does not take it.
    echo "firmware: $board freezes nothing"
fi

make -C "$port" BOARD="$board" BUILD="$build/build" USER_C_MODULES="$modules" "$@"

elf=$build/build/firmware.elf
[ -f "$elf" ] || elf=$build/build/micropython.elf
[ -f "$elf" ] || fail "there is neither firmware.elf nor micropython.elf in $build/build"
if grep -qa 'asyncio/core\.py' "$elf"; then
    fail "upstream's asyncio is in $elf"
fi
"${PYTHON:-python3}" "$repo/tests/tools/firmware_report.py" "$mpy" "$(basename "$port")" "$board" "$build/build"
