#!/bin/sh
# Succeeds when the cargo given can build this project (rust-version in Cargo.toml).
set -eu
found=$("$1" --version 2>/dev/null | awk '{ print $2 }')
[ -n "$found" ] && printf '1.85.0\n%s\n' "$found" | sort -VC
