using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Proc;
using RmapHarness.Scenarios;

namespace RmapHarness.Cli.Runs;

/// <summary>A program with the model's trace of it, which is computed while the guest works.</summary>
internal sealed class Prediction
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly Task<Trace> trace;

    /// <summary>Starts to compute.</summary>
    /// <param name="index">Index of the scenario in the run.</param>
    /// <param name="compiled">What runs.</param>
    /// <param name="profile">The kernel.</param>
    /// <param name="predict">The model.</param>
    public Prediction(
        int index, CompiledScenario compiled, KernelProfile profile, Func<KernelProfile, Engine.Kernel.Operations.Program, Trace> predict)
    {
        Index = index;
        Compiled = compiled;
        trace = Task.Run(() => predict(profile, compiled.Program));
    }

    /// <summary>Index of the scenario in the run.</summary>
    public int Index { get; }

    /// <summary>What runs.</summary>
    public CompiledScenario Compiled { get; }

    /// <summary>Waits for the model.</summary>
    /// <exception cref="TimeoutException">The model does not come to an end.</exception>
    public Task<Trace> TraceAsync(CancellationToken cancellation) => trace.WaitAsync(Deadline, cancellation);
}
