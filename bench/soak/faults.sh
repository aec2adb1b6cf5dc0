# shellcheck shell=bash
# Faults for soak.sh. A night with a fault must end within its deadline with the right verdict, leave no process and no file behind, lose no
# finished result, and pass nothing that did not run. What is right for each kind of fault is in verdicts.sh.

readonly kinds=(qemu panic hang ssh agent disk interrupt kill)
# A guest that hangs while it boots is waited for, and then tried once more.
readonly deadline=600

# Processes of this night, by a mark in their environment.
processes() { grep -lzs "^SOAK_MARK=$mark\$" /proc/[0-9]*/environ | cut -d/ -f3; }

# The command lines of a guest have paths in the night's own folder for temporary files.
qemu_of_night() { pgrep -f "^[^ ]*qemu-system.*$temporary/" | head -n 1 | grep .; }
ssh_of_night() { pgrep -f "^[^ ]*ssh .*$temporary/[^ ]*ssh_config -M" | head -n 1 | grep .; }

# in_guest COMMAND: in a guest of this night, over the harness's own connection.
in_guest() {
	local pid configuration
	pid=$(ssh_of_night) || return 1
	configuration=$(tr '\0' '\n' <"/proc/$pid/cmdline" | grep 'ssh_config$') || return 1
	# Neither the mark nor the harness's folder for temporary files is this one's.
	env -u SOAK_MARK timeout 20 ssh -n -F "$configuration" guest "$1" >/dev/null 2>&1
	return 0
}

inject() {
	local pid
	case $1 in
	qemu) pid=$(qemu_of_night) && kill -KILL "$pid" ;;
	hang) pid=$(qemu_of_night) && kill -STOP "$pid" ;;
	ssh) pid=$(ssh_of_night) && kill -KILL "$pid" ;;
	panic) in_guest 'echo c >/proc/sysrq-trigger' ;;
	agent) in_guest 'killall -9 agent' ;;
	disk) dd if=/dev/zero of="$disk/fill" bs=64k 2>/dev/null || true ;;
	interrupt) kill -INT "$2" ;;
	kill) kill -KILL "$2" ;;
	esac
}

# What the night was at: start, boot, scenario, report or end.
phase() {
	local last
	kill -0 "$1" 2>/dev/null || { echo end; return; }
	last=$(grep -E '^\[[0-9]+/[0-9]+\]' "$directory/stderr" | tail -n 1)
	if [ -z "$last" ]; then
		if grep -qE '^(booting|restoring) ' "$directory/stderr"; then
			# The guest is up once the kernel has been looked at.
			grep -qE '^trixie-backports: ' "$directory/stderr" && echo scenario || echo boot
		else
			echo start
		fi
	elif [[ $last =~ ^\[([0-9]+)/([0-9]+)\] ]] && [ "${BASH_REMATCH[1]}" = "${BASH_REMATCH[2]}" ]; then
		echo report
	else
		echo scenario
	fi
}

complain() {
	bad=1
	echo "soak: fault $number ($kind, $directory): $*"
}

# Nothing of the night may live on, and no file of it.
check_leftovers() {
	local tries=0
	while [ -n "$(processes)" ] && [ $tries -lt 100 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	[ -z "$(processes)" ] || complain "left behind: $(for pid in $(processes); do tr '\0' ' ' <"/proc/$pid/cmdline" | cut -c1-100; done)"
	# Who is killed cannot clean up; the next night can.
	if [ "$kind" != kill ] && [ -n "$(ls -A "$temporary")" ]; then
		complain "files left behind: $(ls -A "$temporary")"
	fi
}

# night_under_fault ARGUMENT...: in the place of the shell. Who is started in the background does not hear of Ctrl-C unless told to.
night_under_fault() { exec env --default-signal=INT SOAK_MARK="$mark" TMPDIR="$temporary" $run nightly --plan "$plan" --out "$disk/out"; }

# wait_for_moment N PID: until N scenarios have finished; -1 is when the guest is up, -2 when it is started, less than that at once; more than there
# are is while the reports are written. Moments of the clock would miss the scenarios on a machine that is busy at times.
wait_for_moment() {
	local pattern
	case $1 in
	-[34]) return ;;
	-2) pattern='^(booting|restoring) ' ;;
	-1 | 0) pattern='^trixie-backports: ' ;;
	*) pattern="^\\[$(($1 > scenarios ? scenarios : $1))/" ;;
	esac
	until grep -qE "$pattern" "$directory/stderr" || ! kill -0 "$2" 2>/dev/null; do sleep 0.05; done
}

one_fault() {
	local pid status start
	mark=$$-$number temporary=$directory/tmp disk=$directory/disk
	mkdir -p "$temporary" "$disk"
	if [ "$kind" = disk ]; then
		mount -t tmpfs -o size=4m soak "$disk" || return 1
	fi
	: >"$directory/stderr"
	night_under_fault >"$directory/stdout" 2>"$directory/stderr" &
	pid=$!
	start=$SECONDS
	wait_for_moment $((RANDOM % (scenarios + 6) - 4)) $pid
	sleep "0.$((RANDOM % 10))"
	# A guest may just not be up.
	until moment=$(phase $pid); inject "$kind" $pid 2>/dev/null; do
		kill -0 $pid 2>/dev/null || break
		sleep 0.05
	done
	while kill -0 $pid 2>/dev/null && [ $((SECONDS - start)) -lt $deadline ]; do sleep 0.2; done
	if kill -0 $pid 2>/dev/null; then
		complain "it did not end within $deadline s"
		kill -KILL $pid
	fi
	wait $pid
	status=$?
	if [ "$moment" = end ]; then
		[ "$status" = 0 ] || complain "status $status before any fault"
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
	local good=0 start scenarios
	declare -A moments=()
	RANDOM=$2 hits=0
	baseline=$work/baseline/results.ktap
	night "$work/baseline" || { echo "soak: the undisturbed night has status $?: $work/baseline.stderr" && return 1; }
	start=$SECONDS
	scenarios=$(verdicts "$baseline" | wc -l)
	for ((number = 1; number <= $1; number++)); do
		kind=${kinds[number % ${#kinds[@]}]} directory=$work/fault-$number bad=0 moment=none
		mkdir -p "$directory"
		one_fault || complain "not done"
		[ $bad = 1 ] || good=$((good + 1))
		moments[$moment]=$((${moments[$moment]-0} + 1))
		echo "fault $number: $kind, at $moment: $([ $bad = 1 ] && echo BAD || echo good) ($((SECONDS - start)) s)"
		[ $bad = 1 ] || rm -rf "$directory"
	done
	echo "$good of $1 faults ended as they must; $hits blamed a scenario; at: $(for moment in "${!moments[@]}"; do echo -n "$moment ${moments[$moment]}, "; done)"
	[ "$good" = "$1" ]
}
