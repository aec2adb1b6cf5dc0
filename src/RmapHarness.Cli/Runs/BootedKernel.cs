using RmapHarness.Engine.Rmap;
using RmapHarness.Guests;

namespace RmapHarness.Cli.Runs;

/// <summary>A kernel that is up.</summary>
/// <param name="Guest">The way to it; whoever started it disposes it.</param>
/// <param name="Scheme">The accounting scheme that its configuration names; null if the configuration is not known.</param>
public sealed record BootedKernel(IGuest Guest, AccountingScheme? Scheme);
