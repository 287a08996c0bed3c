#!/bin/sh
# Builds MicroPython with CMake and runs upstream's tests on it:  run.sh MPY BUILD JOBS
set -eu
mpy=$(cd "$1" && pwd) build=$2 jobs=$3
repo=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$build"
build=$(cd "$build" && pwd)

# A compiler or a chip that no archive suits is told how to go on.
for unknown in -DCMAKE_C_FLAGS=-m32 -DIDF_TARGET=esp32s2; do
    rm -rf "$build/refused"
    if cmake -S "$repo/tests/cmake" -B "$build/refused" -DMICROPY_DIR="$mpy" -DUSER_C_MODULES="$repo/micropython-port" \
        -DCMAKE_C_COMPILER_WORKS=1 "$unknown" >"$build/refused.log" 2>&1 ||
        ! grep -q UASYNCIO_TARGET= "$build/refused.log"; then
        echo "cmake took $unknown, which has no archive, or its message names no way out: $build/refused.log"
        exit 1
    fi
done

if ! { cmake -S "$repo/tests/cmake" -B "$build" -DMICROPY_DIR="$mpy" -DUSER_C_MODULES="$repo/micropython-port" &&
    cmake --build "$build" -j "$jobs"; } >"$build/build.log" 2>&1; then
    tail -30 "$build/build.log"
    exit 1
fi

cd "$mpy/tests"
MICROPY_MICROPYTHON=$build/micropython python3 ./run-tests.py --result-dir "$build/results" \
    extmod/asyncio_*.py net_hosted/asyncio_*.py >"$build/tests.log" 2>&1 || { tail -5 "$build/tests.log"; exit 1; }
passed=$(grep -c '^pass ' "$build/tests.log")
skipped=$(grep -c '^skip ' "$build/tests.log" || true)
echo "$passed passed, 0 failed, $skipped skipped"
[ "$passed" -gt 30 ]
