using System.Text.RegularExpressions;

namespace RmapHarness.Guests.KernelLog;

/// <summary>Finds in the lines of a report the function that it is about.</summary>
internal static partial class FaultyFunction
{
    // What carries a report, a check or a wait is not what the report is about.
    private static readonly string[] Carriers =
    [
        "dump_stack", "__dump_stack", "dump_stack_lvl", "show_stack", "print_", "kasan_", "__kasan_", "check_slab_allocation", "kfence_", "__kfence_", "__asan_", "check_region_inline", "ubsan_", "__ubsan_",
        "panic", "vpanic", "__warn", "warn_", "report_bug", "bad_page", "dump_page", "refcount_warn_saturate", "usercopy_abort", "__check_heap_object",
        "check_heap_object", "__check_object_size", "__list_add_valid", "__list_del_entry_valid", "__stack_chk_fail", "fortify_panic",
        "__fortify_panic", "__switch_to", "__schedule", "schedule", "schedule_", "io_schedule", "check_panic_on_warn", "__mutex_lock", "mutex_lock", "__down", "down_", "rwsem_", "wait_for_", "__wait_for_",
        "do_wait_for_", "__might_sleep", "__might_resched", "__might_fault", "lock_acquire", "__lock_acquire", "lock_release", "_raw_", "__raw_", "native_", "queued_spin_",
        "do_raw_", "asm_", "sysvec_", "exc_", "handle_bug", "do_error_trap", "do_trap", "preempt_schedule", "print_usage_bug", "mark_lock",
        "lockdep_", "validate_chain", "check_noncircular", "delay_", "__delay", "__const_udelay", "__udelay", "memcpy", "memset", "memmove", "memcpy_", "memset_", "memmove_", "__memcpy",
        "__memset", "__memmove", "el1_", "el1h_", "die", "do_mem_abort", "do_translation_fault", "do_page_fault", "__do_kernel_fault", "die_kernel_fault",
        "arch_stack_walk", "save_stack", "stack_trace_save", "should_fail", "__schedule_bug", "rcu_", "asan_report", "bug_handler", "call_break_hook",
        "brk_handler", "do_debug_exception", "end_report", "delay_tsc", "udelay",
    ];

    /// <summary>The function, without offset and module; null if the lines name none.</summary>
    /// <param name="lines">The report's lines after its first one.</param>
    public static string? Find(IReadOnlyList<ConsoleLine> lines)
    {
        // Where the processor was goes before where calls came from: a stall shows the stack of who waits first.
        var names = Names(lines, Register()).Concat(Names(lines, Frame())).ToList();
        return names.Find(name => !IsCarrier(name)) ?? names.FirstOrDefault();
    }

    /// <summary>The function that took, or wants, the lock that a report of the lock validator is about; null if the lines name none.</summary>
    /// <param name="lines">The report's lines after its first one.</param>
    public static string? FindLocker(IReadOnlyList<ConsoleLine> lines) => Names(lines, Locker()).FirstOrDefault(name => !IsCarrier(name));

    /// <summary>A function's name without what the compiler appended to it.</summary>
    public static string Plain(string name) => Suffix().Replace(name, "");

    /// <summary>Whether a function only carries reports of others.</summary>
    public static bool IsCarrier(string name) =>
        Carriers.Any(carrier => name == carrier || (carrier.EndsWith('_') && name.StartsWith(carrier, StringComparison.Ordinal)));

    // A frame that the unwinder guessed ("? f+0x…") proves nothing, and matches neither pattern.
    private static IEnumerable<string> Names(IEnumerable<ConsoleLine> lines, Regex pattern) =>
        lines.Select(line => pattern.Match(line.Text)).Where(match => match.Success).Select(match => Plain(match.Groups[1].Value));

    [GeneratedRegex(@"^(?:RIP: 0010:|pc : )([A-Za-z_][\w.]*)\+0x")]
    private static partial Regex Register();

    [GeneratedRegex(@"^ +(?:\[<[0-9a-f]+>\] )?([A-Za-z_][\w.]*)\+0x[0-9a-f]+/0x[0-9a-f]+")]
    private static partial Regex Frame();

    [GeneratedRegex(@"\{\S+\}, at: ([A-Za-z_][\w.]*)\+0x[0-9a-f]+/0x[0-9a-f]+$")]
    private static partial Regex Locker();

    [GeneratedRegex(@"\.(?:isra|part|constprop|cold|llvm)\b.*$")]
    private static partial Regex Suffix();
}
