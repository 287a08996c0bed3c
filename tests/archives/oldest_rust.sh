#!/bin/sh
# The oldest compiler that this project claims to need (rust-version in Cargo.toml) builds it and passes its Rust tests:
#
#   oldest_rust.sh FOLDER TARGET...
#
# Debian's packages of that compiler are unpacked into the folder. Nothing is installed: the machine may have a newer one.
set -eu
mkdir -p "$1"
work=$(realpath "$1")
shift
oldest=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)

# find_version PACKAGE: the version of it that this Debian offers and that is the oldest one's.
find_version() { apt-cache madison "$1" | awk -v oldest="$oldest" 'index($3, oldest ".") == 1 { print $3; exit }'; }

if [ ! -x "$work/cargo" ]; then
    version=$(find_version rustc-web)
    if [ -n "$version" ]; then
        packages="rustc-web cargo-web libstd-rust-web-dev rust-web-src"
    else
        version=$(find_version rustc)
        packages="rustc cargo libstd-rust-dev rust-src"
    fi
    if [ -z "$version" ]; then
        echo "0 passed, 0 failed, 1 skipped: this Debian has no Rust $oldest"
        exit
    fi
    mkdir -p "$work/packages/partial"
    for package in $packages; do
        versions="${versions:-} $package=$version"
    done
    # shellcheck disable=SC2086 # one word is one package
    apt-get -q -y --allow-downgrades --no-install-recommends --download-only --reinstall \
        -o Debug::NoLocking=1 -o Dir::Cache::archives="$work/packages" install $versions
    for package in "$work"/packages/*.deb; do
        dpkg-deb -x "$package" "$work/root"
    done
    rm -r "$work/packages"
    for command in rustc cargo; do
        printf '#!/bin/sh\nexport LD_LIBRARY_PATH=%s\nexec %s "$@"\n' \
            "$work/root/usr/lib/$(uname -m)-linux-gnu:$work/root/lib/$(uname -m)-linux-gnu" \
            "$work/root/usr/bin/$command" >"$work/$command"
        chmod +x "$work/$command"
    done
fi

export RUSTC="$work/rustc" CARGO="$work/cargo" CARGO_TARGET_DIR="$work/target"
"$RUSTC" --version | tee /dev/stderr | grep -qF "rustc $oldest."
for target; do
    micropython-port/uasyncio/build_lib.sh "$target" "$work/lib/$target/libuasyncio.a"
done
LIBS=$work/lib tests/archives/check.sh "$@"
CARGO_PROFILE_DEV_DEBUG=0 "$CARGO" test --quiet --locked
