using NUnit.Framework;
using RmapHarness.Engine.Kernel.Operations;

namespace RmapHarness.Guests.Tests.Agent;

/// <summary>Tests of the real agent on this machine's own kernel, one agent for all of them.</summary>
[NonParallelizable]
public abstract class LocalAgentFixture
{
    private protected const Protection ReadWrite = Protection.Read | Protection.Write;

    private LocalAgent? agent;

    private protected LocalAgent Agent => agent ?? throw new InvalidOperationException("not started");

    /// <summary>Bytes of a page.</summary>
    private protected ulong PageSize => (ulong)Agent.Hello.PageSize;

    [OneTimeSetUp]
    public async Task StartAgentAsync() => agent = await LocalAgent.StartAsync();

    [OneTimeTearDown]
    public async Task StopAgentAsync()
    {
        if (agent is not null)
            await agent.DisposeAsync();
    }
}
