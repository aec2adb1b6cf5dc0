using System.Runtime.CompilerServices;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Guests.Agent;

/// <summary>The harness's end of the agent's wire (vm/agent/PROTOCOL.md). Not thread-safe. It does not own the streams.</summary>
public sealed class AgentClient
{
    private readonly Stream requests;
    private readonly AnswerReader answers;
    private readonly SmapsParser smaps = new();
    private AgentHello? hello;
    private string? lost;
    private bool running;
    private long nextId;

    /// <summary>Creates a client; nothing is read or written yet.</summary>
    /// <param name="requests">The agent's standard input.</param>
    /// <param name="answers">The agent's standard output.</param>
    public AgentClient(Stream requests, Stream answers)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(answers);
        this.requests = requests;
        this.answers = new AnswerReader(answers);
    }

    /// <summary>What a job may take beyond its own deadline before the agent counts as lost: the kill, the answer's way.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Reads the agent's hello; call it once, first.</summary>
    /// <param name="deadline">How long to wait for all of it.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <exception cref="ProtocolException">The agent failed, ended, said something else or nothing in time.</exception>
    /// <exception cref="IOException">The stream broke.</exception>
    public async Task<AgentHello> ReadHelloAsync(TimeSpan deadline, CancellationToken cancellation) =>
        hello = await HelloReader.ReadAsync(answers, Deadline.In(deadline), cancellation).ConfigureAwait(false);

    /// <summary>
    /// Executes jobs, several in flight. Yields exactly one result a job, in the order of the jobs; when the agent is lost, it
    /// yields <see cref="RunEnd.Lost"/> for the job in flight and for all after it, also in later calls.
    /// </summary>
    /// <param name="jobs">The programs; taken as there is room for them.</param>
    /// <param name="cancellation">Stops early; the agent is then as good as lost, as it is where the enumeration ends early.</param>
    /// <exception cref="InvalidOperationException">The hello has not been read, or an earlier call is still under way.</exception>
    public async IAsyncEnumerable<ObservedRun> RunAsync(
        IAsyncEnumerable<AgentJob> jobs, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        if (running || hello is null)
            throw new InvalidOperationException(running ? "an earlier run is still under way" : "the hello has not been read");
        if (lost is not null)
        {
            await foreach (var job in jobs.WithCancellation(cancellation).ConfigureAwait(false))
                yield return JobPipeline.LostRun(lost);
            yield break;
        }

        running = true;
        lost = "an earlier run was abandoned";
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var pipeline = new JobPipeline(requests, answers, smaps, hello, Grace, jobs, nextId);
        var write = Task.Run(() => pipeline.WriteAsync(stop.Token), CancellationToken.None);
        _ = Task.Run(() => pipeline.ReadAsync(stop.Token), CancellationToken.None);
        try
        {
            while (await pipeline.NextAsync(cancellation).ConfigureAwait(false) is { } run)
                yield return run;
            lost = pipeline.Lost;
        }
        finally
        {
            if (lost is not null)
                await stop.CancelAsync().ConfigureAwait(false);
            nextId = pipeline.NextId;
            running = false;
            await write.ConfigureAwait(false);
        }
    }

    /// <summary>Asks the agent to end; it puts the kernel's settings back and closes its output.</summary>
    /// <param name="deadline">How long to wait for that end.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <exception cref="ProtocolException">The agent did not end in time, or said something else.</exception>
    /// <exception cref="IOException">The stream broke.</exception>
    public async Task QuitAsync(TimeSpan deadline, CancellationToken cancellation)
    {
        if (lost is not null)
            throw new ProtocolException($"the agent is lost: {lost}");
        lost = "the agent was asked to end";
        await requests.WriteAsync("quit\n"u8.ToArray(), cancellation).ConfigureAwait(false);
        await requests.FlushAsync(cancellation).ConfigureAwait(false);
        await answers.ReadEndAsync(Deadline.In(deadline), cancellation).ConfigureAwait(false);
    }
}
