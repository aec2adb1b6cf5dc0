namespace RmapHarness.Engine.Proc;

/// <summary>What the kernel's counters of THPs say of a program.</summary>
/// <param name="Events">/proc/vmstat.</param>
/// <param name="Sizes">hugepages-*kB/stats, by the size in kB; empty before there were several sizes.</param>
public sealed record ThpCounters(FieldValues<ThpEvent> Events, IReadOnlyDictionary<int, FieldValues<ThpStat>> Sizes);
