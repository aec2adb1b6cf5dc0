namespace RmapHarness.Engine.Memory;

/// <summary>What every frame holds: a <see cref="PageToken"/>, 0 in a fresh one. Frames with ascending tokens are held as one run.</summary>
public sealed class FrameContents
{
    // The flag by which an extent has one value for all.
    private const EntryFlags AllAlike = EntryFlags.ZeroPage;

    // Key: frame; value: word.
    private readonly ExtentMap words = new();

    /// <summary>An operation stores to the frames below neighbouring pages.</summary>
    /// <param name="frame">First frame.</param>
    /// <param name="pages">Number of frames.</param>
    /// <param name="step">Index of the operation in the program, from 0.</param>
    /// <param name="page">Virtual page number that the first frame is stored to through.</param>
    public void Store(long frame, long pages, int step, long page)
    {
        var end = frame + pages;
        for (var at = frame; at < end;)
        {
            var known = words.TryFind(at, out var found);
            var upTo = known ? Math.Min(found.End, end) : words.NextPresent(at, end);
            var token = PageToken.After(known ? (ulong)found.Frame : 0, step, page + (at - frame));
            words.Set(new Extent(at, upTo - at, (long)token, MappingLevel.Pte, EntryFlags.None));
            at = upTo;
        }
    }

    /// <summary>Frames get new content as a whole, as by write: what was there before leaves no trace.</summary>
    /// <param name="frame">First frame.</param>
    /// <param name="pages">Number of frames.</param>
    /// <param name="step">Index of the operation in the program, from 0.</param>
    /// <param name="page">Number that the token of the first frame has in place of a virtual page number.</param>
    public void Overwrite(long frame, long pages, int step, long page) =>
        words.Set(new Extent(frame, pages, (long)PageToken.After(0, step, page), MappingLevel.Pte, EntryFlags.None));

    /// <summary>Frames get the content that is the same for all (<see cref="PageToken.Equal"/>).</summary>
    public void Equalize(long frame, long pages) =>
        words.Set(new Extent(frame, pages, unchecked((long)PageToken.Equal), MappingLevel.Pte, AllAlike));

    /// <summary>Frames from <paramref name="to"/> on take over what the frames from <paramref name="from"/> on hold.</summary>
    public void Copy(long from, long to, long pages)
    {
        words.Clear(to, to + pages);
        foreach (var run in words.Copy(from, from + pages))
            words.Set(run with { Page = run.Page - from + to });
    }

    /// <summary>Frames hold zeros again, or nobody will ask for them any more.</summary>
    public void Clear(long frame, long pages) => words.Clear(frame, frame + pages);

    /// <summary>What frames hold, as runs: first word, and 1 if words ascend, 0 if all are equal.</summary>
    public IEnumerable<(long Pages, ulong Word, int Stride)> Of(long frame, long pages)
    {
        var end = frame + pages;
        for (var i = words.FirstEndingAfter(frame); frame < end; i++)
        {
            var next = i < words.Extents.Count ? Math.Min(words.Extents[i].Page, end) : end;
            if (frame < next)
                yield return (next - frame, 0, 0);
            frame = Math.Max(frame, next);
            if (frame == end)
                break;
            var run = words.Extents[i].Slice(frame, end);
            yield return (run.Pages, (ulong)run.Frame, run.FrameStride);
            frame = run.End;
        }
    }
}
