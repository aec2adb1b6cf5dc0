namespace RmapHarness.Guests.Agent;

/// <summary>A kernel setting that the agent holds at a value while it runs, and puts back when it ends.</summary>
/// <param name="Path">The file, such as /sys/kernel/mm/transparent_hugepage/enabled.</param>
/// <param name="Old">What it was.</param>
/// <param name="New">What it is now; may equal <paramref name="Old"/>.</param>
public sealed record AgentSetting(string Path, string Old, string New);
