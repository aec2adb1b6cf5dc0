using RmapHarness.Engine.Kernel;
using RmapHarness.Guests;
using RmapHarness.Guests.Direct;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Cli.Runs;

/// <summary>The kernels that machines run already: this one's, and those that ssh reaches.</summary>
/// <param name="sshConfiguration">A configuration of ssh instead of the user's; null: the user's.</param>
internal sealed class DirectKernelTarget(string? sshConfiguration = null) : ITarget
{
    /// <inheritdoc/>
    public Task<string> FindAsync(string? kernel, Architecture? architecture, IProgress<string> progress, CancellationToken cancellation) =>
        kernel is not null && DirectTarget.IsName(kernel)
            ? Task.FromResult(kernel)
            : Task.FromException<string>(new UnknownKernelException(kernel ?? "", $"{DirectTarget.SshPrefix}USER@HOST"));

    /// <inheritdoc/>
    public Task<AllKernels> FindAllAsync(Architecture? architecture, IProgress<string> progress, CancellationToken cancellation) =>
        Task.FromResult(new AllKernels([], []));

    /// <inheritdoc/>
    public Task BuildAsync(string kernel, IProgress<string> progress, CancellationToken cancellation) =>
        Task.FromException(new TargetUnavailableException($"the kernel of {kernel} runs already: it cannot be built") { IsLasting = true });

    /// <inheritdoc/>
    public int MostGuestsOf(string kernel) => 1;

    /// <inheritdoc/>
    public async Task<BootedKernel> StartAsync(GuestRequest request, IProgress<string> progress, CancellationToken cancellation)
    {
        var guest = await DirectGuest.StartAsync(request.Kernel, sshConfiguration, progress, cancellation);
        return new BootedKernel(guest, guest.Config);
    }
}
