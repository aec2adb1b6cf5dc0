using System.Runtime.CompilerServices;
using System.Threading.Channels;
using RmapHarness.Cli.Probing;
using RmapHarness.Guests;
using RmapHarness.Scenarios;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Cli.Runs;

/// <summary>
/// Runs scenarios on guests of one kernel and judges them: several in flight on each guest while the model predicts and the judge
/// compares. It keeps its guests between runs. A lost guest is a crash of the scenario that was in flight; another takes its place.
/// </summary>
/// <param name="request">How the kernel runs, and what is expected of it.</param>
/// <param name="kernel">A name of the catalogue or the path of an image.</param>
/// <param name="knownIssues">All recorded findings.</param>
/// <param name="environment">Where kernels run, and the model.</param>
/// <param name="slots">A turn for each guest that may be up at a time, of this kernel and others.</param>
/// <param name="progress">Told in one line what is being done.</param>
internal sealed class ScenarioRunner(
    RunRequest request,
    string kernel,
    IReadOnlyList<KnownIssue> knownIssues,
    CommandEnvironment environment,
    SemaphoreSlim slots,
    IProgress<string> progress) : IAsyncDisposable
{
    /// <summary>Results that may wait for their consumer; the guests wait then.</summary>
    private const int Room = 64;

    private readonly GuestPool pool = new(
        environment.Target, new GuestRequest(kernel, request.Accelerator, request.Shape), slots, progress);

    private ReadyKernel? ready;

    /// <summary>Most guests of the kernel at a time, at least 1; never more than there are slots.</summary>
    public int Guests { get; init; } = 1;

    /// <summary>How many guests may be lost in one run before it is given up.</summary>
    public int MostLostGuests { get; init; } = 5;

    /// <summary>How many runs a guest is used for before a fresh one takes its place, at least 1.</summary>
    public int RunsPerGuest { get; init; } = int.MaxValue;

    /// <summary>Has a guest up and finds out what the kernel is, if that has not been done.</summary>
    /// <exception cref="TargetUnavailableException">The kernel could not be had, or the model knows no such kernel.</exception>
    public async Task<ReadyKernel> StartAsync(CancellationToken cancellation)
    {
        if (ready is not null)
            return ready;
        var booted = await pool.AcquireAsync(cancellation);
        var isGood = false;
        try
        {
            var (underTest, isGuestLost) = await new KernelSurvey(kernel, request, knownIssues, progress).MakeAsync(booted, cancellation);
            isGood = !isGuestLost;
            return ready = new ReadyKernel(booted.Guest.Facts, underTest, knownIssues, environment.Predict);
        }
        finally
        {
            if (isGood)
                pool.Return(booted);
            else
                await pool.DiscardAsync(booted);
        }
    }

    /// <summary>
    /// Runs scenarios; each comes out once, as it is finished. One that does not agree is run a second time on the same kernel.
    /// An enumeration that ends early costs the guests that are at work.
    /// </summary>
    /// <param name="scenarios">What to run; taken as there is room for it.</param>
    /// <param name="cancellation">Stops early; what is finished comes out first.</param>
    /// <exception cref="TargetUnavailableException">The kernel could not be had, or not again after a guest was lost.</exception>
    /// <exception cref="GuestsLostException">Too many guests were lost; the scenarios that did not come out have not run.</exception>
    public async IAsyncEnumerable<ScenarioRun> RunAsync(
        IAsyncEnumerable<Scenario> scenarios, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var known = await StartAsync(cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var finished = Channel.CreateBounded<ScenarioRun>(Room);
        var source = scenarios.GetAsyncEnumerator(stop.Token);
        using var queue = new WorkQueue(source, PrepareAsync);
        var crew = new GuestCrew(pool, new GuestWorker(known, queue, EnterAsync, RunsPerGuest), queue, Guests, MostLostGuests, progress);
        var work = Task.Run(() => WorkAsync(crew, finished.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var run in finished.Reader.ReadAllAsync(CancellationToken.None))
                yield return run;
        }
        finally
        {
            await stop.CancelAsync();
            // Whoever still has a result to hand over must not wait for ever.
            while (await WaitAsync(finished.Reader) && finished.Reader.TryRead(out _))
            {
            }

            await work;
            await source.DisposeAsync();
        }

        // What is finished comes out even if the run is stopped.
        ValueTask EnterAsync(ScenarioRun run) => finished.Writer.WriteAsync(run, CancellationToken.None);

        async ValueTask<WorkItem?> PrepareAsync(long index, Scenario scenario)
        {
            if (known.Compile(scenario, out var compiled) is not { } why)
                return new WorkItem(index, compiled!, known.Predict(compiled!));
            await EnterAsync(new ScenarioRun(index, null, null, null, why));
            return null;
        }
    }

    /// <summary>Ends all guests.</summary>
    public ValueTask DisposeAsync() => pool.DisposeAsync();

    // The consumer gets what went wrong.
    private static async Task WorkAsync(GuestCrew crew, ChannelWriter<ScenarioRun> finished, CancellationToken stop)
    {
        try
        {
            await crew.WorkAsync(stop);
            finished.Complete();
        }
        catch (Exception failure)
        {
            finished.Complete(failure);
        }
    }

    private static async Task<bool> WaitAsync(ChannelReader<ScenarioRun> finished)
    {
        try
        {
            return await finished.WaitToReadAsync(CancellationToken.None);
        }
        catch (Exception)
        {
            return false;
        }
    }
}
