using System.Diagnostics;
using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;
using RmapHarness.Guests.Agent;

namespace RmapHarness.Guests.Tests.Agent;

public sealed class AgentClientTests
{
    private static readonly Operation Map =
        new MmapOperation(0, 0x1000000000, 0x2000, Protection.Read | Protection.Write, MapFlags.Private | MapFlags.Anonymous | MapFlags.Fixed);

    private static readonly Operation Fork = new ForkOperation(0, 1);

    [Test]
    public async Task Requests_are_written_as_the_protocol_says()
    {
        var agent = await ScriptedAgent.GreetedAsync();
        var run = agent.RunAsync(ScriptedAgent.Job(Map, Fork, new TouchOperation(1, 0x1000000000, 0x2000, 0x1000, true), new ObserveOperation(0)));
        var heard = new List<string>();
        for (var i = 0; i < 5; i++)
            heard.Add(await agent.HearAsync());
        await agent.EndAsync();
        await run;
        Assert.That(heard, Is.EqualTo(new[]
        {
            "run 0 30000 4", "0 mmap 1000000000 2000 3 32", "0 fork 1", "1 touch 1000000000 2000 1000 1", "0 observe",
        }));
    }

    [Test]
    public async Task Trouble_that_the_kernel_logs_damages_the_run_in_which_it_does()
    {
        var agent = await ScriptedAgent.GreetedAsync();
        await agent.SayAsync(
            "run 0\nstep 0 0\nfinal\nkernel tsc: Refined TSC clocksource calibration: 2596.103 MHz\ndone 0 completed 0 1\n"
            + "run 1\nstep 0 0\nfinal\nkernel BUG: Bad rss-counter state mm:00000000ab type:MM_ANONPAGES val:1 Comm:agent Pid:77\nkernel more\ndone 1 completed 0 1\n");
        var runs = await agent.RunAsync(ScriptedAgent.Job(Map), ScriptedAgent.Job(Map));
        Assert.That(runs.Select(run => run.End), Is.EqualTo(new[] { RunEnd.Completed, RunEnd.Damaged }));
        Assert.That(runs.Select(run => run.Crash), Is.EqualTo(new[] { null, "BUG: Bad rss-counter state MM_ANONPAGES" }));
        Assert.That(runs[1].Trace.Outcomes, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Errnos_and_signals_arrive()
    {
        var agent = await ScriptedAgent.GreetedAsync();
        await agent.SayAsync("run 0\nstep 0 22\nstep 1 -11\nfinal\ndone 0 completed 3 1500\n");
        var run = (await agent.RunAsync(ScriptedAgent.Job(Map, Fork))).Single();
        Assert.That(run.End, Is.EqualTo(RunEnd.Completed), run.Reason);
        Assert.That(run.Trace.Outcomes, Is.EqualTo(new[] { new StepOutcome(0, 22), new StepOutcome(1, -11) }));
        Assert.That(run.ThpFallbacks, Is.EqualTo(3));
        Assert.That(run.Duration, Is.EqualTo(TimeSpan.FromMilliseconds(1.5)));
    }

    [TestCase("timeout 0 7", RunEnd.TimedOut, "the deadline passed at operation 1")]
    [TestCase("broken 0 7 process 0 was killed by signal 9", RunEnd.Broken, "process 0 was killed by signal 9")]
    public async Task A_run_that_did_not_complete_keeps_what_it_has_and_the_next_one_goes_on(string end, RunEnd expected, string reason)
    {
        var agent = await ScriptedAgent.GreetedAsync();
        await agent.SayAsync($"run 0\nstep 0 0\ndone 0 {end}\nrun 1\nstep 0 0\nstep 1 0\nfinal\ndone 1 completed 0 1\n");
        var runs = await agent.RunAsync(ScriptedAgent.Job(Map, Fork), ScriptedAgent.Job(Map, Fork));
        Assert.That((runs[0].End, runs[0].Reason), Is.EqualTo((expected, reason)));
        Assert.That(runs[0].Trace.Outcomes, Is.EqualTo(new[] { new StepOutcome(0, 0) }));
        Assert.That(runs[1].End, Is.EqualTo(RunEnd.Completed), runs[1].Reason);
    }

    [Test]
    public async Task An_unknown_smaps_field_breaks_only_its_own_run()
    {
        var agent = await ScriptedAgent.GreetedAsync();
        var smaps = Smaps.Entry.Replace("Swap: ", "Svap: ");
        foreach (var (id, text) in new[] { (0, smaps), (1, Smaps.Entry) })
            await agent.SayAsync($"run {id}\nobserve 0\n{Smaps.Process(text, Smaps.Pages)}step 0 0\nfinal\ndone {id} completed 0 1\n");
        var job = ScriptedAgent.Job(new ObserveOperation(0));
        var runs = await agent.RunAsync(job, job);
        Assert.That(runs.Select(run => run.End), Is.EqualTo(new[] { RunEnd.Broken, RunEnd.Completed }));
    }

    [TestCase("run 0\nstep 0 0\n", "ended")]
    [TestCase("run 0\nstep 0 0\nste", "ended: 'ste'")]
    [TestCase("run 0\nstep 0 0\n%& garbage\n", "unknown word")]
    [TestCase("run 0\nstep 0 0\n\n", "empty")]
    [TestCase("run 0\nstep 0 0\nstep 2 0\n", "out of order")]
    [TestCase("run 0\nstep 0 0\nstep 0 0\n", "out of order")]
    [TestCase("run 0\nstep 0 0\nstep 1 0\nstep 2 0\n", "out of order")]
    [TestCase("run 0\nstep 0 0\nstep 1 70000\n", "out of order or range")]
    [TestCase("run 0\nstep 0 0\nobserve 1\n", "observation out of order")]
    [TestCase("run 0\nstep 0 0\nprocess 0\n", "outside an observation")]
    [TestCase("run 0\nstep 0 0\nsmaps 0\n", "outside an observation")]
    [TestCase("run 0\nstep 0 0\nsmaps -1\n", "out of range")]
    [TestCase("run 0\nstep 0 0\npage 1 1 0 - 1 0 0 0\n", "outside an observation")]
    [TestCase("run 0\nstep 0 0\ndone 0 completed 0 1\n", "completed after 1 of 2")]
    [TestCase("run 0\nstep 0 0\ndone 1 completed 0 1\n", "not the end of run 0")]
    [TestCase("run 0\nstep 0 0\nstep 1 0\ndone 0 completed 0 1\n", "without the final contents")]
    [TestCase("run 0\nstep 0 0\nfinal\nstep 1 0\ndone 0 completed 0 1\n", "contents before the end")]
    [TestCase("run 0\nstep 0 0\nstep 1 0\ncontent 1000000 1 0 1\n", "outside the contents")]
    [TestCase("run 0\nstep 0 0\ndone 0 finished 0 1\n", "unknown end")]
    [TestCase("run 0\nstep 0 0\nfailed no memory\n", "the agent failed: no memory")]
    public async Task A_broken_stream_loses_the_run_and_all_after_it(string text, string reason)
    {
        var agent = await ScriptedAgent.GreetedAsync();
        await agent.SayAsync(text);
        await agent.EndAsync();
        var job = ScriptedAgent.Job(Map, Fork);
        var runs = await agent.RunAsync(job, job, job);
        Assert.That(runs.Select(run => run.End), Is.All.EqualTo(RunEnd.Lost));
        Assert.That(runs, Has.Count.EqualTo(3));
        Assert.That(runs.Select(run => run.Reason), Is.All.Contains(reason));
        Assert.That(runs[0].Trace.Outcomes[0], Is.EqualTo(new StepOutcome(0, 0)));
        Assert.That((await agent.RunAsync(job)).Single().End, Is.EqualTo(RunEnd.Lost), "a later call");
    }

    [TestCase("run 1\n")]
    [TestCase("ready\n")]
    [TestCase("run 0 0\n")]
    public async Task An_answer_to_something_else_loses_the_run(string text)
    {
        var agent = await ScriptedAgent.GreetedAsync();
        await agent.SayAsync(text);
        Assert.That((await agent.RunAsync(ScriptedAgent.Job(Map))).Single().End, Is.EqualTo(RunEnd.Lost));
    }

    [Test]
    public async Task An_observe_step_without_its_observation_loses_the_run()
    {
        var agent = await ScriptedAgent.GreetedAsync();
        await agent.SayAsync("run 0\nstep 0 0\nfinal\ndone 0 completed 0 1\n");
        var run = (await agent.RunAsync(ScriptedAgent.Job(new ObserveOperation(0)))).Single();
        Assert.That((run.End, run.Reason.Contains("without its observation", StringComparison.Ordinal)), Is.EqualTo((RunEnd.Lost, true)));
    }

    [Test]
    public async Task A_stalled_agent_is_lost_after_deadline_and_grace()
    {
        var agent = await ScriptedAgent.GreetedAsync(grace: TimeSpan.FromMilliseconds(20));
        await agent.SayAsync("run 0\nstep 0 0\n");
        var job = ScriptedAgent.Job(Map, Fork) with { Deadline = TimeSpan.FromMilliseconds(20) };
        var runs = await agent.RunAsync(job, job);
        Assert.That(runs.Select(run => run.End), Is.EqualTo(new[] { RunEnd.Lost, RunEnd.Lost }));
        Assert.That(runs[0].Reason, Does.Contain("0.04 s"));
    }

    [Test]
    public async Task A_process_that_neither_reads_nor_answers_is_lost_too()
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "printf \"$0\"; exec sleep 600", ScriptedAgent.Hello])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var client = new AgentClient(process.StandardInput.BaseStream, process.StandardOutput.BaseStream)
            {
                Grace = TimeSpan.FromMilliseconds(20),
            };
            await client.ReadHelloAsync(TimeSpan.FromSeconds(30), CancellationToken.None);

