using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Cli.Tests.Fuzzing;

/// <summary>Wrong models of many kinds, for a kernel 6.18 with page mapcounts and 4 KiB pages.</summary>
internal static class PlantedErrors
{
    private const ulong Page = 4096;
    private const ulong Pmd = 2 << 20;

    public static IReadOnlyList<PlantedError> All { get; } =
    [
        // Rules of other kernels.
        PlantedError.InProfile("a THP is never written in place once it is PTE-mapped", p => p with { Version = new KernelVersion(6, 14, 0) }),
        PlantedError.InProfile("a faulted VMA never merges into an unfaulted one", p => p with { Version = new KernelVersion(6, 15, 0) }),
        PlantedError.InProfile("no soft-dirty bits", p => p with { HasSoftDirty = false }),
        PlantedError.InProfile("counts of whole folios", p => p with { Scheme = AccountingScheme.NoPageMapcount }),

        // Other operations.
        PlantedError.InOperation("dontneed forgets its last page", o =>
            o is MadviseOperation { Advice: Advice.DontNeed, Length: > Page } m ? m with { Length = m.Length - Page } : o),
        PlantedError.InOperation("dontneed of whole PMDs only", o =>
            o is MadviseOperation { Advice: Advice.DontNeed } m && m.Length % Pmd != 0 ? m with { Length = 0 } : o),
        PlantedError.InOperation("munmap of one page is not done", o =>
            o is MunmapOperation { Length: Page } m ? m with { Address = m.Address & ~(Pmd - 1), Length = 0 } : o),
        PlantedError.InOperation("mprotect none leaves reading", o =>
            o is MprotectOperation { Protection: Protection.None } m ? m with { Protection = Protection.Read } : o),
        PlantedError.InOperation("children's reads are writes", o => o is TouchOperation { Process: > 0, Write: false } t ? t with { Write = true } : o),
        PlantedError.InOperation("a strided write touches every page", o =>
            o is TouchOperation { Stride: > Page, Write: true } t ? t with { Stride = Page } : o),
        PlantedError.InOperation("unaligned advice is rounded down", o => o is MadviseOperation m ? m with { Address = m.Address & ~(Page - 1) } : o),
        PlantedError.InOperation("nohugepage is hugepage", o =>
            o is MadviseOperation { Advice: Advice.NoHugePage } m ? m with { Advice = Advice.HugePage } : o),

        PlantedError.InOperation("split_huge_pages does nothing", o =>
            o is SplitOperation s ? new MadviseOperation(s.Process, s.Address, s.Length, Advice.Normal) : o),
        PlantedError.InOperation("MADV_COLLAPSE is advice for later", o => o is MadviseOperation { Advice: Advice.Collapse } m ? m with { Advice = Advice.HugePage } : o),
        PlantedError.InOperation("what is protected is freed", o => o is UffdProtectOperation u ? u with { Protects = false } : o),

        // Outcomes.
        PlantedError.InOutcome("swapoff of nothing succeeds", (o, errno) => o is SwapoffOperation ? 0 : errno),
        PlantedError.InOutcome("advice over a hole succeeds", (o, errno) => o is MadviseOperation && errno == Errno.NoMemory ? 0 : errno),
        PlantedError.InOutcome("munmap of nothing succeeds", (o, errno) => o is MunmapOperation { Length: 0 } ? 0 : errno),
        PlantedError.InOutcome("SIGBUS for SIGSEGV", (_, errno) => errno == Errno.SegmentationFault ? -7 : errno),

        // Pages.
        PlantedError.InPages("kpagecount ends at 2", (_, run) => run with { MapCount = Math.Min(run.MapCount, 2) }),
        PlantedError.InPages("a PMD-mapped page is exclusive", (_, run) =>
            run.Level == MappingLevel.Pmd && run.MapCount > 1 ? run with { Pagemap = run.Pagemap | PagemapBits.MmapExclusive } : run),
        PlantedError.InPages("shared memory is not of a file", (_, run) => run with { Pagemap = run.Pagemap & ~PagemapBits.File }),
        PlantedError.InPages("the children's pages are clean of soft-dirty", (process, run) =>
            process > 0 && run.Frame >= 0 ? run with { Pagemap = run.Pagemap & ~PagemapBits.SoftDirty } : run),
        PlantedError.InPages("no THP flag on a folio mapped by three", (_, run) => run.MapCount > 2 ? run with { Flags = run.Flags & ~KpageFlags.Thp } : run),
        PlantedError.InPages("a split of a PMD leaves the folio clean", (_, run) =>
            run.Flags.HasFlag(KpageFlags.Thp) ? run with { Flags = run.Flags & ~KpageFlags.Dirty } : run),
        PlantedError.InPages("each zero page has a frame of its own", (_, run) => run.FrameStride == 0 && run.Pages > 1 ? run with { FrameStride = 1 } : run),
        PlantedError.InPages("the huge zero folio is a small zero page", (_, run) =>
            run.Flags.HasFlag(KpageFlags.ZeroPage | KpageFlags.Thp) ? run with { Flags = run.Flags & ~KpageFlags.Thp } : run),

        PlantedError.InPages("what is in swap is nowhere", (_, run) => run with { Pagemap = run.Pagemap & ~PagemapBits.Swapped }),

        // smaps.
        PlantedError.InField("SwapPss is not divided", SmapsField.SwapPss, (_, vma, _) => vma.Counters[SmapsField.Swap]),
        PlantedError.InField("Pss of shared memory is not divided", SmapsField.Pss, (_, vma, value) =>
            vma.Counters[SmapsField.Shared_Dirty] > 0 ? vma.Counters[SmapsField.Rss] : value),
        PlantedError.InField("Pss loses a kB where it is not whole", SmapsField.Pss, (_, _, value) => value % 2 == 1 ? value - 1 : value),
        PlantedError.InField("children's shared dirty memory is private", SmapsField.Shared_Dirty, (process, _, value) => process > 0 ? 0 : value),
        PlantedError.InField("children have no AnonHugePages", SmapsField.AnonHugePages, (process, _, value) => process > 0 ? 0 : value),
        PlantedError.InField("clean private memory is dirty", SmapsField.Private_Clean, (_, _, _) => 0),
        PlantedError.InField("a VMA of less than two PMDs is never eligible", SmapsField.THPeligible, (_, vma, value) =>
            vma.End - vma.Start < 2 * Pmd ? 0 : value),
        PlantedError.InVmas("children forget hugepage advice", (process, vma) =>
            process > 0 ? vma with { Flags = [.. vma.Flags.Where(code => code != "hg")] } : vma),
    ];
}
