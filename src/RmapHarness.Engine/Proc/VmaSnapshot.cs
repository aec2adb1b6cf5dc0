using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Proc;

/// <summary>One VMA as /proc/PID/smaps shows it.</summary>
/// <param name="Start">First byte address, page aligned.</param>
/// <param name="End">Address after the last byte, page aligned.</param>
/// <param name="Permissions">Four letters, as in "rw-p".</param>
/// <param name="Counters">The numeric fields.</param>
/// <param name="Flags">Two-letter codes of the VmFlags line, sorted ordinally.</param>
public sealed record VmaSnapshot(ulong Start, ulong End, string Permissions, SmapsCounters Counters, IReadOnlyList<string> Flags)
{
    /// <summary>A prediction's pages below huge PMDs that were changed while they were dirty, as <see cref="ReprotectedPages.Entries"/> (half open); nothing in /proc tells.</summary>
    public IReadOnlyList<(long First, long End)> Reprotected { get; init; } = [];

    /// <summary>The same as <see cref="ReprotectedPages.Folios"/>.</summary>
    public IReadOnlyList<(long First, long End)> ReprotectedFolios { get; init; } = [];

    /// <summary>The entry of /proc/PID/numa_maps; null where nobody looked, or the kernel has no such file.</summary>
    public FieldValues<NumaField>? Numa { get; init; }
}
