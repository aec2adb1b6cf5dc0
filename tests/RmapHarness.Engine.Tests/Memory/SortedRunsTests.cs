using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Tests.Memory;

public class SortedRunsTests
{
    private const int Numbers = 4_000;

    /// <summary>Against a sorted set of the same runs, over several chunks.</summary>
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Behaves_as_a_sorted_list(int seed)
    {
        var random = new Random(seed);
        var runs = new SortedRuns<One>();
        var numbers = new SortedSet<long>();
        for (var i = 0; i < 30_000; i++)
        {
            // It fills, and then it empties.
            long number = random.Next(Numbers);
            var add = random.Next(10) < (i < 20_000 ? 7 : 1);
            var at = runs.FirstEndingAfter(number);
            var next = numbers.GetViewBetween(number, Numbers).Cast<long?>().FirstOrDefault();
            Assert.That(runs.Holds(at) ? runs[at].Number : (long?)null, Is.EqualTo(next), $"first at or after {number}");
            if (next == number && !add)
            {
                at = runs.Remove(at);
                numbers.Remove(number);
                next = numbers.GetViewBetween(number, Numbers).Cast<long?>().FirstOrDefault();
                Assert.That(runs.Holds(at) ? runs[at].Number : (long?)null, Is.EqualTo(next), $"after the removal of {number}");
            }
            else if (next != number && add)
            {
                at = runs.Insert(at, new One(number));
                numbers.Add(number);
                Assert.That(runs[at].Number, Is.EqualTo(number));
                var after = runs.Next(at);
                Assert.That(runs.Holds(after) ? runs[after].Number : (long?)null, Is.EqualTo(next), $"next after {number}");
            }
        }

        Assert.That(runs.All.Select(run => run.Number), Is.EqualTo(numbers));
    }

    [Test]
    public void Filling_in_order_and_emptying_leaves_nothing()
    {
        var runs = new SortedRuns<One>();
        for (var number = 0; number < Numbers; number++)
            runs.Insert(runs.FirstEndingAfter(number), new One(number));
        Assert.That(runs.All.Select(run => run.Number), Is.EqualTo(Enumerable.Range(0, Numbers)));

        for (var number = 0; number < Numbers; number++)
            runs.Remove(runs.FirstEndingAfter(number));
        Assert.That(runs.All, Is.Empty);
        Assert.That(runs.Holds(runs.FirstEndingAfter(0)), Is.False);
    }

    private readonly record struct One(long Number) : IRun
    {
        public long End => Number + 1;
    }
}
