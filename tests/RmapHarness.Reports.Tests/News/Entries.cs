using RmapHarness.Reports.Json;

namespace RmapHarness.Reports.Tests.News;

/// <summary>Results by hand.</summary>
internal static class Entries
{
    private static readonly string Hash = new('0', 64);

    public static KernelEntry Kernel(string release = "7.3.4") => new("new", release, "x86_64", 4096, "page-mapcount", "mm-id", "tcg");

    public static ScenarioEntry Of(string name, string verdict, string hash = "0") =>
        new(name, $"{name}.yaml", hash + Hash[hash.Length..], "new", verdict, "", 3, 100, 12, []);

    public static ScenarioEntry Pass(string name) => Of(name, "pass");

    public static ScenarioEntry Fail(string name, params string[] fields) =>
        Of(name, "fail") with { Diffs = [.. fields.Select(field => Diff(field, null))] };

    public static ScenarioEntry Known(string name, string id) => Of(name, "known-issue") with { Diffs = [Diff("exclusive", id)] };

    public static ScenarioEntry Crash(string name, string title) => Of(name, "crash") with { Crash = title };

    public static DifferenceEntry Diff(string field, string? known) =>
        new(2, "observe: all", "parent", "smaps", "0x1000000000-0x1000200000", field, "1", "2", 0, known);
}
