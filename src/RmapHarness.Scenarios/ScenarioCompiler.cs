using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Scenarios.Claims;
using RmapHarness.Scenarios.Compiling;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios;

/// <summary>Turns scenarios into programs.</summary>
public static class ScenarioCompiler
{
    /// <summary>Resolves every name and size for one geometry. The same scenario and geometry always give the same program.</summary>
    public static CompileResult Compile(Scenario scenario, Geometry geometry)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(geometry);
        var diagnostics = new Diagnostics(scenario.Source);
        var compiled = Compile(scenario, geometry, diagnostics);
        return diagnostics.Count == 0 ? new CompileResult(compiled, []) : new CompileResult(null, diagnostics.Errors);
    }

    /// <summary>Resolves what can be resolved, broken steps included; the result means something only if nothing was reported.</summary>
    internal static CompiledScenario Compile(Scenario scenario, Geometry geometry, Diagnostics diagnostics)
    {
        var context = new CompileContext(geometry, diagnostics);
        var operations = new List<Operation>();
        for (var i = 0; i < scenario.Steps.Count; i++)
        {
            var step = scenario.Steps[i];
            context.Step = i;
            context.Following = [.. scenario.Steps.Skip(i + 1).Take(step.Inner)];
            if (step.IsBroken)
            {
                context.DefineFirstProcess(step);
                step.Definition.Recover(step, context);
            }
            else if (step.Definition.Compile(step, context) is { } operation)
            {
                operations.Add(operation);
            }
        }

        var claims = new List<CompiledClaim>();
        var claimCompiler = new ClaimCompiler(context);
        foreach (var claim in scenario.Claims)
        {
            if (claimCompiler.Compile(claim) is { } resolved)
                claims.Add(resolved);
        }

        var names = context.Processes.Select(process => process.Name).ToList();
        var program = new Program(operations, names);
        if (diagnostics.Count == 0)
            TogetherOrders.Check(scenario, geometry, program, diagnostics);
        return new CompiledScenario(scenario, geometry, program, claims) { Mappings = context.Mappings };
    }
}
