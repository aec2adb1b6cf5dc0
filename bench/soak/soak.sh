#!/usr/bin/env bash
# soak.sh nights N            N nights of one plan on unchanged kernels; no news may come after the first
# soak.sh faults N [SEED]     N nights, each with one fault at a random moment; see faults.sh
#
# SOAK_RUN: the program (default: run.sh). SOAK_PLAN: the plan (default: plan.yaml or faults.yaml here). SOAK_DIR: where the work goes (default: a new
# directory). The last line says how many nights were as they must be; the status is 0 if all were.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here
run=${SOAK_RUN:-$here/../../run.sh}
plan=${SOAK_PLAN:-$here/$([ "${1-}" = faults ] && echo faults || echo plan).yaml}
work=${SOAK_DIR:-$(mktemp -d)}
mkdir -p "$work"
. "$here/verdicts.sh"
. "$here/faults.sh"

# night DIR ARGUMENT...: one night; its status.
night() {
	local directory=$1
	shift
	$run nightly --plan "$plan" --out "$directory" "$@" >>"$directory.stdout" 2>>"$directory.stderr"
}

nights() {
	local i good=0
	night "$work/nights" || [ $? = 1 ] || { echo "soak: the first night did not run: $work/nights.stderr"; return 1; }
	for ((i = 1; i <= $1; i++)); do
		: >"$work/nights.stdout"
		if night "$work/nights" && grep -q '^no news$' "$work/nights.stdout"; then
			good=$((good + 1))
		else
			echo "soak: night $i has news:"
			cat "$work/nights.stdout"
			cp "$work/nights.stderr" "$work/night-$i.stderr"
		fi
	done
	echo "$good of $1 nights had no news"
	[ "$good" = "$1" ]
}

case ${1-} in
nights) nights "${2:?how many}" ;;
faults) faults "${2:?how many}" "${3:-1}" ;;
*) sed -n '2,6p' "$0" >&2 && exit 2 ;;
esac