            // More than a pipe holds.
            var job = ScriptedAgent.Job([.. Enumerable.Repeat(Map, 10000)]) with { Deadline = TimeSpan.FromMilliseconds(20) };
            var ends = new List<RunEnd>();
            await foreach (var run in client.RunAsync(new[] { job, job, job }.ToAsyncEnumerable(), CancellationToken.None))
                ends.Add(run.End);
            Assert.That(ends, Is.EqualTo(new[] { RunEnd.Lost, RunEnd.Lost, RunEnd.Lost }));
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    [Test]
    public async Task Many_jobs_are_written_ahead_and_small_pipes_do_not_deadlock()
    {
        const int Count = 300;
        var agent = await ScriptedAgent.GreetedAsync(pipeSize: 512);
        var server = Task.Run(async () =>
        {
            for (var i = 0; i < Count; i++)
            {
                Assert.That(await agent.HearAsync(), Does.StartWith($"run {i} "));
                await agent.HearAsync();
                await agent.SayAsync($"run {i}\nobserve 0\n{Smaps.Process(Smaps.Entry, Smaps.Pages)}step 0 0\nfinal\ndone {i} completed {i} 1\n");
            }
        });
        var runs = await agent.RunAsync([.. Enumerable.Repeat(ScriptedAgent.Job(new ObserveOperation(0)), Count)]);
        await server;
        Assert.That(runs.Select(run => run.End), Is.All.EqualTo(RunEnd.Completed));
        Assert.That(runs.Select(run => run.ThpFallbacks), Is.EqualTo(Enumerable.Range(0, Count)));
    }

