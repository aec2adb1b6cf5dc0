using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;
using RmapHarness.Scenarios;

namespace RmapHarness.Tests.Shared;

/// <summary>A scenario that shows every observable, with the model's answer to it.</summary>
internal sealed class Example
{
    /// <summary>After fork the child has half of the THP; a second mapping has small pages, a hole and the zero page.</summary>
    public const string Text = """
        name: example
        about: A child drops half of a THP.
        steps:
          - parent mmap:    { as: a, kind: anon, size: 1 pmd }
          - parent madvise: { range: a, advice: hugepage }
          - parent touch:   { range: a, access: write }
          - parent mmap:    { as: b, kind: anon, size: 8 pages }
          - parent touch:   { range: "b[0..4]", access: write }
          - parent touch:   { range: "b[6]", access: read }
          - observe: all
          - parent fork:    { child: child }
          - child madvise:  { range: "a[0..1/2]", advice: dontneed }
          - observe: all
          - child touch:    { range: "b[0]", access: write }
          - observe: all
        expect:
          - { process: parent, page: "a[0]", kpagecount: { page-mapcount: 1, no-page-mapcount: 1 } }
        """;

    public Example(string text = Text, KernelProfile? profile = null)
    {
        Profile = profile ?? V73;
        var loaded = ScenarioLoader.LoadText(text, "scenarios/example.yaml");
        if (loaded.Errors.Count > 0)
            throw new ArgumentException(string.Join('\n', loaded.Errors), nameof(text));
        Scenario = loaded.Scenarios[0];
        Compiled = ScenarioCompiler.Compile(Scenario, Profile.Geometry).Compiled!;
        Predicted = Simulation.Run(Profile, Compiled.Program);
    }

    public static KernelProfile V73 { get; } = new(
        new KernelVersion(7, 3, 4), Architecture.X86_64, Geometry.Base4K, AccountingScheme.PageMapcount, SharingTracker.MmId);

    public KernelProfile Profile { get; }

    public Scenario Scenario { get; }

    public CompiledScenario Compiled { get; }

    /// <summary>What the model says.</summary>
    public Trace Predicted { get; }

    /// <summary>What a kernel that agrees would show: its frames are numbered otherwise.</summary>
    public Trace Observed => Predicted
        .MapRuns(run => run.Frame < 0 ? run : run with { Frame = run.Frame + FrameShift })
        .MapProcesses(process => process with { Rollup = Rollups.Of(process) });

    /// <summary>What a kernel's PFNs are more than the model's frames; a multiple of every folio's size.</summary>
    public const long FrameShift = 0x40000;

    public static ObservedRun Completed(Trace trace, long fallbacks = 0) =>
        new(RunEnd.Completed, "", trace, fallbacks, TimeSpan.FromMilliseconds(12));
}
