#!/bin/sh
# Installs the Debian packages named as arguments that are missing, and a Rust compiler where none is new enough. An
# argument rust:TRIPLE stands for a compiler that can build for that CPU.
set -eu

missing=
triples=
for package in "$@"; do
    case $package in
    rust:*)
        triples="$triples ${package#rust:}"
        continue
        ;;
    esac
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

# Which compiler will build for this machine and for the CPUs named is build_lib.sh's choice; here is only what it wants.
RUST_OLDEST=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
. micropython-port/uasyncio/rust.sh
can_build() { (choose_rust "$1"); }

need_rust=no
can_build "$(uname -m)-unknown-linux-gnu" || need_rust=compiler
for triple in $triples; do
    can_build "$triple" || need_rust=source
done

[ -z "$missing" ] && [ $need_rust = no ] && exit 0

export DEBIAN_FRONTEND=noninteractive
as_root apt-get -q update

# Debian's current compiler has a name of its own; the release's own is too old in Debian 12, not in 13. The source has
# to be the compiler's: where one of Debian's is installed that is new enough, it stays.
if [ $need_rust != no ]; then
    owner=$(dpkg-query -S /usr/bin/rustc 2>/dev/null | cut -d: -f1)
    if rust_is_new /usr/bin/rustc && [ "$owner" = rustup ]; then
        echo "install: run 'rustup component add rust-src', which Debian's rustup can have no package for" >&2
        exit 1
    elif rust_is_new /usr/bin/rustc && [ "$owner" = rustc ] || [ -z "$(apt-cache search --names-only '^rustc-web$')" ]; then
        rust="rustc cargo rustfmt rust-clippy" source=rust-src
    else
        rust="rustc-web cargo-web rustfmt-web" source=rust-web-src
    fi
    [ $need_rust = compiler ] || rust="$rust $source"
    missing="$missing $rust"
fi
echo "install:$missing"
# shellcheck disable=SC2086 # one word is one package
as_root apt-get -q install -y --no-install-recommends $missing

# Where a package is there and its commands are not, apt has nothing to do.
for triple in "$(uname -m)-unknown-linux-gnu" $triples; do
    can_build "$triple" || reinstall=${rust:-}
done
# shellcheck disable=SC2086
[ -z "${reinstall:-}" ] || as_root apt-get -q install -y --reinstall --no-install-recommends $reinstall
