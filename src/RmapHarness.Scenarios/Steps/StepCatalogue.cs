namespace RmapHarness.Scenarios.Steps;

/// <summary>Every kind of step.</summary>
public static class StepCatalogue
{
    /// <summary>All, in the order to document them.</summary>
    public static IReadOnlyList<StepDefinition> All { get; } =
    [
        new MmapStep(),
        new MmapHugetlbStep(),
        new MmapFixedStep(),
        new MmapFileStep(),
        new MunmapStep(),
        new MremapStep(),
        new MprotectStep(),
        new MadviseStep(),
        new ProcessMadviseStep(),
        new MsyncStep(),
        new MlockStep(),
        new MunlockStep(),
        new MlockAllStep(),
        new MunlockAllStep(),
        new UffdRegisterStep(),
        new UffdProtectStep(),
        new UffdUnregisterStep(),
        new PinStep(),
        new UnpinStep(),
        new VmspliceStep(),
        new DrainStep(),
        new TouchStep(),
        new SplitStep(),
        new MovePagesStep(),
        new KsmScanStep(),
        new CreateStep(),
        new CreateHugetlbStep(),
        new TruncateStep(),
        new FallocateStep(),
        new WriteStep(),
        new ReadStep(),
        new CloseStep(),
        new ThpStep(),
        new HugetlbStep(),
        new SwaponStep(),
        new SwapoffStep(),
        new MapStep(),
        new UnmapStep(),
        new ForkStep(),
        new ForkExitStep(),
        new ThreadStep(),
        new ExitStep(),
        new KillStep(),
        new ExecveStep(),
        new TogetherStep(),
        new ObserveStep(),
    ];

    /// <summary>Finds a kind by its name; null if there is none.</summary>
    public static StepDefinition? Find(string name) => All.FirstOrDefault(step => step.Name == name);
}
