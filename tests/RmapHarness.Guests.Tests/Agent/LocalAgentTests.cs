using NUnit.Framework;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Guests.Agent;
using AgentProgram = RmapHarness.Engine.Kernel.Operations.Program;

namespace RmapHarness.Guests.Tests.Agent;

/// <summary>The real agent's observations on this machine's own kernel, checked against facts that are known by hand.</summary>
public sealed class LocalAgentTests : LocalAgentFixture
{
    private ulong PmdSize => (ulong)Agent.Hello.PmdSize;

    [Test]
    public async Task A_THP_of_which_the_child_dropped_half()
    {
        var trace = await Agent.CompleteAsync(
            [.. Thp(), new ForkOperation(0, 1), new MadviseOperation(1, Arena.Start, PmdSize / 2, Advice.DontNeed), new ObserveOperation(0)]);
        var (parent, child) = (trace.Observations[0].Processes[0], trace.Observations[0].Processes[1]);
        var kilobytes = (long)PmdSize / 1024;
        Assert.That(Counter(parent, SmapsField.Rss), Is.EqualTo(kilobytes));
        Assert.That(Counter(parent, SmapsField.AnonHugePages), Is.EqualTo(kilobytes));
        Assert.That(Counter(child, SmapsField.Rss), Is.EqualTo(kilobytes / 2));
        Assert.That(Counter(child, SmapsField.AnonHugePages), Is.Zero);

        // The two accountings of large folios, of which a kernel has one.
        var perPage = (Pss: kilobytes * 3 / 4, Private: kilobytes / 2, Shared: kilobytes / 2, Dropped: 1L, Kept: 2L);
        var perFolio = (Pss: kilobytes / 2, Private: 0L, Shared: kilobytes, Dropped: 2L, Kept: 2L);
        var middle = (Arena.Start + (PmdSize / 2)) / PageSize;
        var seen = (
            Pss: Counter(parent, SmapsField.Pss),
            Private: Counter(parent, SmapsField.Private_Dirty),
            Shared: Counter(parent, SmapsField.Shared_Dirty),
            Dropped: At(parent, middle - 1).MapCount,
            Kept: At(parent, middle).MapCount);
        Assert.That(seen, Is.AnyOf(perPage, perFolio));
        Assert.That(At(child, middle - 1).Frame, Is.EqualTo(-1));
        Assert.That(At(child, middle).FrameOf(middle), Is.EqualTo(At(parent, middle).FrameOf(middle)));
        Assert.That(At(parent, Arena.Start / PageSize).Flags & (KpageFlags.Thp | KpageFlags.CompoundHead), Is.EqualTo(KpageFlags.Thp | KpageFlags.CompoundHead));
        Assert.That(parent.Vmas[0].Flags, Does.Contain("hg"));
    }

    [Test]
    public async Task Small_pages_are_on_the_LRU_because_the_batches_were_drained()
    {
        var trace = await Agent.CompleteAsync(
            Map(2 * PageSize), new TouchOperation(0, Arena.Start, PageSize, PageSize, true), new TouchOperation(0, Arena.Start + PageSize, PageSize, PageSize, false),
            new ObserveOperation(0));
        var process = trace.Observations[0].Processes.Single();
        var (written, read) = (process.Pages[0], process.Pages[1]);
        const KpageFlags Expected = KpageFlags.Lru | KpageFlags.UpToDate | KpageFlags.Mmap | KpageFlags.Anon | KpageFlags.SwapBacked;
        Assert.That(written.Flags & Expected, Is.EqualTo(Expected));
        Assert.That(written.Pagemap & (PagemapBits.Present | PagemapBits.MmapExclusive), Is.EqualTo(PagemapBits.Present | PagemapBits.MmapExclusive));
        Assert.That(written.MapCount, Is.EqualTo(1));
        Assert.That((read.MapCount, read.Flags & KpageFlags.ZeroPage), Is.EqualTo((0, KpageFlags.ZeroPage)));
        Assert.That(Counter(process, SmapsField.Rss), Is.EqualTo((long)PageSize / 1024));
        Assert.That(Counter(process, SmapsField.Private_Dirty), Is.EqualTo((long)PageSize / 1024));
    }

    [Test]
    public async Task Pages_that_were_only_read_name_one_frame()
    {
        var trace = await Agent.CompleteAsync(Map(8 * PageSize), new TouchOperation(0, Arena.Start, 8 * PageSize, PageSize, false), new ObserveOperation(0));
        var run = trace.Observations[0].Processes.Single().Pages.Single();
        Assert.That((run.Pages, run.FrameStride), Is.EqualTo((8UL, 0)));
    }

