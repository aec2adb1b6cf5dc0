using RmapHarness.Guests;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Cli.Runs;

/// <summary>A kernel that is up.</summary>
/// <param name="Guest">The way to it; whoever started it disposes it.</param>
/// <param name="Config">What it was built with; null if that is not known.</param>
public sealed record BootedKernel(IGuest Guest, KernelConfig? Config);
