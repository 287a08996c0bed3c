#!/bin/sh
# Runs Rust tests in Miri, which reports undefined behaviour: miri.sh FOLDER CARGO-TEST-ARGUMENT...
#
# The tests' host raises by a jump over the library's frames (tests/host/catch.rs). In Miri that is a panic, which no function
# with C's calling convention lets through; so what runs is a copy in which they have the one that does.
set -eu
folder=$1
shift
mkdir -p "$folder/source"
for part in Cargo.toml Cargo.lock build.rs rust tests include; do
    rm -rf "$folder/source/$part"
    cp -r "$part" "$folder/source/"
done
find "$folder/source" -name '*.rs' -exec sed -i 's/extern "C"/extern "C-unwind"/g' {} +
sed -i 's/\.generate()/.override_abi(bindgen::Abi::CUnwind, ".*").generate()/' "$folder/source/build.rs"
# Nor does Miri find statics of other crates.
sed -i 's/&sys::uasyncio_port_const /{ extern "C-unwind" { fn host_constants() -> *const sys::uasyncio_port_const; } \&*host_constants() } /' \
    "$folder/source/rust/host/port.rs"

# What follows a header in its block is behind the reference to the header, which tree borrows allow. The library hides addresses from
# collectors, and the host frees nothing. Tests of chance keep their seeds in files.
export MIRIFLAGS="${MIRIFLAGS:--Zmiri-tree-borrows -Zmiri-permissive-provenance -Zmiri-ignore-leaks -Zmiri-disable-isolation}"
CARGO_TARGET_DIR=$(realpath "$folder")/target
export CARGO_TARGET_DIR
cd "$folder/source"
exec cargo +nightly miri test "$@"
