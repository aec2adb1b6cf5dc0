namespace RmapHarness.Engine.Memory;

/// <summary>The identity of a struct anon_vma; VMAs with different ones cannot merge.</summary>
public sealed class AnonVma
{
    /// <summary>Creates one.</summary>
    /// <param name="fromFork">Whether fork makes it for a child.</param>
    public AnonVma(bool fromFork) => FromFork = fromFork;

    /// <summary>The VMAs that use it were made by fork, so their chains also hold a parent's (not list_is_singular).</summary>
    public bool FromFork { get; }
}
