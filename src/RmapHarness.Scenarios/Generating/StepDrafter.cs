using System.Globalization;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Scenarios.Compiling;
using RmapHarness.Scenarios.Drafts;
using RmapHarness.Scenarios.Steps;

namespace RmapHarness.Scenarios.Generating;

/// <summary>Makes steps up. All that it knows of a kind of step is its definition, so that a new kind is generated without being told.</summary>
internal sealed class StepDrafter(IReadOnlyList<string> focus, IReadOnlyCollection<KernelFeature> features)
{
    private const int FocusFactor = 8;
    private const int MostProcesses = 6;
    private const int MostMappings = 4;
    private const int MostFiles = 2;

    private static readonly string[] Sizes = ["1 page", "2 pages", "5 pages", "16 pages", "1/2 pmd", "1 pmd", "1 pmd + 1 page"];

    /// <summary>The kinds that are generated.</summary>
    public static IReadOnlyList<StepDefinition> Kinds { get; } = [.. StepCatalogue.All.Where(step => step.Frequency > 0)];

    // What needs no process, or makes one.
    private static readonly StepDefinition[] First = [.. Kinds.Where(kind => !kind.HasProcess), StepCatalogue.Find("mmap")!];

    /// <summary>A step; it need not be valid. Null if none of that kind is possible.</summary>
    public StepDraft? Draft(FuzzRandom random, DraftBuilder builder)
    {
        var living = builder.Living;
        var process = living.Count == 0 ? null : random.Pick(living);
        var kinds = process is null ? First : Kinds;
        return Draft(random, builder, random.Pick(kinds, Weight), process);
    }

    private int Weight(StepDefinition kind) =>
        kind.Needs != KernelFeature.None && !features.Contains(kind.Needs) ? 0 : kind.Frequency * (focus.Contains(kind.Name) ? FocusFactor : 1);

    private static StepDraft? Draft(FuzzRandom random, DraftBuilder builder, StepDefinition kind, ProcessState? process)
    {
        if (IsTooMuch(builder, kind, process))
            return null;
        var arguments = new List<DraftArgument>();
        foreach (var parameter in kind.Parameters)
        {
            if (parameter.Samples is { Count: 0 } || (!parameter.IsRequired && !random.Chance(parameter.OneIn)))
                continue;
            var value = builder.Machine.Swap.Capacity > 0 && parameter.SampleWithSwap is { } sample && random.Chance(2) ? sample
                : parameter.Samples is { } samples ? random.Pick(samples) : Value(random, builder, kind, parameter, process);
            if (value is null)
                return null;
            if (value != parameter.DefaultText)
                arguments.Add(new DraftArgument(parameter.Name, value));
        }

        return new StepDraft(kind.HasProcess ? process?.Name ?? "parent" : null, kind.Name, arguments);
    }

    private static string? Value(
        FuzzRandom random, DraftBuilder builder, StepDefinition kind, Parameter parameter, ProcessState? process) => parameter.Type switch
        {
            RangeType => process is null ? null : RangeDrafter.Draft(random, builder, process),
            FileType => process is null or { Files.IsEmpty: true } ? null : random.Pick(process.Files.Keys.Order(StringComparer.Ordinal).ToList()),
            SizeType => random.Pick(Sizes),
            ProcessType => random.Pick(builder.Living).Name,
            NameType => kind switch
            {
                ForkStep => FreeName("child", builder.HasProcess),
                ThreadStep => FreeName("thread", builder.HasProcess),
                CreateStep or CreateHugetlbStep => FreeName("f", builder.HasFile),
                _ => FreeName("a", builder.HasMapping),
            },
            { AllowedValues: { Count: > 0 } words } => random.Pick(words),
            _ => null,
        };

    // a, b, …, z; child, child2, …
    private static string FreeName(string first, Func<string, bool> isTaken)
    {
        var name = first;
        for (var i = 1; isTaken(name); i++)
        {
            name = first.Length == 1 && i < 26
                ? ((char)('a' + i)).ToString()
                : string.Create(CultureInfo.InvariantCulture, $"{first}{i + 1}");
        }

        return name;
    }

    private static bool IsTooMuch(DraftBuilder builder, StepDefinition kind, ProcessState? process) => kind switch
    {
        ForkStep or ThreadStep => builder.Living.Count >= MostProcesses,
        MmapStep or MmapFileStep or MmapHugetlbStep => process?.Mappings.Count >= MostMappings,
        CreateStep or CreateHugetlbStep => process?.Files.Count >= MostFiles,
        SwapoffStep => process is null,
        ExitStep or KillStep => builder.Living.Count < 2,
        _ => false,
    };
}
