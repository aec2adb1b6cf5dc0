using NUnit.Framework;

namespace RmapHarness.Scenarios.Tests;

/// <summary>Broken files, each with the exact text that its author gets to see beside it.</summary>
public sealed class BadFileTests
{
    private static string[] Names() =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("tests", "RmapHarness.Scenarios.Tests", "bad"), "*.yaml")
            .Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal),
    ];

    [Test]
    public void There_are_at_least_150() => Assert.That(Names(), Has.Length.GreaterThanOrEqualTo(150));

    [TestCaseSource(nameof(Names))]
    public void It_gives_exactly_these_errors(string name)
    {
        var path = Repository.PathOf("tests", "RmapHarness.Scenarios.Tests", "bad", name);
        var result = ScenarioLoader.LoadBytes(File.ReadAllBytes(path), name);
        var text = string.Join('\n', result.Errors) + "\n";
        var expected = Path.ChangeExtension(path, ".expected");

        // RMAPHARNESS_ACCEPT=1 writes new expectations, to be read before they are committed.
        if (Environment.GetEnvironmentVariable("RMAPHARNESS_ACCEPT") == "1")
            File.WriteAllText(expected, text);
        Assert.That(text, Is.EqualTo(File.ReadAllText(expected)));
        Assert.That(result.Scenarios, Is.Empty);
        if (!name.StartsWith("many-", StringComparison.Ordinal))
            Assert.That(result.Errors, Has.Count.EqualTo(1));
    }
}
