using RmapHarness.Cli.Runs;

namespace RmapHarness.Cli.Fuzzing;

/// <summary>What the options of the fuzz command say.</summary>
internal sealed record FuzzRequest
{
    /// <summary>How the kernel runs; with one kernel.</summary>
    public required RunRequest Run { get; init; }

    /// <summary>Where the sequence of scenarios begins.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Scenarios to generate; null: as many as the time allows.</summary>
    public long? Count { get; init; }

    /// <summary>How long to generate; null: until the count is reached.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Fewest steps of a scenario.</summary>
    public required int LeastSteps { get; init; }

    /// <summary>Most steps of a scenario.</summary>
    public required int MostSteps { get; init; }

    /// <summary>Steps to have more often.</summary>
    public required IReadOnlyList<string> Focus { get; init; }

    /// <summary>The corpus directory.</summary>
    public required string Corpus { get; init; }

    /// <summary>Different mismatches after which generating ends.</summary>
    public required int MostMismatches { get; init; }

    /// <summary>Whether confirmed mismatches are made smaller.</summary>
    public required bool Shrink { get; init; }
}
