using RmapHarness.Engine.Proc;

namespace RmapHarness.Cli.Tests;

/// <summary><c>run --values</c>: predictions and observations in columns.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ValuesTests : IDisposable
{
    private readonly Invocation invocation = new();

    public void Dispose() => invocation.Dispose();

    [Test]
    public async Task Each_scheme_and_each_kernel_has_a_column()
    {
        var lines = await LinesAsync();

        Assert.That(lines, Does.Contain("page-mapcount no-page-mapcount total-mapped-pages 7.3.4-fake 7.3.4-fake"));
        Assert.That(lines, Does.Contain("step 5: observe: all parent"));
        Assert.That(lines, Does.Contain("a Pss 1536 1024 1024 1536 1536"));
        Assert.That(lines, Does.Contain("a[0..256] kpagecount 1 2 2 1 1"));
        Assert.That(lines, Does.Contain("a[256..512] kpagecount 2 2 2 2 2"));
        Assert.That(lines, Does.Contain("a[0..256] exclusive 1 0 0 1 1"));
        Assert.That(lines, Does.Contain("a Private_Dirty 1024 0 0 1024 1024"));
        Assert.That(lines, Has.None.StartsWith("a Swap "), "what is zero for all is left out");
        Assert.That(lines, Has.None.Match("[0-9]!"));
    }

    [Test]
    public async Task What_the_model_does_not_expect_of_a_kernel_is_marked()
    {
        invocation.Target.Edit = (_, run) => run with { Trace = run.Trace.MapVma(0, 0, 0, vma => vma.With(SmapsField.Pss, value => value + 4)) };
        var lines = await LinesAsync();

        Assert.That(lines, Does.Contain("a Pss 1536 1024 1024 1540! 1540!"));
    }

    [Test]
    public async Task It_is_off_by_default()
    {
        invocation.AddText("a", HalfDroppedThp.Text);
        await invocation.RunAsync("a");

        Assert.That(invocation.Output, Does.Not.Contain("kpagecount"));
    }

    private async Task<IReadOnlyList<string>> LinesAsync()
    {
        invocation.AddText("a", HalfDroppedThp.Text);
        await invocation.RunAsync("a", "--kernels", "new,old", "--values");
        return invocation.WordsOfLines();
    }
}
