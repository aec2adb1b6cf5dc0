namespace RmapHarness.Engine.Proc;

/// <summary>The numeric fields of one smaps entry.</summary>
public sealed class SmapsCounters : FieldValues<SmapsField>;
