using RmapHarness.Guests;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Cli.Runs;

/// <summary>Where kernels run.</summary>
public interface ITarget
{
    /// <summary>The kernel that is taken if none is asked for.</summary>
    string DefaultKernel { get; }

    /// <summary>Checks that there is a kernel of a name, without starting it.</summary>
    /// <param name="kernel">A name of the catalogue or the path of an image.</param>
    /// <exception cref="UnknownKernelException">There is none.</exception>
    void Check(string kernel);

    /// <summary>Boots a kernel.</summary>
    /// <param name="request">Which, and how.</param>
    /// <param name="progress">Gets a line for each stage.</param>
    /// <param name="cancellation">Stops the boot; nothing stays.</param>
    /// <exception cref="TargetUnavailableException">The kernel could not be had.</exception>
    Task<BootedKernel> StartAsync(GuestRequest request, IProgress<string> progress, CancellationToken cancellation);
}
