using RmapHarness.Engine.Kernel;

namespace RmapHarness.Scenarios.Requirements;

/// <summary>What a kernel must have for a scenario to mean anything there.</summary>
/// <param name="Thp">PMD-sized THP.</param>
/// <param name="Kernel">Every bound that the release must keep; empty: any kernel.</param>
/// <param name="Architecture">The machine; null: any.</param>
/// <param name="PageSize">Base page size in bytes; null: any.</param>
public sealed record Needs(bool Thp, IReadOnlyList<VersionBound> Kernel, Architecture? Architecture, long? PageSize)
{
    /// <summary>Nothing is needed.</summary>
    public static Needs Nothing { get; } = new(false, [], null, null);

    /// <summary>Why a kernel cannot run the scenario, in one sentence; null if it can.</summary>
    /// <param name="profile">The kernel.</param>
    /// <param name="hasThp">It has PMD-sized THP.</param>
    public string? UnmetReason(KernelProfile profile, bool hasThp)
    {
        ArgumentNullException.ThrowIfNull(profile);
        if (Thp && !hasThp)
            return "needs PMD-sized THP, which the kernel does not have";
        foreach (var bound in Kernel)
        {
            if (!bound.Holds(profile.Version))
                return $"needs a kernel {bound}, this one is {profile.Version}";
        }

        if (Architecture is { } machine && machine != profile.Architecture)
            return $"needs {machine.Name()}, this kernel is for {profile.Architecture.Name()}";
        if (PageSize is { } size && (ulong)size != profile.Geometry.PageSize)
            return $"needs {size >> 10} KiB pages, this kernel has {profile.Geometry.PageSize >> 10} KiB";
        return null;
    }
}
