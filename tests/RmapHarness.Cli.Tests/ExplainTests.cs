namespace RmapHarness.Cli.Tests;

/// <summary><c>explain</c>: the model alone.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ExplainTests : IDisposable
{
    private readonly Invocation invocation = new();

    public void Dispose() => invocation.Dispose();

    private async Task<string[]> LinesAsync(string text, params string[] options)
    {
        invocation.AddText("a", text);
        Assert.That(await invocation.InvokeAsync(CancellationToken.None, ["explain", invocation.PathOf("a"), .. options]), Is.EqualTo(ExitStatus.Good), invocation.Error);
        return invocation.WordsOfLines();
    }

    [Test]
    public async Task Marks_where_the_schemes_disagree()
    {
        var lines = await LinesAsync(HalfDroppedThp.Text);
        var last = lines[Array.FindIndex(lines, line => line.StartsWith("step 5:", StringComparison.Ordinal))..];
        Assert.That(last, Does.Contain("mapcount (entries) 257 257 257"));
        Assert.That(last, Does.Contain("entire mapcount 1 1 -"));
        Assert.That(last, Does.Contain("total mapped pages - - 768"));
        Assert.That(last, Does.Contain("* kpagecount 0..255:1 256..511:2 2 2"));
        Assert.That(last, Does.Contain("* Pss, smaps_rollup (kB) 1536 1024 1024"));
        Assert.That(last, Does.Contain("* smaps Private_Dirty (kB) 1024 0 0"));
        Assert.That(last, Does.Contain("numa_maps mapmax 2 2 2"));
        Assert.That(last, Does.Contain("AnonPages 512 512 512"));
    }

    [Test]
    public async Task An_older_release_has_its_own_tracker()
    {
        var lines = await LinesAsync(HalfDroppedThp.Text, "--release", "6.12");
        Assert.That(lines[1], Does.Contain("kernel 6.12").And.Contain("sharing by estimate"));
    }

    [Test]
    public async Task What_only_the_RFC_can_map_is_EINVAL_elsewhere()
    {
        var lines = await LinesAsync("""
            name: a
            about: A folio of two PMDs.
            steps:
              - parent mmap: { as: a, kind: anon, size: 2 pmds }
              - parent map: { range: a, folio: f, size: 2 pmds, by: pmd }
              - observe: all
            """);
        Assert.That(lines, Does.Contain("* errno (or minus the signal) 22 22 0"));
    }

    [TestCase("--release", "seven")]
    [TestCase("--sharing", "magic")]
    [TestCase("--page-size", "5")]
    public async Task Bad_options_are_status_2(string option, string value)
    {
        invocation.AddText("a", HalfDroppedThp.Text);
        Assert.That(await invocation.InvokeAsync(CancellationToken.None, "explain", "a", option, value), Is.EqualTo(ExitStatus.Usage));
        Assert.That(invocation.Error, Does.StartWith("error: "));
    }

    [Test]
    public async Task A_picture_is_drawn_into_a_file()
    {
        var file = Path.Combine(invocation.Root, "out.svg");
        invocation.AddText("a", HalfDroppedThp.Text);
        invocation.AddText("b", HalfDroppedThp.Text.Replace("name: a", "name: b", StringComparison.Ordinal));

        Assert.That(await invocation.InvokeAsync(CancellationToken.None, "explain", "a", "--picture", file), Is.Zero, invocation.Error);
        Assert.That(File.ReadAllText(file), Does.StartWith("<svg ").And.Contain("parent, no-page-mapcount"));
        Assert.That(await invocation.InvokeAsync(CancellationToken.None, "explain", "a", "b", "--picture", file), Is.EqualTo(ExitStatus.Usage));
        Assert.That(invocation.Error, Does.Contain("--picture takes one scenario, not 2"));
        Assert.That(await invocation.InvokeAsync(CancellationToken.None, "explain", "a", "--picture", Path.Combine(file, "x")), Is.EqualTo(ExitStatus.Usage));
    }

    [Test]
    public async Task A_scenario_for_the_model_is_skipped_on_a_kernel()
    {
        invocation.AddText("a", """
            name: a
            about: A folio of two PMDs.
            steps:
              - parent mmap: { as: a, kind: anon, size: 2 pmds }
              - parent map: { range: a, folio: f, size: 2 pmds, by: pmd }
              - observe: all
            """);
        await invocation.RunAsync();
        Assert.That(invocation.Verdicts(), Is.EqualTo(new[] { "a: skipped" }));
    }
}
