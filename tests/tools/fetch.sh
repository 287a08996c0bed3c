#!/bin/sh
# Gets MicroPython's sources into build/mpy/<version>/ from Debian's signed source packages.
#
#   fetch.sh pinned VERSION    that version, or fails
#   fetch.sh newest VERSION    that version, or else the newest there is; build/mpy/newest points at it
#
# The archive's address is the one this machine's own apt uses; apt checks signatures and checksums.
# Nothing outside build/mpy/ is written: the package lists are kept there too.
set -eu
kind=$1 version=$2
mkdir -p build/mpy
mpy=$(cd build/mpy && pwd)
apt=$mpy/.apt

say() { printf '%s\n' "$*" >&2; }

refresh_lists() {
    # Debian's own entry by its name; by its shape where no list was downloaded yet, so that apt knows no name.
    mirror=$(apt-get indextargets --format '$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)' 'Created-By: Packages' |
        awk -F'|' '$4 == "main" && $3 !~ /-/ && ($1 == "Debian" || $1 ~ /ORIGIN/) { print $2; exit }')
    [ -n "$mirror" ] || { say "fetch: apt knows no Debian archive here; give a checkout with MPY_DIR=..."; exit 1; }
    keys=/usr/share/keyrings/debian-archive-keyring.gpg
    mkdir -p "$apt/lists/partial"
    for suite in trixie testing sid; do
        echo "deb-src [signed-by=$keys] $mirror $suite main"
    done >"$apt/sources.list"
    cat >"$apt/apt.conf" <<EOF
Dir::Etc::SourceList "$apt/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::State::Lists "$apt/lists";
Dir::Cache "$apt";
APT::Sandbox::User "$(id -un)";
EOF
    say "fetch: reading Debian's list of source packages"
    # A suite that cannot be had leaves the others.
    APT_CONFIG=$apt/apt.conf apt-get -q update >"$apt/update.log" 2>&1 || cat "$apt/update.log" >&2
}

# Debian's versions of the package whose upstream version is $1 (any, if empty), newest first.
offered() {
    APT_CONFIG=$apt/apt.conf apt-cache showsrc --only-source micropython |
        sed -n 's/^Version: //p' | grep "^${1:+$1+}" | sort -Vru
}

# Unpacks Debian's version $1 as $2, with Debian's patches applied; the tree appears at once or not at all.
unpack() {
    work=$mpy/.unpack
    rm -rf "$work"
    mkdir "$work"
    say "fetch: getting micropython $1"
    (cd "$work" && APT_CONFIG=$apt/apt.conf apt-get -q source "micropython=$1") >"$mpy/$2.log" 2>&1 ||
        { cat "$mpy/$2.log" >&2; exit 1; }
    tests/tools/tree_sums.sh "$work"/micropython-*/ >"$mpy/$2.sums"
    mv "$work"/micropython-*/ "$mpy/$2"
    rm -rf "$work"
}

[ "$kind" = pinned ] && [ -d "$mpy/$version" ] && exit 0
[ "$kind" = newest ] && [ -d "$mpy/newest" ] && exit 0

if [ ! -d "$mpy/$version" ]; then
    refresh_lists
    debian=$(offered "$version" | head -1)
    if [ -z "$debian" ] && [ "$kind" = newest ]; then
        debian=$(offered "" | head -1)
        say "fetch: NOTE: Debian no longer has MicroPython $version; the newest it has is ${debian:-none}"
        version=${debian%%+*}
    fi
    [ -n "$debian" ] || { 
        say "fetch: Debian has no source package of MicroPython $version; give a checkout with MPY_DIR=..."
        exit 1
    }
    [ -d "$mpy/$version" ] || unpack "$debian" "$version"
fi
[ "$kind" = pinned ] || ln -sfn "$version" "$mpy/newest"
