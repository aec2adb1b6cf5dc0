using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>madvise (mm/madvise.c).</summary>
internal static class Madvise
{
    /// <summary>madvise. Returns 0 or an errno; holes are passed over and reported at the end.</summary>
    public static int Advise(Machine machine, AddressSpace mm, long from, long to, Advice advice)
    {
        var at = from;
        var hole = false;
        foreach (var vma in mm.Overlapping(from, to))
        {
            hole |= vma.Start > at;
            at = vma.End;
            Apply(machine, mm, vma, Math.Max(from, vma.Start), Math.Min(to, vma.End), advice);
        }

        return hole || at < to ? Errno.NoMemory : Errno.None;
    }

    private static void Apply(Machine machine, AddressSpace mm, Vma vma, long from, long to, Advice advice)
    {
        switch (advice)
        {
            case Advice.Normal:
                break;
            case Advice.DontNeed:
                Zap.Range(machine, mm, from, to);
                if (machine.Profile.ReclaimsEmptyPageTables)
                    ReclaimTables(machine, mm, from, to);
                break;
            case Advice.HugePage:
                VmaFlags.Set(machine, mm, vma, from, to, (vma.Flags & ~VmFlags.NoHugePage) | VmFlags.HugePage);
                break;
            case Advice.NoHugePage:
                VmaFlags.Set(machine, mm, vma, from, to, (vma.Flags & ~VmFlags.HugePage) | VmFlags.NoHugePage);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(advice), advice, "not modelled");
        }
    }

    private static void ReclaimTables(Machine machine, AddressSpace mm, long from, long to)
    {
        var first = machine.PmdStart(from + machine.PmdPages - 1) / machine.PmdPages;
        mm.PageTable.FreeTables(first, machine.PmdStart(to) / machine.PmdPages);
    }
}
