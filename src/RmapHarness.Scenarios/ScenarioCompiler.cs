using RmapHarness.Engine.Memory;

namespace RmapHarness.Scenarios;

/// <summary>Turns scenarios into programs.</summary>
public static class ScenarioCompiler
{
    /// <summary>Resolves every name and size for one geometry. The same scenario and geometry always give the same program.</summary>
    public static CompileResult Compile(Scenario scenario, Geometry geometry)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(geometry);
        throw new NotSupportedException();
    }
}
