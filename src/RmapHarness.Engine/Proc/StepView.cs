namespace RmapHarness.Engine.Proc;

/// <summary>The model's whole state after one operation.</summary>
/// <param name="Outcome">How the operation ended.</param>
/// <param name="Folios">All mapped folios.</param>
/// <param name="System">The system's statistics.</param>
/// <param name="Processes">What /proc says of each live process.</param>
public sealed record StepView(
    StepOutcome Outcome, IReadOnlyList<FolioSnapshot> Folios, SystemSnapshot System, IReadOnlyList<ProcSnapshot> Processes);
