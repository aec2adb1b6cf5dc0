namespace RmapHarness.Engine.Memory;

/// <summary>
/// What stores leave in a page, as one word: which page was stored to (bits 0 to 31), in which operation plus one (32 to 51), and a
/// check over all operations that have stored to the page and to those that it is a copy of (52 to 63). A fresh page has 0. The
/// agent stores the check apart, so that a store does not hide whether the rest of the page was copied.
/// </summary>
public static class PageToken
{
    private const int StepShift = 32;
    private const int HistoryShift = 52;
    private const ulong HistoryMask = (1UL << 12) - 1;
    private const ulong HistoryFactor = 31;

    /// <summary>What one more store leaves. Tokens of neighbouring pages ascend by one if they had the same history.</summary>
    /// <param name="before">The token of the page before.</param>
    /// <param name="step">Index of the operation in the program, from 0.</param>
    /// <param name="page">Virtual page number that is stored to.</param>
    public static ulong After(ulong before, int step, long page)
    {
        var history = ((HistoryOf(before) * HistoryFactor) + (ulong)(step + 1)) & HistoryMask;
        return (history << HistoryShift) | ((ulong)(step + 1) << StepShift) | (uint)page;
    }

    /// <summary>What stores leave that make pages equal: all ones but for the check, which begins anew.</summary>
    public const ulong Equal = (1UL << HistoryShift) - 1;

    /// <summary>The operation that made a token; -1 for what is none.</summary>
    public static int StepOf(ulong token) => (int)((token << (64 - HistoryShift)) >> (64 - HistoryShift + StepShift)) - 1;

    /// <summary>The lower 32 bits of the virtual page number that was stored to.</summary>
    public static uint PageOf(ulong token) => (uint)token;

    /// <summary>The check over all operations that have stored.</summary>
    public static ulong HistoryOf(ulong token) => token >> HistoryShift;
}
