# shellcheck shell=bash
# Faults for soak.sh. A night with a fault must end within its deadline with the right verdict, leave no process and no file behind, lose no
# finished result, and pass nothing that did not run.

readonly kinds=(qemu panic hang ssh agent disk interrupt kill)
readonly deadline=420

# Processes of this night, by a mark in their environment.
processes() { grep -lzs "^SOAK_MARK=$mark\$" /proc/[0-9]*/environ | cut -d/ -f3; }

# find_process WORD: the first process of this night whose command line has the word.
find_process() {
	local pid
	for pid in $(processes); do
		if tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -q -- "$1"; then
			echo "$pid"
			return 0
		fi
	done
	return 1
}

# in_guest COMMAND: in a guest of this night, over the harness's own connection.
in_guest() {
	local pid configuration
	pid=$(find_process 'ssh_config -M') || return 1
	configuration=$(tr '\0' '\n' <"/proc/$pid/cmdline" | grep 'ssh_config$') || return 1
	timeout 20 ssh -n -F "$configuration" guest "$1" >/dev/null 2>&1
	return 0
}

inject() {
	local pid
	case $1 in
	qemu) pid=$(find_process '^[^ ]*qemu-system') && kill -KILL "$pid" ;;
	hang) pid=$(find_process '^[^ ]*qemu-system') && kill -STOP "$pid" ;;
	ssh) pid=$(find_process 'ssh_config -M') && kill -KILL "$pid" ;;
	panic) in_guest 'echo c >/proc/sysrq-trigger' ;;
	agent) in_guest 'killall -9 agent' ;;
	disk) dd if=/dev/zero of="$disk/fill" bs=64k 2>/dev/null || true ;;
	interrupt) kill -INT "$2" ;;
	kill) kill -KILL "$2" ;;
	esac
}

title() {
	case $1 in
	qemu) echo 'QEMU died' ;;
	panic) echo 'kernel panic: sysrq triggered crash' ;;
	hang) echo 'silent hang' ;;
	ssh) echo 'SSH connection lost' ;;
	agent) echo 'the agent ended' ;;
	esac
}

# complain TEXT: the night is not as it must be.
complain() {
	bad=1
	echo "soak: fault $number ($kind, $directory): $*"
}

# same_or PATTERN FILE: each scenario's line is that of the undisturbed night, or matches.
same_or() {
	local different
	different=$(diff <(verdicts "$baseline") <(verdicts "$2") | grep '^[<>]')
	[ "$(verdicts "$2" | wc -l)" = "$(verdicts "$baseline" | wc -l)" ] || complain "some scenarios have no line"
	if grep '^>' <<<"$different" | grep -qvE -- "$1"; then
		complain "a verdict that is neither the usual one nor $1: $(grep '^>' <<<"$different" | grep -vE -- "$1" | head -3)"
	fi
}

# The finished scenarios that a night told of.
told() { sed -nE 's/^\[[0-9]+\/[0-9]+\] (.*): [a-z-]+$/\1/p' "$1"; }

goes_on() {
	local again
	rm -f "$disk/fill"
	: >"$directory/again.stderr"
	if ! env SOAK_MARK="$mark" TMPDIR="$temporary" $run nightly --plan "$plan" --out "$disk/out" >"$directory/again.stdout" 2>"$directory/again.stderr"; then
		complain "the night after it: $(tail -n 3 "$directory/again.stderr")"
		return
	fi
	same_or '^$' "$disk/out/results.ktap"
	again=$(comm -12 <(told "$directory/stderr" | grep -vxFf <(sed -nE 's/^\[[0-9]+\/[0-9]+\] (.*): (fail|crash|error|inconclusive)$/\1/p' "$directory/stderr") | sort -u) <(told "$directory/again.stderr" | sort -u) | wc -l)
	[ "$again" = 0 ] || complain "$again finished results were lost"
}

