using RmapHarness.Guests.Qemu;

namespace RmapHarness.Cli.Runs;

/// <summary>Which kernel to boot, and how.</summary>
/// <param name="Kernel">A name of the catalogue or the path of an image.</param>
/// <param name="Accelerator">What executes it.</param>
/// <param name="Shape">The machine it gets.</param>
public sealed record GuestRequest(string Kernel, AcceleratorChoice Accelerator, GuestShape Shape);
