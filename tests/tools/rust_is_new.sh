#!/bin/sh
# Succeeds when the cargo and the rustc on PATH can build this project (rust-version in Cargo.toml).
set -eu
RUST_OLDEST=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
. micropython-port/uasyncio/rust.sh
rust_is_new cargo && rust_is_new rustc
