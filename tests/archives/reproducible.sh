#!/bin/sh
# The same sources and compilers give the same release, byte for byte, whoever builds it and wherever:
#
#   reproducible.sh FOLDER TARGET...
#
# One release has the archives that are in build/lib/. The other's are built in a copy of the sources elsewhere, by
# somebody with another home, other rights for new files, another language and another time zone.
set -eu
rm -rf "$1"
mkdir -p "$1"
work=$(realpath "$1")
repo=$(pwd)
shift
name=uasyncio-test

sources() {
    mkdir "$1"
    cp -r Cargo.toml Cargo.lock build.rs rust include micropython-port docs examples tests CHANGELOG.md LICENSE README.md "$1/"
}

sources "$work/one"
for target; do
    mkdir -p "$work/one/build/lib/$target"
    cp "build/lib/$target/libuasyncio.a" "$work/one/build/lib/$target/"
done
(umask 022 && cd "$work/one" && tests/archives/dist.sh $name "$@")

umask 077
sources "$work/the-other"
mkdir "$work/home"
find "${CARGO_HOME:-$HOME/.cargo}" -mindepth 1 -maxdepth 1 -exec ln -s -t "$work/home" {} +
cd "$work/the-other"
export CARGO_HOME="$work/home" LC_ALL=POSIX LANGUAGE=fr TZ=Pacific/Chatham
for target; do
    micropython-port/uasyncio/build_lib.sh "$target" "build/lib/$target/libuasyncio.a"
done
tests/archives/dist.sh $name "$@"

cd "$repo"
passed=0 failed=0
for file in $(printf 'lib/%s/libuasyncio.a ' "$@") $name.tar.gz $name.tar.gz.sha256; do
    if cmp "$work/one/build/$file" "$work/the-other/build/$file"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
done
[ $failed = 0 ] || tar -df "$work/one/build/$name.tar.gz" -C "$work/the-other/build/dist" | grep -vE ': (Mode|Mod time) differs' | head -20 || true
echo "$passed passed, $failed failed"
[ $failed = 0 ]
