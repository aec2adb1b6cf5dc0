using RmapHarness.Guests;

namespace RmapHarness.Cli.Runs;

/// <summary>Boots a kernel.</summary>
/// <param name="request">Which, and how.</param>
/// <param name="progress">Gets a line for each stage.</param>
/// <param name="cancellation">Stops the boot.</param>
/// <exception cref="TargetUnavailableException">The kernel could not be had.</exception>
public delegate Task<IGuest> GuestFactory(GuestRequest request, IProgress<string> progress, CancellationToken cancellation);
