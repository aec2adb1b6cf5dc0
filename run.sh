#!/usr/bin/env bash
# run.sh                  sets everything up and runs the scenario library on the default kernel
# run.sh test             runs the tests; the last line is "N passed, N failed"
# run.sh install GROUP    installs what is missing for: run, test, arm64, build
# run.sh bench [NAME...]  measures: all, or these (--list); each figure is a ratio of one run
# run.sh COMMAND ...      passes on to the program: run, check, ... (run.sh --help)
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly home
readonly program=$home/src/RmapHarness.Cli/bin/Release/net10.0/rmapharness.dll
readonly bench=$home/bench/RmapHarness.Bench/bin/Release/net10.0/RmapHarness.Bench.dll
readonly stamp=$home/src/RmapHarness.Cli/obj/run.sh.stamp
readonly unavailable=3

# No server of the build may stay behind; no banner, no telemetry.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export RMAPHARNESS_HOME=$home

say() { echo "run.sh: $*" >&2; }
stop() { say "$*"; exit "$unavailable"; }

# PACKAGE|what must be there|why: a program of PATH or sbin, or a file.
# The program asks for arm64 and build when it comes to them.
needs() {
	case $1 in
	arm64) needs_arm64 ;;
	build) needs_build ;;
	*) needs_run "$1" ;;
	esac
}

needs_run() {
	cat <<-'NEEDS'
		qemu-system-x86|qemu-system-x86_64|runs the kernel under test
		openssh-client|ssh|reaches the guest
		openssh-client|ssh-keygen|makes the key for it
		dropbear-bin|dropbear|is the guest's SSH server
		dropbear-bin|dropbearkey|makes the guest's host key
		busybox-static|busybox|is the guest's user space
		make|make|builds the guest's agent
		gcc|gcc|compiles it
		libc6-dev|/usr/include/stdlib.h|is what it is linked with
		linux-libc-dev|/usr/include/linux/types.h|has the kernel interfaces that it uses
		kmod|depmod|finds the kernel modules that the guest needs
		xz-utils|xz|unpacks them
		util-linux|setpriv|ends the guest when the harness is killed
		ca-certificates|/etc/ssl/certs/ca-certificates.crt|lets packages be fetched over https
		debian-archive-keyring|/usr/share/keyrings/debian-archive-keyring.gpg|verifies the kernel packages
	NEEDS
	[ "$1" != test ] || printf '%s\n' 'spin|spin|checks the seqcount model' 'chromium|chromium|shows the HTML report' 'systemd|systemd-analyze|checks the units of ci/'
}

needs_arm64() {
	cat <<-'NEEDS'
		qemu-system-arm|qemu-system-aarch64|runs arm64 kernels
		gcc-aarch64-linux-gnu|aarch64-linux-gnu-gcc|compiles the guest's agent for them
		libc6-dev-arm64-cross|/usr/aarch64-linux-gnu/include/stdlib.h|is what it is linked with
	NEEDS
}

needs_build() {
	cat <<-'NEEDS'
		gcc|gcc|compiles kernels
		make|make|builds them
		flex|flex|generates a part of their build tools
		bison|bison|generates another
		bc|bc|computes their constants
		libelf-dev|/usr/include/libelf.h|reads their objects
		libssl-dev|/usr/include/openssl/ssl.h|signs and hashes
		xz-utils|xz|unpacks their source
		git|git|applies patches
	NEEDS
}

