#!/bin/sh
# Builds MicroPython with CMake and runs upstream's tests on it:  run.sh MPY BUILD JOBS
set -eu
mpy=$(cd "$1" && pwd) build=$2 jobs=$3
repo=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$build"
build=$(cd "$build" && pwd)

# What upstream's rules make of further settings.
configure() {
    rm -rf "$build/configured"
    cmake -S "$repo/tests/cmake" -B "$build/configured" -DMICROPY_DIR="$mpy" -DUSER_C_MODULES="$repo/micropython-port" \
        -DCMAKE_C_COMPILER_WORKS=1 "$@" >"$build/configured.log" 2>&1
}

# A compiler that no archive suits is told how to go on.
if configure -DCMAKE_C_FLAGS=-mx32 || ! grep -q UASYNCIO_TARGET= "$build/configured.log"; then
    echo "cmake took -mx32, which has no archive, or its message names no way out: $build/configured.log"
    exit 1
fi

# The flags don't tell the Xtensa chips apart: ESP-IDF's name of the chip does.
for chip in esp32 esp32s2 esp32s3; do
    if ! configure -DIDF_TARGET=$chip || ! grep -rqF "xtensa-$chip-none-elf" "$build/configured" --include='*.make'; then
        echo "cmake chose another archive for $chip: $build/configured.log"
        exit 1
    fi
done

if ! { cmake -S "$repo/tests/cmake" -B "$build" -DMICROPY_DIR="$mpy" -DUSER_C_MODULES="$repo/micropython-port" \
    -DCMAKE_C_FLAGS=-ggdb3 && cmake --build "$build" -j "$jobs"; } >"$build/build.log" 2>&1; then
    tail -30 "$build/build.log"
    exit 1
fi

rm -f "$build"/results.*.log
"$repo/tests/tools/second_chance.sh" "$mpy" "$build/micropython" "$build/results" 30 \
    'extmod/asyncio_*.py' 'net_hosted/asyncio_*.py'

# ESP-IDF's link order gives programs that run, and they would not link without what micropython.cmake has the linker do:
# it fails where a name in there does not exist any more.
for program in "$build"/micropython_in_order_[23]; do
    if [ "$("$program" -c 'import asyncio; print(asyncio.run(asyncio.sleep(0)))')" = None ]; then
        echo "ok ${program##*/}"
        echo "1 passed, 0 failed"
    else
        echo "FAIL ${program##*/}"
        echo "0 passed, 1 failed"
        exit 1
    fi
done
if grep -rnE 'undefined=uasyncio' "$repo/micropython-port"; then
    echo "the linker is silent where a name it is given with --undefined does not exist: --require-defined is not"
    exit 1
fi
