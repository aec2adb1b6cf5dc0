namespace RmapHarness.Engine.Proc;

/// <summary>How one operation ended.</summary>
/// <param name="Step">Index of the operation in the program, from 0.</param>
/// <param name="Errno">0 for success; a positive Linux errno; or minus the signal number if the operation was ended by a signal
/// (a touch of unmapped memory: -11).</param>
public readonly record struct StepOutcome(int Step, int Errno);
