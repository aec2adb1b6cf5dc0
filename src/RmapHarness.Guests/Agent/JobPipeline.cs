using System.Globalization;
using System.Threading.Channels;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Guests.Agent;

/// <summary>
/// Writes jobs ahead and reads their results, at the same time. At most <see cref="Window"/> jobs are between their request and
/// the consumer; for those the answers are read whether or not the consumer keeps up, so that the agent never waits in the
/// middle of a run whose deadline is running.
/// </summary>
internal sealed class JobPipeline(
    Stream requests, AnswerReader answers, SmapsParser smaps, AgentHello hello, TimeSpan grace, IReadOnlyList<AgentJob> jobs, long firstId)
{
    private const int Window = 32;

    private readonly Channel<int> inFlight = Channel.CreateBounded<int>(Window);
    private readonly Channel<int> sent = Channel.CreateUnbounded<int>();
    private readonly Channel<ObservedRun> results = Channel.CreateUnbounded<ObservedRun>();

    /// <summary>Why the agent is lost, or null.</summary>
    public string? Lost { get; private set; }

    /// <summary>Writes all requests; ends early, without an exception, when that cannot go on.</summary>
    public async Task WriteAsync(CancellationToken cancellation)
    {
        try
        {
            for (var i = 0; i < jobs.Count; i++)
            {
                await inFlight.Writer.WriteAsync(i, cancellation).ConfigureAwait(false);

                // The job's time runs from here: an agent that no longer reads must not stop the clock.
                sent.Writer.TryWrite(i);
                await SendAsync(RequestEncoder.Encode(Id(i), jobs[i]), cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The reader finds out for itself: the answers end too, or its deadline passes.
        }
    }

    /// <summary>Reads all results.</summary>
    public async Task ReadAsync(CancellationToken cancellation)
    {
        for (var i = 0; i < jobs.Count; i++)
        {
            var run = Lost is null ? await ReadRunAsync(cancellation).ConfigureAwait(false) : LostRun(Lost);
            results.Writer.TryWrite(run);
        }
    }

    /// <summary>The next result, in the order of the jobs.</summary>
    public async ValueTask<ObservedRun> NextAsync(CancellationToken cancellation)
    {
        var run = await results.Reader.ReadAsync(cancellation).ConfigureAwait(false);
        inFlight.Reader.TryRead(out _);
        return run;
    }

    /// <summary>A result for a job that never had an answer.</summary>
    public static ObservedRun LostRun(string reason) => new(RunEnd.Lost, reason, new Trace([], []), 0, TimeSpan.Zero);

    private async Task<ObservedRun> ReadRunAsync(CancellationToken cancellation)
    {
        var i = await sent.Reader.ReadAsync(cancellation).ConfigureAwait(false);
        var reader = new RunReader(answers, smaps, (ulong)hello.PageSize, Id(i), jobs[i].Program);
        try
        {
            return await reader.ReadAsync(Deadline.In(jobs[i].Deadline + grace), cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ProtocolException or IOException or ObjectDisposedException)
        {
            Lost = e.Message;
            return LostRun(Lost) with { Trace = reader.Trace };
        }
    }

    private async Task SendAsync(byte[] request, CancellationToken cancellation)
    {
        var write = requests.WriteAsync(request, CancellationToken.None).AsTask();
        try
        {
            await write.WaitAsync(cancellation).ConfigureAwait(false);
            await requests.FlushAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            write.Forget();
        }
    }

    private string Id(int i) => (firstId + i).ToString(CultureInfo.InvariantCulture);
}
