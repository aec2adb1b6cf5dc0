using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Cli.Runs;

/// <summary>The model's trace of a program, which is computed while the guest works.</summary>
internal sealed class Prediction
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly Task<Trace> trace;

    /// <summary>Starts to compute.</summary>
    /// <param name="program">What runs.</param>
    /// <param name="profile">The kernel.</param>
    /// <param name="predict">The model.</param>
    public Prediction(
        Engine.Kernel.Operations.Program program, KernelProfile profile, Func<KernelProfile, Engine.Kernel.Operations.Program, Trace> predict) =>
        trace = Task.Run(() => predict(profile, program));

    /// <summary>Waits for the model.</summary>
    /// <exception cref="TimeoutException">The model does not come to an end.</exception>
    public Task<Trace> TraceAsync(CancellationToken cancellation) => trace.WaitAsync(Deadline, cancellation);
}
