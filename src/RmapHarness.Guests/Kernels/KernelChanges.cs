namespace RmapHarness.Guests.Kernels;

/// <summary>What a build changes of its recipe.</summary>
/// <param name="Patches">Paths of patches, plain or as mails, in the order in which they apply.</param>
/// <param name="Settings">Configuration options, such as CONFIG_DEBUG_VM=y.</param>
public sealed record KernelChanges(IReadOnlyList<string> Patches, IReadOnlyList<string> Settings)
{
    /// <summary>Nothing.</summary>
    public static KernelChanges None { get; } = new([], []);
}
