using FsCheck;
using FsCheck.Fluent;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Tests.Memory;

public sealed class FrameContentsTests
{
    private const int Frames = 48;

    /// <summary>Stores, copies and clears in any order: the same as an array of words.</summary>
    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property It_is_an_array_of_words() =>
        Prop.ForAll(Gen.Choose(0, Frames - 1).ArrayOf(60).ToArbitrary(), numbers =>
        {
            var contents = new FrameContents();
            var words = new ulong[2 * Frames];
            for (var i = 0; i + 3 < numbers.Length; i += 4)
                Apply(contents, words, numbers[i] % 3, numbers[i + 1], numbers[i + 2], 1 + (numbers[i + 3] % 16), (ulong)i + 1);
            return Flatten(contents).SequenceEqual(words);
        });

    private static void Apply(FrameContents contents, ulong[] words, int what, int at, int other, int pages, ulong serial)
    {
        pages = Math.Min(pages, Frames - Math.Max(at, other));
        switch (what)
        {
            case 0:
                contents.Store(at, pages, (int)serial, other);
                for (var i = 0; i < pages; i++)
                    words[at + i] = PageToken.After(words[at + i], (int)serial, other + i);
                break;
            case 1:
                // A copy goes to frames that are not the original ones.
                contents.Copy(at, Frames + other, pages);
                Array.Copy(words, at, words, Frames + other, pages);
                break;
            default:
                contents.Clear(at, pages);
                Array.Clear(words, at, pages);
                break;
        }
    }

    private static IEnumerable<ulong> Flatten(FrameContents contents) =>
        contents.Of(0, 2 * Frames).SelectMany(run => Enumerable.Range(0, (int)run.Pages).Select(i => run.Word + ((ulong)i * (ulong)run.Stride)));
}
