#!/bin/sh
# Builds the archive for one CPU:  build_lib.sh TRIPLE[+a] OUTPUT.a
#
# With +a it is for MicroPython's object representation A alone, and smaller; without, for any.
#
# The archive has a single member, uasyncio.o: what the crate needs of Rust's core library is linked into it.  Rust's
# compiler_builtins stay out, because the port's libgcc has the same functions and must stay the one that is used.
#
#   CARGO, RUSTC   the compiler; by default what is on PATH, else Debian's in /usr/bin
#   CARGO_PROFILE_RELEASE_OPT_LEVEL   3 for speed, s for size, z for the least; default z on boards
#   AR, OBJCOPY    binutils that know the target's objects; default LLVM's
set -eu
name=$1
triple=${name%+a}
output=$2
here=$(cd "$(dirname "$0")" && pwd)
repo=$(cd "$here/../.." && pwd)
target_dir=${CARGO_TARGET_DIR:-$repo/target}

fail() {
    echo "uasyncio: $*" >&2
    exit 1
}

# Nothing is linked anew when what the archive is made of is older, and of the same kind.
current() { [ "$output" -nt "$1" ] && [ "$(cat "$output.name" 2>/dev/null)" = "$name" ]; }
# There is a whole archive or none, also when this is interrupted.
deliver() {
    cp "$1" "$output.new"
    mv "$output.new" "$output"
    echo "$name" >"$output.name"
}

# A release brings its archives along and no Rust source.
if [ ! -f "$repo/Cargo.toml" ]; then
    for archive in "$repo/lib/$name/libuasyncio.a" "$repo/lib/$triple/libuasyncio.a"; do
        [ -f "$archive" ] || continue
        current "$archive" || deliver "$archive"
        exit
    done
    fail "this release has no archive for $name, only:" "$repo"/lib/*
fi

# The first of the names that runs and, with a pattern, whose --version says it.
find_tool() {
    pattern=$1
    shift
    for tool; do
        if "$tool" --version 2>/dev/null | grep -q "$pattern"; then
            echo "$tool"
            return
        fi
    done
}

# make offers its job slots only to recipes marked for it, and both rustc and cargo would complain.
unset MAKEFLAGS MFLAGS

RUST_OLDEST=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$repo/Cargo.toml")
. "$here/rust.sh"
choose_rust "$triple" ||
    fail "no Rust compiler here (>= $RUST_OLDEST) can build for $triple: run 'rustup target add $triple', or install" \
        "the source of Rust's library (rustup component rust-src, Debian package rust-web-src or rust-src)"
export RUSTC
std=
[ "$RUST_HAS" = target ] || std=-Zbuild-std=core
target=$triple
# What newer cargos want to be told of a target that is a description.
json_option() {
    if RUSTC_BOOTSTRAP=1 "$CARGO" -Zhelp 2>/dev/null | grep -q json-target-spec; then
        echo -Zjson-target-spec
    fi
}
case $triple in
thumb*)
    # The compiler's own description of Arm's processors asks for frame pointers, which nothing here reads: without them
    # the archive is 9 % smaller.
    if [ -n "$std" ]; then
        target=$target_dir/targets/$triple.json
        mkdir -p "$target_dir/targets"
        RUSTC_BOOTSTRAP=1 "$RUSTC" -Zunstable-options --print target-spec-json --target "$triple" |
            sed 's/"frame-pointer": "[a-z-]*"/"frame-pointer": "may-omit"/' >"$target.$$"
        cmp -s "$target.$$" "$target" || cp "$target.$$" "$target"
        rm "$target.$$"
        std="$std $(json_option)"
    fi
    ;;
xtensa-*)
    # Espressif's compiler (rustup toolchain "esp") knows these chips.  The stock one needs a description, and its way
    # of writing objects puts constants where the processor can't load them: have it write assembly instead.
    if ! "$RUSTC" --version --verbose | grep -qi espressif && [ "${RUSTUP_TOOLCHAIN:-}" != esp ]; then
        target=$repo/rust/targets/$triple.json
        [ -f "$target" ] || fail "no description of $triple in rust/targets"
        std="$std $(json_option)"
        assembly="--emit asm"
    fi
    ;;
esac
# build-std is no stable feature of cargo, but the compiler's own version need not be a nightly one.
[ -z "$std" ] || export RUSTC_BOOTSTRAP=1

# A board has little flash, a computer does not care.
case $triple in
*-linux-* | *-darwin* | *-windows-*) ;;
*) export CARGO_PROFILE_RELEASE_OPT_LEVEL="${CARGO_PROFILE_RELEASE_OPT_LEVEL:-z}" ;;
esac

# Only as a staticlib, not as an rlib as well: then the library is optimised as a whole, with core.
features=
[ "$name" = "$triple" ] || features="--features objects-a"
# shellcheck disable=SC2086 # words are options
(cd "$repo" && "$CARGO" rustc --quiet --release --lib --crate-type staticlib --target "$target" \
    --target-dir "$target_dir" $std $features -- ${assembly:-})

built=$target_dir/$triple/release
made=$built/libuasyncio.a
# cargo keeps the assembly of earlier builds, also of the other kind of archive.
if [ -n "${assembly:-}" ]; then
    kind=-l
    [ "$name" = "$triple" ] || kind=-L
    made=$(ls -t $(grep $kind '^uasyncio_take_an_archive_without_a_in_its_name:' "$built"/deps/uasyncio-*.s) | head -1)
fi
current "$made" && current "$0" && exit
work=$built/uasyncio-member
ar=${AR:-$(find_tool . llvm-ar llvm-ar-22 ar)}
rm -rf "$work"
mkdir -p "$work" "$(dirname "$output")"
if [ -n "${assembly:-}" ]; then
    mc=$(find_tool xtensa llvm-mc llvm-mc-23 llvm-mc-22 llvm-mc-21)
    [ -n "$mc" ] || fail "$triple needs llvm-mc with the Xtensa target (Debian package llvm-22)"
    "$here/xtensa.sh" "$mc" "$target" "$made" "$work/uasyncio.o"
else
    member=$("$ar" t "$made" | grep '^uasyncio')
    "$ar" p "$made" "$member" >"$work/uasyncio.o"
fi
case $triple in
thumb* | riscv*)
    # LLVM writes "can't be unwound" for every Arm function, in sections that the ports' linker scripts know nothing of,
    # and a mark about the stack that makes linkers complain about all objects without one.
    ${OBJCOPY:-$(find_tool . llvm-objcopy llvm-objcopy-22)} --remove-section .note.GNU-stack \
        --remove-section '.ARM.exidx*' --remove-section '.rel.ARM.exidx*' "$work/uasyncio.o"
    ;;
esac
"$ar" rcsD "$work/libuasyncio.a" "$work/uasyncio.o"
deliver "$work/libuasyncio.a"
