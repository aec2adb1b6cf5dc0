#!/usr/bin/env bash
# fetch-userspace.sh SUITE DEBIAN-ARCHITECTURE DIRECTORY
#
# Puts a guest's user space for another architecture than this machine's into DIRECTORY (empty, made by the caller):
#   bin/busybox (static), bin/dropbear, and the loader and libraries that dropbear needs
set -euo pipefail
[ $# = 3 ] || { sed -n '2,5p' "$0" >&2; exit 2; }
suite=$1 architecture=$2 directory=$3
. "$(dirname "$0")/apt-private.sh"
command -v readelf >/dev/null || fail "readelf is not here (package binutils)"

work=$(mktemp -d "$directory/fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
apt_private "$suite" "$architecture"
# With nothing installed, apt fetches all that the two need.
apt_get install --download-only -y --no-install-recommends busybox-static dropbear-bin
for package in "$work"/cache/archives/*.deb; do
	dpkg -x "$package" "$work/root"
done

mkdir "$directory/bin"
cp "$work/root/bin/busybox" "$directory/bin/busybox"
cp "$work/root/usr/sbin/dropbear" "$directory/bin/dropbear"

loader=$(readelf -l "$directory/bin/dropbear" | sed -nE 's/.*program interpreter: ([^]]+)\].*/\1/p')
[ -n "$loader" ] || fail "dropbear names no loader"
mkdir -p "$directory${loader%/*}"
cp -L "$work/root$loader" "$directory$loader"

# The loader looks for libraries in lib and usr/lib, and beside those in a folder that the multiarch name has.
pending=("$directory/bin/dropbear")
while [ ${#pending[@]} -gt 0 ]; do
	file=${pending[0]} pending=("${pending[@]:1}")
	while read -r library; do
		[ ! -e "$directory/lib/$library" ] || continue
		found=$(find "$work/root/lib" "$work/root/usr/lib" -name "$library" | head -n 1)
		[ -n "$found" ] || fail "no package has $library, which ${file##*/} needs"
		cp -L "$found" "$directory/lib/$library"
		pending+=("$directory/lib/$library")
	done < <(readelf -d "$file" | sed -nE 's/.*\(NEEDED\).*\[([^]]+)\].*/\1/p')
done
