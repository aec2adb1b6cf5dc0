using System.Globalization;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Begins a block of steps that are done at the same time; they are the steps from here to the observation that must follow.</summary>
internal sealed class TogetherStep : StepDefinition
{
    /// <summary>The key of the list of steps.</summary>
    public const string StepsKey = "steps";

    /// <summary>What is said of that key.</summary>
    public const string StepsDoc = "The steps, of at least two processes; each does its own in their order.";

    private const int MostRounds = 1000;

    // What they do depends on whether somebody else holds or locks a folio just then; the model knows no such moment. The step 'split' is alike, and
    // 'mlock' and 'munlock': a folio that is in another processor's batch may be left out of the count of locks (mm/mlock.c, __munlock_folio).
    private static readonly string[] Chancy = ["collapse", "pageout", "free"];

    private static readonly Parameter<string> Rounds = Parameter<string>.Optional(
        "rounds", new CountType(MostRounds), "1", "How often all of it is done; a round begins when everybody has ended the one before.");

    public TogetherStep()
        : base("together", "Several processes do steps at the same time, on processors of their own; an observation follows. What the end depends on the order for is refused.", Rounds)
    {
    }

    public override bool HasProcess => false;

    public override KernelFeature Needs => KernelFeature.TwoProcessors;

    /// <summary>Not generated: nearly every block that is made up ends differently in different orders, and is no prediction.</summary>
    public override int Frequency => 0;

    public override string Example => "together: { rounds: 100, steps: [ parent fork-exit:, child fork-exit: ] }";

    internal override Operation Compile(ScenarioStep step, CompileContext context)
    {
        var block = context.Following;
        foreach (var inner in block.Where(inner => !inner.IsBroken && !inner.Definition.MayBeTogether))
            context.Diagnostics.Add(inner.Mark, $"'{inner.Definition.Name}' cannot be in a 'together': {WordsOf()}");
        foreach (var inner in block.Where(inner => !inner.IsBroken && IsChancy(inner)))
        {
            context.Diagnostics.Add(
                inner.Mark, $"'{StepVariant.Of(inner)}' cannot be in a 'together': what it does depends on who uses a folio just then");
        }

        var actors = block.Where(inner => inner.Process is not null).Select(inner => inner.Process!).Distinct().Count();
        if (actors < 2)
            context.Diagnostics.Add(step.Mark, "a 'together' has steps of at least two processes");
        var rounds = int.Parse(step.Arguments.Get(Rounds), CultureInfo.InvariantCulture);
        return new TogetherOperation(block.Count, rounds);
    }

    private static bool IsChancy(ScenarioStep step) =>
        step.Definition is MadviseStep or ProcessMadviseStep && Chancy.Contains(StepVariant.Of(step).Split(' ')[^1]);

    private static string WordsOf() =>
        "there may be " + string.Join(", ", StepCatalogue.All.Where(definition => definition.MayBeTogether).Select(definition => definition.Name));
}
