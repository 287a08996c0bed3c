#!/bin/sh
# Stands in for `micropython -c SCRIPT` where a runner starts it without options: runs SCRIPT in the mode MICROPY_MODE.
set -eu
case $MICROPY_MODE in
    source) exec "$MICROPY_REAL" "$@" ;;
    native) exec "$MICROPY_REAL" -X emit=native "$@" ;;
esac
[ "$1" = -c ]
folder=$MICROPY_WORK/$$
mkdir "$folder"
printf '%s' "$2" >"$folder/multitest_main.py"
"$MICROPY_MPYCROSS" -o "$folder/multitest_main.mpy" "$folder/multitest_main.py"
rm "$folder/multitest_main.py"
MICROPYPATH=$folder:$MICROPYPATH exec "$MICROPY_REAL" -m multitest_main
