namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>MCL_* bits of mlockall, with Linux's values.</summary>
[Flags]
public enum MlockAllFlags
{
    /// <summary>No bit.</summary>
    None = 0,

    /// <summary>MCL_CURRENT.</summary>
    Current = 1,

    /// <summary>MCL_FUTURE.</summary>
    Future = 2,

    /// <summary>MCL_ONFAULT.</summary>
    OnFault = 4,
}
