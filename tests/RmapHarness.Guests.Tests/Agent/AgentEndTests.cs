using System.Globalization;
using Mono.Unix.Native;
using NUnit.Framework;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Guests.Tests.Agent;

/// <summary>However the agent or a process of it ends: no process and no cgroup stays, and the settings are what they were.</summary>
[NonParallelizable]
public sealed class AgentEndTests
{
    private static readonly Operation[] Endless =
    [
        new MmapOperation(
            0, Arena.Start, 256UL << 30, Protection.Read, MapFlags.Private | MapFlags.Anonymous | MapFlags.Fixed | MapFlags.NoReserve),
        new ForkOperation(0, 1),
        .. Enumerable.Repeat(new TouchOperation(0, Arena.Start, 256UL << 30, 0x10000, false), 1000),
    ];

    [Test]
    public async Task Quit()
    {
        var agent = await LocalAgent.StartAsync();
        AssertHeld(agent);
        await agent.Client.QuitAsync(LocalAgent.Ample, CancellationToken.None);
        await agent.DisposeAsync();
        await AssertNothingLeftAsync(agent);
    }

    [TestCase(Signum.SIGKILL)]
    [TestCase(Signum.SIGTERM)]
    [TestCase(Signum.SIGINT)]
    [TestCase(Signum.SIGHUP)]
    public async Task A_signal_in_the_middle_of_a_run(Signum signal)
    {
        var agent = await LocalAgent.StartAsync();
        var run = agent.RunAsync(Endless);
        await UntilAsync(() => agent.ScenarioProcesses().Count == 2, "the run begins");
        AssertHeld(agent);
        Assert.That(LocalAgent.Cgroups(), Is.Not.Empty);
        await agent.SignalAsync(signal);
        Assert.That((await run).End, Is.EqualTo(RunEnd.Lost));
        await AssertNothingLeftAsync(agent);
        await agent.DisposeAsync();
    }

    [Test]
    public async Task The_end_of_input_in_the_middle_of_a_batch()
    {
        var agent = await LocalAgent.StartAsync();
        await agent.CompleteAsync(new ObserveOperation(0));
        await agent.DisposeAsync();
        await AssertNothingLeftAsync(agent);
    }

    [Test]
    public async Task The_guardian_killed_first()
    {
        var agent = await LocalAgent.StartAsync();
        LocalAgent.Send(agent.Guardian(), Signum.SIGKILL);
        await agent.DisposeAsync();
        await AssertNothingLeftAsync(agent);
    }

    [Test]
    public async Task A_scenario_process_killed_breaks_its_run_only()
    {
        var agent = await LocalAgent.StartAsync();
        var run = agent.RunAsync(Endless);
        await UntilAsync(() => agent.ScenarioProcesses().Count == 2, "the run begins");
        LocalAgent.Send(agent.ScenarioProcesses()[0], Signum.SIGKILL);
        Assert.That((await run).Reason, Does.Match("^process [01] was killed by signal 9$"));
        Assert.That((await run).End, Is.EqualTo(RunEnd.Broken));
        await agent.CompleteAsync(new ObserveOperation(0));
        await agent.DisposeAsync();
        await AssertNothingLeftAsync(agent);
    }

    [Test]
    public async Task What_a_process_had_done_of_what_it_was_sent_at_once_is_told_when_it_is_killed()
    {
        await using var agent = await LocalAgent.StartAsync();
        var touch = new TouchOperation(0, Arena.Start, 256UL << 30, 0x10000, false);
        var run = agent.RunAsync([Endless[0], touch with { Length = 0x10000 }, new MadviseOperation(0, Arena.Start, 0x10000, (Advice)9999), .. Enumerable.Repeat(touch, 20)]);
        await UntilAsync(() => agent.ScenarioProcesses() is [var pid] && PagesOfTables(pid) > 100, "the fourth operation is under way");
        LocalAgent.Send(agent.ScenarioProcesses()[0], Signum.SIGKILL);
        const int Invalid = 22;
        Assert.That((await run).Trace.Outcomes.Take(3).Select(outcome => outcome.Errno), Is.EqualTo(new[] { 0, 0, Invalid }));
        Assert.That((await run).Trace.Outcomes, Has.Count.InRange(3, 22));
        Assert.That((await run).Reason, Is.EqualTo("process 0 was killed by signal 9"));
    }

    [TestCase("sing a 1 1\n", "not a request: sing a 1 1")]
    [TestCase("run a 1\n", "not a request")]
    [TestCase("run a -1 1\n", "not a request")]
    [TestCase("run a 1000 1\n0 dance\n", "not an operation: 0 dance")]
    [TestCase("run a 1000 1\n0 mmap 1000000000 1000 3\n", "not an operation")]
    [TestCase("run a 1000 1\n0 mmap 1000000000 1000 3 32 0\n", "not an operation")]
    [TestCase("run a 1000 1\n0 mmap 1000000000 1000 3 22\n", "not an operation")]
    [TestCase("run a 1000 1\n0 munmap 400000 1000\n", "not an operation")]
    [TestCase("run a 1000 1\n0 munmap 6ffffff000 2000\n", "not an operation")]
    [TestCase("run a 1000 1\n0 touch 1000000000 1000 0 1\n", "not an operation")]
    [TestCase("run a 1000 1\n5000 observe\n", "not an operation")]
    [TestCase("run a 1000 2\n0 observe\n", "ends after 1 of 2")]
    public async Task A_request_that_is_not_understood(string request, string reason)
    {
        var agent = await LocalAgent.StartAsync();
        Assert.That(await agent.AskRawAsync(request), Does.Contain("failed ").And.Contain(reason));
        await agent.DisposeAsync();
        await AssertNothingLeftAsync(agent);
    }

    private static void AssertHeld(LocalAgent agent)
    {
        Assert.That(agent.Hello.Settings, Is.Not.Empty);
        foreach (var setting in agent.Hello.Settings.Where(setting => setting.Path.StartsWith('/')))
            Assert.That(Current(setting.Path), Is.EqualTo(setting.New), setting.Path);
    }

    private static async Task AssertNothingLeftAsync(LocalAgent agent)
    {
        await UntilAsync(() => LocalAgent.Processes().Count == 0, "all processes end");
        Assert.That(LocalAgent.Cgroups(), Is.Empty);
        foreach (var setting in agent.Hello.Settings.Where(setting => setting.Path.StartsWith('/')))
            Assert.That(Current(setting.Path), Is.EqualTo(setting.Old), setting.Path);
    }

    private static string Current(string path)
    {
        var text = File.ReadAllText(path).Trim();
        var open = text.IndexOf('[');
        return open < 0 ? text : text[(open + 1)..text.IndexOf(']')];
    }

    private static long PagesOfTables(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmPTE:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 4;
    }

    private static async Task UntilAsync(Func<bool> condition, string what)
    {
        var deadline = DateTime.UtcNow + LocalAgent.Ample;
        while (!condition())
        {
            Assert.That(DateTime.UtcNow, Is.LessThan(deadline), $"waited in vain until {what}");
            await Task.Delay(10);
        }
    }
}
