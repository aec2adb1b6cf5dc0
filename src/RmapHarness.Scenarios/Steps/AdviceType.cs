using RmapHarness.Engine.Kernel.Operations;

namespace RmapHarness.Scenarios.Steps;

/// <summary>The words for MADV_* values.</summary>
internal static class AdviceType
{
    public static ChoiceType<Advice> Instance { get; } = new(
        ("dontneed", Advice.DontNeed),
        ("dontneed-locked", Advice.DontNeedLocked),
        ("free", Advice.Free),
        ("cold", Advice.Cold),
        ("pageout", Advice.PageOut),
        ("remove", Advice.Remove),
        ("collapse", Advice.Collapse),
        ("populate-read", Advice.PopulateRead),
        ("populate-write", Advice.PopulateWrite),
        ("guard-install", Advice.GuardInstall),
        ("guard-remove", Advice.GuardRemove),
        ("hugepage", Advice.HugePage),
        ("nohugepage", Advice.NoHugePage),
        ("mergeable", Advice.Mergeable),
        ("unmergeable", Advice.Unmergeable),
        ("dontfork", Advice.DontFork),
        ("dofork", Advice.DoFork),
        ("wipeonfork", Advice.WipeOnFork),
        ("keeponfork", Advice.KeepOnFork),
        ("dontdump", Advice.DontDump),
        ("dodump", Advice.DoDump),
        ("normal", Advice.Normal),
        ("sequential", Advice.Sequential),
        ("random", Advice.Random));
}
