using RmapHarness.Engine.Kernel;

namespace RmapHarness.Verdicts;

/// <summary>The kernel that a run was on.</summary>
/// <param name="Name">The name that it was asked for by: of the catalogue, or a path.</param>
/// <param name="Release">uname -r.</param>
/// <param name="Accelerator">kvm, tcg or none.</param>
/// <param name="Profile">What the model was told of it.</param>
public sealed record KernelUnderTest(string Name, string Release, string Accelerator, KernelProfile Profile)
{
    /// <summary>SHA-256 of its configuration in hexadecimal; null if that is not known.</summary>
    public string? ConfigHash { get; init; }

    /// <summary>How it accounts, as probing found it; null if nobody probed it.</summary>
    public KernelBehaviour? Behaviour { get; init; }

    /// <summary>The options of the command line that ask for it and its guest, ready for a shell; null if nobody said.</summary>
    public string? Options { get; init; }

    /// <summary>What else is known of it, in one line; empty if nothing is.</summary>
    public string Facts { get; init; } = "";
}
