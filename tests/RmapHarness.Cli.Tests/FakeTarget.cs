using RmapHarness.Cli.Runs;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Proc;
using RmapHarness.Guests;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Cli.Tests;

/// <summary>Kernels that exist in name only.</summary>
internal sealed class FakeTarget : ITarget
{
    private int executed;
    private int probed;

    public int Started { get; private set; }

    public int Disposed { get; set; }

    /// <summary>The processors of the guests that were started, in their order.</summary>
    public List<int> Processors { get; } = [];

    public KernelProfile Profile { get; set; } = Example.V73;

    public string Release { get; set; } = "7.3.4-fake";

    /// <summary>The text of its .config; null: it has none.</summary>
    public string? Config { get; set; }

    /// <summary>The names that it knows; the first one is the default.</summary>
    public IReadOnlyList<string> Known { get; init; } = ["new", "old"];

    /// <summary>What becomes of what its agent says of it.</summary>
    public Func<GuestFacts, GuestFacts> Facts { get; set; } = facts => facts;

    public Func<string, Exception?> Boot { get; set; } = _ => null;

    /// <summary>What becomes of the program that is executed as the n-th, from 0.</summary>
    public Func<int, ObservedRun, ObservedRun> Edit { get; set; } = (_, run) => run;

    /// <summary>What becomes of a probe that is executed as the n-th, from 0.</summary>
    public Func<int, ObservedRun, ObservedRun> EditProbe { get; set; } = (_, run) => run;

    /// <summary>Runs before a program is executed.</summary>
    public Func<int, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    public Task<string> FindAsync(string? kernel, Architecture? architecture, IProgress<string> progress, CancellationToken cancellation) =>
        kernel is null || Known.Contains(kernel)
            ? Task.FromResult(kernel ?? Known[0])
            : Task.FromException<string>(new UnknownKernelException(kernel, Known[0]));

    public Task<AllKernels> FindAllAsync(Architecture? architecture, IProgress<string> progress, CancellationToken cancellation) =>
        Task.FromResult(new AllKernels(["old", "new"], [new("older", "its modules are gone")]));

    /// <summary>The kernels that newer builds were looked for.</summary>
    public List<string> Renewed { get; } = [];

    public Task RenewAsync(IReadOnlyList<string> kernels, IProgress<string> progress, CancellationToken cancellation)
    {
        Renewed.AddRange(kernels);
        return Task.CompletedTask;
    }

    /// <summary>The kernels that were built, in their order.</summary>
    public List<string> Built { get; } = [];

    /// <summary>What becomes of a build.</summary>
    public Func<string, Exception?> Build { get; set; } = _ => null;

    public Task BuildAsync(string kernel, IProgress<string> progress, CancellationToken cancellation)
    {
        lock (Built)
            Built.Add(kernel);
        return Build(kernel) is { } failure ? Task.FromException(failure) : Task.CompletedTask;
    }

    public Task<BootedKernel> StartAsync(GuestRequest request, IProgress<string> progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Started++;
        lock (Processors)
            Processors.Add(request.Shape.Processors);
        progress.Report($"booting {request.Kernel}");
        return Boot(request.Kernel) is { } failure
            ? Task.FromException<BootedKernel>(failure)
            : Task.FromResult(new BootedKernel(
                new FakeGuest(this, Facts(new GuestFacts(request.Kernel, Release, "x86_64", 4096, 2 << 20, "tcg") { Features = FeaturesOf(request.Shape) })),
                Config is null ? null : KernelConfig.Parse(Config)));
    }

    public ObservedRun Probe(Engine.Kernel.Operations.Program program) =>
        EditProbe(probed++, Example.Completed(Simulation.Run(Profile, program)));

    public async Task<ObservedRun> ExecuteAsync(ObservedRun run, CancellationToken cancellation)
    {
        var index = executed++;
        await Before(index, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return Edit(index, run);
    }

    private static Dictionary<string, string> FeaturesOf(GuestShape shape) =>
        new() { ["processors"] = shape.Processors.ToString(System.Globalization.CultureInfo.InvariantCulture) };
}
