using System.Buffers.Binary;

namespace RmapHarness.Guests.Tests.Kernels;

/// <summary>Makes files that look like arm64 kernels.</summary>
internal static class Arm64Images
{
    private const int Pe = 64;
    private const int Sections = Pe + 24 + 160;
    private const int HeaderBytes = 512;
    private const int SectionBytes = 4096;

    /// <summary>A header and one section of 4 KiB with the banner in it.</summary>
    public static byte[] Make(string banner = "Linux version 7.3.4-test (me@here) #1", byte flags = 0x0A)
    {
        var image = new byte[HeaderBytes + SectionBytes];
        "MZ"u8.CopyTo(image);
        image[24] = flags;
        "ARM\x64"u8.CopyTo(image.AsSpan(56));
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(60), Pe);
        "PE\0\0"u8.CopyTo(image.AsSpan(Pe));
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(Pe + 6), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(Pe + 20), 160);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(Sections + 16), SectionBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(Sections + 20), HeaderBytes);
        System.Text.Encoding.ASCII.GetBytes($"Linux version %s\0{banner}\n\0").CopyTo(image.AsSpan(1024));
        return image;
    }
}
