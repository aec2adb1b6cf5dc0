using System.CommandLine;
using System.Globalization;
using RmapHarness.Cli.Fuzzing;
using RmapHarness.Scenarios.Generating;

namespace RmapHarness.Cli.Commands;

/// <summary>The options of the fuzz command.</summary>
internal sealed class FuzzOptions
{
    private const int Fewest = GeneratorOptions.FewestSteps;
    private const int Most = GeneratorOptions.UsualSteps;
    private const int Limit = 200;
    private static readonly TimeSpan DefaultTime = TimeSpan.FromMinutes(5);

    private readonly RunOptions run = new();
    private readonly Option<string?> time = new("--time") { Description = "How long to generate (default: 5m, without --count).", HelpName = "30s|5m|2h" };
    private readonly Option<long?> count = new("--count") { Description = "Scenarios to generate.", HelpName = "N" };
    private readonly Option<ulong?> seed = new("--seed") { Description = "Where the sequence of scenarios begins (default: random).", HelpName = "S" };
    private readonly Option<string> steps = new("--steps") { Description = "Steps of a scenario.", HelpName = "MIN..MAX", DefaultValueFactory = _ => $"{Fewest}..{Most}" };
    private readonly Option<string?> focus = new("--focus") { Description = "Steps to have more often.", HelpName = "STEP,…" };
    private readonly Option<string?> corpus = new("--corpus") { Description = "Directory of scenarios to begin with (default: corpus in --out).", HelpName = "DIR" };
    private readonly Option<int> enough = new("--enough") { Description = "Different mismatches after which generating ends.", HelpName = "N", DefaultValueFactory = _ => 20 };
    private readonly Option<bool> noShrink = new("--no-shrink") { Description = "Leave mismatching scenarios as they are." };

    /// <summary>Gives a command all of them, and their checks.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { time, count, seed, steps, focus, corpus, enough, noShrink })
            command.Add(option);
        run.AddGuestTo(command);
        Check(time, text => ParseTime(text) is null ? "--time is a number with s, m or h: 30s, 5m, 2h." : null);
        Check(steps, text => ParseSteps(text) is null ? $"--steps is MIN..MAX, from 1 to {Limit}: {Fewest}..{Most}." : null);
        Check(focus, text => Split(text).Except(ScenarioGenerator.StepNames).FirstOrDefault() is { } unknown
            ? $"--focus: there is no step '{unknown}' to generate; there are {string.Join(", ", ScenarioGenerator.StepNames)}."
            : null);
        Check(count, text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number == 0 ? "--count is at least 1." : null);
        Check(enough, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number == 0 ? "--enough is at least 1." : null);
    }

    /// <summary>What they say.</summary>
    public FuzzRequest RequestOf(ParseResult result)
    {
        var (least, most) = ParseSteps(result.GetRequiredValue(steps))!.Value;
        var request = run.RequestOf(result);
        return new FuzzRequest
        {
            Run = request,
            Seed = result.GetValue(seed) ?? (ulong)Random.Shared.NextInt64(1_000_000_000),
            Count = result.GetValue(count),
            Time = result.GetValue(time) is { } text ? ParseTime(text) : result.GetValue(count) is null ? DefaultTime : null,
            LeastSteps = least,
            MostSteps = most,
            Focus = Split(result.GetValue(focus)),
            Corpus = result.GetValue(corpus) ?? Path.Combine(request.Out, "corpus"),
            MostMismatches = result.GetRequiredValue(enough),
            Shrink = !result.GetRequiredValue(noShrink),
        };
    }

    private static void Check(Option option, Func<string, string?> problemOf) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: var text }] && problemOf(text) is { } problem)
            result.AddError(problem);
    });

    private static TimeSpan? ParseTime(string text)
    {
        if (text.Length < 2 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            return null;
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            _ => null,
        };
    }

    private static (int Least, int Most)? ParseSteps(string text)
    {
        var ends = text.Split("..");
        return ends.Length == 2
            && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var least)
            && int.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out var most)
            && least >= 1 && most >= least && most <= Limit
                ? (least, most)
                : null;
    }

    private static string[] Split(string? names) =>
        names?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
