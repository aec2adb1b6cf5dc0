using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>process_madvise of one range (mm/madvise.c): all of the range is advised, or it ends with madvise's error.</summary>
internal static class ProcessMadvise
{
    /// <summary>Returns 0 or an errno.</summary>
    public static int Advise(Machine machine, AddressSpace caller, AddressSpace target, long from, long to, Advice advice)
    {
        var isOwn = caller == target && machine.Profile.TakesAnyAdviceForCaller;
        return isOwn || IsForOthers(advice) ? Madvise.Advise(machine, target, from, to, advice) : Errno.Invalid;
    }

    // What changes only when pages are in memory, not what they hold (process_madvise_behavior_valid, process_madvise_remote_valid).
    private static bool IsForOthers(Advice advice) => advice is Advice.Cold or Advice.PageOut or Advice.Collapse;
}
