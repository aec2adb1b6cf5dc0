using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Direct;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Cli.Runs;

/// <summary>Every kernel that there is; its name says where it runs.</summary>
/// <param name="qemu">Kernels that are booted.</param>
/// <param name="direct">Kernels that run already.</param>
internal sealed class AnyTarget(ITarget qemu, ITarget direct) : ITarget
{
    /// <inheritdoc/>
    public Task<string> FindAsync(string? kernel, Architecture? architecture, IProgress<string> progress, CancellationToken cancellation) =>
        For(kernel).FindAsync(kernel, architecture, progress, cancellation);

    // Not the machines: nobody named one.
    /// <inheritdoc/>
    public Task<AllKernels> FindAllAsync(Architecture? architecture, IProgress<string> progress, CancellationToken cancellation) =>
        qemu.FindAllAsync(architecture, progress, cancellation);

    /// <inheritdoc/>
    public Task BuildAsync(string kernel, IProgress<string> progress, CancellationToken cancellation) =>
        For(kernel).BuildAsync(kernel, progress, cancellation);

    /// <inheritdoc/>
    public Task<BootedKernel> StartAsync(GuestRequest request, IProgress<string> progress, CancellationToken cancellation) =>
        For(request.Kernel).StartAsync(request, progress, cancellation);

    /// <inheritdoc/>
    public int MostGuestsOf(string kernel) => For(kernel).MostGuestsOf(kernel);

    private ITarget For(string? kernel) =>
        kernel is not null && (DirectTarget.IsName(kernel) || DirectTarget.IsMalformed(kernel)) ? direct : qemu;
}
