namespace RmapHarness.Cli.Tests.Fuzzing;

/// <summary>reproduce on a fake kernel; what the programs do is in <see cref="ReproducerTests"/>.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReproduceTests : IDisposable
{
    private readonly Invocation invocation = new();

    public ReproduceTests() => invocation.Add("a");

    public void Dispose() => invocation.Dispose();

    [Test]
    public async Task The_program_goes_to_stdout()
    {
        Assert.That(await ReproduceAsync("a"), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Output, Does.StartWith("// SPDX-License-Identifier: GPL-2.0\n/*\n * a: A child drops half of a THP.\n"));
        Assert.That(invocation.Output, Does.Contain("case 8: /* child madvise: { range: \"a[0..1/2]\", advice: dontneed } */\n\t\treturn done(madvise(at(0x1000000000UL), 0x100000UL, 4"));
        Assert.That(invocation.Error, Does.Contain("a on 7.3.4-fake: pass"));
    }

    [Test]
    public async Task A_mismatch_is_told_in_its_head()
    {
        invocation.Predict = PlantedErrors.All.Single(error => error.Name == "Pss of shared memory is not divided").Predict;
        var file = Path.Combine(invocation.Root, "a.c");

        Assert.That(await ReproduceAsync("a", "--code", file), Is.EqualTo(ExitStatus.Good));
        Assert.That(File.ReadAllText(file), Does.Contain(" * Ran on 7.3.4-fake (fail).\n * step 9, parent 0x1000000000-0x1000200000: smaps Pss: expected 2048, observed 1536\n"));
        Assert.That(invocation.Output, Is.Empty);
    }

    [Test]
    public async Task What_no_kernel_can_do_is_not_reproduced()
    {
        invocation.AddText("model", """
            name: model
            about: For the model only.
            steps:
              - parent mmap: { as: a, kind: anon, size: 1 pmd }
              - parent map: { range: a, folio: f, size: 1 pmd, by: pmd }
              - observe: all
            """);
        Assert.That(await ReproduceAsync("model"), Is.EqualTo(ExitStatus.Wrong));
        Assert.That(invocation.Error, Does.Contain("skipped"));
        Assert.That(invocation.Output, Is.Empty);
    }

    [Test]
    public async Task Several_scenarios_are_status_2()
    {
        invocation.Add("b");
        Assert.That(await ReproduceAsync(Path.Combine(invocation.Root, "scenarios")), Is.EqualTo(ExitStatus.Usage));
        Assert.That(invocation.Error, Does.Contain("is 2 scenarios; name one"));
    }

    [Test]
    public async Task One_of_a_for_each_is_named_by_its_file_and_its_values()
    {
        invocation.AddText("each", """
            name: each
            about: Of two sizes.
            for-each:
              n: [8, 16]
            steps:
              - parent mmap: { as: a, kind: anon, size: "${n} pages" }
              - parent touch: { range: "a[0..8]", access: write }
              - observe: all
            """);
        var file = Path.Combine(invocation.Root, "scenarios", "each.yaml");
        Assert.That(await ReproduceAsync($"{file}[n=16]"), Is.EqualTo(ExitStatus.Good));
        Assert.That(invocation.Output, Does.Contain(" * each[n=16]: Of two sizes.\n"));

        Assert.That(await ReproduceAsync(file), Is.EqualTo(ExitStatus.Usage));
        Assert.That(await ReproduceAsync($"{file}[n=17]"), Is.EqualTo(ExitStatus.Usage));
        Assert.That(invocation.Error, Does.Contain("each.yaml has no scenario [n=17]; it has each[n=8], each[n=16]"));
    }

    private Task<int> ReproduceAsync(params string[] arguments) =>
        invocation.InvokeAsync(CancellationToken.None, ["reproduce", "--out", Path.Combine(invocation.Root, "out"), .. arguments]);
}
