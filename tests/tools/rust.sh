#!/bin/sh
# Which compiler is taken on machines of every shape. The compilers are fakes: they say what they are asked for.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
RUST_OLDEST=1.85
. micropython-port/uasyncio/rust.sh

# compiler FOLDER VERSION TARGETS-AND-src...   A rustc and a cargo in FOLDER/bin, with these below FOLDER's sysroot.
compiler() {
    at=$work/$1 version=$2
    mkdir -p "$at/bin" "$at/lib/rustlib"
    shift 2
    cat >"$at/bin/rustc" <<END
#!/bin/sh
case "\$*" in
--version) echo "rustc $version (0123abcde 2026-01-01)" ;;
"--print sysroot") echo "$at" ;;
esac
END
    sed "s/rustc/cargo/" "$at/bin/rustc" >"$at/bin/cargo"
    chmod +x "$at/bin/rustc" "$at/bin/cargo"
    for has; do
        case $has in
        src) mkdir -p "$at/lib/rustlib/src/rust/library/core" ;;
        src=*)
            mkdir -p "$at/lib/rustlib/src/rust/library/core" "$at/lib/rustlib/src/rust/src"
            echo "${has#src=}" >"$at/lib/rustlib/src/rust/src/version"
            ;;
        *) mkdir -p "$at/lib/rustlib/$has/lib" ;;
        esac
    done
}

# expect WANTED ON-PATH IN-USR-BIN TRIPLE   "FOLDER target", "FOLDER source" or "none"; a folder "-" has no compiler
expect() {
    got=none
    got=$(
        PATH=$work/$2/bin:$work/tools RUST_FOLDERS=$work/$3/bin
        if choose_rust "$4"; then
            folder=$(dirname "$(dirname "$(command -v "$RUSTC")")")
            [ "$(dirname "$(command -v "$CARGO")")" = "$folder/bin" ] || folder=$folder-with-anothers-cargo
            echo "${folder##*/} $RUST_HAS"
        else
            echo none
        fi
    )
    if [ "$got" = "$1" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL PATH has $2, /usr/bin has $3, for $4: '$got', not '$1'"
    fi
}

# No compiler of this machine's is within reach.
mkdir "$work/tools"
for tool in awk sort grep cat dirname printf sed; do ln -s "$(command -v $tool)" "$work/tools/"; done

host=x86_64-unknown-linux-gnu arm=thumbv7em-none-eabihf riscv=riscv32imc-unknown-none-elf
compiler plain 1.95.0 $host            # rustup's, as it is installed
compiler with-src 1.95.0 $host src     # with its component rust-src
compiler with-arm 1.95.0 $host $arm    # with a target added
compiler nightly 1.97.0-nightly $host src
compiler esp 1.88.0.0 $host src
compiler old 1.63.0 $host src $arm
compiler debian 1.96.0 $host src=1.96.0
compiler debian-no-src 1.96.0 $host
compiler debian-other-src 1.85.1 $host src=1.96.0
compiler no-cargo 1.95.0 $host src && rm "$work/no-cargo/bin/cargo"
compiler no-rustc 1.95.0 $host src && rm "$work/no-rustc/bin/rustc"
# rustup's commands without a toolchain: they are there and fail.
compiler no-toolchain 1.95.0 && printf '#!/bin/sh\necho no toolchain >&2\nexit 1\n' | tee "$work/no-toolchain/bin/rustc" \
    >"$work/no-toolchain/bin/cargo"

expect "plain target" plain - $host
expect none plain - $arm
expect none plain - xtensa-esp32-none-elf
expect "debian source" plain debian $arm
expect "debian source" plain debian $riscv
expect "plain target" plain debian $host
expect none plain debian-no-src $arm
expect "with-src target" with-src debian $host
expect "with-src source" with-src - $arm
expect "with-src source" with-src debian xtensa-esp32-none-elf
expect "with-arm target" with-arm debian-no-src $arm
expect "debian source" with-arm debian $arm
expect none with-arm - $riscv
expect "nightly source" nightly - $arm
expect "esp source" esp - xtensa-esp32-none-elf
expect "debian target" - debian $host
expect "debian source" - debian $arm
expect none - debian-other-src $arm
expect "debian-other-src target" - debian-other-src $host
expect none - - $host
expect none - - $arm
expect "debian target" old debian $host
expect "debian source" old debian $arm
expect none old - $host
expect none old old $arm
expect "debian source" no-toolchain debian $arm
expect none no-toolchain - $host
expect none no-cargo - $host
expect none no-cargo - $arm
expect "debian target" no-cargo debian $host
expect "debian target" no-rustc debian $host
expect none no-rustc no-cargo $arm

# What the user names is the only one that is asked.
RUSTC=$work/plain/bin/rustc CARGO=$work/plain/bin/cargo
expect "plain target" debian debian $host
expect none debian debian $arm
RUSTC=$work/nowhere/rustc
expect none debian debian $host
RUSTC=$work/with-src/bin/rustc CARGO=$work/with-src/bin/cargo
expect "with-src source" debian debian $arm

echo "$passed passed, $failed failed"
[ $failed = 0 ]
