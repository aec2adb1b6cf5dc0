using System.Buffers.Binary;
using System.IO.Compression;
using RmapHarness.Guests.Host;

namespace RmapHarness.Guests.Kernels;

/// <summary>The configuration that CONFIG_IKCONFIG puts into a kernel.</summary>
internal static class Ikconfig
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private static ReadOnlySpan<byte> Begin => "IKCFG_ST"u8;

    /// <summary>Writes a kernel's configuration to a file.</summary>
    /// <param name="image">A bzImage or an arm64 Image.</param>
    /// <param name="file">Where it goes.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>False if the kernel has none, or is compressed in a way that is not known here.</returns>
    public static async Task<bool> ExtractAsync(string image, string file, CancellationToken cancellation)
    {
        var bytes = await File.ReadAllBytesAsync(image, cancellation).ConfigureAwait(false);
        var kernel = await UnpackAsync(BzImage.Payload(bytes), cancellation).ConfigureAwait(false);
        var at = kernel.AsSpan().IndexOf(Begin);
        if (at < 0)
            return false;
        try
        {
            using var packed = new GZipStream(new MemoryStream(kernel, at + Begin.Length, kernel.Length - at - Begin.Length), CompressionMode.Decompress);
            var output = File.Create(file);
            await using (output.ConfigureAwait(false))
                await packed.CopyToAsync(output, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static async Task<byte[]> UnpackAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        var magic = payload.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(payload.Span);
        if (magic >> 16 == 0x1F8B)
        {
            using var packed = new GZipStream(new MemoryStream(payload.ToArray()), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            await packed.CopyToAsync(plain, cancellation).ConfigureAwait(false);
            return plain.ToArray();
        }

        string[]? tool = magic switch { 0xFD377A58 => ["xz", "-dc"], 0x28B52FFD => ["zstd", "-dcq"], _ => null };
        if (tool is null)
            return payload.ToArray();
        using var folder = PrivateDirectory.Create();
        var path = folder.At("payload");
        await File.WriteAllBytesAsync(path, payload, cancellation).ConfigureAwait(false);
        return await Tool.RunAsync(tool[0], [tool[1], path], Deadline, cancellation).ConfigureAwait(false);
    }
}
