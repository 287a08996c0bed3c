#!/bin/sh
# Puts libraries for 32-bit x86 below a folder: i386.sh FOLDER PACKAGE...   Headers in FOLDER/include, archives in FOLDER/lib.
#
# What is installed here, and which architectures dpkg knows, stays as it is: apt gets lists and a state of its own below
# FOLDER. Only the static libraries are taken, so that what is linked with them runs without any folder's being named.
set -eu
folder=$1
shift
[ ! -f "$folder/complete" ] || exit 0

rm -rf "$folder"
mkdir -p "$folder/apt/lists/partial" "$folder/debs" "$folder/lib" "$folder/include"
folder=$(cd "$folder" && pwd)
apt() {
    apt-get -q -o APT::Architecture=i386 -o APT::Architectures=i386 -o Acquire::Languages=none -o APT::Sandbox::User= \
        -o Dir::State::status=/dev/null -o Dir::State::Lists="$folder/apt/lists" -o Dir::Cache="$folder/apt" "$@"
}
# Where one of several mirrors is out of order the download tells whether it is missed.
apt update || true
(cd "$folder/debs" && apt download "$@")
for deb in "$folder"/debs/*.deb; do
    dpkg-deb -x "$deb" "$folder/root"
done
cp "$folder"/root/usr/lib/i386-linux-gnu/*.a "$folder/lib/"
cp -r "$folder"/root/usr/include/. "$folder/include/"
cp -r "$folder"/include/i386-linux-gnu/. "$folder/include/"
touch "$folder/complete"
