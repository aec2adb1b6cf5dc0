using FsCheck;
using FsCheck.Fluent;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Tests.Rmap;

public class PageCountsTests
{
    /// <summary>Against one plain counter a page.</summary>
    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Behaves_as_an_array(byte[] script)
    {
        const int pages = 16;
        var array = new long[pages];
        var counts = new PageCounts(pages);
        for (var i = 0; i + 1 < script.Length; i += 2)
        {
            var first = script[i] % pages;
            var length = (script[i + 1] % (pages - first)) + 1;
            var down = (script[i] & 64) != 0 && array.Skip(first).Take(length).All(c => c > 0);
            counts.Add(first, length, down ? -1 : 1);
            for (var p = first; p < first + length; p++)
                array[p] += down ? -1 : 1;
        }

        for (long p = 0; p < pages; p++)
        {
            var (count, same) = counts.At(p);
            var run = array.Skip((int)p).TakeWhile(c => c == array[p]).Count();
            if (count != array[p] || same != run)
                return false.Label($"page {p}: {count} x {same}, not {array[p]} x {run}");
        }

        return true.ToProperty();
    }

    [Test]
    public void Below_zero_is_refused() =>
        Assert.That(() => new PageCounts(4).Add(1, 1, -1), Throws.InvalidOperationException);

    [Test]
    public void A_clone_is_independent()
    {
        var one = new PageCounts(4);
        var two = one.Clone();
        one.Add(0, 4, 1);
        Assert.That((one.At(0).Count, two.At(0).Count), Is.EqualTo((1, 0)));
    }
}
