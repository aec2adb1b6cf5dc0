using NUnit.Framework;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Kernels;
using RmapHarness.Guests.Tests.Host;

namespace RmapHarness.Guests.Tests.Kernels;

public sealed class KernelSourceTests
{
    [Test]
    public void An_unknown_name_is_refused_with_a_suggestion()
    {
        using var folder = new TemporaryFolder();
        Assert.That(
            () => ResolveAsync(folder, "bookwurm"),
            Throws.TypeOf<UnknownKernelException>()
                .With.Message.EqualTo("no kernel 'bookwurm': neither in the catalogue nor a file; did you mean 'bookworm'?"));
    }

    [Test]
    public void A_file_that_is_not_a_kernel_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("vmlinuz", "not one");
        Assert.That(() => ResolveAsync(folder, path), Throws.TypeOf<TargetUnavailableException>().With.Message.Contains("is not a kernel image"));
    }

    [Test]
    public async Task An_image_comes_with_what_lies_beside_it()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.At("bzImage"), BzImages.Make());
        folder.Write("config", "CONFIG_PAGE_MAPCOUNT=y\n# CONFIG_NO_PAGE_MAPCOUNT is not set\n");
        Directory.CreateDirectory(folder.At("lib/modules/6.1.0-test"));
        var kernel = await ResolveAsync(folder, folder.At("bzImage"));
        Assert.That(kernel.Release, Is.EqualTo("6.1.0-test"));
        Assert.That(kernel.ModulesDirectory, Is.EqualTo(folder.At("lib/modules/6.1.0-test")));
        Assert.That(kernel.IsBuiltIn("CONFIG_PAGE_MAPCOUNT"), Is.True);
        Assert.That(kernel.IsBuiltIn("CONFIG_NO_PAGE_MAPCOUNT"), Is.False);
        Assert.That((kernel with { ConfigPath = null }).IsBuiltIn("CONFIG_PAGE_MAPCOUNT"), Is.Null);
    }

    [Test]
    public async Task A_kernel_that_was_fetched_is_not_fetched_again()
    {
        using var folder = new TemporaryFolder();
        var entry = Directory.CreateDirectory(folder.At("kernels/bookworm-cloud-amd64")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(entry, "vmlinuz"), BzImages.Make());
        var kernel = await ResolveAsync(folder, "bookworm");
        Assert.That(kernel.Path, Is.EqualTo(Path.Combine(entry, "vmlinuz")));
        Assert.That(kernel.ModulesDirectory, Is.Null);
    }

    [Test]
    public void A_fetch_that_fails_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        var catalogue = KernelCatalogue.Read(
            new StringReader("default: a\nkernels:\n  a: { suite: no-such-suite, architecture: x86_64, flavour: cloud-amd64 }\n"), "k.yaml");
        Assert.That(
            () => new KernelSource(catalogue, new HarnessCache(folder.Path)).ResolveAsync("a", new Progress<string>(), CancellationToken.None),
            Throws.TypeOf<TargetUnavailableException>().With.Property(nameof(TargetUnavailableException.Detail)).Contains("no-such-suite"));
        Assert.That(Directory.GetFileSystemEntries(folder.At("kernels")), Is.EqualTo(new[] { folder.At("kernels/.lock") }));
    }

    private static Task<KernelImage> ResolveAsync(TemporaryFolder cache, string name) =>
        new KernelSource(KernelCatalogue.Load(), new HarnessCache(cache.Path))
            .ResolveAsync(name, new Progress<string>(), CancellationToken.None);
}
