#!/bin/sh
# Prints a checksum for every file of a source tree: two listings are equal when no file was changed, added or removed.
set -eu
cd "$1"
find . -name .git -prune -o \( -type f -o -type l \) -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