    [Test]
    public async Task A_job_goes_out_while_the_next_one_waits_for_its_result()
    {
        var agent = await ScriptedAgent.GreetedAsync();
        var answered = new TaskCompletionSource();
        var runs = agent.Client.RunAsync(Jobs(), CancellationToken.None).GetAsyncEnumerator();
        for (var i = 0; i < 2; i++)
        {
            var next = runs.MoveNextAsync();
            Assert.That(await agent.HearAsync().WaitAsync(TimeSpan.FromSeconds(30)), Does.StartWith($"run {i} "));
            await agent.HearAsync();
            await agent.SayAsync($"run {i}\nobserve 0\n{Smaps.Process(Smaps.Entry, Smaps.Pages)}step 0 0\nfinal\ndone {i} completed 0 1\n");
            Assert.That(await next, Is.True);
            answered.TrySetResult();
        }

        Assert.That(await runs.MoveNextAsync(), Is.False);

        async IAsyncEnumerable<AgentJob> Jobs()
        {
            yield return ScriptedAgent.Job(new ObserveOperation(0));
            await answered.Task;
            yield return ScriptedAgent.Job(new ObserveOperation(0));
        }
    }

    [Test]
    public async Task Answers_are_read_even_if_the_consumer_waits()
    {
        var agent = await ScriptedAgent.GreetedAsync(pipeSize: 512);
        var job = ScriptedAgent.Job(new ObserveOperation(0));
        var runs = agent.Client.RunAsync(new[] { job, job, job }.ToAsyncEnumerable(), CancellationToken.None).GetAsyncEnumerator();
        var first = runs.MoveNextAsync();
        for (var i = 0; i < 3; i++)
        {
            // More than the pipe holds: ends only if somebody reads.
            var answer = $"run {i}\nobserve 0\n{Smaps.Process(Smaps.Entry, Smaps.Pages)}step 0 0\nfinal\ndone {i} completed 0 1\n";
            await agent.SayAsync(answer).WaitAsync(TimeSpan.FromSeconds(30));
        }

        Assert.That(await first, Is.True);
        Assert.That(await runs.MoveNextAsync() && await runs.MoveNextAsync(), Is.True);
        Assert.That(runs.Current.End, Is.EqualTo(RunEnd.Completed), runs.Current.Reason);
        await runs.DisposeAsync();
    }

