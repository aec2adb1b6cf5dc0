namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>The MS_* bits of msync, by their values on Linux.</summary>
[Flags]
public enum MsyncFlags
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>MS_ASYNC: nothing is written now.</summary>
    Async = 1,

    /// <summary>MS_INVALIDATE: other mappings of the file are to see it; refused over locked memory.</summary>
    Invalidate = 2,

    /// <summary>MS_SYNC: what is dirty is written.</summary>
    Sync = 4,
}
