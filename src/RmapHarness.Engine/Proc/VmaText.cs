using System.Collections.Concurrent;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Proc;

/// <summary>The letters that smaps shows for a VMA's flags (fs/proc/task_mmu.c: show_vma_header_prefix, show_smap_vma_flags).</summary>
internal static class VmaText
{
    private static readonly ConcurrentDictionary<Key, string[]> Known = new();

    /// <summary>The four letters of the header line.</summary>
    public static string Permissions(VmFlags flags) => string.Create(4, flags, static (text, f) =>
    {
        text[0] = (f & VmFlags.Read) != 0 ? 'r' : '-';
        text[1] = (f & VmFlags.Write) != 0 ? 'w' : '-';
        text[2] = (f & VmFlags.Exec) != 0 ? 'x' : '-';
        text[3] = (f & VmFlags.Shared) != 0 ? 's' : 'p';
    });

    /// <summary>The VmFlags line, sorted.</summary>
    public static IReadOnlyList<string> Flags(KernelProfile profile, VmFlags flags) =>
        Known.GetOrAdd(new Key(flags, profile.HasSoftDirty, profile.NamesLockOnFault, profile.NamesMaybeGuard), Compute);

    private static string[] Compute(Key key)
    {
        // Anonymous memory may be read, written and executed after an mprotect.
        List<string> codes = ["mr", "mw", "me"];
        Add(VmFlags.Read, "rd");
        Add(VmFlags.Write, "wr");
        Add(VmFlags.Exec, "ex");
        Add(VmFlags.Shared, "sh");
        Add(VmFlags.Shared, "ms");
        Add(VmFlags.Account, "ac");
        Add(VmFlags.NoReserve, "nr");
        Add(VmFlags.HugePage, "hg");
        Add(VmFlags.NoHugePage, "nh");
        Add(VmFlags.SeqRead, "sr");
        Add(VmFlags.RandRead, "rr");
        Add(VmFlags.DontCopy, "dc");
        Add(VmFlags.WipeOnFork, "wf");
        Add(VmFlags.DontDump, "dd");
        Add(VmFlags.Mergeable, "mg");
        Add(VmFlags.Locked, "lo");
        Add(VmFlags.LockOnFault, key.NamesLockOnFault ? "lf" : "??");
        Add(VmFlags.UffdWp, "uw");
        Add(VmFlags.Hugetlb, "ht");
        Add(VmFlags.DontExpand, "de");
        if (key.NamesGuard)
            Add(VmFlags.MaybeGuard, "gu");

        // Every new VMA starts soft-dirty.
        if (key.SoftDirty)
            codes.Add("sd");
        codes.Sort(StringComparer.Ordinal);
        return [.. codes];

        void Add(VmFlags flag, string code)
        {
            if ((key.Flags & flag) != 0)
                codes.Add(code);
        }
    }

    // All that the line depends on.
    private readonly record struct Key(VmFlags Flags, bool SoftDirty, bool NamesLockOnFault, bool NamesGuard);
}
