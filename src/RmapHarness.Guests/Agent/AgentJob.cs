using RmapHarness.Engine.Kernel.Operations;

namespace RmapHarness.Guests.Agent;

/// <summary>One program for the agent.</summary>
/// <param name="Program">What to execute.</param>
/// <param name="Deadline">Time after which the agent kills the process tree.</param>
public sealed record AgentJob(Program Program, TimeSpan Deadline);
