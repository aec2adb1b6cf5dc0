using RmapHarness.Engine.Kernel;
using RmapHarness.Guests;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Cli.Runs;

/// <summary>Where kernels run.</summary>
public interface ITarget
{
    /// <summary>Finds the kernel that is meant, without starting it.</summary>
    /// <param name="kernel">A name or the path of an image; null for the default.</param>
    /// <param name="architecture">What it must be for; null for any.</param>
    /// <param name="progress">Gets a line for each stage.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The name or path that starts it.</returns>
    /// <exception cref="UnknownKernelException">There is none.</exception>
    /// <exception cref="TargetUnavailableException">It could not be found out, or the file is no kernel.</exception>
    Task<string> FindAsync(string? kernel, Architecture? architecture, IProgress<string> progress, CancellationToken cancellation);

    /// <summary>Finds every kernel that can be had without building one, in release order; fetches what is not here.</summary>
    /// <param name="architecture">What they must be for; null for that of the default kernel.</param>
    /// <param name="progress">Gets a line for each stage.</param>
    /// <param name="cancellation">Stops it.</param>
    Task<AllKernels> FindAllAsync(Architecture? architecture, IProgress<string> progress, CancellationToken cancellation);

    /// <summary>Most guests of a kernel at a time.</summary>
    /// <param name="kernel">What <see cref="FindAsync"/> returned.</param>
    int MostGuestsOf(string kernel) => int.MaxValue;

    /// <summary>Builds a kernel that is built and not fetched, unless what it is made of is as it was the last time.</summary>
    /// <param name="kernel">What <see cref="FindAsync"/> returned.</param>
    /// <param name="progress">Gets a line for each stage.</param>
    /// <param name="cancellation">Stops it; what was compiled stays for the next time.</param>
    /// <exception cref="TargetUnavailableException">It cannot be built, or is none of those.</exception>
    Task BuildAsync(string kernel, IProgress<string> progress, CancellationToken cancellation);

    /// <summary>Boots a kernel.</summary>
    /// <param name="request">Which, and how.</param>
    /// <param name="progress">Gets a line for each stage.</param>
    /// <param name="cancellation">Stops the boot; nothing stays.</param>
    /// <exception cref="TargetUnavailableException">The kernel could not be had.</exception>
    Task<BootedKernel> StartAsync(GuestRequest request, IProgress<string> progress, CancellationToken cancellation);
}
