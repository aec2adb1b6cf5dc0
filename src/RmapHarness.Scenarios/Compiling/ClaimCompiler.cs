using RmapHarness.Scenarios.Claims;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios.Compiling;

/// <summary>Resolves claims once every step is known.</summary>
internal sealed class ClaimCompiler(CompileContext context)
{
    /// <summary>Resolves a claim; null after reporting what is wrong.</summary>
    public CompiledClaim? Compile(Claim claim)
    {
        if (Observation(claim) is not { } observation)
            return null;
        if (!observation.Processes.TryGetValue(claim.Process, out var process))
        {
            if (!context.IsForgiving)
            {
                context.Diagnostics.Add(
                    claim.ProcessNode.At(0),
                    $"no process '{claim.Process}' lives at that observation",
                    Spelling.Nearest(claim.Process, observation.Processes.Keys));
            }

            return null;
        }

        if (context.Resolve(claim.Where, claim.WhereNode, claim.Process, process.Mappings) is not { } range)
            return null;
        var value = claim.Value is null ? null : Resolve(claim.Field, claim.Value);
        var byScheme = claim.ByScheme.ToDictionary(pair => pair.Key, pair => Resolve(claim.Field, pair.Value));
        if ((claim.Value is not null && value is null) || byScheme.Values.Any(scheme => scheme is null))
            return null;
        var geometry = context.Geometry;
        return new CompiledClaim(
            claim,
            observation.Step,
            process.Index,
            range.Address >> geometry.PageShift,
            range.Length >> geometry.PageShift,
            claim.Field,
            value,
            byScheme.ToDictionary(pair => pair.Key, pair => pair.Value!.Value));
    }

    private ObservationState? Observation(Claim claim)
    {
        if (claim.At is null)
            return context.LastObservation;
        if (context.Labelled.TryGetValue(claim.At, out var observation))
            return observation;
        if (!context.IsForgiving)
        {
            context.Diagnostics.Add(
                claim.AtNode!.At(0), $"no observation has the label '{claim.At}'", Spelling.Nearest(claim.At, context.Labelled.Keys));
        }

        return null;
    }

    private long? Resolve(ClaimField field, ClaimValue value)
    {
        if (value.Size is null)
            return value.Number;
        if (value.Size.Evaluate(context.Geometry, 0, 1024, out var bytes) is not { } problem)
            return (long)(bytes >> 10);
        context.Diagnostics.Add(value.Mark, $"'{value.Size}' {problem}; {field.Name} is in kB");
        return null;
    }
}
