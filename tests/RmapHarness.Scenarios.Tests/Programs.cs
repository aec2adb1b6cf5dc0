using NUnit.Framework;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Scenarios.Tests;

/// <summary>Short ways to programs.</summary>
internal static class Programs
{
    /// <summary>The one scenario of a text that must be right.</summary>
    public static Scenario Load(string text)
    {
        var result = ScenarioLoader.LoadText(text, "test.yaml");
        Assert.That(result.Errors, Is.Empty);
        return result.Scenarios.Single();
    }

    /// <summary>A scenario of steps, with an observation at the end.</summary>
    public static Scenario Of(params string[] steps) =>
        Load($"name: test\nabout: A test.\nsteps:\n{string.Concat(steps.Select(step => $"  - {step}\n"))}  - observe: all\n");

    /// <summary>The compiled scenario, which must compile.</summary>
    public static CompiledScenario Compile(Scenario scenario, Geometry geometry)
    {
        var result = ScenarioCompiler.Compile(scenario, geometry);
        Assert.That(result.Errors, Is.Empty);
        return result.Compiled!;
    }

    /// <summary>A mapping of a size.</summary>
    public static MmapOperation Mapped(string size, Geometry geometry) =>
        (MmapOperation)Compile(Of($"p mmap: {{ as: a, kind: anon, size: {size} }}"), geometry).Program.Operations[0];

    /// <summary>A touch of a range of a mapping <c>a</c>.</summary>
    public static TouchOperation Touched(string size, string range, Geometry geometry) =>
        (TouchOperation)Compile(
            Of($"p mmap: {{ as: a, kind: anon, size: {size} }}", $"p touch: {{ range: \"{range}\", access: write }}"), geometry)
            .Program.Operations[1];
}
