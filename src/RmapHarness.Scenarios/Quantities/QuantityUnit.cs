namespace RmapHarness.Scenarios.Quantities;

/// <summary>What a number in a size counts.</summary>
public enum QuantityUnit
{
    /// <summary>Base pages of the kernel.</summary>
    Page,

    /// <summary>What one PMD entry maps.</summary>
    Pmd,

    /// <summary>What one PUD entry maps.</summary>
    Pud,

    /// <summary>1024 bytes.</summary>
    KiB,

    /// <summary>1024 KiB.</summary>
    MiB,

    /// <summary>1024 MiB.</summary>
    GiB,

    /// <summary>The whole mapping that a range is taken of: <c>1/2</c> is half of it.</summary>
    Mapping,
}
