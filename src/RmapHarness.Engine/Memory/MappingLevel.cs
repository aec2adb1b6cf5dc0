namespace RmapHarness.Engine.Memory;

/// <summary>The page table level of a leaf entry.</summary>
public enum MappingLevel
{
    /// <summary>One base page.</summary>
    Pte,

    /// <summary>One PMD entry.</summary>
    Pmd,

    /// <summary>One PUD entry.</summary>
    Pud,
}
