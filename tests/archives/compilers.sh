#!/bin/sh
# Which compiler builds an archive, on machines of every shape: the commands are stand-ins that only say where they are.
set -eu
build_lib=$(cd "$(dirname "$0")/../.." && pwd)/micropython-port/uasyncio/build_lib.sh
work=$(mktemp -d)
# Nothing of the machine that runs this: its own compilers may be anywhere on PATH.
tools=$(mktemp -d)
trap 'rm -rf "$work" "$tools"' EXIT
for tool in sh sed awk sort dirname grep; do ln -s "$(command -v $tool)" "$tools/$tool"; done

passed=0 failed=0

# compiler FOLDER VERSION [source] [TRIPLE...]: a rustc and a cargo in FOLDER, with what is installed for them.
compiler() {
    folder=$work/$1 version=$2
    shift 2
    mkdir -p "$folder" "$folder.root"
    for part; do
        case $part in
        source) mkdir -p "$folder.root/lib/rustlib/src/rust/library/core" ;;
        *) mkdir -p "$folder.root/lib/rustlib/$part/lib" ;;
        esac
    done
    for tool in rustc cargo; do
        cat >"$folder/$tool" <<END
#!/bin/sh
case "\$*" in
*sysroot*) echo $folder.root ;;
*) echo "$tool $version (stand-in)" ;;
esac
END
        chmod +x "$folder/$tool"
    done
}

# expect ANSWER TRIPLE: what is chosen where own/ comes first on PATH and system/ is Debian's.  Begins anew after it.
expect() {
    got=$(PATH="$work/own:$tools" SYSTEM_BIN="$work/system" sh "$build_lib" --check "$2" 2>/dev/null |
        sed "s|$work/||g") || true
    if [ "$got" = "$1" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $2: '$got', not '$1'"
    fi
    rm -rf "${work:?}"/*
}

riscv=riscv32imc-unknown-none-elf arm=thumbv7em-none-eabihf xtensa=xtensa-esp32-none-elf

for triple in $riscv $arm $xtensa; do
    # None at all; one that has neither the target nor the source; one without its source where Debian has the source only.
    expect "" $triple
    compiler own 1.95.0 x86_64-unknown-linux-gnu
    expect "" $triple
    compiler own 1.95.0
    mkdir -p "$work/system.root/lib/rustlib/src/rust/library/core"
    expect "" $triple

    # A rustup with rust-src, alone and beside Debian's.
    compiler own 1.95.0 source
    expect "rustc cargo and its source" $triple
    compiler own 1.95.0 source
    compiler system 1.96.0 source
    expect "rustc cargo and its source" $triple

    # A rustup without it, or one that is too old, beside Debian's.
    compiler own 1.95.0
    compiler system 1.96.0 source
    expect "system/rustc system/cargo and its source" $triple
    compiler own 1.70.0 source $riscv $arm
    compiler system 1.96.0 source
    expect "system/rustc system/cargo and its source" $triple

    # Debian's only.
    compiler system 1.96.0 source
    expect "system/rustc system/cargo and its source" $triple
    compiler system 1.63.0 source
    expect "" $triple
done

# A target that is installed is enough; for Arm the source is preferred.
compiler own 1.95.0 $riscv
compiler system 1.96.0 source
expect "rustc cargo" $riscv
compiler own 1.95.0 $arm
compiler system 1.96.0 source
expect "system/rustc system/cargo and its source" $arm
compiler own 1.95.0 $arm
expect "rustc cargo" $arm

echo "$passed passed, $failed failed"
[ $failed = 0 ]
