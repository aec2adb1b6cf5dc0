using System.Globalization;
using System.IO.Compression;
using System.Text;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Kernels;

namespace RmapHarness.Guests.Image;

/// <summary>Builds a kernel's guest image; again only when one of its inputs changed.</summary>
/// <param name="cache">Where images are kept.</param>
internal sealed class GuestImageBuilder(HarnessCache cache)
{
    private const string Kind = "images";
    private const int KeptImages = 4;
    private const uint Program = 0b111_101_101;
    private const uint Data = 0b110_100_100;
    private const uint Secret = 0b110_000_000;
    private const uint SecretFolder = 0b111_000_000;
    private const uint Console = 0b110_000_000;

    private static readonly TimeSpan LockDeadline = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ToolDeadline = TimeSpan.FromSeconds(60);

    // What QEMU's network device and the swap area need where the kernel does not have it built in.
    private static readonly string[] Drivers = ["virtio_pci", "virtio_net", RamDisk.Module];
    private static readonly string[] EmptyFolders = ["proc", "sys", "dev", "tmp", "run", "sbin", "var/log"];

    /// <summary>Returns the image of a kernel.</summary>
    /// <exception cref="TargetUnavailableException">A program or library is missing, or the agent does not build.</exception>
    public async Task<GuestImage> GetAsync(KernelImage kernel, IProgress<string> progress, CancellationToken cancellation)
    {
        var modules = kernel.ModulesDirectory is { } folder
            ? ModuleClosure.Order(File.ReadLines(Path.Combine(folder, "modules.dep")), Drivers)
                .Select(file => new ImageFile($"lib/modules/{ModuleClosure.ModuleName(file)}.ko", Path.Combine(folder, file), Data))
                .ToList()
            : [];
        List<ImageFile> files =
        [
            new("init", Path.Combine(HarnessFiles.VmDirectory(), "image", "init"), Program),
            new(GuestImage.AgentPath.TrimStart('/'), await AgentBuild.GetAsync(cache, kernel.Architecture, progress, cancellation).ConfigureAwait(false), Program),
            .. await new UserSpace(cache).GetAsync(kernel.Architecture, progress, cancellation).ConfigureAwait(false),
            .. modules,
        ];
        files = [.. files.DistinctBy(file => file.GuestPath)];
        var hash = new ContentHash().Add(typeof(GuestImageBuilder).Module.ModuleVersionId.ToString());
        foreach (var file in files)
            hash.Add(file.GuestPath).Add(file.Permissions.ToString(CultureInfo.InvariantCulture)).AddFile(file.SourcePath);
        var directory = await cache.GetAsync(
            Kind,
            $"{kernel.Release}-{hash}",
            async partial =>
            {
                progress.Report($"building the guest image for {kernel.Release}");
                await BuildAsync(new GuestImage(partial), files, modules, cancellation).ConfigureAwait(false);
                cache.Prune(Kind, kernel.Release + "-", KeptImages - 1);
            },
            LockDeadline,
            cancellation).ConfigureAwait(false);
        return new GuestImage(directory);
    }

    private static async Task BuildAsync(
        GuestImage image, IReadOnlyList<ImageFile> files, IReadOnlyList<ImageFile> modules, CancellationToken cancellation)
    {
        // The kinds of keys that an emulated guest's dropbear is quickest with: NIST P-256 to sign and to agree on a key, RSA to verify.
        var hostKey = Path.Combine(image.Directory, "host_key");
        var said = await Tool.RunAsync("dropbearkey", ["-t", "ecdsa", "-f", hostKey], ToolDeadline, cancellation).ConfigureAwait(false);
        var publicHostKey = Encoding.ASCII.GetString(said).Split('\n').FirstOrDefault(line => line.StartsWith("ecdsa-", StringComparison.Ordinal))
            ?? throw new TargetUnavailableException("dropbearkey printed no public key");
        await File.WriteAllTextAsync(image.KnownHosts, $"{GuestImage.HostAlias} {publicHostKey}\n", cancellation).ConfigureAwait(false);
        await Tool.RunAsync(
            "ssh-keygen", ["-q", "-t", "rsa", "-b", "2048", "-N", "", "-C", "rmapharness", "-f", image.ClientKey], ToolDeadline, cancellation).ConfigureAwait(false);

        var file = File.Create(image.Initramfs);
        await using (file.ConfigureAwait(false))
        {
            using var packed = new GZipStream(file, CompressionLevel.Fastest);
            var archive = new CpioWriter(packed);
            foreach (var folder in EmptyFolders)
                archive.Folder(folder);
            archive.Device("dev/console", Console, 5, 1);
            foreach (var entry in files)
                archive.File(entry.GuestPath, entry.Permissions, await ReadAsync(entry.SourcePath, cancellation).ConfigureAwait(false));
            archive.File("etc/modules", Data, Encoding.UTF8.GetBytes(string.Concat(modules.Select(ModuleLine))));
            archive.Folder("etc/dropbear", SecretFolder);
            archive.File("etc/dropbear/host_key", Secret, await File.ReadAllBytesAsync(hostKey, cancellation).ConfigureAwait(false));
            archive.Folder("root", SecretFolder);
            archive.Folder("root/.ssh", SecretFolder);
            archive.File(
                "root/.ssh/authorized_keys",
                Secret,
                await File.ReadAllBytesAsync(image.ClientKey + ".pub", cancellation).ConfigureAwait(false));
            archive.Finish();
        }

        // The guest has it now; nobody here needs it.
        File.Delete(hostKey);
    }

    private static string ModuleLine(ImageFile module) => Path.GetFileNameWithoutExtension(module.GuestPath) == RamDisk.Module
        ? $"/{module.GuestPath} {string.Join(' ', RamDisk.Parameters)}\n"
        : $"/{module.GuestPath}\n";

    // Not every kernel can load compressed modules, and no busybox can.
    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellation) => Path.GetExtension(path) switch
    {
        ".xz" => await Tool.RunAsync("xz", ["-dc", path], ToolDeadline, cancellation).ConfigureAwait(false),
        ".gz" => await Tool.RunAsync("gzip", ["-dc", path], ToolDeadline, cancellation).ConfigureAwait(false),
        ".zst" => await Tool.RunAsync("zstd", ["-dcq", path], ToolDeadline, cancellation).ConfigureAwait(false),
        _ => await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false),
    };
}
