namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>Which kernels know an advice.</summary>
public static class AdviceAvailability
{
    /// <summary>The first release that does; null if every kernel does that the model knows. Older ones answer EINVAL.</summary>
    public static KernelVersion? Since(this Advice advice) => advice switch
    {
        Advice.GuardInstall or Advice.GuardRemove => new KernelVersion(6, 13),
        _ => null,
    };
}
