#!/bin/sh
# Builds firmware for a board from a checkout of MicroPython:  firmware.sh MPY PORT BOARD [MAKE-VARIABLE...]
#
# What the board freezes stays, less upstream's asyncio: a wrapper manifest includes ours, then the board's own.
set -eu
[ -d "$1/ports/$2" ] || { echo "firmware: $1 has no port $2"; exit 1; }
port=$(cd "$1/ports/$2" && pwd) board=$3
repo=$(cd "$(dirname "$0")/../.." && pwd)
folder=$port/boards/$board
work=$repo/build/firmware/$2-$board
shift 3
[ -d "$folder" ] || { echo "firmware: there is no board $board in $port/boards"; exit 1; }
mkdir -p "$work"

# The board's configuration is a program: make or CMake tells what it says.
modules=$repo/micropython-port
if [ -f "$folder/mpconfigboard.cmake" ]; then
    modules=$modules/micropython.cmake
    cat >"$work/ask.cmake" <<'END'
include(${MICROPY_BOARD_DIR}/mpconfigboard.cmake)
file(WRITE ${ANSWER} "${MICROPY_FROZEN_MANIFEST}")
END
    (cd "$port" && cmake -D MICROPY_BOARD_DIR="$folder" -D MICROPY_PORT_DIR="$port" -D MICROPY_DIR="$port/../.." \
        -D ANSWER="$work/answer" -P "$work/ask.cmake")
    own=$(cat "$work/answer")
else
    cat >"$work/ask.mk" <<'END'
include $(BOARD_DIR)/mpconfigboard.mk
ask: ; @echo $(FROZEN_MANIFEST)
END
    own=$(MAKEFLAGS='' "${MAKE:-make}" -s -C "$port" -f "$work/ask.mk" BOARD_DIR="$folder" ask)
fi
own=${own:-boards/manifest.py}
case $own in /*) ;; *) own=$port/$own ;; esac
[ -f "$own" ] || { echo "firmware: $board freezes what $own says, and that is no file"; exit 1; }
printf 'include("%s")\n' "$repo/micropython-port/manifest.py" "$own" >"$work/manifest.py"
echo "firmware: $board's own manifest is $own"

"${MAKE:-make}" -C "$port" BOARD="$board" BUILD="$work/build" USER_C_MODULES="$modules" FROZEN_MANIFEST="$work/manifest.py" "$@"

elf=$work/build/firmware.elf
[ -f "$elf" ] || elf=$work/build/micropython.elf
grep -qa "Task exception wasn't retrieved" "$elf" || { echo "firmware: there is no asyncio in $elf"; exit 1; }
! grep -qa 'asyncio/core\.py' "$elf" || { echo "firmware: upstream's asyncio is in $elf"; exit 1; }
ls -l "$work"/build/firmware.* "$work"/build/micropython.* 2>/dev/null || true
