using RmapHarness.Engine.Kernel;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Cli.Nightly;

/// <summary>Names of kernel lines: what the history compares nights by. They stay when a suite gets a newer build.</summary>
internal static class LineNames
{
    /// <summary>The kernel as the plan names it, and what makes it differ from other lines of that kernel.</summary>
    public static string Of(PlanLine line)
    {
        var parts = new List<string> { line.Kernel };
        if (line.Architecture is { } architecture)
            parts.Add(architecture.Name());
        if (line.Scheme is { } scheme)
            parts.Add($"scheme={Words.Of(scheme)}");
        if (line.Shape.MemoryMiB is { } memory)
            parts.Add($"memory={memory}");
        if (line.Shape.Processors != 1)
            parts.Add($"cpus={line.Shape.Processors}");
        if (line.Shape.NumaNodes != 1)
            parts.Add($"numa={line.Shape.NumaNodes}");
        parts.AddRange(line.Shape.KernelArguments);
        return string.Join(' ', parts);
    }
}