is_here() {
	case $1 in
	/*) [ -e "$1" ] ;;
	*) PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null ;;
	esac
}

# install_missing GROUP
install_missing() {
	local package what why
	local -a missing=()
	while IFS='|' read -r package what why; do
		is_here "$what" && continue
		[[ " ${missing[*]-} " != *" $package "* ]] || continue
		missing+=("$package")
		say "missing: $package ($what $why)"
	done < <(needs "$1")
	[ ${#missing[@]} -gt 0 ] || return 0
	if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
		stop "not root, or no apt-get: install these yourself, then call again: ${missing[*]}"
	fi
	say "installing: ${missing[*]}"
	local log
	log=$(mktemp)
	if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends --no-remove "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
		tail -n 20 "$log" >&2
		rm -f "$log"
		stop "apt-get could not install: ${missing[*]}"
	fi
	rm -f "$log"
}

check_dotnet() {
	command -v dotnet >/dev/null || stop "the .NET 10 SDK is not here (dotnet is not in PATH)"
	(cd "$home" && dotnet --version >/dev/null 2>&1) || stop "dotnet has no SDK that global.json accepts: install the .NET 10 SDK"
}

# What the program is built from: each file's name, time and size.
sources() {
	find "$home/src" "$home"/*.props "$home/global.json" "$home/.editorconfig" \
		\( -name bin -o -name obj \) -prune -o -type f -printf '%p %T@ %s\n' | LC_ALL=C sort | sha256sum
}

# One build at a time in this folder: two would write the same files.
build() {
	local now
	exec 9<"${BASH_SOURCE[0]}"
	flock 9
	now=$(sources)
	if [ ! -e "$program" ] || [ "$(cat "$stamp" 2>/dev/null)" != "$now" ]; then
		say "building the harness"
		check_dotnet
		build_project src/RmapHarness.Cli "the harness"
		echo "$now" >"$stamp"
	fi
	exec 9<&-
}

build_bench() {
	exec 9<"${BASH_SOURCE[0]}"
	flock 9
	say "building the benchmarks"
	check_dotnet
	build_project bench/RmapHarness.Bench "the benchmark"
	exec 9<&-
}

# build_project FOLDER WHAT: quiet unless it fails.
build_project() {
	local log
	log=$(mktemp)
	if ! dotnet build "$home/$1" -c Release -v quiet >"$log" 2>&1 9<&-; then
		cat "$log" >&2
		rm -f "$log"
		stop "$2 does not build"
	fi
	rm -f "$log"
}

# attribute NAME: the sum of a counter over all test results.
attribute() {
	find "$results" -name '*.trx' -exec grep -ohE '<Counters [^>]*>' {} + 2>/dev/null |
		grep -oE " $1=\"[0-9]+\"" | awk -F'"' '{ sum += $2 } END { print sum + 0 }'
}

run_tests() {
	local status=0 passed failed skipped
	check_dotnet
	results=$(mktemp -d)
	trap 'rm -rf "$results"' EXIT
	say "building and running the tests"
	# One project at a time: they would share two cores and the names of their result files.
	dotnet test "$home/RmapHarness.sln" -c Release -v quiet -m:1 --logger trx --logger 'console;verbosity=minimal' --results-directory "$results" "$@" || status=$?
	passed=$(attribute passed)
	failed=$(($(attribute failed) + $(attribute error) + $(attribute timeout) + $(attribute aborted)))
	skipped=$(($(attribute total) - $(attribute executed)))
	[ "$skipped" -le 0 ] || say "$skipped not executed"
	if [ "$status" != 0 ] && [ "$failed" = 0 ]; then
		say "dotnet test ended with status $status: something did not build, or a test run ended early"
		failed=1
	fi
	if [ "$passed" = 0 ] && [ "$failed" = 0 ]; then
		say "no test ran"
		failed=1
	fi
	echo "$passed passed, $failed failed"
	[ "$failed" = 0 ]
}

case ${1-} in
test)
	shift
	install_missing test
	run_tests "$@"
	;;
install)
	case ${2-} in
	run | test | arm64 | build) install_missing "$2" ;;
	*) say "install what? run, test, arm64, build" && exit 2 ;;
	esac
	;;
bench)
	shift
	install_missing run
	build_bench
	exec dotnet "$bench" "$@"
	;;
check | explain | new | completion | history | report | --help | -h | -\? | --version)
	# These need no guest.
	build
	exec dotnet "$program" "$@"
	;;
*)
	install_missing run
	build
	[ $# -gt 0 ] || set -- run
	exec dotnet "$program" "$@"
	;;
esac
