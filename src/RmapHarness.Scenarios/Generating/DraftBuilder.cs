using RmapHarness.Engine.Coverage;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;
using RmapHarness.Scenarios.Compiling;
using RmapHarness.Scenarios.Drafts;
using RmapHarness.Scenarios.Reading;
using RmapHarness.Scenarios.Steps;
using RmapHarness.Scenarios.Text;
using RmapHarness.Scenarios.Yaml;

namespace RmapHarness.Scenarios.Generating;

/// <summary>
/// Builds a scenario step by step and knows its state after the last one: the names as the loader sees them, the memory as the model
/// does. A step that is not valid there is refused.
/// </summary>
internal sealed class DraftBuilder
{
    private const int MostPmds = 48;
    private const ulong MostBytes = 1UL << 30;
    private static readonly SourceText NoFile = new("", "", "");
    private readonly KernelProfile profile;
    private readonly RuleCoverage? coverage;
    private readonly int mostSteps;
    private readonly bool takesAllMemory;
    private readonly List<StepDraft> steps = [];
    private CompileContext context;
    private Diagnostics diagnostics;

    /// <summary>No step yet.</summary>
    /// <param name="profile">The kernel.</param>
    /// <param name="coverage">Counts what the model does; null: nothing does.</param>
    /// <param name="mostSteps">Steps beyond so many are refused.</param>
    /// <param name="takesAllMemory">Steps are not refused for the memory that they want: whoever wrote them has it.</param>
    public DraftBuilder(KernelProfile profile, RuleCoverage? coverage, int mostSteps, bool takesAllMemory = false)
    {
        this.mostSteps = mostSteps;
        this.takesAllMemory = takesAllMemory;
        this.profile = profile;
        this.coverage = coverage;
        diagnostics = new Diagnostics(NoFile);
        context = new CompileContext(profile.Geometry, diagnostics);
        Machine = new Machine(profile, coverage);
    }

    /// <summary>The accepted steps.</summary>
    public IReadOnlyList<StepDraft> Steps => steps;

    /// <summary>The model's state.</summary>
    public Machine Machine { get; private set; }

    /// <summary>The kernel's page sizes.</summary>
    public Geometry Geometry => profile.Geometry;

    /// <summary>The processes that live, by index.</summary>
    public IReadOnlyList<ProcessState> Living => [.. context.Processes.Where(process => process.ExitLine is null)];

    /// <summary>Whether a process has, or had, the name.</summary>
    public bool HasProcess(string name) => context.Processes.Any(process => process.Name == name);

    /// <summary>Whether a mapping of any process has the name.</summary>
    public bool HasMapping(string name) => context.Processes.Any(process => process.Mappings.ContainsKey(name));

    /// <summary>Whether a file that any process has open has the name.</summary>
    public bool HasFile(string name) => context.Processes.Any(process => process.Files.ContainsKey(name));

    /// <summary>Appends a step, if it is valid here and leaves a process alive.</summary>
    public bool TryAppend(StepDraft step)
    {
        // Somebody must come to do something.
        var kept = step.Process is null && Living.Count == 0 ? 1 : 0;
        if (steps.Count + kept >= mostSteps)
            return false;
        if (TryApply(step))
        {
            steps.Add(step);
            return true;
        }

        Rebuild();
        return false;
    }

    /// <summary>Appends the steps of a list that are valid one after the other.</summary>
    public void AppendValid(IEnumerable<StepDraft> candidates)
    {
        foreach (var step in candidates)
            TryAppend(step);
    }

    private bool TryApply(StepDraft step)
    {
        var mark = SourceMark.Start;
        var key = Scalar(step.Process is null ? step.Name : $"{step.Process} {step.Name}");
        var arguments = step.Arguments.Select(argument => KeyValuePair.Create(Scalar(argument.Key), (Node)Scalar(argument.Value)));
        var read = StepsReader.ReadStep(key, new MappingNode(mark, [.. arguments]), diagnostics);
        if (read.IsBroken || diagnostics.Count > 0)
            return false;
        context.Step = steps.Count;
        if (read.Definition.Compile(read, context) is not { } operation || diagnostics.Count > 0 || operation.Since > profile.Version)
            return false;
        int outcome;
        try
        {
            outcome = Simulation.Apply(Machine, operation, steps.Count);
        }
        catch (UnmetExpectationException)
        {
            // A touch whose folio another step was to bring.
            return false;
        }

        coverage?.Note(step.Name, WordsOf(step, read.Definition), outcome, Machine.Processes.Count());
        return (takesAllMemory || FitsGuest()) && Machine.Processes.Any();

        ScalarNode Scalar(string text) => new(mark, text, false, null);
    }

    private static string WordsOf(StepDraft step, StepDefinition definition) => string.Join(
        ' ', definition.Parameters.Where(parameter => parameter.Type.AllowedValues.Count > 0).Select(parameter => step.Find(parameter.Name)));

    // A guest's memory is finite, and every process may come to have its own copy of all that it maps.
    private bool FitsGuest()
    {
        var cached = Machine.Processes.SelectMany(mm => mm.Descriptors.Values).Distinct().Sum(file => file.Cache.Extents.Sum(extent => extent.Pages));
        var pages = cached + Machine.Processes.Sum(mm => mm.Vmas.Sum(vma => vma.Pages));
        return (ulong)pages * Geometry.PageSize <= Math.Min(MostBytes, MostPmds * Geometry.PmdSize);
    }

    // A refused step may have left half of itself behind.
    private void Rebuild()
    {
        diagnostics = new Diagnostics(NoFile);
        context = new CompileContext(profile.Geometry, diagnostics);
        Machine = new Machine(profile, coverage);
        var accepted = steps.ToList();
        steps.Clear();
        foreach (var step in accepted)
        {
            TryApply(step);
            steps.Add(step);
        }
    }
}
