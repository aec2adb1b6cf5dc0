using System.Globalization;
using RmapHarness.Engine.Kernel;
using RmapHarness.Guests;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Cli.Probing;

/// <summary>What of a kernel's configuration and settings may matter to who reads its results, in one line.</summary>
internal static class KernelFacts
{
    private const string Thp = "/sys/kernel/mm/transparent_hugepage/";
    private const string Sizes = Thp + "hugepages-";

    // As the kernel had them before the agent set them.
    private static readonly (string Name, string Path)[] Settings =
    [
        ("thp", Thp + "enabled"),
        ("defrag", Thp + "defrag"),
        ("shmem_thp", Thp + "shmem_enabled"),
        ("zero_page", Thp + "use_zero_page"),
        ("ksm", "/sys/kernel/mm/ksm/run"),
        ("numa_balancing", "/proc/sys/kernel/numa_balancing"),
        ("damon_stat", "/sys/module/damon_stat/parameters/enabled"),
        ("zswap", "/sys/module/zswap/parameters/enabled"),
    ];

    private static readonly string[] Options =
    [
        "CONFIG_NO_PAGE_MAPCOUNT", "CONFIG_MEM_SOFT_DIRTY", "CONFIG_PAGE_TABLE_CHECK", "CONFIG_DEBUG_VM", "CONFIG_KSM", "CONFIG_MEMCG", "CONFIG_NUMA_BALANCING",
        "CONFIG_USERFAULTFD",
    ];

    /// <summary>The line.</summary>
    public static string Of(GuestFacts facts, KernelProfile profile, KernelConfig? config)
    {
        var parts = new List<string>
        {
            ThpSizes(facts),
            profile.HasSoftDirty ? "soft-dirty" : "no soft-dirty",
        };
        parts.AddRange(Settings
            .Select(setting => (setting.Name, Value: facts.Settings.FirstOrDefault(held => held.Path == setting.Path)?.Old))
            .Where(setting => setting.Value is not null)
            .Select(setting => $"{setting.Name}={setting.Value}"));
        parts.AddRange(facts.Features.OrderBy(feature => feature.Key, StringComparer.Ordinal).Select(feature => $"{feature.Key}={feature.Value}"));
        parts.Add(config is null ? "config unknown" : "config " + string.Join(' ', Options.Where(config.Has).Select(option => option["CONFIG_".Length..])));
        return string.Join(", ", parts);
    }

    /// <summary>The orders of PMD-sized and smaller THPs that anonymous memory can have, ascending; empty without THP.</summary>
    public static IReadOnlyList<int> ThpOrders(GuestFacts facts) =>
    [
        .. facts.Settings.Select(setting => setting.Path)
            .Where(path => path.StartsWith(Sizes, StringComparison.Ordinal) && path.EndsWith("kB/enabled", StringComparison.Ordinal))
            .Select(path => long.Parse(path.AsSpan(Sizes.Length, path.Length - Sizes.Length - "kB/enabled".Length), CultureInfo.InvariantCulture) << 10)
            .Append(facts.PmdSize)
            .Where(size => size > 0)
            .Select(size => long.Log2(size / facts.PageSize))
            .Select(order => (int)order)
            .Distinct()
            .Order(),
    ];

    private static string ThpSizes(GuestFacts facts) => facts.PmdSize == 0
        ? "no THP"
        : string.Create(CultureInfo.InvariantCulture, $"PMD {facts.PmdSize >> 20} MiB, THP orders {string.Join(' ', ThpOrders(facts))}");
}
