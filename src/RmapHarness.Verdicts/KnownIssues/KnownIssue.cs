using System.IO.Enumeration;
using RmapHarness.Engine.Kernel;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.KnownIssues;

/// <summary>A recorded finding: a kernel that contradicts its documentation in a place that is known exactly.</summary>
public sealed record KnownIssue
{
    /// <summary>Short name that results refer to.</summary>
    public required string Id { get; init; }

    /// <summary>What the kernel does wrong, in one sentence.</summary>
    public required string Title { get; init; }

    /// <summary>The kernels that have it.</summary>
    public required KernelRange Kernels { get; init; }

    /// <summary>
    /// Scenarios: a name says that the scenario shows the issue, a pattern with * (any letters) that scenarios may show it.
    /// </summary>
    public required IReadOnlyList<string> Scenarios { get; init; }

    /// <summary>Where it shows; at least one.</summary>
    public required IReadOnlyList<Observable> Observables { get; init; }

    /// <summary>The fields that show it; at least one.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>The process that shows it; null: any.</summary>
    public string? Process { get; init; }

    /// <summary>The operation (from 0) after which it shows; null: any.</summary>
    public int? Step { get; init; }

    /// <summary>The expected value; null: any.</summary>
    public string? Expected { get; init; }

    /// <summary>The observed value; null: any.</summary>
    public string? Observed { get; init; }

    /// <summary>The pages that it is about; null: any, or none.</summary>
    public PageCondition? Pages { get; init; }

    /// <summary>The VMAs that it is about; null: any, or none.</summary>
    public VmaCondition? Vma { get; init; }

    /// <summary>Only dirtiness that huge PMDs can have lost when mprotect or userfaultfd changed them.</summary>
    public bool LostDirty { get; init; }

    /// <summary>Only promises of a pool that are too few, by no more than it has pages that were unmapped where they were promised and are mapped elsewhere.</summary>
    public bool PromisedEarly { get; init; }

    /// <summary>How it was seen and why the documentation rules it out.</summary>
    public required string Evidence { get; init; }

    /// <summary>Where the documentation or the discussion is.</summary>
    public required string Reference { get; init; }

    /// <summary>Whether the issue shows for certain when a scenario runs on a kernel that still has it.</summary>
    public bool MustShow(KernelProfile profile, string scenario) => Kernels.Contains(profile) && Scenarios.Contains(scenario);

    /// <summary>Whether the issue may show when a scenario runs on a kernel.</summary>
    public bool Concerns(KernelProfile profile, string scenario) =>
        Kernels.Contains(profile) && Scenarios.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, scenario, ignoreCase: false));

    /// <summary>Whether the issue is what a mismatch shows.</summary>
    public bool Explains(Difference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        return Observables.Contains(difference.Observable)
            && Fields.Contains(difference.Field)
            && (Process is null || difference.Process == Process)
            && (Step is null || difference.Step == Step)
            && (Expected is null || difference.Expected == Expected)
            && (Observed is null || difference.Observed == Observed)
            && (Pages is null || Pages.Holds(difference))
            && (Vma is null || Vma.Holds(difference))
            && (!LostDirty || KnownIssues.LostDirty.Holds(difference))
            && (!PromisedEarly || (VmaCondition.Excess(difference) is { } excess && excess < 0 && -excess <= difference.HugetlbKept));
    }
}
