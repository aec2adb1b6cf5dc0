# shellcheck shell=bash disable=SC2154
# What a night with a fault must have come to; see faults.sh.

# The title of a crash that a fault looks like.
title() {
	case $1 in
	qemu) echo 'QEMU died' ;;
	panic) echo 'kernel panic: sysrq triggered crash' ;;
	hang) echo 'silent hang' ;;
	ssh) echo 'SSH connection lost' ;;
	agent) echo 'the agent ended' ;;
	esac
}

# The scenarios' lines of a KTAP, without numbers and what is said about them.
verdicts() { sed -nE 's/^  (ok|not ok) [0-9]+ //p' "$1"; }

# The finished scenarios that nights told of, in their order.
told() { sed -nE 's/^\[[0-9]+\/[0-9]+\] [^ ]+ (.*): [a-z-]+$/\1/p' "$@"; }

# Those of them that need not run again.
told_good() { sed -nE 's/^\[[0-9]+\/[0-9]+\] [^ ]+ (.*): (pass|known-issue|fixed|skipped)$/\1/p' "$@"; }

# same_or PATTERN FILE: each scenario's line is that of the undisturbed night, or matches.
same_or() {
	local different
	different=$(diff <(verdicts "$baseline") <(verdicts "$2") | grep '^[<>]')
	[ "$(verdicts "$2" | wc -l)" = "$(verdicts "$baseline" | wc -l)" ] || complain "some scenarios have no line"
	if grep '^>' <<<"$different" | grep -qvE -- "$1"; then
		complain "a verdict that is neither the usual one nor $1: $(grep '^>' <<<"$different" | grep -vE -- "$1" | head -3)"
	fi
}

# is_stored NAME: the history has a result of it that compared values.
is_stored() { $run history "$1" --history "$disk/out/history.db" 2>/dev/null | grep -qE '[1-9][0-9]* values'; }

# passed_ran KTAP STDERR...: what passed was told of, so it ran; and what was told of as good passed.
passed_ran() {
	local ktap=$1 passed untold
	shift
	passed=$(sed -nE 's/^  ok [0-9]+ ([^#]*[^# ]).*/\1/p' "$ktap" | sort -u)
	untold=$(comm -23 <(echo "$passed") <(told "$@" | sort -u))
	# Who is killed between storing a result and telling of it leaves one that no night tells of.
	if [ "$kind" = kill ] && [ "$(wc -l <<<"$untold")" = 1 ] && is_stored "$untold"; then untold=''; fi
	[ -z "$untold" ] || complain "passed and did not run: $(head -3 <<<"$untold")"
	[ -z "$(comm -13 <(echo "$passed") <(told_good "$@" | sort -u))" ] || complain "told of and lost: $(comm -13 <(echo "$passed") <(told_good "$@" | sort -u) | head -3)"
}

# The next night has what the one before told of, runs the rest, and finds nothing wrong.
goes_on() {
	local again
	rm -f "$disk/fill"
	: >"$directory/again.stderr"
	if ! env SOAK_MARK="$mark" TMPDIR="$temporary" $run nightly --plan "$plan" --out "$disk/out" >"$directory/again.stdout" 2>"$directory/again.stderr"; then
		complain "the night after it: $(tail -n 3 "$directory/again.stderr")"
		return
	fi
	same_or '^$' "$disk/out/results.ktap"
	passed_ran "$disk/out/results.ktap" "$directory/stderr" "$directory/again.stderr"
	# A night in which all had run may have stored its end as well: then the next one is another run, and has all results anew.
	if [ "$(told "$directory/stderr" | wc -l)" = "$(verdicts "$baseline" | wc -l)" ] && [ "$(head -n 1 "$directory/again.stderr" | cut -d' ' -f1,2)" = 'run 2' ]; then
		return
	fi
	again=$(comm -12 <(told_good "$directory/stderr" | sort -u) <(told "$directory/again.stderr" | sort -u) | wc -l)
	[ "$again" = 0 ] || complain "$again finished results were lost"
}

# check STATUS
check() {
	local status=$1 ktap=$disk/out/results.ktap
	case $kind in
	qemu | panic | hang | ssh | agent)
		if [ ! -e "$ktap" ]; then
			complain "status $status and no results: $(tail -n 3 "$directory/stderr")"
			return
		fi
		same_or "# (flaky|crash): $(title "$kind")" "$ktap"
		passed_ran "$ktap" "$directory/stderr"
		case $(verdicts "$ktap" | grep -c "$(title "$kind")") in
		0) [ "$status" = 0 ] || complain "status $status without a crash: $(tail -n 3 "$directory/stderr")" ;;
		1)
			[ "$status" = 1 ] || complain "status $status with a crash"
			hits=$((hits + 1))
			;;
		*) complain "more than one scenario is blamed" ;;
		esac
		;;
	interrupt)
		if [ "$status" = 0 ]; then
			# It came when all was written.
			[ "$moment" = report ] || complain "status 0 after Ctrl-C"
			return
		fi
		[ "$status" = 130 ] || complain "status $status"
		if [ -e "$ktap" ]; then
			same_or '# ERROR not run: interrupted' "$ktap"
			passed_ran "$ktap" "$directory/stderr"
		fi
		goes_on
		;;
	disk)
		if [ "$status" = 0 ]; then
			[ "$moment" = report ] || complain "status 0 on a full disk"
			return
		fi
		[ "$status" = 1 ] || [ "$status" = 2 ] || complain "status $status"
		[ ! -e "$ktap" ] || same_or '# ERROR not run: ' "$ktap"
		goes_on
		;;
	kill)
		[ "$status" = 137 ] || complain "status $status"
		goes_on
		;;
	esac
}
