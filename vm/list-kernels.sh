#!/usr/bin/env bash
# list-kernels.sh SUITE DIRECTORY
#
# Writes DIRECTORY/kernels: the newest kernel of every minor release that a suite's index names, one a line:
#   DEBIAN-ARCHITECTURE MINOR RELEASE FLAVOUR complete|partial
# partial: the index has lost the package with its modules, without which there is no network device.
set -euo pipefail
[ $# = 2 ] || { sed -n '2,6p' "$0" >&2; exit 2; }
suite=$1 directory=$2
. "$(dirname "$0")/apt-private.sh"

work=$(mktemp -d "$directory/list.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP

# list DEBIAN-ARCHITECTURE FLAVOUR: one line a minor release
list() {
	apt_cache dumpavail | sed -nE "s/^Package: linux-(image|binary|modules)-(([0-9]+\.[0-9]+)[^-]*)-$2\$/\1 \3 \2-$2/p" |
		awk -v architecture="$1" -v flavour="$2" '
			{ has[$1, $3] = 1; minor[$3] = $2 }
			END {
				for (release in minor)
					if (("image", release) in has)
						print architecture, minor[release], release, flavour,
							(("binary", release) in has) && !(("modules", release) in has) ? "partial" : "complete"
			}' |
		sort -k2,2V -k5,5 -k3,3rV | awk '!seen[$2]++'
}

apt_private "$suite" amd64
list amd64 cloud-amd64 >"$work/kernels"
apt_private "$suite" arm64
for flavour in cloud-arm64 arm64-16k; do
	list arm64 "$flavour" >>"$work/kernels"
done
[ -s "$work/kernels" ] || fail "suite $suite names no kernel"
mv "$work/kernels" "$directory/kernels"
