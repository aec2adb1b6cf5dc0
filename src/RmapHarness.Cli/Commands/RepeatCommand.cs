using System.Globalization;
using RmapHarness.Cli.Runs;
using RmapHarness.Guests.Direct;
using RmapHarness.Guests.Qemu;
using RmapHarness.Scenarios;
using RmapHarness.Scenarios.Text;
using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Commands;

/// <summary>The command that runs one scenario again.</summary>
internal static class RepeatCommand
{
    /// <summary>A line for a shell.</summary>
    public static string Of(Scenario scenario, KernelUnderTest kernel, RunRequest request) => Line("run", scenario, kernel, request, []);

    /// <summary>A line for a shell that writes the scenario as a C program.</summary>
    public static string InC(Scenario scenario, KernelUnderTest kernel, RunRequest request) =>
        Line("reproduce", scenario, kernel, request, ["--code", $"{scenario.Name.Split('[')[0]}.c"]);

    /// <summary>The options that ask for a kernel and its guest, ready for a shell.</summary>
    public static string OptionsOf(KernelUnderTest kernel, RunRequest request) => string.Join(' ', Options(kernel, request).Select(Quote));

    private static string Line(string command, Scenario scenario, KernelUnderTest kernel, RunRequest request, IEnumerable<string> more) =>
        string.Join(' ', new[] { "./run.sh", command, ScenarioPlace.Of(scenario.File, scenario.Name) }.Concat(Options(kernel, request)).Concat(more).Select(Quote));

    private static List<string> Options(KernelUnderTest kernel, RunRequest request)
    {
        var words = new List<string> { DirectTarget.IsName(kernel.Name) ? "--target" : "--kernel", kernel.Name };
        var shape = request.Shape;
        if (shape.MemoryMiB is { } memory)
            words.AddRange(["--memory", memory.ToString(CultureInfo.InvariantCulture)]);
        if (shape.Processors != 1)
            words.AddRange(["--cpus", shape.Processors.ToString(CultureInfo.InvariantCulture)]);
        if (shape.NumaNodes != 1)
            words.AddRange(["--numa", shape.NumaNodes.ToString(CultureInfo.InvariantCulture)]);
        if (shape.KernelArguments.Count > 0)
            words.AddRange(["--append", string.Join(' ', shape.KernelArguments)]);
        if (shape.IsCold)
            words.Add("--cold");
        if (request.Accelerator != AcceleratorChoice.Auto)
            words.AddRange(["--accel", Words.Of(request.Accelerator)]);
        if (request.Scheme is { } scheme)
            words.AddRange(["--scheme", Words.Of(scheme)]);
        if (request.Sharing is { } sharing)
            words.AddRange(["--sharing", Words.Of(sharing)]);
        return words;
    }

    private static string Quote(string word) =>
        word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./,=+:".Contains(letter, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
