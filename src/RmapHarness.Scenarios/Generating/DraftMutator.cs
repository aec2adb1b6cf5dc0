using RmapHarness.Scenarios.Drafts;

namespace RmapHarness.Scenarios.Generating;

/// <summary>Changes scenarios that went somewhere new, to go on from there.</summary>
internal static class DraftMutator
{
    private const int MostNewSteps = 4;

    /// <summary>Builds a changed copy; what is not valid any more is left out.</summary>
    /// <param name="random">Decides.</param>
    /// <param name="builder">An empty builder, which gets the steps.</param>
    /// <param name="drafter">Makes new steps.</param>
    /// <param name="pool">Steps of scenarios that went somewhere new, observations left out.</param>
    public static void Mutate(
        FuzzRandom random, DraftBuilder builder, StepDrafter drafter, IReadOnlyList<IReadOnlyList<StepDraft>> pool)
    {
        var steps = random.Pick(pool);
        var cut = (int)random.Below(steps.Count + 1);
        switch (random.Below(4))
        {
            case 0: // Something else in the middle.
                builder.AppendValid(steps.Take(cut));
                Insert(random, builder, drafter);
                builder.AppendValid(steps.Skip(cut));
                break;
            case 1: // One step less, and a new end.
                builder.AppendValid(steps.Where((_, i) => i != cut));
                Insert(random, builder, drafter);
                break;
            case 2: // The same step again later.
                builder.AppendValid(steps);
                builder.AppendValid(steps.Skip(cut));
                break;
            default: // The end of another one.
                builder.AppendValid(steps.Take(Math.Max(1, cut)));
                builder.AppendValid(random.Pick(pool).TakeLast(Math.Max(1, steps.Count - cut)));
                break;
        }
    }

    private static void Insert(FuzzRandom random, DraftBuilder builder, StepDrafter drafter)
    {
        for (var i = random.Below(MostNewSteps); i >= 0; i--)
        {
            if (drafter.Draft(random, builder) is { } step)
                builder.TryAppend(step);
        }
    }
}
