#!/usr/bin/env bash
# fetch-source.sh SUITE DIRECTORY
#
# Unpacks the newest kernel source of a Debian suite as DIRECTORY/linux (DIRECTORY is empty, made by the caller).
set -euo pipefail
[ $# = 2 ] || { sed -n '2,4p' "$0" >&2; exit 2; }
suite=$1 directory=$2
. "$(dirname "$0")/apt-private.sh"

work=$(mktemp -d "$directory/fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
apt_private "$suite" amd64
package=$(apt_cache pkgnames linux-source- | grep -E '^linux-source-[0-9]+\.[0-9]+$' | sort -V | tail -n 1)
[ -n "$package" ] || fail "suite $suite has no kernel source"
(cd "$work/packages" && apt_get download "$package")
dpkg -x "$work"/packages/*.deb "$work/root"
mkdir "$directory/linux"
tar -C "$directory/linux" --strip-components 1 -xf "$work/root/usr/src/$package.tar.xz"
