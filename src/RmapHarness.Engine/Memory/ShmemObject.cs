namespace RmapHarness.Engine.Memory;

/// <summary>The file behind a shared anonymous mapping: its page cache by offset in pages.</summary>
public sealed class ShmemObject
{
    /// <summary>Cached pages; an extent's page is the offset in the object.</summary>
    public ExtentMap Cache { get; } = new();
}
