namespace RmapHarness.Engine.Proc;

/// <summary>What all live processes of a scenario look like at one <c>observe</c> step.</summary>
/// <param name="Step">Index of the observe operation in the program, from 0.</param>
/// <param name="Processes">The live processes by ascending index.</param>
public sealed record Observation(int Step, IReadOnlyList<ProcSnapshot> Processes);
