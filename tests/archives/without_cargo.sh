#!/bin/sh
# Unpacks a release and builds a unix MicroPython from it where there is no Rust:
#
#   without_cargo.sh RELEASE.tar.gz MPY MAKE-VARIABLE...
set -eu
release=$1 mpy=$(cd "$2" && pwd)
shift 2
work=$(cd build && pwd)/without-cargo tools=$(cd "$(dirname "$0")/../tools" && pwd)
expected=$tools/../examples/c_host.exp
rm -rf "$work"
mkdir -p "$work/bin" "$work/release"
tar -C "$work/release" --strip-components=1 -xzf "$release"
(cd "$work/release" && sha256sum --quiet -c SHA256SUMS)

# A PATH of everything that is in /usr/bin, less Rust.
find /usr/bin /usr/local/bin -maxdepth 1 \( -type f -o -type l \) -perm /111 ! -name '*cargo*' ! -name '*rust*' \
    -exec ln -sf -t "$work/bin" {} +
PATH=$work/bin
export PATH
hash -r
if command -v cargo || command -v rustc; then
    echo "there is a Rust compiler on the PATH of this test"
    exit 1
fi

# The host in C is linked with the release's archive.
make -s -C "$work/release/examples/c_host" run BUILD="$work/c_host" | diff "$expected" -

if ! make -C "$mpy/ports/unix" "$@" BUILD="$work/unix" USER_C_MODULES="$work/release/micropython-port" \
    FROZEN_MANIFEST="$work/release/micropython-port/manifests/unix.py" >"$work/build.log" 2>&1; then
    tail -20 "$work/build.log"
    exit 1
fi
"$tools/second_chance.sh" "$mpy" "$work/unix/micropython" "$work/results" 25 'extmod/asyncio_*.py'