check() {
	local status=$1 ktap=$disk/out/results.ktap
	case $kind in
	qemu | panic | hang | ssh | agent)
		if [ -e "$ktap" ]; then
			same_or "# (flaky|crash): $(title "$kind")" "$ktap"
			if verdicts "$ktap" | grep -q "$(title "$kind")"; then
				[ "$status" = 1 ] || complain "status $status with a crash"
				hits=$((hits + 1))
			elif [ "$status" != 0 ] && ! { [ "$status" = 3 ] && grep -q '^error: ' "$directory/stderr"; }; then
				complain "status $status without a crash: $(tail -n 3 "$directory/stderr")"
			fi
		elif [ "$status" != 3 ]; then
			complain "status $status and no results: $(tail -n 3 "$directory/stderr")"
		fi
		;;
	interrupt)
		[ "$status" = 130 ] || complain "status $status"
		[ ! -e "$ktap" ] || same_or '# ERROR not run: interrupted|# (flaky|crash)' "$ktap"
		goes_on
		;;
	disk)
		[ "$status" != 0 ] || complain "status 0 on a full disk"
		[ ! -e "$ktap" ] || same_or '# ERROR not run: ' "$ktap"
		goes_on
		;;
	kill)
		[ "$status" = 137 ] || complain "status $status"
		[ ! -e "$ktap" ] || complain "results of a killed night"
		goes_on
		;;
	esac
}

# Nothing of the night may live on, and no file of it.
check_leftovers() {
	local tries=0
	while [ -n "$(processes)" ] && [ $tries -lt 100 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	[ -z "$(processes)" ] || complain "left behind: $(for pid in $(processes); do tr '\0' ' ' <"/proc/$pid/cmdline" | cut -c1-100; done)"
	if [ "$kind" != kill ] && [ -n "$(ls -A "$temporary")" ]; then
		complain "files left behind: $(ls -A "$temporary")"
	fi
}

one_fault() {
	local pid status start
	mark=$$-$number temporary=$directory/tmp disk=$directory/disk
	mkdir -p "$temporary" "$disk"
	if [ "$kind" = disk ]; then
		mount -t tmpfs -o size=4m soak "$disk" || return 1
	fi
	# Not exported: the processes of this script are not those of the night.
	env SOAK_MARK="$mark" TMPDIR="$temporary" $run nightly --plan "$plan" --out "$disk/out" >"$directory/stdout" 2>"$directory/stderr" &
	pid=$!
	start=$SECONDS
	until grep -qE '^run [0-9]+ of ' "$directory/stderr" || ! kill -0 $pid 2>/dev/null; do sleep 0.1; done
	sleep "$((RANDOM % (length * 10) / 10)).$((RANDOM % 10))"
	# A guest may just not be up.
	until inject "$kind" $pid; do
		kill -0 $pid 2>/dev/null || break
		sleep 0.3
	done
	while kill -0 $pid 2>/dev/null && [ $((SECONDS - start)) -lt $deadline ]; do sleep 0.2; done
	if kill -0 $pid 2>/dev/null; then
		complain "it did not end within $deadline s"
		kill -KILL $pid
	fi
	wait $pid
	status=$?
	if [ "$status" = 0 ] && [[ $kind = interrupt || $kind = kill || $kind = disk ]] && diff -q <(verdicts "$baseline") <(verdicts "$disk/out/results.ktap") >/dev/null; then
		late=$((late + 1))
	else
		check $status
	fi
	check_leftovers
	if [ "$kind" = disk ]; then
		umount "$disk" || complain "its files are still open"
	fi
}

# faults N SEED
faults() {
	local good=0 start
	RANDOM=$2 hits=0 late=0
	baseline=$work/baseline/results.ktap
	night "$work/baseline" || { echo "soak: the undisturbed night has status $?: $work/baseline.stderr" && return 1; }
	start=$SECONDS
	night "$work/baseline" --new || { echo "soak: the undisturbed night has status $?: $work/baseline.stderr" && return 1; }
	length=$((SECONDS - start + 1))
	echo "soak: an undisturbed night takes $length s"
	for ((number = 1; number <= $1; number++)); do
		kind=${kinds[RANDOM % ${#kinds[@]}]} directory=$work/fault-$number bad=0
		mkdir -p "$directory"
		one_fault || complain "not done"
		[ $bad = 1 ] || good=$((good + 1))
		echo "fault $number: $kind: $([ $bad = 1 ] && echo BAD || echo good) ($((SECONDS - start)) s)"
		[ $bad = 1 ] || rm -rf "$directory"
	done
	echo "$good of $1 faults ended as they must; $hits blamed a scenario, $late came after the end"
	[ "$good" = "$1" ]
}
