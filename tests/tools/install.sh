#!/bin/sh
# Installs the Debian packages named as arguments that are missing, and a Rust compiler where none is new enough.
#
# The name "rust-source" stands for a compiler that can compile Rust's core library for any CPU, whatever its packages are
# called.  build_lib.sh says whether there is one: it is what will look for it.
set -eu

missing=
need_source=false
for package in "$@"; do
    if [ "$package" = rust-source ]; then
        # No compiler comes with this target.
        micropython-port/uasyncio/build_lib.sh --check xtensa-esp32-none-elf >/dev/null 2>&1 || need_source=true
        continue
    fi
    case $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true) in
        "install ok installed") ;;
        *) missing="$missing $package" ;;
    esac
done

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "install: this needs root: $*" >&2
        exit 1
    fi
}

need_rust=true
tests/tools/cargo_is_new.sh cargo && need_rust=false
tests/tools/cargo_is_new.sh /usr/bin/cargo && need_rust=false

[ -z "$missing" ] && [ $need_rust = false ] && [ $need_source = false ] && exit 0

export DEBIAN_FRONTEND=noninteractive
as_root apt-get -q update
# Debian's current compiler has a name of its own; the release's own compiler is too old in Debian 12, not in 13.
if [ -n "$(apt-cache search --names-only '^rustc-web$')" ]; then
    compiler="rustc-web cargo-web" tools=rustfmt-web source=rust-web-src
else
    compiler="rustc cargo" tools="rustfmt rust-clippy" source=rust-src
fi
[ $need_rust = false ] || missing="$missing $compiler $tools"
# With the compiler: the source has to be that of its version, and a compiler from elsewhere would not look for it there.
[ $need_source = false ] || missing="$missing $compiler $source"
echo "install:$missing"
# shellcheck disable=SC2086 # one word is one package
as_root apt-get -q install -y --no-install-recommends $missing
