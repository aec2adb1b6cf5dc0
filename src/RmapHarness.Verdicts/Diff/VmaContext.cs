using RmapHarness.Engine.Proc;

namespace RmapHarness.Verdicts.Diff;

/// <summary>What is expected of the VMA of a mismatch; findings are narrowed by it.</summary>
/// <param name="Permissions">Four letters, as in "---p".</param>
/// <param name="PmdMapped">Memory that PMD entries map, in the unit of the mismatch: kB, or pages for numa_maps.</param>
/// <param name="MapMaxOfFirstPages">For numa_maps: mapmax if only the first page below each PMD entry is looked at.</param>
/// <param name="Reprotected">Memory below huge PMDs that mprotect or userfaultfd changed while they were dirty, in the unit of the mismatch.</param>
public readonly record struct VmaContext(string Permissions, long PmdMapped, long MapMaxOfFirstPages = 0, long Reprotected = 0)
{
    private static readonly SmapsField[] PmdFields = [SmapsField.AnonHugePages, SmapsField.ShmemPmdMapped, SmapsField.FilePmdMapped];

    /// <summary>The context of an expected VMA.</summary>
    internal static VmaContext Of(VmaSnapshot expected) => new(
        expected.Permissions,
        PmdFields.Where(expected.Counters.Has).Sum(field => expected.Counters[field]),
        Reprotected: expected.Reprotected.Sum(range => range.End - range.First) * expected.Counters.ValueOrZero(SmapsField.KernelPageSize));
}
