using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using RmapHarness.Engine.Kernel;

namespace RmapHarness.Guests.Kernels;

/// <summary>An arm64 kernel image (Documentation/arch/arm64/booting.rst), as it is or compressed with gzip.</summary>
internal static class Arm64Image
{
    private const int HeaderBytes = 64;
    private const int PeHeaderPointer = 60;
    private const int SectionBytes = 40;
    private const int LongestRelease = 64;

    private static ReadOnlySpan<byte> Banner => "Linux version "u8;

    /// <summary>Reads an image; null if the file is something else.</summary>
    /// <exception cref="TargetUnavailableException">It cannot be read, QEMU cannot boot it, or it is not all of an image.</exception>
    public static KernelHeader? Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            Span<byte> start = stackalloc byte[HeaderBytes];
            start = start[..file.ReadAtLeast(start, HeaderBytes, throwOnEndOfStream: false)];
            if (IsImage(start))
                return Parse(File.ReadAllBytes(path), path);
            if (start.Length == HeaderBytes && start[4..].StartsWith("zimg"u8))
                throw NotBootable(path, "it is an EFI zboot image; QEMU boots the Image inside it");
            if (!start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
                return null;
            file.Position = 0;
            using var packed = new GZipStream(file, CompressionMode.Decompress);
            using var image = new MemoryStream();
            packed.CopyTo(image);
            return IsImage(image.ToArray()) ? Parse(image.ToArray(), path) : throw NotBootable(path, "what gzip packed in it has no arm64 header");
        }
        catch (InvalidDataException failure)
        {
            throw NotBootable(path, failure.Message);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new TargetUnavailableException($"{path} cannot be read: {failure.Message}", "", failure);
        }
    }

    private static bool IsImage(ReadOnlySpan<byte> start) => start.Length >= HeaderBytes && start[56..].StartsWith("ARM\x64"u8);

    private static KernelHeader Parse(ReadOnlySpan<byte> image, string path)
    {
        var whole = WholeLength(image);
        if (image.Length < whole)
            throw NotBootable(path, $"it is cut short: {image.Length} of {whole} bytes");
        // Bits 1 and 2 of the flags; 0 is "unspecified", which kernels before 4.6 said, and those had 4 KiB.
        var pageSize = ((image[24] >> 1) & 3) switch { 2 => 16L << 10, 3 => 64L << 10, _ => 4L << 10 };
        return new KernelHeader(Architecture.Arm64, Release(image) ?? throw NotBootable(path, "it names no version"), pageSize);
    }

    // Its EFI stub makes it a PE file, whose sections say how long it is; without one there is no telling.
    private static long WholeLength(ReadOnlySpan<byte> image)
    {
        var pe = BinaryPrimitives.ReadUInt32LittleEndian(image[PeHeaderPointer..]);
        if (!image.StartsWith("MZ"u8))
            return HeaderBytes;
        if (pe + 24 > image.Length)
            return pe + 24;
        var sections = BinaryPrimitives.ReadUInt16LittleEndian(image[((int)pe + 6)..]);
        var table = pe + 24 + BinaryPrimitives.ReadUInt16LittleEndian(image[((int)pe + 20)..]);
        var whole = table + ((long)sections * SectionBytes);
        if (whole > image.Length)
            return whole;
        for (var section = image.Slice((int)table, sections * SectionBytes); section.Length > 0; section = section[SectionBytes..])
        {
            whole = Math.Max(
                whole, (long)BinaryPrimitives.ReadUInt32LittleEndian(section[20..]) + BinaryPrimitives.ReadUInt32LittleEndian(section[16..]));
        }

        return whole;
    }

    private static string? Release(ReadOnlySpan<byte> image)
    {
        for (int at; (at = image.IndexOf(Banner)) >= 0;)
        {
            image = image[(at + Banner.Length)..];
            var text = image[..Math.Min(image.Length, LongestRelease)];
            var end = text.IndexOf((byte)' ');
            // The same words with a format in them are also there.
            if (end > 0 && char.IsAsciiDigit((char)text[0]))
                return Encoding.ASCII.GetString(text[..end]);
        }

        return null;
    }

    private static TargetUnavailableException NotBootable(string path, string reason) => new($"{path} is not a kernel image: {reason}");
}
