using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Runs;

/// <summary>What a run over kernels came to.</summary>
/// <param name="Results">The results of each kernel that ran.</param>
/// <param name="Failures">Why kernels did not run, or not to the end.</param>
/// <param name="Interrupted">A signal stopped the run.</param>
internal sealed record MatrixOutcome(IReadOnlyList<KernelResults> Results, IReadOnlyList<Exception> Failures, bool Interrupted)
{
    /// <summary>Kernels that did not run at all.</summary>
    public IReadOnlyList<KernelGap> Gaps { get; init; } = [];
}
