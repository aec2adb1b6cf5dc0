using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>madvise (mm/madvise.c).</summary>
internal static class Madvise
{
    /// <summary>madvise. Returns 0 or an errno; holes are passed over and reported at the end, everything else ends it.</summary>
    public static int Advise(Machine machine, AddressSpace mm, long from, long to, Advice advice)
    {
        if (advice.Since() is { } since && machine.Profile.Version < since)
            return Errno.Invalid;
        if (from == to)
            return Errno.None;
        if (machine.Profile.PopulateEndsAtHole && advice is Advice.PopulateRead or Advice.PopulateWrite)
            return Populate.Range(machine, mm, from, to, advice == Advice.PopulateWrite);
        var at = from;
        var hole = false;
        foreach (var vma in mm.Overlapping(from, to))
        {
            hole |= vma.Start > at;
            at = vma.End;
            var error = Apply(machine, mm, vma, Math.Max(from, vma.Start), Math.Min(to, vma.End), advice);
            if (error != Errno.None)
                return error;
        }

        return hole || at < to ? Errno.NoMemory : Errno.None;
    }

    private static int Apply(Machine machine, AddressSpace mm, Vma vma, long from, long to, Advice advice)
    {
        switch (advice)
        {
            case Advice.DontNeed or Advice.DontNeedLocked or Advice.Free or Advice.Cold or Advice.PageOut or Advice.Collapse or Advice.GuardInstall or Advice.GuardRemove
                when vma.IsHugetlb:
                return advice is Advice.DontNeed or Advice.DontNeedLocked ? DropHugetlb(machine, mm, vma, from, to) : Errno.Invalid;
            case Advice.PopulateRead:
            case Advice.PopulateWrite:
                return Populate.Range(machine, mm, from, to, advice == Advice.PopulateWrite);
            case Advice.DontNeed when !vma.IsLocked:
            case Advice.DontNeedLocked:
                Drop(machine, mm, vma, from, to);
                return Errno.None;
            case Advice.Free when !vma.IsLocked && vma.IsAnonymous:
                LazyFree.Instance.Range(machine, mm, from, to);
                return Errno.None;
            case Advice.Cold when !vma.IsLocked:
                Cold.Instance.Range(machine, mm, from, to);
                return Errno.None;
            case Advice.PageOut when !vma.IsLocked:
                Pageout.Instance.Range(machine, mm, from, to);
                return Errno.None;
            case Advice.Remove when !vma.IsLocked && vma.File is { } file:
                if ((vma.Flags & VmFlags.Shared) == 0)
                    return Errno.Access;
                return Fallocate.Range(machine, file, FallocateMode.PunchHole, vma.OffsetOf(from), vma.OffsetOf(to));
            case Advice.Collapse:
                return Collapse.Range(machine, mm, vma, from, to);
            case Advice.GuardInstall:
                return GuardMarkers.Install(machine, mm, vma, from, to);
            case Advice.GuardRemove:
                return GuardMarkers.Remove(machine, mm, vma, from, to);
            case Advice.DontNeed or Advice.Free or Advice.Cold or Advice.PageOut or Advice.Remove:
                return Errno.Invalid;
            default:
                if (VmaAdvice.Apply(machine.Profile, vma, advice) is not { } flags)
                    return Errno.Invalid;
                if (flags != vma.Flags && HugetlbMapping.RefusesCut(machine, mm, vma, from, to))
                    return Errno.Invalid;
                if (advice == Advice.Mergeable && flags != vma.Flags)
                    Ksm.Enter(machine, mm);
                if (advice == Advice.Unmergeable)
                    Ksm.Unmerge(machine, mm, vma, from, to);
                VmaFlags.Set(machine, mm, vma, from, to, flags);
                return Errno.None;
        }
    }

    private static void Drop(Machine machine, AddressSpace mm, Vma vma, long from, long to)
    {
        Zap.Range(machine, mm, vma, from, to, keepMarkers: true);
        if (machine.Profile.ReclaimsEmptyPageTables)
            ReclaimTables(machine, mm, from, to);
    }

    // Huge pages that are covered in part stay, at the end; at the begin they are refused (madvise_dontneed_free_valid_vma).
    private static int DropHugetlb(Machine machine, AddressSpace mm, Vma vma, long from, long to)
    {
        if ((from & (vma.HugePages - 1)) != 0)
            return Errno.Invalid;
        HugetlbZap.Range(machine, mm, vma, from, to & -vma.HugePages);
        machine.Hugetlb.FreeUnmapped(machine.Memory);
        return Errno.None;
    }

    private static void ReclaimTables(Machine machine, AddressSpace mm, long from, long to)
    {
        var end = machine.PmdStart(to);
        for (var at = machine.PmdStart(from + machine.PmdPages - 1); at < end; at = machine.PmdStart(mm.PageTable.NextPresent(at, end)) + machine.PmdPages)
        {
            // A table that still holds markers stays.
            var upTo = machine.PmdStart(mm.PageTable.NextPresent(at, end));
            mm.PageTable.FreeTables(at / machine.PmdPages, upTo / machine.PmdPages);
        }
    }
}
