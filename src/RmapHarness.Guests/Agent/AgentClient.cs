using RmapHarness.Engine.Proc;

namespace RmapHarness.Guests.Agent;

/// <summary>The harness's end of the agent's wire (vm/agent/PROTOCOL.md). Not thread-safe. It does not own the streams.</summary>
public sealed class AgentClient
{
    /// <summary>Creates a client; nothing is read or written yet.</summary>
    /// <param name="requests">The agent's standard input.</param>
    /// <param name="answers">The agent's standard output.</param>
    public AgentClient(Stream requests, Stream answers)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(answers);
    }

    /// <summary>What a job may take beyond its own deadline before the agent counts as lost: the kill, the answer's way.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Reads the agent's hello; call it once, first.</summary>
    /// <param name="deadline">How long to wait for all of it.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <exception cref="ProtocolException">The agent failed, ended, said something else or nothing in time.</exception>
    public Task<AgentHello> ReadHelloAsync(TimeSpan deadline, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>
    /// Executes jobs, several in flight. Yields exactly one result a job, in the order of the jobs; when the agent is lost, it
    /// yields <see cref="RunEnd.Lost"/> for the job in flight and for all after it, also in later calls.
    /// </summary>
    /// <param name="jobs">The programs.</param>
    /// <param name="cancellation">Stops early; the agent is then as good as lost.</param>
    /// <exception cref="InvalidOperationException">The hello has not been read, or an earlier call is still under way.</exception>
    public IAsyncEnumerable<ObservedRun> RunAsync(IReadOnlyList<AgentJob> jobs, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Asks the agent to end; it puts the kernel's settings back and closes its output.</summary>
    /// <param name="deadline">How long to wait for that end.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <exception cref="ProtocolException">The agent did not end in time, or said something else.</exception>
    public Task QuitAsync(TimeSpan deadline, CancellationToken cancellation) => throw new NotImplementedException();
}
