#!/usr/bin/env bash
# fetch-kernel.sh [--unless PACKAGES] SUITE DEBIAN-ARCHITECTURE FLAVOUR DIRECTORY
#
# Puts the kernel that linux-image-FLAVOUR of a Debian suite stands for into DIRECTORY (empty, made by the caller):
#   vmlinuz, config, lib/modules/RELEASE with modules.dep, and packages, which has the names and versions of what they come from
# FLAVOUR may be the rest of a meta package's name (cloud-amd64) or of one kernel's (RELEASE).
# If PACKAGES is the list of an earlier call, and would be the same now, nothing is fetched and the status is 66.
set -euo pipefail
before='' unchanged=66
[ "${1-}" != --unless ] || { before=${2-} && shift 2; }
[ $# = 4 ] || { sed -n '2,7p' "$0" >&2; exit 2; }
suite=$1 architecture=$2 flavour=$3 directory=$4
. "$(dirname "$0")/apt-private.sh"
command -v depmod >/dev/null || fail "depmod is not here"

work=$(mktemp -d "$directory/fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
apt_private "$suite" "$architecture"
apt_cache show "linux-image-$flavour" >/dev/null 2>&1 || fail "suite $suite has no linux-image-$flavour for $architecture"

# The meta package leads to the image; in newer suites that leads on to binary, modules and configuration.
pending=("linux-image-$flavour") wanted=()
while [ ${#pending[@]} -gt 0 ]; do
	package=${pending[0]} pending=("${pending[@]:1}")
	[[ " ${wanted[*]} " != *" $package "* ]] || continue
	wanted+=("$package")
	mapfile -t next < <(apt_cache depends --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances "$package" |
		sed -nE 's/^ *(Pre)?Depends: (linux-(image-|binary-|modules-|base-[0-9])[^ :]+).*/\2/p')
	pending+=("${next[@]}")
	for dependency in $(apt_cache depends "$package" | sed -nE 's/^ *(Pre)?Depends: <(linux-(binary|modules)-[^ :]+)>/\2/p'); do
		fail "suite $suite names $package but no longer has $dependency"
	done
done
apt_cache show --no-all-versions "${wanted[@]}" | sed -nE 's/^(Package|Version): //p' | paste -d ' ' - - >"$work/list"
if [ -n "$before" ] && cmp -s "$before" "$work/list"; then
	exit "$unchanged"
fi
(cd "$work/packages" && apt_get download "${wanted[@]}")
for package in "$work"/packages/*.deb; do
	dpkg -x "$package" "$work/root"
done

mapfile -t trees < <(find "$work/root" -path '*/lib/modules/*' -prune -type d)
[ ${#trees[@]} = 1 ] || fail "expected the modules of one kernel, found ${#trees[@]}"
release=${trees[0]##*/}
copy() { # NEW-NAME CANDIDATE...: the first candidate that exists
	local name=$1 candidate
	shift
	for candidate; do
		[ -f "$candidate" ] || continue
		cp "$candidate" "$directory/$name"
		return
	done
	fail "the packages of $release hold no $name"
}
copy vmlinuz "$work/root/boot/vmlinuz-$release" "${trees[0]}/vmlinuz"
copy config "$work/root/boot/config-$release" "${trees[0]}/config"
mkdir -p "$directory/lib/modules"
mv "${trees[0]}" "$directory/lib/modules/$release"
rm -f "$directory/lib/modules/$release/"{build,source,vmlinuz,config}
depmod -b "$directory" "$release"
mv "$work/list" "$directory/packages"
echo "fetch-kernel: $release" >&2
