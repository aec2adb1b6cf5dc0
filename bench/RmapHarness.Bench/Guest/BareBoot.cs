using RmapHarness.Guests.Host;
using RmapHarness.Guests.Image;
using RmapHarness.Guests.Kernels;
using RmapHarness.Guests.Qemu;

namespace RmapHarness.Bench.Guest;

/// <summary>QEMU with a kernel and an init that powers off at once, on the command line that guests have.</summary>
internal sealed class BareBoot : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("rmapharness-bench-");

    /// <summary>Builds the init and its initramfs.</summary>
    /// <exception cref="NotMeasuredException">It does not compile.</exception>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        var source = Path.Combine(Path.GetDirectoryName(HarnessFiles.VmDirectory())!, "bench", "RmapHarness.Bench", "Guest", "poweroff.c");
        var init = At("init");
        await using (var compiler = await ChildProcess.StartAsync("cc", ["-O2", "-static", "-o", init, source]))
        {
            if (!await compiler.WaitAsync(Deadline, cancellation) || compiler.ExitCode != 0)
                throw new NotMeasuredException($"{source} does not compile: {compiler.Errors}");
        }

        await using var file = File.Create(new GuestImage(directory.FullName).Initramfs);
        await using var packed = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionLevel.Fastest);
        var archive = new CpioWriter(packed);
        archive.Folder("dev");
        archive.Device("dev/console", 0b110_000_000, 5, 1);
        archive.File("init", 0b111_101_101, await File.ReadAllBytesAsync(init, cancellation));
        archive.Finish();
    }

    /// <summary>Boots a kernel to its end.</summary>
    /// <exception cref="NotMeasuredException">It does not end.</exception>
    public async Task RunAsync(KernelImage kernel, CancellationToken cancellation)
    {
        var words = QemuCommandLine.Build(
            kernel, new GuestImage(directory.FullName), Accelerator.Tcg, new QemuGuestOptions(), At("serial"), At("qmp"));
        await using var qemu = await ChildProcess.StartAsync(QemuPlatform.For(kernel.Architecture).Program, words);
        if (!await qemu.WaitAsync(Deadline, cancellation) || qemu.ExitCode != 0)
            throw new NotMeasuredException($"the bare boot did not come to its end: {qemu.Errors}");
    }

    /// <inheritdoc/>
    public void Dispose() => directory.Delete(recursive: true);

    private string At(string name) => Path.Combine(directory.FullName, name);
}
