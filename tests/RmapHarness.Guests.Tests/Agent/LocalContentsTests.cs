using NUnit.Framework;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Guests.Tests.Agent;

/// <summary>What the real agent reads of memory, on this machine's own kernel.</summary>
public sealed class LocalContentsTests : LocalAgentFixture
{
    private ulong First => Arena.Start / PageSize;

    [Test]
    public async Task Looking_faults_nothing_in_and_the_end_reads_everything()
    {
        var trace = await Agent.CompleteAsync(Map(8), Write(2, 3), new ObserveOperation(0), new ObserveOperation(0));

        foreach (var observation in trace.Observations)
        {
            var present = observation.Processes.Single().Pages.Where(run => run.Frame >= 0).ToList();
            Assert.That(present.Sum(run => (long)run.Pages), Is.EqualTo(3));
            Assert.That(present.Select(run => run.Word), Is.EqualTo(present.Select(run => Token(2, run.FirstPage - First))));
        }

        Assert.That(Words(trace), Is.EqualTo(new ulong[] { 0, 0, Token(2, 2), Token(2, 3), Token(2, 4), 0, 0, 0 }));
    }

    [Test]
    public async Task Memory_that_may_not_be_accessed_is_read_all_the_same()
    {
        var trace = await Agent.CompleteAsync(
            Map(4), Write(0, 3), new MprotectOperation(0, Arena.Start, 4 * PageSize, Protection.None), new ObserveOperation(0), new ForkOperation(0, 1),
            new MprotectOperation(0, Arena.Start, 4 * PageSize, ReadWrite), new TouchOperation(0, Arena.Start, PageSize, PageSize, true), new ObserveOperation(0));

        Assert.That(trace.Outcomes.Select(outcome => outcome.Errno), Is.All.Zero);
        Assert.That(trace.Observations[0].Processes.Single().Pages[0].Word, Is.EqualTo(Token(2, 0)));
        Assert.That(Words(trace), Is.EqualTo(new ulong[] { Token(7, 0, (2 * 31) + 7), Token(2, 1), Token(2, 2), 0 }));
        Assert.That(Words(trace, 1), Is.EqualTo(new ulong[] { Token(2, 0), Token(2, 1), Token(2, 2), 0 }));
    }

    [Test]
    public async Task A_copy_keeps_what_was_stored_before()
    {
        var trace = await Agent.CompleteAsync(Map(2), Write(0, 2), new ForkOperation(0, 1), Write(1, 1) with { Process = 1 }, Write(1, 1));

        Assert.That(Words(trace), Is.EqualTo(new ulong[] { Token(2, 0), Token(5, 1, (2 * 31) + 5) }));
        Assert.That(Words(trace, 1), Is.EqualTo(new ulong[] { Token(2, 0), Token(4, 1, (2 * 31) + 4) }));
    }

    [Test]
    public async Task A_process_that_was_read_by_force_still_gets_its_signals()
    {
        var trace = await Agent.CompleteAsync(
            Map(1), Write(0, 1), new MprotectOperation(0, Arena.Start, PageSize, Protection.None), new ObserveOperation(0), Write(0, 1),
            new ObserveOperation(0), Write(0, 1), new MunmapOperation(0, Arena.Start, PageSize));

        Assert.That(trace.Outcomes.Select(outcome => outcome.Errno), Is.EqualTo(new[] { 0, 0, 0, 0, -11, 0, -11, 0 }));
    }

    [Test]
    public async Task Of_a_large_VMA_only_the_pages_with_an_entry_are_read()
    {
        var map = Map(65537) with { Flags = MapFlags.Shared | MapFlags.Anonymous | MapFlags.Fixed | MapFlags.NoReserve };
        var trace = await Agent.CompleteAsync(map, Write(7, 1), Write(65536, 1));

        Assert.That(trace.Contents!.Single().Runs.Select(run => (run.FirstPage - First, run.Pages)), Is.EqualTo(new[] { (7UL, 1UL), (65536UL, 1UL) }));
    }

    /// <summary>What is left by an operation, counted from 1, in a page of the arena; history: all that have stored there.</summary>
    private ulong Token(ulong operation, ulong at, ulong? history = null) => ((history ?? operation) << 52) | (operation << 32) | (First + at);

    private List<ulong> Words(Trace trace, int process = 0)
    {
        var runs = trace.Contents!.Single(contents => contents.Process == process).Runs;
        var words = new List<ulong>();
        foreach (var run in runs)
        {
            Assert.That(run.FirstPage, Is.EqualTo(First + (ulong)words.Count));
            for (var at = run.FirstPage; at < run.EndPage; at++)
                words.Add(run.WordOf(at));
        }

        return words;
    }

    private MmapOperation Map(ulong pages) =>
        new(0, Arena.Start, pages * PageSize, ReadWrite, MapFlags.Private | MapFlags.Anonymous | MapFlags.Fixed);

    private TouchOperation Write(ulong at, ulong pages) => new(0, Arena.Start + (at * PageSize), pages * PageSize, PageSize, true);
}
