#!/bin/sh
# Installs the Debian packages named as arguments that are missing, and a Rust compiler where none is new enough.
set -eu

missing=
for package in "$@"; do
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

[ -z "$missing" ] && [ $need_rust = false ] && exit 0

export DEBIAN_FRONTEND=noninteractive
as_root apt-get -q update
if [ $need_rust = true ]; then
    # Debian's current compiler has a name of its own; the release's own compiler is too old in Debian 12, not in 13.
    if [ -n "$(apt-cache search --names-only '^rustc-web$')" ]; then
        missing="$missing rustc-web cargo-web rustfmt-web"
    else
        missing="$missing rustc cargo rustfmt rust-clippy"
    fi
fi
echo "install:$missing"
# shellcheck disable=SC2086 # one word is one package
as_root apt-get -q install -y --no-install-recommends $missing
