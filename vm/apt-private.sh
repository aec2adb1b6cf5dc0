# shellcheck shell=bash disable=SC2154
# Sourced. apt with a state of its own: neither the machine's package lists nor its installed packages are touched, and what is
# fetched is verified with Debian's own keys. The caller has `set -euo pipefail` and a folder "$work" that it removes.
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

fail() { echo "${0##*/}: $*" >&2; exit 1; }

# apt_private SUITE DEBIAN-ARCHITECTURE: fetches the package lists; then apt_get and apt_cache work with them.
apt_private() {
	local suite=$1 architecture=$2 tool mirror
	for tool in apt-get apt-cache dpkg setpriv; do
		command -v "$tool" >/dev/null || fail "$tool is not here"
	done
	[ -r "$keyring" ] || fail "no $keyring (package debian-archive-keyring)"
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
	apt_get update
}

# apt-get must not outlive a killed caller.
apt_get() { setpriv --pdeathsig TERM apt-get "${options[@]}" "$@" >&2; }

apt_cache() { apt-cache "${options[@]}" "$@"; }
