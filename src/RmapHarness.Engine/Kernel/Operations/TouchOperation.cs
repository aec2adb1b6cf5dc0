namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>One load from, or one store to, the first word of every page-aligned address from Address on in steps of Stride. Ends at the first signal.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Address">First byte, page aligned.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Stride">Bytes between two accesses, a multiple of the page size.</param>
/// <param name="Write">Store, or load.</param>
/// <param name="ExpectedOrder">Order of the folio that every touched page must belong to afterwards: a precondition of the
/// scenario, not a prediction. Null: any.</param>
/// <param name="Equal">A store leaves the same in every page, whatever page and step it is.</param>
public sealed record TouchOperation(int Process, ulong Address, ulong Length, ulong Stride, bool Write, int? ExpectedOrder = null, bool Equal = false)
    : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "touch";

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [Address, Length, Stride, !Write ? 0UL : Equal ? 2UL : 1UL];
}
