#!/bin/sh
# Ports in every spelling meet the settings that this module needs:  config.sh MPY
set -eu
mpy=$(cd "$1" && pwd)
config=$(cd "$(dirname "$0")/../.." && pwd)/micropython-port/uasyncio/config
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

ok() { passed=$((passed + 1)); }
bad() {
    failed=$((failed + 1))
    echo "FAIL $*"
}

cat >"$work/wanted.c" <<'END'
#include "py/mpconfig.h"
#if MICROPY_PY_ASYNCIO || !MICROPY_MODULE_BUILTIN_INIT || !MICROPY_MODULE_BUILTIN_SUBPACKAGES \
    || !MICROPY_MODULE_ATTR_DELEGATION || MICROPY_PY_SELECT != SELECT
#error "a setting is not as it is wanted"
#endif
END

# port SELECT "TEXT OF mpconfigport.h" FLAGS...   SELECT is whether the module select is to be there.
port() {
    select=$1 text=$2
    shift 2
    printf '%b\n' "#include <stdint.h>\ntypedef long mp_off_t;\n$text" >"$work/mpconfigport.h"
    if ${CC:-cc} -Wall -Werror -fsyntax-only "$@" -iquote "$config" -I "$work" -I "$mpy" -DSELECT="$select" \
        "$work/wanted.c" >"$work/log" 2>&1; then
        ok
    else
        bad "$text $*"
        cat "$work/log"
    fi
}

everything='#define MICROPY_CONFIG_ROM_LEVEL (MICROPY_CONFIG_ROM_LEVEL_EVERYTHING)'
minimum='#define MICROPY_CONFIG_ROM_LEVEL (MICROPY_CONFIG_ROM_LEVEL_MINIMUM)'
port 1 "$everything"
port 0 "$minimum"
# samd21 and nrf, nrf since 1.28, and what others may come to say.
port 0 "$minimum\n#define MICROPY_MODULE_BUILTIN_INIT (1)"
port 0 "$minimum\n#define MICROPY_MODULE_BUILTIN_INIT 1\n#define MICROPY_MODULE_BUILTIN_SUBPACKAGES 1"
port 0 "$minimum\n#define MICROPY_MODULE_BUILTIN_INIT (0)\n#define MICROPY_PY_ASYNCIO 1"
port 0 "$minimum\n#define MICROPY_PY_ASYNCIO (0)"
port 1 "$minimum\n#define MICROPY_PY_SELECT (MICROPY_PY_ASYNCIO)" -DMICROPY_PY_ASYNCIO=1
port 1 "$everything\n#define MICROPY_PY_SELECT (MICROPY_PY_ASYNCIO)"
port 0 "$everything\n#define MICROPY_PY_SELECT (MICROPY_PY_ASYNCIO)" -DMICROPY_PY_ASYNCIO=0
port 1 "$everything" -DMICROPY_PY_ASYNCIO=1 -DMICROPY_MODULE_BUILTIN_INIT=1 '-DMICROPY_MODULE_BUILTIN_SUBPACKAGES=(1)'

# Whatever hangs on the switch in this tree is known here: upstream's own half, its callback in the browser's port, and
# select (above).
for file in $(cd "$mpy" && grep -rlE 'MICROPY_PY_ASYNCIO\b' --include='*.[ch]' py extmod shared drivers ports); do
    # shellcheck disable=SC2013 # names have no spaces
    uses=$(grep -E 'MICROPY_PY_ASYNCIO\b' "$mpy/$file" |
        grep -vE '^#(ifndef|define) MICROPY_PY_ASYNCIO\b|^#endif|define +MICROPY_PY_SELECT ' || true)
    case $file in
    extmod/modasyncio.c | ports/webassembly/objjsproxy.c) ok ;;
    *) if [ -z "$uses" ]; then ok; else bad "$file: $uses"; fi ;;
    esac
done

echo "$passed passed, $failed failed"
[ $failed = 0 ]