    [Test]
    public async Task Failures_of_the_operations_are_results_not_errors()
    {
        var trace = await Agent.CompleteAsync(
            new TouchOperation(0, Arena.Start, PageSize, PageSize, false),
            Map(PageSize),
            Map(PageSize) with { Flags = MapFlags.Private | MapFlags.Anonymous | MapFlags.FixedNoReplace },
            new MmapOperation(0, Arena.Start + PmdSize, 0, ReadWrite, MapFlags.Private | MapFlags.Anonymous | MapFlags.Fixed),
            new MprotectOperation(0, Arena.Start, PageSize, Protection.Read),
            new TouchOperation(0, Arena.Start, PageSize, PageSize, true),
            new TouchOperation(0, Arena.Start, PageSize, PageSize, false),
            new MadviseOperation(0, Arena.Start, PageSize, (Advice)9999),
            new MprotectOperation(0, Arena.Start + PmdSize, PageSize, Protection.Read),
            new MprotectOperation(0, Arena.Start, PageSize, ReadWrite),
            new TouchOperation(0, Arena.Start, 2 * PageSize, PageSize, true),
            new MunmapOperation(0, Arena.Start, PageSize),
            new ObserveOperation(0));
        const int Segv = -11, Exists = 17, Invalid = 22, NoMemory = 12;
        Assert.That(
            trace.Outcomes.Select(outcome => outcome.Errno),
            Is.EqualTo(new[] { Segv, 0, Exists, Invalid, 0, Segv, 0, Invalid, NoMemory, 0, Segv, 0, 0 }));
        Assert.That(trace.Observations[0].Processes.Single().Vmas, Is.Empty);
    }

