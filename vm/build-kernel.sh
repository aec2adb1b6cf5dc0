#!/usr/bin/env bash
# build-kernel.sh SOURCE WORK ARCHITECTURE NAME DIRECTORY [--fragment FILE]... [--set CONFIG_KEY=VALUE]... [--patch FILE]...
#
# Builds the kernel of a source tree into DIRECTORY: vmlinuz, config. The release ends in -NAME.
# WORK keeps the patched tree and the objects for the next build; a build waits for another one that uses it.
# Ends with status 65 if a patch does not apply or an option is not kept, with another one if the build fails.
set -euo pipefail
[ $# -ge 5 ] || { sed -n '2,6p' "$0" >&2; exit 2; }
source=$1 work=$2 architecture=$3 name=$4 directory=$5
shift 5
fail() { echo "build-kernel: $*" >&2; exit 1; }
# Not 2, which make ends with.
refuse() { echo "build-kernel: $*" >&2; exit 65; }

fragments=() settings=() patches=()
while [ $# -ge 2 ]; do
	case $1 in
	--fragment) fragments+=("$2") ;;
	--set) settings+=("$2") ;;
	--patch) patches+=("$2") ;;
	*) fail "unknown option $1" ;;
	esac
	shift 2
done
case $architecture in
x86_64) arch=x86 compiler=x86_64-linux-gnu- image=arch/x86/boot/bzImage ;;
arm64) arch=arm64 compiler=aarch64-linux-gnu- image=arch/arm64/boot/Image ;;
*) fail "no such architecture: $architecture" ;;
esac
tree=$work/linux objects=$work/objects applied=$work/applied wanted=$work/wanted.config
# Git must not take a repository around the tree for the one that the patches are for.
export GIT_CEILING_DIRECTORIES=$work

mkdir -p "${work%/*}"
exec 9>"$work.lock"
flock -w 10800 9 || fail "another build has used $work for three hours"

# A tree of links to the source: what is patched is written anew, and make rebuilds just that. One that was left while its
# patches changed is not to be trusted.
if [ -e "$work/patching" ] || [ "$(cat "$work/source" 2>/dev/null)" != "$source" ]; then
	rm -rf "$work"
	mkdir -p "$work"
	cp -al "$source" "$tree"
	echo "$source" >"$work/source"
fi
mkdir -p "$objects" "$applied"

# The patches of the last build go, those of this one come; what both begin with stays.
touch "$work/patching"
kept=0
while [ -e "$applied/$kept" ] && [ "$kept" -lt ${#patches[@]} ] && cmp -s "$applied/$kept" "${patches[$kept]}"; do
	kept=$((kept + 1))
done
last=$(find "$applied" -type f | wc -l)
while [ "$last" -gt "$kept" ]; do
	last=$((last - 1))
	git -C "$tree" apply -R "$applied/$last" || fail "an older patch could not be taken back; the next build begins anew"
	rm "$applied/$last"
done
for ((i = kept; i < ${#patches[@]}; i++)); do
	if ! git -C "$tree" apply --whitespace=nowarn "${patches[$i]}"; then
		# Git applies all of a patch or nothing.
		rm "$work/patching"
		refuse "${patches[$i]} does not apply"
	fi
	cp "${patches[$i]}" "$applied/$i"
done
rm "$work/patching"

cat "${fragments[@]}" >"$wanted"
printf '%s\n' "${settings[@]}" >>"$wanted"
# Nothing may outlive a killed caller. make passes a signal on to whom it knows, and they may not; where it is allowed to, it is the first process of a
# namespace, with which the kernel ends all others.
if unshare --pid --fork true 2>/dev/null; then
	bound=(setpriv --pdeathsig KILL unshare --pid --fork --kill-child=KILL)
else
	bound=(setpriv --pdeathsig TERM)
fi
# Nor may make keep the lock.
make_kernel() { "${bound[@]}" make -s -C "$tree" O="$objects" ARCH=$arch CROSS_COMPILE=$compiler LOCALVERSION="-$name" "$@" >&2 9>&-; }
make_kernel KCONFIG_ALLCONFIG="$wanted" allnoconfig

# Kconfig drops in silence what depends on something else. The last word on each option counts.
dropped=$(awk -F= '
	NR == FNR { if ($1 ~ /^CONFIG_/) { key = $1; sub(/^[^=]*=/, ""); want[key] = $0 }; next }
	$1 ~ /^CONFIG_/ { key = $1; sub(/^[^=]*=/, ""); have[key] = $0 }
	END { for (key in want) if ((key in have ? have[key] : "n") != want[key]) print key "=" want[key] " became " (key in have ? have[key] : "n") }
' "$wanted" "$objects/.config" | sort)
[ -z "$dropped" ] || refuse "the configuration does not keep what was asked for:"$'\n'"$dropped"

make_kernel -j"$(nproc)" "${image##*/}"
cp "$objects/$image" "$directory/vmlinuz"
cp "$objects/.config" "$directory/config"
