using System.Globalization;

namespace RmapHarness.Verdicts.Diff;

/// <summary>How the frames of the model and of the kernel fail to correspond.</summary>
internal enum FrameConflictKind
{
    /// <summary>The model says that the frame is the one of an earlier page; the kernel names another.</summary>
    Moved,

    /// <summary>The model says that the frame is another page's no longer, or never was; the kernel names that page's.</summary>
    Taken,
}

/// <summary>A contradiction between two pages.</summary>
/// <param name="Kind">What contradicts.</param>
/// <param name="Other">The page that was seen before.</param>
internal readonly record struct FrameConflict(FrameConflictKind Kind, FrameCorrespondence.Naming Other)
{
    /// <summary>What the model says of a page, in words that are the same for a whole run of pages.</summary>
    public string Expected(ulong page) => Kind == FrameConflictKind.Moved ? NameOther(page) : "a frame of its own";

    /// <summary>What the kernel shows of a page.</summary>
    public string Observed(ulong page) => Kind == FrameConflictKind.Moved ? "another frame" : NameOther(page);

    private string NameOther(ulong page)
    {
        var delta = (long)(Other.Page - page);
        var place = delta == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{delta:+0;-0} pages on in ");
        return string.Create(CultureInfo.InvariantCulture, $"the frame of {place}{Other.Process}, step {Other.Step}");
    }
}
