#!/bin/sh
# Assembles what LLVM has written for an Xtensa chip:  xtensa.sh LLVM-MC DESCRIPTION ASSEMBLY OUTPUT.o
#
# DESCRIPTION is the chip's, of rust/targets.  What lies between is kept beside the output.
set -eu
mc=$1 description=$2 assembly=$3 output=$4
here=$(cd "$(dirname "$0")" && pwd)
stage=${output%.o}

awk -f "$here/literals.awk" "$assembly" >"$stage.literals.s"
awk -f "$here/calls.awk" "$stage.literals.s" "$stage.literals.s" >"$stage.calls.s"
awk -f "$here/narrow.awk" "$stage.calls.s" >"$stage.narrow.s"
features=$(sed -n 's/.*"features": "\(.*\)".*/\1/p' "$description")
"$mc" --arch=xtensa --mattr="$features" --filetype=obj -o "$output" "$stage.narrow.s"
