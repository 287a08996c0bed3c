#!/bin/sh
# Writes build/NAME.tar.gz:  dist.sh NAME TARGET...   (the archives are in build/lib/)
set -eu
name=$1
shift
root=build/dist/$name
rm -rf "build/dist"
mkdir -p "$root"
for target; do
    mkdir -p "$root/lib/$target"
    cp "build/lib/$target/libuasyncio.a" "$root/lib/$target/"
done
cp -r include micropython-port docs examples CHANGELOG.md LICENSE README.md "$root/"
find "$root" -name __pycache__ -prune -exec rm -r {} +
"${PYTHON:-python3}" "$(dirname "$0")/sbom.py" write "$root"
(cd "$root" && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | xargs sha256sum >SHA256SUMS)

# The same content gives the same file, whatever rights and dates it has here.
tar -C build/dist --format=gnu --sort=name --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX \
    --mtime="@${SOURCE_DATE_EPOCH:-0}" -cf - "$name" | gzip -n9 >"build/$name.tar.gz"
(cd build && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
echo "build/$name.tar.gz: $(stat -c %s "build/$name.tar.gz") bytes"
