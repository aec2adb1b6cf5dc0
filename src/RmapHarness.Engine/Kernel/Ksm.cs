using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>Merging of pages that hold the same (mm/ksm.c).</summary>
internal sealed class Ksm
{
    /// <summary>Entries that one page takes (max_page_sharing, which the agent leaves at its default).</summary>
    public const int MostSharers = 256;

    // The agent waits for one more: then the last one had nothing left to do.
    private const int MostScans = 7;

    /// <summary>Numbers of the processes that ksmd looks at, in its order.</summary>
    public List<int> Mms { get; } = [];

    /// <summary>What each page of theirs held when it was scanned last.</summary>
    public IReadOnlyDictionary<(int Mm, long Page), ulong> Seen { get; set; } = new Dictionary<(int, long), ulong>();

    /// <summary>VM_MERGEABLE.</summary>
    public static bool IsMergeable(Vma vma) => (vma.Flags & VmFlags.Mergeable) != 0;

    /// <summary>Full scans until nothing more merges. Returns 0.</summary>
    /// <exception cref="UnmetExpectationException">It does not come to rest, or pages are in a state that is not modelled.</exception>
    public static int Scan(Machine machine)
    {
        for (var scans = 0; KsmScan.Run(machine); scans++)
        {
            if (scans == MostScans)
                throw new UnmetExpectationException(-1, "KSM does not come to rest");
        }

        return Errno.None;
    }

    /// <summary>A process has mergeable memory for the first time (__ksm_enter).</summary>
    public static void Enter(Machine machine, AddressSpace mm)
    {
        if (!machine.Ksm.Mms.Contains(mm.Id))
            machine.Ksm.Mms.Add(mm.Id);
    }

    /// <summary>fork of a process that ksmd looks at (ksm_fork).</summary>
    public static void Fork(Machine machine, AddressSpace parent, AddressSpace child)
    {
        if (machine.Ksm.Mms.Contains(parent.Id))
            Enter(machine, child);
    }

    /// <summary>Gives a range of a mergeable VMA pages of its own again (MADV_UNMERGEABLE, and mremap).</summary>
    public static void Unmerge(Machine machine, AddressSpace mm, Vma vma, long from, long to)
    {
        if (!IsMergeable(vma) || vma.AnonVma is null)
            return;
        foreach (var extent in mm.PageTable.Copy(from, to).Where(extent => extent.NamesFrames))
        {
            for (var page = extent.Page; page < extent.End; page++)
            {
                if (machine.Memory.Find(extent.Slice(page, page + 1).Frame).IsKsm)
                    Break(machine, mm, vma, extent.Slice(page, page + 1));
            }
        }
    }

    /// <summary>Copies a shared page for one of its entries (break_ksm).</summary>
    public static void Break(Machine machine, AddressSpace mm, Vma vma, in Extent entry)
    {
        var copy = AnonymousFault.MapNewSmall(machine, mm, vma, entry.Page, 1);
        machine.Memory.Contents.Copy(entry.Frame, copy, 1);
        var written = EntryFlags.Dirty | ((vma.Flags & VmFlags.Write) != 0 ? EntryFlags.Writable : EntryFlags.None);
        var flags = EntryFlags.AnonExclusive | (machine.Profile.KsmBreaksByStore ? written : EntryFlags.None);
        mm.PageTable.Set(entry with { Frame = copy, Flags = flags });
        Zap.Release(machine, mm, vma, entry, onePageEach: true);
    }
}
