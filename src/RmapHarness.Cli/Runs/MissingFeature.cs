using System.Globalization;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Guests;

namespace RmapHarness.Cli.Runs;

/// <summary>What a machine lacks for an operation, by what its agent said of it.</summary>
internal static class MissingFeature
{
    private const string Yes = "yes";
    private const string None = "none";

    /// <summary>Why the machine cannot do an operation, in one sentence; null if it can.</summary>
    public static string? Reason(Operation operation, GuestFacts facts)
    {
        if (Reason(operation.Needs, facts) is { } reason)
            return reason;
        var kilobytes = (operation.HugePage >> 10).ToString(CultureInfo.InvariantCulture);
        return operation.HugePage == 0 || facts.Features.GetValueOrDefault("hugetlb", None).Split(',').Contains(kilobytes)
            ? null
            : $"needs huge pages of {kilobytes} kB: a kernel that has them, a pool that nobody else uses, and, from 1 GiB on, memory for three";
    }

    /// <summary>Why the machine cannot do an operation that needs a feature, in one sentence; null if it can.</summary>
    public static string? Reason(KernelFeature feature, GuestFacts facts) => feature switch
    {
        KernelFeature.SwapArea when facts.Features.GetValueOrDefault("swap_area") != Yes =>
            "needs a swap area for scenarios: a block device that 'mkswap -L rmapharness' made one",
        KernelFeature.SplitFile when facts.Features.GetValueOrDefault("split_file") != Yes =>
            "needs split_huge_pages in debugfs: CONFIG_DEBUG_FS, mounted at /sys/kernel/debug",
        KernelFeature.UffdWriteProtect when facts.Features.GetValueOrDefault("userfaultfd_wp") != Yes =>
            "needs userfaultfd with write protection, which the kernel does not have",
        KernelFeature.UffdAsync when facts.Features.GetValueOrDefault("userfaultfd_wp_async") != Yes =>
            "needs userfaultfd with write protection that a store ends, which the kernel does not have",
        KernelFeature.IoUring when facts.Features.GetValueOrDefault("io_uring") != Yes =>
            "needs io_uring, which the kernel does not have (CONFIG_IO_URING) or refuses (kernel.io_uring_disabled)",
        KernelFeature.Ksm when facts.Features.GetValueOrDefault("ksm") != Yes => "needs CONFIG_KSM, which the kernel does not have",
        KernelFeature.TwoProcessors when facts.Features.GetValueOrDefault("processors", "1") == "1" =>
            "needs two processors, as with --cpus 2",
        KernelFeature.SecondNode when facts.Features.GetValueOrDefault("second_node") != Yes =>
            "needs two NUMA nodes with memory, between which the kernel moves pages, and to run on the first: '--numa 2' for a guest",
        KernelFeature.Hugetlb when facts.Features.GetValueOrDefault("hugetlb", None) == None =>
            "needs a pool of huge pages that nobody else uses, in a kernel with hugetlb",
        _ => null,
    };
}
