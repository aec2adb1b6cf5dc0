namespace RmapHarness.Engine.Proc;

/// <summary>What one process reads of all its memory when the program is over.</summary>
/// <param name="Process">Index of the process.</param>
/// <param name="Runs">The pages that are read, ascending (<see cref="ContentView"/> says which).</param>
public sealed record ProcContents(int Process, IReadOnlyList<ContentRun> Runs);
