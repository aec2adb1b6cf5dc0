#!/usr/bin/env bash
# bench/rmap-id/run.sh [ROUNDS [CALLS]]: the cost of rmap-id in C# against the same algorithm in C (-O2), in one run.
# The two programs take turns; a table of medians goes to stdout. Timing decides nothing here: the status is 0 if all ran.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here
readonly rounds=${1:-7} calls=${2:-400000} target=1.2

export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

work=$(mktemp -d)
readonly work
trap 'rm -rf "$work"' EXIT

echo "bench: building" >&2
cc -std=gnu11 -O2 -Wall -Wextra -Werror -pthread -o "$work/rmap_id" "$here/rmap_id.c"
dotnet build "$here" -c Release -v quiet >&2

for ((round = 1; round <= rounds; round++)); do
	echo "bench: round $round of $rounds" >&2
	"$work/rmap_id" "$calls" | sed 's/^/C /' >>"$work/results"
	dotnet "$here/bin/Release/net10.0/RmapHarness.Bench.RmapId.dll" "$calls" | sed 's/^/C# /' >>"$work/results"
done

# Two threads that took turns on one processor did not meet: those that ran at once have a row of their own.
# Sorted by time, the middle line of each workload and language is the median.
{
	cat "$work/results"
	sed -n 's/ two-threads / two-at-once /p' "$work/results" | awk '$4 >= 1.5'
} | sort -k2,2 -k1,1 -k3,3n | awk -v target="$target" '
	function median(at) { return times[at, int((count[at] + 1) / 2)] }
	{ at = $2 " " $1; times[at, ++count[at]] = $3 }
	END {
		printf "%-18s %8s %8s %8s\n", "ns a map or unmap", "C -O2", "C#", "C#/C"
		split("one-thread two-threads two-at-once", workloads, " ")
		for (w = 1; w <= 3; w++) {
			c = median(workloads[w] " C"); cs = median(workloads[w] " C#")
			if (c == "" || cs == "")
				printf "%-18s not measured: the two threads never had a processor each\n", workloads[w]
			else
				printf "%-18s %8.1f %8.1f %8.2f %s\n", workloads[w], c, cs, cs / c, cs / c <= target ? "" : "above " target
		}
	}'
