using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;

namespace RmapHarness.Scenarios.Steps;

/// <summary>Moves pages to another NUMA node.</summary>
internal sealed class MovePagesStep : ProcessStep
{
    private static readonly Parameter<Choice<int>> Node = Parameter<Choice<int>>.Optional(
        "node", new ChoiceType<int>(("first", 0), ("second", 1)), "second", "Where they shall be; memory comes from the first node.");

    public MovePagesStep()
        : base(
            "move-pages",
            "Moves pages that nobody else maps to another NUMA node (move_pages); EACCES if one is elsewhere afterwards. Guests have two nodes with '--numa 2'.",
            RangeParameter.Range,
            Node)
    {
    }

    public override KernelFeature Needs => KernelFeature.SecondNode;

    public override int Frequency => 1;

    private protected override Operation? CompileFor(ScenarioStep step, ProcessState process, CompileContext context) =>
        context.Resolve(step.Arguments, process) is { } range
            ? new MovePagesOperation(process.Index, range.Address, range.Length, step.Arguments.Get(Node).Value)
            : null;
}
