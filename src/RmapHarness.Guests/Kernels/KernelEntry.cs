using RmapHarness.Engine.Kernel;

namespace RmapHarness.Guests.Kernels;

/// <summary>A kernel of the catalogue: what Debian's meta package of a suite stands for.</summary>
/// <param name="Name">What --kernel calls it.</param>
/// <param name="Suite">Debian suite, such as trixie-backports.</param>
/// <param name="Architecture">What it runs on.</param>
/// <param name="Flavour">The end of the meta package's name: cloud-amd64 of linux-image-cloud-amd64.</param>
/// <param name="About">A few words for a list; may be empty.</param>
public sealed record KernelEntry(string Name, string Suite, Architecture Architecture, string Flavour, string About)
{
    /// <summary>Why it can no longer be fetched; null if it can.</summary>
    public string? GoneReason { get; init; }
}
