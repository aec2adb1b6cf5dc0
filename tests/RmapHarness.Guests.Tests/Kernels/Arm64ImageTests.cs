using System.IO.Compression;
using NUnit.Framework;
using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Kernels;
using RmapHarness.Guests.Tests.Host;

namespace RmapHarness.Guests.Tests.Kernels;

public sealed class Arm64ImageTests
{
    [TestCase(0x0A, 4096)]
    [TestCase(0x0C, 16384)]
    [TestCase(0x0E, 65536)]
    public void Release_and_page_size_come_from_the_image(byte flags, long pageSize) =>
        Assert.That(Read(Arm64Images.Make(flags: flags)), Is.EqualTo(new KernelHeader(Architecture.Arm64, "7.3.4-test", pageSize)));

    [Test]
    public void A_compressed_image_is_read_as_well()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Arm64Images.Make());
        Assert.That(Read(packed.ToArray())?.Release, Is.EqualTo("7.3.4-test"));
        AssertRefused(packed.ToArray()[..^40], "");
    }

    [Test]
    public void Half_a_kernel_is_not_a_kernel() => AssertRefused(Arm64Images.Make()[..^1], "it is cut short: 4607 of 4608 bytes");

    [Test]
    public void A_kernel_without_a_version_is_refused() => AssertRefused(Arm64Images.Make("Linux version none"), "it names no version");

    [Test]
    public void A_zboot_image_is_refused_by_its_name()
    {
        var image = Arm64Images.Make();
        image.AsSpan(56, 4).Clear();
        "zimg"u8.CopyTo(image.AsSpan(4));
        AssertRefused(image, "it is an EFI zboot image; QEMU boots the Image inside it");
    }

    [Test]
    public void Something_else_is_left_to_others()
    {
        foreach (var bytes in new[] { BzImages.Make(), [], "hello\n"u8.ToArray() })
            Assert.That(Read(bytes), Is.Null);
    }

    [FsCheck.NUnit.Property]
    public bool Any_change_is_refused_or_read_never_worse(byte value, ushort offset)
    {
        var image = Arm64Images.Make();
        image[offset % 512] = value;
        try
        {
            return Read(image) is null or { Release: "7.3.4-test" };
        }
        catch (TargetUnavailableException refused)
        {
            return refused.Message.Contains("is not a kernel image", StringComparison.Ordinal);
        }
    }

    private static KernelHeader? Read(byte[] image)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.At("image"), image);
        return Arm64Image.Read(folder.At("image"));
    }

    private static void AssertRefused(byte[] image, string reason) =>
        Assert.That(() => Read(image), Throws.TypeOf<TargetUnavailableException>().With.Message.Contains("is not a kernel image: " + reason));
}
