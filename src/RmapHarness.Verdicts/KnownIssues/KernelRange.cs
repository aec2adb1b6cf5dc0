using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Rmap;
using RmapHarness.Scenarios.Requirements;

namespace RmapHarness.Verdicts.KnownIssues;

/// <summary>The kernels that a known issue is about.</summary>
/// <param name="Versions">Bounds that all must hold; at least one.</param>
/// <param name="Architecture">The machine; null: any.</param>
/// <param name="Scheme">The accounting scheme; null: any.</param>
/// <param name="UffdMarkers">Only those that have markers of userfaultfd's write protection, or only others; null: any.</param>
public sealed record KernelRange(IReadOnlyList<VersionBound> Versions, Architecture? Architecture, AccountingScheme? Scheme, bool? UffdMarkers = null)
{
    /// <summary>Whether a kernel is one of them.</summary>
    public bool Contains(KernelProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return Versions.All(bound => bound.Holds(profile.Version))
            && (Architecture is null || Architecture == profile.Architecture)
            && (UffdMarkers is null || UffdMarkers == profile.HasUffdMarkers)
            && (Scheme is null || Scheme == profile.Scheme);
    }
}
