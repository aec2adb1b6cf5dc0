namespace RmapHarness.Cli.Nightly;

/// <summary>A recorded finding that showed on none of the kernels of a night that it names: mended, or its entry never matches any more.</summary>
/// <param name="Id">The finding.</param>
/// <param name="IsNew">It showed in the night before, or there was none.</param>
internal sealed record SilentFinding(string Id, bool IsNew);
