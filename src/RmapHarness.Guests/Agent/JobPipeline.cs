using System.Buffers;
using System.Globalization;
using System.Threading.Channels;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Guests.Agent;

/// <summary>
/// Takes jobs, writes them ahead and reads their results, at the same time. At most <see cref="Window"/> jobs are between their
/// request and the consumer; for those the answers are read whether or not the consumer keeps up, so that the agent never waits in
/// the middle of a run whose deadline is running.
/// </summary>
internal sealed class JobPipeline(
    Stream requests, AnswerReader answers, SmapsParser smaps, AgentHello hello, TimeSpan grace, IAsyncEnumerable<AgentJob> jobs, long firstId)
    : IDisposable
{
    // Enough that the agent always finds a request; the fewer wait in it, the better guests share the last jobs of a queue.
    private const int Window = 12;

    // Requests that go out together once the window was full: each packet into an emulated guest costs it a third of a millisecond.
    private const int Batch = 4;

    private readonly SemaphoreSlim room = new(Window);
    private readonly Channel<AgentJob> sent = Channel.CreateUnbounded<AgentJob>();
    private readonly Channel<ObservedRun> results = Channel.CreateUnbounded<ObservedRun>();
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ArrayBufferWriter<byte> unsent = new();
    private int reserved;
    private bool broken;
    private long nextReadId = firstId;

    /// <summary>Why the agent is lost, or null.</summary>
    public string? Lost { get; private set; }

    /// <summary>The name of the job after the last one that was taken.</summary>
    public long NextId { get; private set; } = firstId;

    /// <summary>Takes and writes all requests; ends early, without an exception, when writing cannot go on.</summary>
    /// <exception cref="Exception">Whatever the source of the jobs throws.</exception>
    public async Task WriteAsync(CancellationToken cancellation)
    {
        try
        {
            await WriteAllAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Whoever cancelled knows.
        }
        finally
        {
            sent.Writer.Complete();
        }
    }

    /// <summary>Reads all results; never fails itself.</summary>
    public async Task ReadAsync(CancellationToken cancellation)
    {
        try
        {
            await foreach (var job in sent.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
                results.Writer.TryWrite(Lost is null ? await ReadRunAsync(job, cancellation).ConfigureAwait(false) : LostRun(Lost));
            results.Writer.Complete();
        }
#pragma warning disable CA1031 // The consumer gets it, whatever it is.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            results.Writer.Complete(failure);
        }
    }

    /// <summary>The next result, in the order of the jobs; null after the last one.</summary>
    public async ValueTask<ObservedRun?> NextAsync(CancellationToken cancellation)
    {
        if (!await results.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false) || !results.Reader.TryRead(out var run))
            return null;
        room.Release();
        return run;
    }

    /// <summary>A result for a job that never had an answer.</summary>
    public static ObservedRun LostRun(string reason) => new(RunEnd.Lost, reason, new Trace([], []), 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public void Dispose() => room.Dispose();

    private async Task WriteAllAsync(CancellationToken cancellation)
    {
        var source = jobs.GetAsyncEnumerator(cancellation);
        await using (source.ConfigureAwait(false))
        {
            while (true)
            {
                await MakeRoomAsync(cancellation).ConfigureAwait(false);
                var next = source.MoveNextAsync().AsTask();
                // Nothing waits here for a job that is not there yet.
                if (!next.IsCompleted)
                    await Task.WhenAll(next, SendAsync(cancellation)).ConfigureAwait(false);
                if (!await next.ConfigureAwait(false))
                    break;

                // The job's time runs from here: an agent that no longer reads must not stop the clock.
                sent.Writer.TryWrite(source.Current);
                unsent.Write(RequestEncoder.Encode(Id(NextId++), source.Current));
            }

            await SendAsync(cancellation).ConfigureAwait(false);
        }
    }

    private async Task MakeRoomAsync(CancellationToken cancellation)
    {
        if (reserved > 0)
        {
            reserved--;
            return;
        }

        if (await room.WaitAsync(0, cancellation).ConfigureAwait(false))
            return;
        await SendAsync(cancellation).ConfigureAwait(false);
        for (var i = 0; i < Batch; i++)
            await room.WaitAsync(cancellation).ConfigureAwait(false);
        reserved = Batch - 1;
    }

    private async Task SendAsync(CancellationToken cancellation)
    {
        if (unsent.WrittenCount == 0)
            return;
        var together = unsent.WrittenSpan.ToArray();
        unsent.ResetWrittenCount();
        broken = broken || !await TrySendAsync(together, cancellation).ConfigureAwait(false);
    }

    private async Task<ObservedRun> ReadRunAsync(AgentJob job, CancellationToken cancellation)
    {
        var reader = new RunReader(answers, smaps, (ulong)hello.PageSize, Id(nextReadId++), job.Program);
        try
        {
            return await reader.ReadAsync(Deadline.In(job.Deadline + grace), cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ProtocolException or IOException or ObjectDisposedException)
        {
            Lost = e.Message;
            gone.TrySetResult();
            return LostRun(Lost) with { Trace = reader.Trace };
        }
    }

    // Where writing fails the reader finds out for itself: the answers end too, or its deadline passes. It says so then.
    private async Task<bool> TrySendAsync(byte[] request, CancellationToken cancellation)
    {
        var write = WriteAsync(request);
        write.Forget();
        await Task.WhenAny(write, gone.Task).WaitAsync(cancellation).ConfigureAwait(false);
        return write.IsCompletedSuccessfully && write.Result;
    }

    private async Task<bool> WriteAsync(byte[] request)
    {
        try
        {
            await requests.WriteAsync(request, CancellationToken.None).ConfigureAwait(false);
            await requests.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    private static string Id(long number) => number.ToString(CultureInfo.InvariantCulture);
}
