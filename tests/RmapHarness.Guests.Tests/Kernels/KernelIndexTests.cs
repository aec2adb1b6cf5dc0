using System.Globalization;
using NUnit.Framework;
using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Kernels;
using RmapHarness.Guests.Tests.Host;

namespace RmapHarness.Guests.Tests.Kernels;

public sealed class KernelIndexTests
{
    [TestCase("amd64 7.1 7.1.13+deb13-cloud-amd64 cloud-amd64 complete", "7.1", Architecture.X86_64)]
    [TestCase("arm64 7.1 7.1.13+deb13-cloud-arm64 cloud-arm64 partial", "7.1-arm64", Architecture.Arm64)]
    [TestCase("arm64 6.18 6.18.15+deb13-arm64-16k arm64-16k complete", "6.18-arm64-16k", Architecture.Arm64)]
    public void Names_are_minor_releases(string line, string name, Architecture architecture)
    {
        var entry = KernelIndex.Parse(line);
        Assert.That((entry.Name, entry.Architecture), Is.EqualTo((name, architecture)));
        Assert.That(entry.Flavour, Is.EqualTo(line.Split(' ')[2]));
        Assert.That(KernelIndex.IsName(entry.Name), Is.True);
    }

    [Test]
    public void Other_names_are_not_looked_up() =>
        Assert.That(new[] { "trixie", "7", "7.1.2", "7.1-amd64", "v7.1" }.Where(KernelIndex.IsName), Is.Empty);

    [Test]
    public async Task A_number_is_found_in_the_index_and_the_architecture_chooses()
    {
        using var folder = new TemporaryFolder();
        WriteIndex(folder, "amd64 7.1 7.1.13+deb13-cloud-amd64 cloud-amd64 complete\narm64 7.1 7.1.13+deb13-cloud-arm64 cloud-arm64 complete\n");
        Assert.That(await FindAsync(folder, "7.1", null), Is.EqualTo(("7.1", Architecture.X86_64)));
        Assert.That(await FindAsync(folder, "7.1", Architecture.Arm64), Is.EqualTo(("7.1-arm64", Architecture.Arm64)));
        Assert.That(await FindAsync(folder, null, Architecture.Arm64), Is.EqualTo(("trixie-backports-arm64", Architecture.Arm64)));
        Assert.That(
            () => FindAsync(folder, "7.1-arm64", Architecture.X86_64),
            Throws.TypeOf<UnknownKernelException>().With.Message.EqualTo("the kernel '7.1-arm64' is for arm64"));
        Assert.That(() => FindAsync(folder, "7.9", null), Throws.TypeOf<UnknownKernelException>().With.Message.Contains("'7.9'"));
    }

    [Test]
    public void An_image_is_not_of_another_architecture()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.At("Image"), Arm64Images.Make());
        Assert.That(() => FindAsync(folder, folder.At("Image"), Architecture.X86_64), Throws.TypeOf<UnknownKernelException>());
    }

    /// <summary>Writes the index of today, and of tomorrow, should midnight pass.</summary>
    private static void WriteIndex(TemporaryFolder folder, string text)
    {
        foreach (var day in new[] { DateTime.UtcNow, DateTime.UtcNow.AddDays(1) })
        {
            var name = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            Directory.CreateDirectory(folder.At($"index/trixie-backports-{name}"));
            File.WriteAllText(folder.At($"index/trixie-backports-{name}/kernels"), text);
        }
    }

    private static Task<(string Name, Architecture Architecture)> FindAsync(TemporaryFolder folder, string? name, Architecture? architecture) =>
        new KernelSource(KernelCatalogue.Load(), new HarnessCache(folder.Path))
            .FindAsync(name, architecture, new Progress<string>(), CancellationToken.None);
}
