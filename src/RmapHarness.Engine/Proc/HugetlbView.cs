using RmapHarness.Engine.Kernel;

namespace RmapHarness.Engine.Proc;

/// <summary>The counters of the pools of the model that a program has set.</summary>
internal static class HugetlbView
{
    /// <summary>By the size of a huge page, in kB.</summary>
    public static IReadOnlyDictionary<int, FieldValues<HugetlbStat>> Of(Machine machine) => machine.Hugetlb.All.Where(pool => pool.IsSet).ToDictionary(
        pool => (int)(machine.Profile.Geometry.PageSize << pool.Order >> 10),
        pool => new FieldValues<HugetlbStat>
        {
            [HugetlbStat.nr_hugepages] = pool.Pages,
            [HugetlbStat.free_hugepages] = pool.Free,
            [HugetlbStat.resv_hugepages] = pool.Reserved,
            [HugetlbStat.surplus_hugepages] = pool.Surplus,
        });
}
