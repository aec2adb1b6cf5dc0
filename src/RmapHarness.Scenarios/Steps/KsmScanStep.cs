using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Lets ksmd merge.</summary>
internal sealed class KsmScanStep() : StepDefinition("ksm-scan", "ksmd scans all mergeable memory until nothing more merges; at all other times it stands still.")
{
    public override bool HasProcess => false;

    public override KernelFeature Needs => KernelFeature.Ksm;

    public override int Frequency => 1;

    internal override Operation Compile(ScenarioStep step, CompileContext context) => new KsmScanOperation(0);
}
