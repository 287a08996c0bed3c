#!/bin/sh
# Builds firmware for a real board from a checkout of MicroPython:  firmware.sh MPY PORT BOARD [MAKE-VARIABLE...]
#
# What the board freezes stays, less upstream's asyncio: a wrapper manifest includes ours, then the board's own.
set -eu
mpy=$(cd "$1" && pwd) port=$2 board=$3
shift 3
repo=$(cd "$(dirname "$0")/../.." && pwd)
build=$repo/build/firmware/$port-$board
mkdir -p "$build"
[ -d "$mpy/ports/$port/boards/$board" ] || { echo "no board $board in $mpy/ports/$port/boards"; exit 1; }

# The board's manifest is what its configuration says, else the port's.
manifest=$(sed -n 's/^ *\(set(MICROPY_\)\{0,1\}FROZEN_MANIFEST *[?:]\{0,1\}=\{0,1\} *\([^ )]*\).*/\2/p' \
    "$mpy/ports/$port/boards/$board"/mpconfigboard.* | head -1 |
    sed 's|\$(BOARD_DIR)|$(PORT_DIR)/boards/'"$board"'|; s|\${MICROPY_BOARD_DIR}|$(PORT_DIR)/boards/'"$board"'|; s|\${MICROPY_PORT_DIR}|$(PORT_DIR)|; s|^boards/|$(PORT_DIR)/boards/|')
cat >"$build/manifest.py" <<END
include("$repo/micropython-port/manifest.py")
include("${manifest:-\$(PORT_DIR)/boards/manifest.py}")
END
echo "firmware: $(sed -n 2p "$build/manifest.py")"

modules=$repo/micropython-port
[ ! -f "$mpy/ports/$port/CMakeLists.txt" ] || modules=$modules/micropython.cmake
make -C "$mpy/ports/$port" BOARD="$board" BUILD="$build/build" USER_C_MODULES="$modules" \
    FROZEN_MANIFEST="$build/manifest.py" "$@"

elf=$build/build/firmware.elf
[ -f "$elf" ] || elf=$build/build/micropython.elf
if grep -qa 'asyncio/core\.py' "$elf"; then
    echo "firmware: upstream's asyncio is in $elf"
    exit 1
fi
ls -l "$build"/build/firmware.* "$build"/build/micropython.* 2>/dev/null || true
