using BenchmarkDotNet.Attributes;
using RmapHarness.Bench.Model;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Proc;
using RmapHarness.Guests.Host;
using RmapHarness.Scenarios;
using RmapHarness.Verdicts.Diff;
using Program = RmapHarness.Engine.Kernel.Operations.Program;

namespace RmapHarness.Bench.Micro;

/// <summary>The parts of one scenario's way that need no kernel.</summary>
[MemoryDiagnoser]
public class MicroBenchmarks
{
    private const string Scenario = "scenarios/partial/partial-child-drops-half.yaml";
    private readonly byte[] file = File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(HarnessFiles.VmDirectory())!, Scenario));
    private readonly Program observed = DropHalf.For(Profiles.Newest.Geometry);
    private readonly Program unobserved;
    private readonly Trace trace;

    /// <summary>Prepares what is not measured.</summary>
    public MicroBenchmarks()
    {
        unobserved = observed with { Operations = [.. observed.Operations.SkipLast(1)] };
        trace = Simulation.Run(Profiles.Newest, observed);
    }

    /// <summary>The model's run of fork, THP, drop half, with snapshots of both processes.</summary>
    [Benchmark(Baseline = true)]
    public Trace Engine() => Simulation.Run(Profiles.Newest, observed);

    /// <summary>The same without snapshots.</summary>
    [Benchmark]
    public Trace Unobserved() => Simulation.Run(Profiles.Newest, unobserved);

    /// <summary>Comparing two equal traces of it.</summary>
    [Benchmark]
    public Comparison Diff() => TraceDiff.Compare(Profiles.Newest, observed, trace, trace);

    /// <summary>Reading, checking and compiling a scenario file.</summary>
    [Benchmark]
    public ScenarioLoadResult Loader() => ScenarioLoader.LoadBytes(file, Scenario);
}
