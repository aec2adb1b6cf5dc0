using System.Buffers.Binary;
using System.IO.Compression;
using NUnit.Framework;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Kernels;
using RmapHarness.Guests.Tests.Host;

namespace RmapHarness.Guests.Tests.Kernels;

public sealed class IkconfigTests
{
    private const string Config = "CONFIG_MEMCG=y\n";

    [Test]
    public async Task It_is_found_as_it_is() => Assert.That(await ExtractAsync(Kernel()), Is.EqualTo(Config));

    [Test]
    public async Task It_is_found_in_a_bzImage([Values("gzip", "xz")] string packer) =>
        Assert.That(await ExtractAsync(BzImageWith(await PackAsync(packer, Kernel()))), Is.EqualTo(Config));

    [Test]
    public async Task A_kernel_without_one_has_none()
    {
        Assert.That(await ExtractAsync(BzImages.Make()), Is.Null);
        Assert.That(await ExtractAsync([.. "IKCFG_ST"u8, 1, 2, 3]), Is.Null);
    }

    private static byte[] Kernel() => [.. "code"u8, .. "IKCFG_ST"u8, .. Gzip(System.Text.Encoding.ASCII.GetBytes(Config)), .. "IKCFG_ED"u8, .. new byte[100]];

    private static byte[] Gzip(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(plain);
        return packed.ToArray();
    }

    private static async Task<byte[]> PackAsync(string packer, byte[] plain)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.At("plain"), plain);
        return await Tool.RunAsync(packer, ["-c", folder.At("plain")], TimeSpan.FromMinutes(1), CancellationToken.None);
    }

    private static byte[] BzImageWith(byte[] payload)
    {
        var image = BzImages.Make();
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(0x206), 0x20F);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(0x248), 64);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(0x24C), (uint)payload.Length + 4);
        payload.CopyTo(image.AsSpan((3 * 512) + 64));
        return image;
    }

    private static async Task<string?> ExtractAsync(byte[] image)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.At("image"), image);
        return await Ikconfig.ExtractAsync(folder.At("image"), folder.At("config"), CancellationToken.None)
            ? await File.ReadAllTextAsync(folder.At("config"))
            : null;
    }
}
