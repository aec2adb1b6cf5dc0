using FsCheck;
using FsCheck.Fluent;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Tests.Memory;

public class ExtentMapTests
{
    /// <summary>Against one entry a page; and runs are always maximal.</summary>
    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Behaves_as_an_array(byte[] script)
    {
        const int size = 20;
        var pages = new (long Frame, EntryFlags Flags)?[size];
        var map = new ExtentMap();
        for (var i = 0; i + 1 < script.Length; i += 2)
        {
            var first = script[i] % size;
            var length = (script[i + 1] % (size - first)) + 1;
            switch (script[i + 1] >> 6)
            {
                case 0:
                    map.Clear(first, first + length);
                    Array.Clear(pages, first, length);
                    break;
                case 1:
                    map.Set(new Extent(first, length, PhysicalMemory.ZeroFrame, MappingLevel.Pte, EntryFlags.ZeroPage));
                    Array.Fill(pages, (PhysicalMemory.ZeroFrame, EntryFlags.ZeroPage), first, length);
                    break;
                default:
                    map.Set(new Extent(first, length, 100 + first, MappingLevel.Pte, EntryFlags.Dirty));
                    for (var p = first; p < first + length; p++)
                        pages[p] = (100 + p, EntryFlags.Dirty);
                    break;
            }
        }

        for (var p = 0; p < size; p++)
        {
            var found = map.TryFind(p, out var extent);
            if (found != pages[p].HasValue || (found && (extent.Frame, extent.Flags) != pages[p]))
                return false.Label($"page {p}");
        }

        var extents = map.Extents;
        return Enumerable.Range(1, Math.Max(0, extents.Count - 1)).All(i => extents[i - 1].End <= extents[i].Page && !extents[i - 1].IsContinuedBy(extents[i]))
            .Label("runs are not maximal");
    }

    [Test]
    public void A_PMD_entry_is_not_cut_silently()
    {
        var table = new PageTable(Geometry.Base4K);
        table.Set(new Extent(512, 512, 1024, MappingLevel.Pmd, EntryFlags.Writable));
        Assert.That(() => table.Clear(512, 513), Throws.InvalidOperationException);
    }
}
