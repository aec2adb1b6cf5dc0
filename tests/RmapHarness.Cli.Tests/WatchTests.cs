namespace RmapHarness.Cli.Tests;

/// <summary><c>run --watch</c>: again at each save, on one guest.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WatchTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly Invocation invocation = new();
    private readonly CancellationTokenSource stop = new(Deadline);

    public void Dispose()
    {
        stop.Dispose();
        invocation.Dispose();
    }

    [Test]
    public async Task Each_save_is_answered_on_the_same_guest_until_the_command_is_interrupted()
    {
        invocation.Add("example");
        var run = Watch();
        await SaidAsync(() => invocation.Output, "example +pass");
        await SaidAsync(() => invocation.Error, "watching");

        Save("about: A child", "about: Another child");
        await SaidAsync(() => invocation.Output, "(?s)example +pass.*example +pass");
        Save("size: 8 pages", "size: 8 pgaes");
        await SaidAsync(() => invocation.Error, "'pgaes' is not a unit.*");
        Assert.That(run.IsCompleted, Is.False, "a broken scenario does not end it");
        Save("size: 8 pgaes", "size: 8 pages");
        await SaidAsync(() => invocation.Output, "(?s)example +pass.*example +pass.*example +pass");

        await stop.CancelAsync();
        Assert.That(await run, Is.EqualTo(ExitStatus.Interrupted));
        Assert.That(invocation.Target.Started, Is.EqualTo(1));
        Assert.That(invocation.Target.Disposed, Is.EqualTo(1));
    }

    [Test]
    public async Task A_lost_guest_is_a_crash_and_the_next_save_gets_another()
    {
        invocation.Add("example");
        invocation.Target.Edit = (index, observed) => index == 0 ? observed with { End = Engine.Proc.RunEnd.Lost, Reason = "gone" } : observed;
        var run = Watch();
        await SaidAsync(() => invocation.Output, "example +crash");

        Save("about: A child", "about: Another child");
        await SaidAsync(() => invocation.Output, "example +pass");

        await stop.CancelAsync();
        Assert.That(await run, Is.EqualTo(ExitStatus.Interrupted));
        Assert.That(invocation.Target.Disposed, Is.EqualTo(invocation.Target.Started));
    }

    [Test]
    public async Task It_is_for_one_kernel()
    {
        Assert.That(await invocation.RunAsync("--watch", "--kernels", "new,old"), Is.EqualTo(ExitStatus.Usage));
        Assert.That(invocation.Error, Does.Contain("--watch is for one kernel"));
    }

    private Task<int> Watch() => Task.Run(() => invocation.InvokeAsync(
        stop.Token, "run", "--out", Path.Combine(invocation.Root, "out"), invocation.PathOf("example"), "--watch"));

    private void Save(string from, string to)
    {
        var text = File.ReadAllText(invocation.PathOf("example"));
        Assert.That(text, Does.Contain(from));
        File.WriteAllText(invocation.PathOf("example"), text.Replace(from, to, StringComparison.Ordinal));
    }

    private async Task SaidAsync(Func<string> text, string pattern)
    {
        while (!System.Text.RegularExpressions.Regex.IsMatch(text(), pattern))
            await Task.Delay(20, stop.Token);
    }
}
