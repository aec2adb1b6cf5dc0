using System.Buffers.Binary;
using System.Text;

namespace RmapHarness.Guests.Kernels;

/// <summary>The header of an x86 kernel image, by the boot protocol (Documentation/arch/x86/boot.rst).</summary>
internal static class BzImage
{
    private const int HeaderBytes = 0x260;
    private const int SectorBytes = 512;
    private const int DefaultSetupSectors = 4;
    private const int ParagraphBytes = 16;
    private const int PayloadProtocol = 0x208;

    /// <summary>Reads the release (uname -r) from an image's header.</summary>
    /// <exception cref="TargetUnavailableException">The file is not a bootable image, or not all of one.</exception>
    public static string ReadRelease(string path)
    {
        using var file = Open(path);
        var header = new byte[HeaderBytes];
        if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes || !IsBootable(header))
            throw NotAnImage(path, "it has no x86 boot header");
        var setup = (header[0x1F1] == 0 ? DefaultSetupSectors : header[0x1F1]) + 1L;
        var protectedMode = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(0x1F4)) * (long)ParagraphBytes;
        var whole = (setup * SectorBytes) + protectedMode;
        if (file.Length < whole)
            throw NotAnImage(path, $"it is cut short: {file.Length} of {whole} bytes");
        return ReadVersion(file, BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(0x20E)))
            ?? throw NotAnImage(path, "its header names no version");
    }

    /// <summary>The compressed kernel inside an image; all of it if it is not a bzImage that says where that is.</summary>
    public static ReadOnlyMemory<byte> Payload(ReadOnlyMemory<byte> image)
    {
        if (image.Length < HeaderBytes || !IsBootable(image.Span) || BinaryPrimitives.ReadUInt16LittleEndian(image.Span[0x206..]) < PayloadProtocol)
            return image;
        var setup = (image.Span[0x1F1] == 0 ? DefaultSetupSectors : image.Span[0x1F1]) + 1;
        var begin = (setup * (long)SectorBytes) + BinaryPrimitives.ReadUInt32LittleEndian(image.Span[0x248..]);
        // The last four bytes are the length of what it unpacks to, which is no part of the packed stream but gzip's.
        var length = BinaryPrimitives.ReadUInt32LittleEndian(image.Span[0x24C..]) - (long)sizeof(uint);
        return length > 0 && begin + length <= image.Length ? image.Slice((int)begin, (int)length) : image;
    }

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new TargetUnavailableException($"{path} cannot be read: {failure.Message}", "", failure);
        }
    }

    private static bool IsBootable(ReadOnlySpan<byte> header) =>
        BinaryPrimitives.ReadUInt16LittleEndian(header[0x1FE..]) == 0xAA55
        && header.Slice(0x202, 4).SequenceEqual("HdrS"u8)
        && (header[0x211] & 1) != 0; // LOADED_HIGH: a bzImage, not an ancient zImage

    private static string? ReadVersion(FileStream file, int pointer)
    {
        if (pointer == 0)
            return null;
        file.Position = pointer + SectorBytes;
        Span<byte> text = stackalloc byte[256];
        text = text[..file.ReadAtLeast(text, text.Length, throwOnEndOfStream: false)];
        var end = text.IndexOfAny((byte)' ', (byte)0);
        return end > 0 ? Encoding.ASCII.GetString(text[..end]) : null;
    }

    private static TargetUnavailableException NotAnImage(string path, string reason) =>
        new($"{path} is not a kernel image: {reason}");
}
