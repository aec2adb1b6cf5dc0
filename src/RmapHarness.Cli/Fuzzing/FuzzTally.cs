using System.Globalization;
using RmapHarness.Scenarios.Text;
using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Fuzzing;

/// <summary>Counts what has run.</summary>
internal sealed class FuzzTally
{
    private readonly Dictionary<Verdict, long> verdicts = [];

    /// <summary>Scenarios that have ended.</summary>
    public long Scenarios { get; private set; }

    /// <summary>Values compared.</summary>
    public long Compared { get; private set; }

    /// <summary>Scenarios with a verdict.</summary>
    public long Count(Verdict verdict) => verdicts.GetValueOrDefault(verdict);

    /// <summary>Something went wrong that is no mismatch, or nothing was compared at all.</summary>
    public bool IsWrong => Compared == 0 || Count(Verdict.Error) > 0;

    /// <summary>How many scenarios came to each verdict.</summary>
    public IReadOnlyDictionary<string, long> Verdicts => Words.All<Verdict>().ToDictionary(word => word, word => Count(Words.Find<Verdict>(word)!.Value));

    /// <summary>Scenarios a second.</summary>
    public double RateIn(TimeSpan time) => Scenarios / Math.Max(0.001, time.TotalSeconds);

    /// <summary>Counts a result.</summary>
    public void Add(ScenarioResult result)
    {
        Scenarios++;
        Compared += result.Compared;
        verdicts[result.Verdict] = Count(result.Verdict) + 1;
    }

    /// <summary>One line.</summary>
    /// <param name="cells">Engine coverage reached.</param>
    /// <param name="distinct">Different mismatches.</param>
    /// <param name="time">Since the first scenario.</param>
    public string Line(int cells, int distinct, TimeSpan time)
    {
        var rate = RateIn(time);
        var wrong = Count(Verdict.Fail) + Count(Verdict.Flaky);
        var others = string.Concat(
            verdicts.Where(pair => pair.Key is not (Verdict.Pass or Verdict.Fail or Verdict.Flaky) && pair.Value > 0).OrderBy(pair => pair.Key)
                .Select(pair => string.Create(CultureInfo.InvariantCulture, $", {pair.Value} {Words.Of(pair.Key)}")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Scenarios} scenarios, {Compared:N0} values, {rate:F0}/s, coverage {cells}, {wrong} with mismatches ({distinct} distinct){others}");
    }
}
