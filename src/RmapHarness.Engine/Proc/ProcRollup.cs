namespace RmapHarness.Engine.Proc;

/// <summary>What a kernel says of a whole process, beside what it says of the VMAs outside the scenario's address range.</summary>
/// <param name="Whole">/proc/PID/smaps_rollup.</param>
/// <param name="Outside">Sums over the smaps entries outside.</param>
/// <param name="OutsideShares">How many of these entries show resident pages.</param>
public sealed record ProcRollup(FieldValues<RollupField> Whole, FieldValues<SmapsField> Outside, int OutsideShares);
