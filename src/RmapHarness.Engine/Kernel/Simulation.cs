using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Kernel;

/// <summary>Runs whole programs on the model.</summary>
public static class Simulation
{
    /// <summary>Runs a program from an empty machine and returns what a kernel with this profile must show.</summary>
    public static Trace Run(KernelProfile profile, Program program) => throw new NotSupportedException();
}
