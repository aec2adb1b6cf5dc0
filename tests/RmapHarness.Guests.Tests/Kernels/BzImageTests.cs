using NUnit.Framework;
using RmapHarness.Guests.Kernels;
using RmapHarness.Guests.Tests.Host;

namespace RmapHarness.Guests.Tests.Kernels;

public sealed class BzImageTests
{
    [Test]
    public void The_release_comes_from_the_header() => Assert.That(Read(BzImages.Make()), Is.EqualTo("6.1.0-test"));

    [Test]
    public void A_text_is_not_a_kernel() => AssertRefused("hello, world\n"u8.ToArray(), "it has no x86 boot header");

    [Test]
    public void An_empty_file_is_not_a_kernel() => AssertRefused([], "it has no x86 boot header");

    [Test]
    public void Half_a_kernel_is_not_a_kernel() => AssertRefused(BzImages.Make()[..^1], "it is cut short: 5631 of 5632 bytes");

    [Test]
    public void Every_part_of_the_magic_counts([Values(0x1FE, 0x1FF, 0x202, 0x205, 0x211)] int offset)
    {
        var image = BzImages.Make();
        image[offset] ^= 0x81;
        AssertRefused(image, "it has no x86 boot header");
    }

    [Test]
    public void A_kernel_without_a_version_is_refused() => AssertRefused(BzImages.Make(""), "its header names no version");

    [Test]
    public void A_folder_and_nothing_are_refused_as_well()
    {
        using var folder = new TemporaryFolder();
        foreach (var path in new[] { folder.Path, folder.At("nothing") })
            Assert.That(() => BzImage.ReadRelease(path), Throws.TypeOf<TargetUnavailableException>().With.Message.Contains("cannot be read"));
    }

    [FsCheck.NUnit.Property]
    public bool Any_change_of_the_header_is_refused_or_read_never_worse(byte value, ushort offset)
    {
        var image = BzImages.Make();
        image[offset % 0x320] = value;
        try
        {
            return Read(image).Length > 0;
        }
        catch (TargetUnavailableException refused)
        {
            return refused.Message.Contains("is not a kernel image", StringComparison.Ordinal);
        }
    }

    private static string Read(byte[] image)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.At("image"), image);
        return BzImage.ReadRelease(folder.At("image"));
    }

    private static void AssertRefused(byte[] image, string reason) =>
        Assert.That(() => Read(image), Throws.TypeOf<TargetUnavailableException>().With.Message.EndsWith("is not a kernel image: " + reason));
}
