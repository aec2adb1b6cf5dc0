using RmapHarness.Engine.Kernel;

namespace RmapHarness.Verdicts.Diff;

/// <summary>Something that is compared on other kernels and not on this one.</summary>
/// <param name="Observable">What it is read from.</param>
/// <param name="Reason">Why this kernel's answer proves nothing, or is not there.</param>
/// <param name="Unless">The property of <see cref="KernelProfile"/> with which it is compared.</param>
public sealed record NotCompared(Observable Observable, string Reason, string Unless)
{
    private const string CachedCounters = "the kernel reads counters that it keeps per task or per CPU without summing them up: pages of the last faults may be missing";

    private const string NoController = "the cgroup v2 hierarchy of this machine does not have the memory controller";

    private const string NoScan = "pagemap of this kernel has no ioctl PAGEMAP_SCAN";

    private const string NotQuiet = "others use this machine too, and the counters are the system's";

    private const string NoNuma = "the kernel is built without NUMA, and then there is no numa_maps";

    /// <summary>What is not compared on a kernel.</summary>
    public static IReadOnlyList<NotCompared> On(KernelProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var list = new List<NotCompared>();
        if (!profile.StatusIsExact)
            list.Add(new NotCompared(Observable.Status, CachedCounters, nameof(KernelProfile.StatusIsExact)));
        if (!profile.HasMemoryController)
            list.Add(new NotCompared(Observable.Memcg, NoController, nameof(KernelProfile.HasMemoryController)));
        if (!profile.HasPagemapScan)
            list.Add(new NotCompared(Observable.Scan, NoScan, nameof(KernelProfile.HasPagemapScan)));
        if (!profile.HasNumaMaps)
            list.Add(new NotCompared(Observable.NumaMaps, NoNuma, nameof(KernelProfile.HasNumaMaps)));
        if (!profile.IsQuiet)
            list.Add(new NotCompared(Observable.Thp, NotQuiet, nameof(KernelProfile.IsQuiet)));
        return list;
    }

    /// <summary>Whether a kernel's answer is compared.</summary>
    internal static bool Compares(KernelProfile profile, Observable observable) => On(profile).All(entry => entry.Observable != observable);
}
