namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>swapon of the area that scenarios may use, for the rest of the program at most. Process means nothing.</summary>
/// <param name="Process">Index of the acting process.</param>
/// <param name="Length">Bytes of the area; its first page is its header.</param>
public sealed record SwaponOperation(int Process, ulong Length) : Operation(Process)
{
    /// <inheritdoc/>
    public override string Name => "swapon";

    /// <inheritdoc/>
    public override KernelFeature Needs => KernelFeature.SwapArea;

    /// <inheritdoc/>
    public override IReadOnlyList<ulong> Arguments => [Length];
}
