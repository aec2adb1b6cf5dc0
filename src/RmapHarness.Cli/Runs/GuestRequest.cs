using RmapHarness.Engine.Kernel;

namespace RmapHarness.Cli.Runs;

/// <summary>Which kernel to boot, and how.</summary>
/// <param name="Kernel">A name of the catalogue or the path of an image.</param>
/// <param name="Architecture">The machine.</param>
/// <param name="Accelerator">auto, kvm or tcg.</param>
public sealed record GuestRequest(string Kernel, Architecture Architecture, string Accelerator);
