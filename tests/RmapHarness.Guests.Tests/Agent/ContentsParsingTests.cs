using NUnit.Framework;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Guests.Tests.Agent;

public sealed class ContentsParsingTests
{
    [Test]
    public async Task Contents_of_all_processes_arrive()
    {
        var run = await RunAsync("process 0\ncontent 1000000 4 301000000 1\nfault 1000004 2 11\nprocess 2\ncontent 1000000 8 0 0\n");

        Assert.That(run.End, Is.EqualTo(RunEnd.Completed), run.Reason);
        Assert.That(run.Trace.Contents!.Select(contents => contents.Process), Is.EqualTo(new[] { 0, 2 }));
        Assert.That(run.Trace.Contents![0].Runs, Is.EqualTo(new ContentRun[] { new(0x1000000, 4, 0x301000000, 1), new(0x1000004, 2, 0, 0, 11) }));
        Assert.That(run.Trace.Contents[1].Runs, Is.EqualTo(new ContentRun[] { new(0x1000000, 8, 0, 0) }));
    }

    [TestCase("content 1000000 1 0 1\n", "without a process")]
    [TestCase("process 1\nprocess 0\n", "process 0 after process 1")]
    [TestCase("process 0\ncontent 1000000 0 0 1\n", "out of order or range")]
    [TestCase("process 0\ncontent 1000000 2 0 0\ncontent 1000001 1 0 1\n", "page 1000001 out of order")]
    [TestCase("process 0\ncontent ffffffffffffffff 1 0 1\n", "out of order or range")]
    [TestCase("process 0\ncontent 1000000 1 0 2\n", "out of range")]
    [TestCase("process 0\ncontent 1000000 1 0\n", "missing")]
    [TestCase("process 0\ncontent 1000000 1 0 1 1\n", "too many")]
    [TestCase("process 0\nfault 1000000 1 0\n", "not a signal")]
    [TestCase("process 0\nfault 1000000 1 65\n", "not a signal")]
    public async Task What_is_not_understood_breaks_the_run(string contents, string reason)
    {
        var run = await RunAsync(contents);

        Assert.That(run.End, Is.EqualTo(RunEnd.Broken));
        Assert.That(run.Reason, Does.Contain(reason));
    }

    private static async Task<ObservedRun> RunAsync(string contents)
    {
        var agent = await ScriptedAgent.GreetedAsync();
        await agent.SayAsync($"run 0\nstep 0 0\nfinal\n{contents}done 0 completed 0 1\n");
        return (await agent.RunAsync(ScriptedAgent.Job(new ExitOperation(0)))).Single();
    }
}
