using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>
/// Maps a part of a named folio with entries of one size, as no kernel does yet (2026 RFC, point (d)). For the model only: the agent
/// does not know it.
/// </summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Address">First byte, inside private anonymous memory that has no entries there.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Folio">Number of the folio in the program; its first mention, and the first after everybody has unmapped it, allocates it.</param>
/// <param name="Order">log2 of the folio's pages.</param>
/// <param name="First">Index inside the folio of the page mapped first.</param>
/// <param name="Level">Level of the entries.</param>
public sealed record MapFolioOperation(int Process, ulong Address, ulong Length, int Folio, int Order, long First, MappingLevel Level)
    : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "map";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [Address, Length, (ulong)Folio, (ulong)Order, (ulong)First, (ulong)Level];
}
