namespace RmapHarness.Reports.Picture;

/// <summary>What is expected of a mapping in a process, and what is observed.</summary>
/// <param name="Expected">The model's.</param>
/// <param name="Observed">The kernel's.</param>
internal sealed record PicturePair(PictureStrip Expected, PictureStrip Observed)
{
    /// <summary>Whether there is anything to see in it.</summary>
    public bool IsMapped => Expected.Cells.Concat(Observed.Cells).Any(cell => cell.Kind != CellKind.Unmapped);

    /// <summary>The first page that does not look alike on both; null if all do.</summary>
    public ulong? FirstDifference
    {
        get
        {
            var (left, right) = (Expected.Cells, Observed.Cells);
            for (int i = 0, j = 0; i < left.Count && j < right.Count;)
            {
                if (left[i] with { First = 0, Pages = 0, Title = "" } != right[j] with { First = 0, Pages = 0, Title = "" })
                    return Math.Max(left[i].First, right[j].First);
                var end = Math.Min(left[i].End, right[j].End);
                i += left[i].End == end ? 1 : 0;
                j += right[j].End == end ? 1 : 0;
            }

            return null;
        }
    }
}
