using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Generating;

/// <summary>Chooses ranges of the mappings that a process knows: whole ones, halves, PMDs, single pages, and borders of what is mapped.</summary>
internal static class RangeDrafter
{
    /// <summary>A range, or null if the process has no mapping.</summary>
    public static string? Draft(FuzzRandom random, DraftBuilder builder, ProcessState process)
    {
        if (process.Mappings.IsEmpty)
            return null;
        var name = random.Pick(process.Mappings.Keys.Order(StringComparer.Ordinal).ToList());
        var mapping = process.Mappings[name];
        var shift = builder.Geometry.PageShift;
        var (start, pages) = ((long)(mapping.Address >> shift), (long)(mapping.Length >> shift));
        switch (random.Below(8))
        {
            case 0 or 1:
                return name;
            case 2 when pages % 2 == 0:
                return random.Chance(2) ? $"{name}[0..1/2]" : $"{name}[1/2..]";
            case 3:
                return Page(random.Pick([0, pages - 1, random.Below(pages)]));
            case 4:
                return Pmd();
            case 5 or 6:
                return Entries() ?? name;
            default:
                return Some();
        }

        string Page(long page) => page == 0 ? $"{name}[0]" : $"{name}[{PositionText.Of(page, builder.Geometry)}]";

        string Range(long from, long to)
        {
            var (first, last) = (from == 0 ? "0" : PositionText.Of(from, builder.Geometry), PositionText.Of(to, builder.Geometry));
            return from == 0 && to == pages ? name
                : to - from == 1 ? Page(from)
                : to == pages ? $"{name}[{first}..]"
                : $"{name}[{first}..{last}]";
        }

        // What one PMD entry can map.
        string Pmd()
        {
            var pmdPages = builder.Geometry.PmdPages;
            var first = ((start + pmdPages - 1) & ~(pmdPages - 1)) - start;
            var whole = (pages - first) / pmdPages;
            if (whole <= 0)
                return name;
            first += random.Below(whole) * pmdPages;
            return Range(first, first + pmdPages);
        }

        string Some()
        {
            var from = random.Below(pages);
            return Range(from, from + 1 + random.Below(pages - from));
        }

        // From a border of the page table's runs to another one, or a page beside.
        string? Entries()
        {
            if (builder.Machine.Processes.FirstOrDefault(mm => mm.Id == process.Index) is not { } mm)
                return null;
            var borders = mm.PageTable.Copy(start, start + pages)
                .SelectMany(extent => new[] { extent.Page - start, extent.End - start }).Distinct().ToList();
            if (borders.Count < 2)
                return null;
            var from = Beside(random.Pick(borders));
            var to = Beside(random.Pick(borders));
            return from == to ? null : Range(Math.Min(from, to), Math.Max(from, to));
        }

        long Beside(long page) => Math.Clamp(page + random.Pick([0L, 0, 0, 1, -1]), 0, pages);
    }
}
