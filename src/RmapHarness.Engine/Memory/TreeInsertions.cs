namespace RmapHarness.Engine.Memory;

/// <summary>
/// Numbers what comes into the interval trees of the reverse map, for all address spaces of a machine: a tree meets intervals that begin at the same offset in this
/// order (mm/interval_tree.c, with the macros of include/linux/interval_tree_generic.h).
/// </summary>
public sealed class TreeInsertions
{
    private long last;

    /// <summary>The number of the next one.</summary>
    internal long Next() => ++last;
}
