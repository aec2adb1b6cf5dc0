using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Proc;

/// <summary>The counters of the pools of the model that a program has set.</summary>
internal static class HugetlbView
{
    /// <summary>By the size of a huge page, in kB.</summary>
    public static IReadOnlyDictionary<int, FieldValues<HugetlbStat>> Of(Machine machine) => machine.Hugetlb.All.Where(pool => pool.IsSet).ToDictionary(
        pool => Kilobytes(machine, pool),
        pool => new FieldValues<HugetlbStat>
        {
            [HugetlbStat.nr_hugepages] = pool.Pages,
            [HugetlbStat.free_hugepages] = pool.Free,
            [HugetlbStat.resv_hugepages] = pool.Reserved,
            [HugetlbStat.surplus_hugepages] = pool.Surplus,
        });

    /// <summary>Pages that were unmapped where they were promised and are mapped elsewhere.</summary>
    public static IReadOnlyDictionary<int, long> Kept(Machine machine) =>
        machine.Hugetlb.All.Where(pool => pool.IsSet).ToDictionary(pool => Kilobytes(machine, pool), pool => machine.Hugetlb.KeptOf(pool.Order));

    private static int Kilobytes(Machine machine, HugetlbPool pool) => (int)(machine.Profile.Geometry.PageSize << pool.Order >> 10);
}
