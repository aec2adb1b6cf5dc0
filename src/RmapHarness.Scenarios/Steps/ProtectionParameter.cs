using RmapHarness.Engine.Kernel.Operations;

namespace RmapHarness.Scenarios.Steps;

/// <summary>The words for PROT_* bits.</summary>
internal static class ProtectionParameter
{
    public static ChoiceType<Protection> Type { get; } = new(
        ("r", Protection.Read),
        ("rw", Protection.Read | Protection.Write),
        ("none", Protection.None),
        ("rx", Protection.Read | Protection.Execute),
        ("rwx", Protection.Read | Protection.Write | Protection.Execute));
}
