using System.Globalization;
using NUnit.Framework;
using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Kernels;
using RmapHarness.Guests.Tests.Host;

namespace RmapHarness.Guests.Tests.Kernels;

public sealed class AllKernelsTests
{
    private const string Catalogue = """
        default: newest
        kernels:
          newest:  { suite: trixie-backports, architecture: x86_64, flavour: cloud-amd64 }
          middle:  { suite: bookworm,         architecture: x86_64, flavour: cloud-amd64 }
          twin:    { suite: sid,              architecture: x86_64, flavour: cloud-amd64 }
          foreign: { suite: bookworm,         architecture: arm64,  flavour: cloud-arm64 }

        """;

    [Test]
    public async Task They_are_in_release_order_each_once_and_what_is_gone_is_named()
    {
        using var folder = new TemporaryFolder();
        Fetched(folder, "trixie-backports-cloud-amd64", "7.3.4-a");
        Fetched(folder, "bookworm-cloud-amd64", "6.12.1-b");
        Fetched(folder, "sid-cloud-amd64", "6.12.1-b");
        Fetched(folder, "trixie-backports-6.9.9-c", "6.9.9-c");
        Fetched(folder, "trixie-backports-7.0.2-e", "7.0.2-e");
        Kernel(folder, "builds/mine/0", "7.2.0-mine");
        Index(
            folder,
            "amd64 6.9 6.9.9-c cloud-amd64 complete",
            "amd64 7.0 7.0.2-e cloud-amd64 partial",
            "amd64 7.1 7.1.1-d cloud-amd64 partial",
            "amd64 7.3 7.3.4-a cloud-amd64 complete",
            "arm64 7.1 7.1.1-f cloud-arm64 complete");

        var all = await AllKernels.FindAsync(
            KernelCatalogue.Read(new StringReader(Catalogue), "k.yaml"), new HarnessCache(folder.Path), null, new Progress<string>(), CancellationToken.None);

        // 7.0 was fetched before it was gone; 7.3 is the newest one.
        Assert.That(all.Names, Is.EqualTo(new[] { "6.9", "middle", "7.0", "mine", "newest" }));
        Assert.That(all.Gone, Is.EqualTo(new[] { new KeyValuePair<string, string>("7.1", "its modules are gone from Debian's index") }));
    }

    [Test]
    public async Task Another_architecture_has_others()
    {
        using var folder = new TemporaryFolder();
        Fetched(folder, "trixie-backports-cloud-amd64", "7.3.4-a");
        Index(folder, "arm64 7.1 7.1.1-f cloud-arm64 partial");

        var all = await AllKernels.FindAsync(
            KernelCatalogue.Read(new StringReader(Catalogue.Replace("suite: bookworm,         architecture: arm64", "suite: no-such, architecture: arm64", StringComparison.Ordinal)), "k.yaml"),
            new HarnessCache(folder.Path),
            Architecture.Arm64,
            new Progress<string>(),
            CancellationToken.None);

        Assert.That(all.Names, Is.Empty);
        Assert.That(all.Gone.Select(gone => gone.Key), Is.EqualTo(new[] { "foreign", "7.1-arm64" }));
        Assert.That(all.Gone[0].Value, Does.Contain("no-such"));
    }

    private static void Fetched(TemporaryFolder folder, string name, string release) => Kernel(folder, $"kernels/{name}", release);

    private static void Kernel(TemporaryFolder folder, string path, string release)
    {
        Directory.CreateDirectory(folder.At(path));
        File.WriteAllBytes(folder.At($"{path}/vmlinuz"), BzImages.Make($"{release} (me@here) #1"));
    }

    private static void Index(TemporaryFolder folder, params string[] lines)
    {
        var today = Directory.CreateDirectory(folder.At(string.Create(CultureInfo.InvariantCulture, $"index/trixie-backports-{DateTime.UtcNow:yyyy-MM-dd}")));
        File.WriteAllLines(Path.Combine(today.FullName, "kernels"), lines);
    }
}