    [Test]
    public async Task A_page_that_many_processes_map_is_counted_in_all_of_them()
    {
        const int Processes = 256;
        var trace = await Agent.CompleteAsync(
        [
            Map(PageSize), new TouchOperation(0, Arena.Start, PageSize, PageSize, true),
            .. Enumerable.Range(1, Processes - 1).Select(child => new ForkOperation((child - 1) / 2, child)),
            new ObserveOperation(0),
        ]);
        var processes = trace.Observations[0].Processes;
        Assert.That(processes.Select(process => process.Process), Is.EqualTo(Enumerable.Range(0, Processes)));
        Assert.That(processes.Select(process => process.Pages.Single().MapCount), Is.All.EqualTo(Processes));
        Assert.That(processes.Select(process => process.Pages[0].Frame).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task An_exit_is_complete_when_it_is_acknowledged()
    {
        var trace = await Agent.CompleteAsync(
            Map(PageSize), new TouchOperation(0, Arena.Start, PageSize, PageSize, true), new ForkOperation(0, 1), new ForkOperation(1, 2),
            new ExitOperation(1), new ObserveOperation(0), new ExitOperation(0), new ObserveOperation(0));
        Assert.That(trace.Observations[0].Processes.Select(process => process.Process), Is.EqualTo(new[] { 0, 2 }));
        Assert.That(trace.Observations[0].Processes[0].Pages[0].MapCount, Is.EqualTo(2));
        Assert.That(trace.Observations[1].Processes.Single().Pages[0].MapCount, Is.EqualTo(1));
    }

    [Test]
    public async Task The_same_program_gives_the_same_answers_every_time()
    {
        Operation[] program =
        [
            .. Thp(), Map(4 * PageSize) with { Address = Arena.Start + (2 * PmdSize) }, new TouchOperation(0, Arena.Start + (2 * PmdSize), 3 * PageSize, PageSize, true),
            new ForkOperation(0, 1), new TouchOperation(1, Arena.Start + PageSize, PageSize, PageSize, true), new ObserveOperation(0),
            new ExitOperation(1), new TouchOperation(0, Arena.Start + (2 * PmdSize), 4 * PageSize, PageSize, true), new ObserveOperation(0),
        ];
        var jobs = Enumerable.Repeat(new AgentJob(new AgentProgram(program, ["parent"]), LocalAgent.Ample), 100).ToList();
        var answers = await Agent.Client.RunAsync(jobs.ToAsyncEnumerable(), CancellationToken.None).Select(Print).Distinct().ToListAsync();
        Assert.That(answers, Has.Count.EqualTo(1), string.Join("\n\n", answers.Take(2)));
    }

    [Test]
    public async Task A_large_sparse_VMA_is_one_run_of_pages()
    {
        const ulong Length = 64UL << 30;
        var map = Map(Length) with { Flags = MapFlags.Private | MapFlags.Anonymous | MapFlags.Fixed | MapFlags.NoReserve };
        var trace = await Agent.CompleteAsync(map, new ObserveOperation(0));
        Assert.That(trace.Observations[0].Processes.Single().Pages.Single().Pages, Is.EqualTo(Length / PageSize));
    }

    [Test]
    public async Task A_run_past_its_deadline_is_ended_and_the_next_one_is_not_affected()
    {
        const ulong Length = 128UL << 30;
        var map = Map(Length) with { Flags = MapFlags.Private | MapFlags.Anonymous | MapFlags.Fixed | MapFlags.NoReserve };
        var late = await Agent.RunAsync(TimeSpan.FromMilliseconds(100), map, new TouchOperation(0, Arena.Start, Length, PageSize, false));
        Assert.That(late.End, Is.EqualTo(RunEnd.TimedOut));
        Assert.That(late.Trace.Outcomes, Is.EqualTo(new[] { new StepOutcome(0, 0) }));
        Assert.That(Agent.ScenarioProcesses(), Is.Empty);
        await Agent.CompleteAsync(Map(PageSize), new ObserveOperation(0));
    }

    [Test]
    public async Task An_operation_of_a_process_that_is_not_there_breaks_the_run()
    {
        var run = await Agent.RunAsync(new ForkOperation(0, 1), new ExitOperation(1), new ExitOperation(1));
        Assert.That((run.End, run.Reason), Is.EqualTo((RunEnd.Broken, "process 1 is not alive")));
        run = await Agent.RunAsync(new ForkOperation(0, 1), new ForkOperation(0, 1));
        Assert.That((run.End, run.Reason), Is.EqualTo((RunEnd.Broken, "process 1 exists already")));
    }

    private static PageRun At(ProcSnapshot process, ulong page) => process.Pages.Single(run => run.FirstPage <= page && page < run.EndPage);

    private static long Counter(ProcSnapshot process, SmapsField field) => process.Vmas[0].Counters[field];

    private static MmapOperation Map(ulong length) =>
        new(0, Arena.Start, length, ReadWrite, MapFlags.Private | MapFlags.Anonymous | MapFlags.Fixed);

    /// <summary>What an answer says, without what may differ.</summary>
    private static string Print(ObservedRun run) =>
        $"{run.End} {run.Reason} {run.ThpFallbacks} {string.Join(' ', run.Trace.Outcomes)}\n" +
        string.Join('\n', run.Trace.Observations.Select(Print));

    /// <summary>Frames by their order of appearance (a freed one may come back later), no young or idle state.</summary>
    private static string Print(Observation observation)
    {
        const KpageFlags Unstable = KpageFlags.Locked | KpageFlags.Error | KpageFlags.Referenced | KpageFlags.Active | KpageFlags.Reclaim | KpageFlags.Idle;
        var frames = new Dictionary<long, int>();
        return string.Join('\n', observation.Processes.Select(process =>
            string.Join(' ', process.Vmas.SelectMany(vma => Enum.GetValues<SmapsField>()
                .Where(field => field != SmapsField.Referenced && vma.Counters.Has(field)).Select(field => $"{field}={vma.Counters[field]}"))) +
            string.Concat(process.Pages.SelectMany(Single).Select(page =>
            {
                frames.TryAdd(page.Frame, frames.Count);
                return $"\n{page with { Frame = frames[page.Frame], Flags = page.Flags & ~Unstable }}";
            }))));
    }

    /// <summary>Where runs end depends on the frames, so the pages are taken one by one.</summary>
    private static IEnumerable<PageRun> Single(PageRun run)
    {
        for (var page = run.FirstPage; page < run.EndPage; page++)
            yield return run with { FirstPage = page, Pages = 1, Frame = run.FrameOf(page), FrameStride = 1, Word = run.WordOf(page), WordStride = 1 };
    }

    /// <summary>One written THP at the arena's start.</summary>
    private Operation[] Thp() =>
        [Map(PmdSize), new MadviseOperation(0, Arena.Start, PmdSize, Advice.HugePage), new TouchOperation(0, Arena.Start, PmdSize, PageSize, true)];
}
