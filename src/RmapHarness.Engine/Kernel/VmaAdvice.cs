using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>The advice that only changes a VMA's flags (mm/madvise.c, madvise_vma_behavior; mm/ksm.c, ksm_madvise).</summary>
internal static class VmaAdvice
{
    /// <summary>The flags of a VMA after an advice; null where the VMA refuses it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The advice is not one about flags.</exception>
    public static VmFlags? Apply(KernelProfile profile, Vma vma, Advice advice)
    {
        var flags = vma.Flags;
        return advice switch
        {
            Advice.Normal => flags & ~(VmFlags.RandRead | VmFlags.SeqRead),
            Advice.Sequential => (flags & ~VmFlags.RandRead) | VmFlags.SeqRead,
            Advice.Random => (flags & ~VmFlags.SeqRead) | VmFlags.RandRead,
            Advice.DontFork => flags | VmFlags.DontCopy,
            Advice.DoFork => profile.DoForkRefusesSpecial && (flags & VmFlags.DontExpand) != 0 ? null : flags & ~VmFlags.DontCopy,
            Advice.WipeOnFork => vma.IsAnonymous ? flags | VmFlags.WipeOnFork : null,
            Advice.KeepOnFork => flags & ~VmFlags.WipeOnFork,
            Advice.DontDump => flags | VmFlags.DontDump,
            Advice.DoDump => flags & ~VmFlags.DontDump,

            // KSM leaves shared memory and hugetlb alone, without a complaint.
            Advice.Mergeable => (flags & (VmFlags.Shared | VmFlags.Hugetlb)) == 0 ? flags | VmFlags.Mergeable : flags,
            Advice.Unmergeable => flags & ~VmFlags.Mergeable,
            Advice.HugePage => (flags & ~VmFlags.NoHugePage) | VmFlags.HugePage,
            Advice.NoHugePage => (flags & ~VmFlags.HugePage) | VmFlags.NoHugePage,
            _ => throw new ArgumentOutOfRangeException(nameof(advice), advice, "not modelled"),
        };
    }
}
