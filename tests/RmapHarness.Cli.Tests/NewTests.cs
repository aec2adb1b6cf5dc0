namespace RmapHarness.Cli.Tests;

/// <summary><c>new</c>: a scenario that passes.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class NewTests : IDisposable
{
    private readonly Invocation invocation = new();

    private string PathOf(string name) => Path.Combine(invocation.Root, "mine", name);

    public void Dispose() => invocation.Dispose();

    [Test]
    public async Task A_new_scenario_passes_check_and_run_and_names_the_schema()
    {
        var path = PathOf("first.yaml");

        Assert.That(await invocation.InvokeAsync(CancellationToken.None, "new", PathOf("first")), Is.Zero, invocation.Error);
        Assert.That(invocation.Output, Does.StartWith($"{path}: a scenario that passes.").And.Contain($"./run.sh check {path}"));
        Assert.That(File.ReadLines(path).First(), Is.EqualTo("# yaml-language-server: $schema=../docs/scenario.schema.json"));
        Assert.That(await invocation.InvokeAsync(CancellationToken.None, "check", path), Is.Zero, invocation.Error);
        Assert.That(await invocation.RunAsync(path), Is.Zero, invocation.Error);
        Assert.That(invocation.Verdicts(), Is.EqualTo(new[] { "first: pass" }));
    }

    [Test]
    public async Task A_file_that_is_there_is_not_written_over()
    {
        Directory.CreateDirectory(PathOf(""));
        File.WriteAllText(PathOf("there.yaml"), "precious");

        Assert.That(await invocation.InvokeAsync(CancellationToken.None, "new", PathOf("there.yaml")), Is.EqualTo(ExitStatus.Usage));
        Assert.That(File.ReadAllText(PathOf("there.yaml")), Is.EqualTo("precious"));
        Assert.That(invocation.Error, Does.Contain("already exists"));
    }

    [TestCase("Upper")]
    [TestCase("two words")]
    [TestCase("-dash")]
    [TestCase(".yaml")]
    public async Task A_bad_name_is_refused(string name)
    {
        Assert.That(await invocation.InvokeAsync(CancellationToken.None, "new", PathOf(name)), Is.EqualTo(ExitStatus.Usage));
        Assert.That(invocation.Error, Does.Contain("is not a scenario's name"));
        Assert.That(Directory.Exists(PathOf("")), Is.False);
    }

    [Test]
    public async Task Check_names_a_geometry_that_a_scenario_does_not_fit()
    {
        invocation.AddText("kb", """
            name: kb
            about: Sizes that 16 KiB pages cannot have.
            steps:
              - parent mmap: { as: a, kind: anon, size: 4 KiB }
              - observe: all
            """);

        Assert.That(await invocation.InvokeAsync(CancellationToken.None, "check", "kb"), Is.EqualTo(ExitStatus.Usage));
        Assert.That(invocation.Error, Does.Contain("kb.yaml:4:").And.Contain("with 16 KiB pages").And.Contain("with 64 KiB pages").And.Not.Contain("with 4 KiB pages"));
    }
}
