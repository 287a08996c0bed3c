#!/bin/sh
# What libgcc would give an Xtensa firmware (soft floats, division, shifts of 64 bits), from the source of Rust's
# compiler_builtins:  builtins.sh TRIPLE OUTPUT.a
#
# Debian's libgcc is the ESP8266's: it calls functions in another way than the ESP32 does, and leaves out what the ESP8266 has
# in its ROM.  The chips' descriptions serve, less the instructions for the upper half of a product, which no core of
# qemu's has.
set -eu
triple=$1
output=$2
here=$(cd "$(dirname "$0")" && pwd)
repo=$here/../../..

work=$output.d
mkdir -p "$work/src"
echo '#![no_std]' >"$work/src/lib.rs"
cat >"$work/Cargo.toml" <<'END'
[package]
name = "builtins"
version = "0.0.0"
edition = "2021"
[profile.release]
panic = "abort"
opt-level = "s"
[workspace]
END
sed 's/+mul32high,//' "$repo/rust/targets/$triple.json" >"$work/xtensa-qemu.json"

# The compiler that builds the chip's archive.
RUST_OLDEST=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$repo/Cargo.toml")
. "$repo/micropython-port/uasyncio/rust.sh"
choose_rust "$triple"
unset MAKEFLAGS MFLAGS
export RUSTC RUSTC_BOOTSTRAP=1 RUSTFLAGS=--emit=asm,link
cargo=$CARGO
# What newer cargos want to be told of a target that is a description.
json_option=$("$cargo" -Zhelp | grep -qF json-target-spec && echo -Zjson-target-spec || true)
# shellcheck disable=SC2086 # no option is no word
(cd "$work" && "$cargo" build --quiet --release --target xtensa-qemu.json --target-dir target -Zbuild-std=core $json_option)

assembly=$(ls -t "$work"/target/xtensa-qemu/release/deps/compiler_builtins-*.s | head -1)
"$repo/micropython-port/uasyncio/xtensa.sh" llvm-mc-22 "$work/xtensa-qemu.json" "$assembly" "$work/builtins.o"
rm -f "$work/builtins.a"
llvm-ar-22 rcsD "$work/builtins.a" "$work/builtins.o"
mv "$work/builtins.a" "$output"
