using System.Text.RegularExpressions;

namespace RmapHarness.Engine.Tests.Rmap.Sharing;

/// <summary>
/// spin looks at every interleaving of two writers and one reader (tests/models/atomic_seqcount.pml; 2023 patch, section 4).
/// </summary>
public partial class AtomicSeqcountModelTests
{
    private string directory = "";

    [SetUp]
    public void MakeDirectory() => directory = Directory.CreateTempSubdirectory("atomic_seqcount-").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(directory, recursive: true);

    [Test]
    public async Task No_interleaving_gives_a_torn_decision()
    {
        var report = await Check();
        Assert.That(Errors(report), Is.Zero, report);
        Assert.That(report, Does.Not.Contain("not completed").And.Not.Contain("too small").And.Not.Contain("truncated"));
        Assert.That(States(report), Is.GreaterThan(100_000), report);

        // Every statement of every process was reached: no check was passed by never getting there.
        Assert.That(Unreached().Matches(report).Select(m => m.Groups[1].Value), Is.EqualTo(new[] { "0", "0", "0" }), report);
    }

    [Test]
    public async Task Without_one_part_of_the_protocol_there_is_a_wrong_answer(
        [Values("PARITY", "NO_REFUSE", "NO_RECHECK", "NO_STEP", "NO_RMW")] string part)
    {
        var report = await Check($"-D{part}", "-DROUNDS=1");
        Assert.That(Errors(report), Is.EqualTo(1), report);
        Assert.That(report, Does.Contain("assertion violated"));
    }

    private async Task<string> Check(params string[] macros)
    {
        var model = Path.Combine(AppContext.BaseDirectory, "models", "atomic_seqcount.pml");
        await Tool.Run("spin", directory, "spin", [.. macros, "-a", model]);
        await Tool.Run("gcc", directory, "cc", "-O1", "-DSAFETY", "-DNOREDUCE", "-o", "pan", "pan.c");
        return await Tool.Run("spin", directory, Path.Combine(directory, "pan"), "-m1000");
    }

    private static int Errors(string report) => Number(ErrorCount(), report);

    private static int States(string report) => Number(StateCount(), report);

    private static int Number(Regex what, string report)
    {
        var found = what.Match(report);
        Assert.That(found.Success, $"no '{what}' in:\n{report}");
        return int.Parse(found.Groups[1].Value);
    }

    [GeneratedRegex(@"errors: (\d+)")]
    private static partial Regex ErrorCount();

    [GeneratedRegex(@"(\d+) states, stored")]
    private static partial Regex StateCount();

    [GeneratedRegex(@"\((\d+) of \d+ states\)")]
    private static partial Regex Unreached();
}
