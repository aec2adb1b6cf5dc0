using System.Text.RegularExpressions;

namespace RmapHarness.Guests.KernelLog;

/// <summary>The first lines of all reports that are known, in the order in which they are tried.</summary>
internal static class ReportRules
{
    private const string Function = @"(?<at>[A-Za-z_][\w.]*)\+0x";

    /// <summary>The rules.</summary>
    public static IReadOnlyList<ReportRule> All { get; } =
    [
        Rule(ReportKind.Kasan, $@"^BUG: KASAN: (?<what>[\w-]+) in {Function}", "KASAN: $what$access") with { Detail = Pattern(@"^(?<access>Read|Write) of size \d+") },
        Rule(ReportKind.Kasan, @"^BUG: KASAN: (?<what>[\w-]+)", "KASAN: $what"),
        Rule(ReportKind.Kfence, $@"^BUG: KFENCE: (?<what>[\w -]+) in {Function}", "KFENCE: $what"),
        Rule(ReportKind.Kfence, @"^BUG: KFENCE: (?<what>[\w -]+\w)", "KFENCE: $what"),
        Rule(ReportKind.Ubsan, @"^UBSAN: (?<what>[\w-]+) in ", "UBSAN: $what"),

        Rule(ReportKind.Bug, @"^BUG: Bad rss-counter state .*type:(?<what>\w+)", "BUG: Bad rss-counter state $what", false),
        Rule(ReportKind.Bug, @"^BUG: Bad page (?<what>map|state|cache) in process", "BUG: Bad page $what$why", false) with
        {
            Detail = Pattern(@"^page dumped because: (?<why>.+)$"),
        },
        Rule(ReportKind.Bug, @"^BUG: non-zero pgtables_bytes on freeing mm", "BUG: non-zero pgtables_bytes on freeing mm", false),
        Rule(ReportKind.Bug, @"^BUG: scheduling while atomic", "BUG: scheduling while atomic"),
        Rule(ReportKind.Bug, @"^BUG: sleeping function called from invalid context", "BUG: sleeping function called from invalid context"),
        Rule(ReportKind.Bug, @"^BUG: workqueue lockup", "BUG: workqueue lockup", false),
        Rule(ReportKind.Bug, @"^BUG: spinlock (?<what>[a-z -]+) on CPU", "BUG: spinlock $what"),
        Rule(ReportKind.Bug, @"^kernel BUG at ", "kernel BUG"),
        Rule(ReportKind.Oops, @"^BUG: kernel NULL pointer dereference|^Unable to handle kernel NULL pointer dereference", "NULL pointer dereference"),
        Rule(ReportKind.Oops, @"^BUG: unable to handle|^Unable to handle kernel ", "bad kernel address"),
        Rule(ReportKind.Oops, @"^(?:Oops: )?general protection fault", "general protection fault"),
        Rule(ReportKind.Oops, @"^BUG: (?<what>TASK stack guard page was hit|stack guard page was hit|IRQ stack guard page was hit)", "stack overflow"),
        Rule(ReportKind.Oops, @"^Insufficient stack space to handle exception!", "stack overflow"),
        Rule(ReportKind.Oops, @"^(?:traps: PANIC: )?double fault", "double fault"),
        Rule(ReportKind.Oops, @"^(?:Internal error: )?Oops(?: - |: )(?<what>[A-Za-z][\w ]*)", "Oops: $what"),
        Rule(ReportKind.Oops, @"^Internal error: (?<what>[A-Za-z][\w ]*)", "Oops: $what"),

        Rule(ReportKind.SoftLockup, @"^watchdog: BUG: soft lockup - CPU#\d+ stuck", "soft lockup"),
        Rule(ReportKind.HardLockup, @"^watchdog: (?:CPU\d+: )?Watchdog detected hard LOCKUP", "hard lockup"),
        Rule(ReportKind.HungTask, @"^INFO: task .+:\d+(?: is)? blocked (?:for more than|in I/O wait)", "hung task"),
        Rule(ReportKind.RcuStall, @"^rcu: INFO: \w+ (?:self-)?detected (?:expedited )?stall", "RCU stall"),

        Rule(
            ReportKind.Lockdep,
            @"^WARNING: (?<what>possible (?:circular|recursive) locking|possible irq lock inversion|inconsistent lock state|bad unlock balance|suspicious RCU usage|Nested lock was not taken|held lock freed|lock held when returning to user space|possible (?:[A-Z-]+-safe -> [A-Z-]+-unsafe lock order))",
            "lockdep: $what"),
        Rule(ReportKind.Lockdep, @"^(?:BUG|\[ BUG): Invalid wait context", "lockdep: invalid wait context"),
        Rule(ReportKind.Warning, $@"^WARNING: CPU: \d+ PID: \d+ at \S+ {Function}", "WARNING"),
        Rule(ReportKind.Warning, $@"^WARNING: (?:\S+ )?at {Function}", "WARNING"),
        Rule(ReportKind.Warning, @"^WARNING: ", "WARNING"),
        Rule(ReportKind.Bug, @"^BUG: (?<what>[A-Za-z][A-Za-z -]*[a-z])", "BUG: $what"),

        Rule(ReportKind.OutOfMemory, @"^Memory cgroup out of memory: Killed process \d+ \((?<what>[^)]*)\)", "out of memory in cgroup: $what", false),
        Rule(ReportKind.OutOfMemory, @"^Out of memory(?: \(\w+\))?: Killed process \d+ \((?<what>[^)]*)\)", "out of memory: $what", false),
        Rule(ReportKind.Panic, @"^Kernel panic - not syncing: (?<what>.+?)(?:!? exitcode=.*)?$", "kernel panic: $what", false),
    ];

    /// <summary>A panic that follows from a report before it, because the kernel was told so or cannot go on.</summary>
    public static Regex Consequence { get; } = Pattern(
        @"^Kernel panic - not syncing: (?:.*: )?(?:panic_on_warn set|Fatal exception|Oops|softlockup: hung tasks|hung_task: blocked tasks|RCU Stall|Hard LOCKUP|Attempted to kill init|corrupted stack end|kernel stack overflow)"
        + @"|^---\[ end |^Oops: |^Internal error: ");

    private static ReportRule Rule(ReportKind kind, string pattern, string title, bool namesFunction = true) =>
        new(kind, Pattern(pattern), title, namesFunction);

    private static Regex Pattern(string text) => new(text, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
}
