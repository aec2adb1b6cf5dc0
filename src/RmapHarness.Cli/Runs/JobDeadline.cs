
namespace RmapHarness.Cli.Runs;

/// <summary>How long a guest may take for a program. It is far more than a healthy kernel needs.</summary>
internal static class JobDeadline
{
    private static readonly TimeSpan Base = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PerOperation = TimeSpan.FromMilliseconds(100);
    private const int EmulationFactor = 4;

    /// <summary>The deadline of a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="accelerator">kvm, tcg or none.</param>
    public static TimeSpan For(Engine.Kernel.Operations.Program program, string accelerator)
    {
        var time = Base + (PerOperation * program.Operations.Count);
        return accelerator == "tcg" ? time * EmulationFactor : time;
    }
}
