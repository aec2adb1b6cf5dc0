using System.Globalization;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Verdicts.Diff;

/// <summary>Says what a page holds, in words that are the same for all pages that one step wrote.</summary>
internal static class ContentText
{
    /// <summary>What a run says of a page; null: the page was not read.</summary>
    public static string Describe(ContentRun? run, ulong page) =>
        run is not { } contents ? "not read"
        : contents.Signal != 0 ? StepErrors.Describe(-contents.Signal)
        : Describe(contents.WordOf(page), page);

    private static string Describe(ulong word, ulong page)
    {
        if (word == 0)
            return "zero";
        if (word == PageToken.Equal)
            return "what stores of equal content leave";
        if (PageToken.StepOf(word) < 0)
            return string.Create(CultureInfo.InvariantCulture, $"0x{word:x}, which no step wrote");
        var delta = (int)(PageToken.PageOf(word) - (uint)page);
        var place = delta == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {delta:+0;-0} pages on");
        return string.Create(CultureInfo.InvariantCulture, $"what step {PageToken.StepOf(word)} wrote{place} (history {PageToken.HistoryOf(word):x})");
    }
}
