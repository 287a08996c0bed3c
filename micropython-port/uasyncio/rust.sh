# Which Rust compiler builds the archive. Read by build_lib.sh, by the step that installs what is missing, and by the
# test that knows compilers of every kind. It only looks; nothing is installed or built here.
#
#   RUSTC, CARGO   the compiler the user wants; without RUSTC what is on PATH is asked first, then RUST_FOLDERS
#   RUST_FOLDERS   where else compilers may be; default /usr/bin, where Debian's are, also when rustup's hide them
#   RUST_OLDEST    the oldest version that can build this project

# A version "1.85.0" or newer. Some compilers have a word behind it: "1.88.0-nightly (...)".
rust_is_new() {
    rust_found=$("$1" --version 2>/dev/null | awk 'NR == 1 { sub(/[^0-9.].*/, "", $2); print $2 }')
    [ -n "$rust_found" ] && printf '%s\n%s\n' "$RUST_OLDEST" "$rust_found" | sort -VC
}

# rust_has RUSTC target|source TRIPLE
#
# A command that does not exist, or can't answer, prints no folder; what would be below it is then in / and not the
# compiler's. Debian's compilers share a folder for the source, which may be that of another one: it tells its version.
rust_has() {
    rust_lib=$("$1" --print sysroot 2>/dev/null) && [ -n "$rust_lib" ] || return 1
    rust_lib=$rust_lib/lib/rustlib
    if [ "$2" = target ]; then
        [ -d "$rust_lib/$3/lib" ]
    else
        rust_version=$rust_lib/src/rust/src/version
        [ -d "$rust_lib/src/rust/library/core" ] &&
            { [ ! -f "$rust_version" ] || "$1" --version | grep -qwF "$(cat "$rust_version")"; }
    fi
}

# choose_rust TRIPLE    sets RUSTC and CARGO, and RUST_HAS to "target" or "source"; fails where no compiler can do it
#
# An installed target needs nothing more. Without one, and for Arm rather, the core library is compiled from its source.
choose_rust() {
    if [ -n "${RUSTC:-}" ]; then
        rust_first=$RUSTC:${CARGO:-cargo} rust_folders=
    else
        rust_first=rustc:${CARGO:-cargo} rust_folders=${RUST_FOLDERS-/usr/bin}
    fi
    case $1 in
    thumb*) rust_ways="source target" ;;
    *) rust_ways="target source" ;;
    esac
    for rust_way in $rust_ways; do
        for rust_pair in "$rust_first" $rust_folders; do
            case $rust_pair in
            *:*) ;;
            *) rust_pair=$rust_pair/rustc:$rust_pair/cargo ;;
            esac
            if rust_has "${rust_pair%%:*}" "$rust_way" "$1" && rust_is_new "${rust_pair%%:*}" &&
                rust_is_new "${rust_pair#*:}"; then
                RUSTC=${rust_pair%%:*} CARGO=${rust_pair#*:} RUST_HAS=$rust_way
                return
            fi
        done
    done
    return 1
}
