using RmapHarness.Engine.Rmap;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Kernels;
using RmapHarness.Guests.Qemu;

namespace RmapHarness.Cli.Runs;

/// <summary>Kernels in QEMU on this machine.</summary>
internal sealed class QemuTarget : ITarget
{
    private readonly KernelCatalogue catalogue = KernelCatalogue.Load();

    /// <inheritdoc/>
    public string DefaultKernel => catalogue.Default.Name;

    /// <inheritdoc/>
    public void Check(string kernel) => new KernelSource(catalogue, HarnessCache.OfUser()).Check(kernel);

    /// <inheritdoc/>
    public async Task<BootedKernel> StartAsync(GuestRequest request, IProgress<string> progress, CancellationToken cancellation)
    {
        var options = new QemuGuestOptions { Kernel = request.Kernel, Accelerator = request.Accelerator };
        var guest = await QemuGuest.StartAsync(options, progress, cancellation);
        return new BootedKernel(guest, SchemeOf(guest.Kernel));
    }

    private static AccountingScheme? SchemeOf(KernelImage kernel) => kernel.IsBuiltIn("CONFIG_NO_PAGE_MAPCOUNT") switch
    {
        true => AccountingScheme.NoPageMapcount,
        false => AccountingScheme.PageMapcount,
        null => null,
    };
}
