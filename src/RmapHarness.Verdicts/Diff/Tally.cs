namespace RmapHarness.Verdicts.Diff;

/// <summary>Counts the values that are compared and collects those that differ.</summary>
internal sealed class Tally
{
    private readonly List<Difference> differences = [];
    private long compared;

    /// <summary>Counts values that were compared and agree, or whose differences are added apart.</summary>
    public void Count(long values) => compared += values;

    /// <summary>Adds a mismatch whose values have been counted.</summary>
    public void Add(Difference difference) => differences.Add(difference);

    /// <summary>Adds all that another one has.</summary>
    /// <param name="other">The other one.</param>
    /// <param name="complete">What is said of each of its mismatches besides.</param>
    public void Add(Tally other, Func<Difference, Difference> complete)
    {
        compared += other.compared;
        differences.AddRange(other.differences.Select(complete));
    }

    /// <summary>Compares one value.</summary>
    public void Compare(int step, string process, Observable observable, string where, string field, string expected, string observed) =>
        Compare(step, process, observable, where, field, expected, observed, text => text);

    /// <summary>Compares one value; it is written out only where the sides differ.</summary>
    public void Compare<T>(int step, string process, Observable observable, string where, string field, T expected, T observed, Func<T, string> write)
        where T : IEquatable<T>
    {
        compared++;
        if (!expected.Equals(observed))
            differences.Add(new Difference(step, process, observable, where, field, write(expected), write(observed)));
    }

    /// <summary>All so far, mismatches in the order of the steps.</summary>
    public Comparison ToComparison() => new(compared, [.. differences.OrderBy(difference => difference.Step)]);
}
