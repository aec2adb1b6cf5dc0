using RmapHarness.Engine.Proc;

namespace RmapHarness.Guests.Agent;

/// <summary>Reads the agent's <c>page</c> lines.</summary>
internal static class PageLineParser
{
    private const ulong FrameMask = (1UL << 55) - 1;

    /// <summary>Reads what follows the word <c>page</c>.</summary>
    /// <exception cref="FormatException">It is not what the protocol says.</exception>
    public static PageRun Parse(ref Words words)
    {
        var first = words.NextHex();
        var pages = words.NextHex();
        var bits = words.NextHex();
        var frame = NextFrame(ref words);
        var stride = words.NextHex();
        var count = words.NextHex();
        var flags = words.NextHex();
        var scan = words.NextHex();
        var (word, wordStride) = frame < 0 ? (0UL, 0UL) : (words.NextHex(), words.NextHex());
        words.End();
        if (pages == 0 || pages > FrameMask || first > FrameMask - pages || stride > 1 || wordStride > 1 || count > long.MaxValue)
            throw words.Malformed("number out of range");
        if ((bits & FrameMask) != 0)
            throw words.Malformed("frame bits among the flags");
        if (frame >= 0 != ((bits & (ulong)PagemapBits.Present) != 0))
            throw words.Malformed("frame and present bit disagree");
        if (frame < 0 && (count | flags) != 0)
            throw words.Malformed("counts without a frame");
        return new PageRun(first, pages, (PagemapBits)bits, frame, (int)stride, (long)count, (KpageFlags)flags)
        {
            Scan = (ScanCategories)scan,
            Word = word,
            WordStride = (int)wordStride,
        };
    }

    private static long NextFrame(ref Words words)
    {
        if (words.Rest is [(byte)'-', (byte)' ', ..])
        {
            words.Next();
            return -1;
        }

        var frame = words.NextHex();
        return frame <= FrameMask ? (long)frame : throw words.Malformed("number out of range");
    }
}
