using FsCheck;
using FsCheck.Fluent;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Tests.Memory;

public class PageRangesTests
{
    /// <summary>Against a set of single numbers.</summary>
    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Behaves_as_a_set(byte[] script)
    {
        const int size = 24;
        var set = new SortedSet<long>();
        var ranges = new PageRanges();
        for (var i = 0; i + 1 < script.Length; i += 2)
        {
            var from = script[i] % size;
            var to = from + (script[i + 1] % 8);
            if ((script[i] & 32) != 0)
            {
                ranges.Remove(from, to);
                set.RemoveWhere(n => n >= from && n < to);
            }
            else
            {
                ranges.Add(from, to);
                for (long n = from; n < to; n++)
                    set.Add(n);
            }
        }

        var within = ranges.Within(0, 64).SelectMany(r => Enumerable.Range((int)r.First, (int)(r.End - r.First))).Select(n => (long)n);
        var contains = Enumerable.Range(0, 64).Where(n => ranges.Contains(n)).Select(n => (long)n);
        var first = Enumerable.Range(0, 40).All(n => ranges.FirstIn(n, 40) == set.Where(m => m >= n && m < 40).DefaultIfEmpty(40).First());
        var end = Enumerable.Range(0, 40).All(n => ranges.EndFrom(n) == Enumerable.Range(n, 40).First(m => !set.Contains(m)));
        return (within.SequenceEqual(set) && contains.SequenceEqual(set) && first && end).ToProperty();
    }

    [Test]
    public void Touching_ranges_become_one()
    {
        var ranges = new PageRanges();
        ranges.Add(0, 2);
        ranges.Add(4, 6);
        ranges.Add(2, 4);
        Assert.That(ranges.Within(0, 10), Is.EqualTo(new[] { (0L, 6L) }));
    }
}
