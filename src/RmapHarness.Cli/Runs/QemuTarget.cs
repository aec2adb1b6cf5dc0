using RmapHarness.Engine.Kernel;
using RmapHarness.Guests;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Kernels;
using RmapHarness.Guests.Qemu;

namespace RmapHarness.Cli.Runs;

/// <summary>Kernels in QEMU on this machine.</summary>
internal sealed class QemuTarget : ITarget
{
    /// <inheritdoc/>
    public async Task<string> FindAsync(
        string? kernel, Architecture? architecture, IProgress<string> progress, CancellationToken cancellation)
    {
        var source = new KernelSource(KernelCatalogue.Load(), HarnessCache.OfUser());
        return (await source.FindAsync(kernel, architecture, progress, cancellation)).Name;
    }

    /// <inheritdoc/>
    public Task<AllKernels> FindAllAsync(Architecture? architecture, IProgress<string> progress, CancellationToken cancellation) =>
        AllKernels.FindAsync(KernelCatalogue.Load(), HarnessCache.OfUser(), architecture, progress, cancellation);

    /// <inheritdoc/>
    public Task BuildAsync(string kernel, IProgress<string> progress, CancellationToken cancellation) =>
        KernelCatalogue.Load().FindRecipe(kernel) is { } recipe
            ? new KernelBuilds(HarnessCache.OfUser()).BuildAsync(recipe, KernelChanges.None, kernel, progress, cancellation)
            : Task.FromException(new TargetUnavailableException($"there is no recipe for kernel '{kernel}'") { IsLasting = true });

    /// <inheritdoc/>
    public async Task<BootedKernel> StartAsync(GuestRequest request, IProgress<string> progress, CancellationToken cancellation)
    {
        var options = new QemuGuestOptions
        {
            Kernel = request.Kernel,
            Accelerator = request.Accelerator,
            MemoryMiB = request.Shape.MemoryMiB,
            Processors = request.Shape.Processors,
            NumaNodes = request.Shape.NumaNodes,
            KernelArguments = request.Shape.KernelArguments,
            UsesSnapshots = !request.Shape.IsCold,
        };
        var guest = await QemuGuest.StartAsync(options, progress, cancellation);
        return new BootedKernel(guest, KernelConfig.Of(guest.Kernel));
    }
}
