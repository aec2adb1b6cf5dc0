#!/usr/bin/env bash
# fetch-kernel.sh SUITE DEBIAN-ARCHITECTURE FLAVOUR DIRECTORY
#
# Puts the kernel that linux-image-FLAVOUR of a Debian suite stands for into DIRECTORY (empty, made by the caller):
#   vmlinuz, config, lib/modules/RELEASE with modules.dep
# apt fetches and verifies it with a state of its own: neither the machine's package lists nor its installed packages are touched.
set -euo pipefail
[ $# = 4 ] || { sed -n '2,4p' "$0" >&2; exit 2; }
suite=$1 architecture=$2 flavour=$3 directory=$4
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

fail() { echo "fetch-kernel: $*" >&2; exit 1; }

for tool in apt-get apt-cache dpkg depmod setpriv; do
	command -v "$tool" >/dev/null || fail "$tool is not here"
done
[ -r "$keyring" ] || fail "no $keyring (package debian-archive-keyring)"

work=$(mktemp -d "$directory/fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
mkdir -p "$work"/{state/lists/partial,cache/archives/partial,packages,root}
: >"$work/state/status"

# The mirror is the one that this machine uses for Debian itself.
mirror=$(apt-get indextargets --format "\$(REPO_URI) \$(RELEASE) \$(COMPONENT)" 'Created-By: Packages' |
	awk '$3 == "main" && $2 ~ /^(bullseye|bookworm|trixie|forky|duke|sid|oldstable|stable|testing|unstable)$/ { print $1; exit }')
[ -n "$mirror" ] || fail "apt's sources name no Debian mirror"
echo "deb [signed-by=$keyring] $mirror $suite main" >"$work/sources.list"

options=(-q -o "APT::Architecture=$architecture" -o "APT::Architectures::=$architecture" -o APT::Sandbox::User=root
	-o "Dir::State=$work/state" -o "Dir::State::status=$work/state/status" -o "Dir::Cache=$work/cache"
	-o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null
	-o Acquire::Languages=none -o Acquire::Retries=3 -o Acquire::http::Timeout=60 -o APT::Update::Error-Mode=any
	-o 'APT::Update::Post-Invoke=' -o 'APT::Update::Post-Invoke-Success=')
# apt-get must not outlive a killed caller.
apt_get() { setpriv --pdeathsig TERM apt-get "${options[@]}" "$@" >&2; }

apt_get update

# The meta package leads to the image; in newer suites that leads on to binary, modules and configuration.
pending=("linux-image-$flavour") wanted=()
while [ ${#pending[@]} -gt 0 ]; do
	package=${pending[0]} pending=("${pending[@]:1}")
	[[ " ${wanted[*]} " != *" $package "* ]] || continue
	wanted+=("$package")
	mapfile -t next < <(apt-cache "${options[@]}" depends --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances "$package" |
		sed -nE 's/^ *(Pre)?Depends: (linux-(image-|binary-|modules-|base-[0-9])[^ :]+).*/\2/p')
	pending+=("${next[@]}")
done
[ ${#wanted[@]} -gt 1 ] || fail "suite $suite has no linux-image-$flavour for $architecture"
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
echo "fetch-kernel: $release" >&2