    [Test]
    public async Task Later_calls_go_on_where_the_earlier_one_ended()
    {
        var agent = await ScriptedAgent.GreetedAsync();
        await agent.SayAsync("run 0\nstep 0 0\nfinal\ndone 0 completed 0 1\nrun 1\nstep 0 0\nfinal\ndone 1 completed 0 1\n");
        for (var i = 0; i < 2; i++)
            Assert.That((await agent.RunAsync(ScriptedAgent.Job(Map))).Single().End, Is.EqualTo(RunEnd.Completed));
    }

    [Test]
    public async Task Cancellation_throws_and_the_agent_counts_as_lost()
    {
        var agent = await ScriptedAgent.GreetedAsync();
        using var cancellation = new CancellationTokenSource(20);
        var runs = agent.Client.RunAsync(new[] { ScriptedAgent.Job(Map) }.ToAsyncEnumerable(), cancellation.Token).GetAsyncEnumerator(CancellationToken.None);
        Assert.That(async () => await runs.MoveNextAsync(), Throws.InstanceOf<OperationCanceledException>());
        await runs.DisposeAsync();
        Assert.That((await agent.RunAsync(ScriptedAgent.Job(Map))).Single().End, Is.EqualTo(RunEnd.Lost));
    }

    [Test]
    public async Task Quit_waits_for_the_end()
    {
        var agent = await ScriptedAgent.GreetedAsync();
        var quit = agent.Client.QuitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
        Assert.That(await agent.HearAsync(), Is.EqualTo("quit"));
        await agent.EndAsync();
        await quit;
    }

    [Test]
    public async Task Quit_complains_of_an_agent_that_does_not_end()
    {
        var agent = await ScriptedAgent.GreetedAsync();
        Assert.That(
            async () => await agent.Client.QuitAsync(TimeSpan.FromMilliseconds(20), CancellationToken.None),
            Throws.TypeOf<ProtocolException>());
    }

    [FsCheck.NUnit.Property(MaxTest = 200)]
    public Property Any_bytes_give_one_result_a_job_and_never_a_completed_one() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            var agent = ScriptedAgent.GreetedAsync().GetAwaiter().GetResult();
            agent.SayAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"run 0\n"))).GetAwaiter().GetResult();
            agent.SayAsync(bytes).GetAwaiter().GetResult();
            agent.EndAsync().GetAwaiter().GetResult();
            var job = ScriptedAgent.Job(Map);
            var runs = agent.RunAsync(job, job).GetAwaiter().GetResult();
            return runs.Count == 2 && runs.All(run => run.End == RunEnd.Lost);
        });
}
